"""Client SDK for the Defacto lending API.

>>> from defacto_sdk import Client, Environment, NewBorrower
>>> client = Client("your-key", Environment.SANDBOX)                                # doctest: +SKIP
>>> outcome = client.enroll(NewBorrower(identifier="552032534"), wait=60)           # doctest: +SKIP
"""

from defacto_sdk import _native
from defacto_sdk._errors import (
    ApiError,
    AuthenticationError,
    ConfigurationError,
    DecodeError,
    DefactoError,
    InterruptedError,
    NotFoundError,
    TimeoutError,
    TransportError,
    ValidationError,
)
from defacto_sdk._native import *  # noqa: F403 - everything that the native module exports is public
from defacto_sdk._native import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from defacto_sdk.aio import AsyncClient

__all__ = [
    "ApiError",
    "AsyncClient",
    "AuthenticationError",
    "ConfigurationError",
    "DecodeError",
    "DefactoError",
    "InterruptedError",
    "NotFoundError",
    "TimeoutError",
    "TransportError",
    "ValidationError",
    "__version__",
]
__all__ += _native.__all__


def __getattr__(name: str) -> object:
    # asyncio takes longer to import than all the rest: only who asks for it pays for it.
    if name == "AsyncClient":
        from defacto_sdk.aio import AsyncClient

        return AsyncClient
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
