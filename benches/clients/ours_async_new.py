"""The same for companies that certainly were never enrolled: without the look-up."""

from typing import Any, ClassVar

import ours_async


class Peer(ours_async.Peer):
    """The asynchronous client, told that the companies are new."""

    options: ClassVar[dict[str, Any]] = {"look_up_existing": False}
