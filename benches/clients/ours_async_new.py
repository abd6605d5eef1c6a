"""The same for companies that are certainly not enrolled: without the look-up."""

from typing import Any, ClassVar

import ours_async


class Peer(ours_async.Peer):
    """The asynchronous client that skips the look-up."""

    options: ClassVar[dict[str, Any]] = {"look_up_existing": False}
