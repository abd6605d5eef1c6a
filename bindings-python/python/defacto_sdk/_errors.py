"""The exceptions: one class for each kind of error, all of them picklable."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from defacto_sdk._native import ErrorDetails, Problem

__all__ = [
    "ApiError",
    "AuthenticationError",
    "ConfigurationError",
    "DecodeError",
    "DefactoError",
    "InterruptedCall",
    "InterruptedError",
    "NotFoundError",
    "StoreError",
    "TimeoutError",
    "TransportError",
    "ValidationError",
]


class DefactoError(Exception):
    """The error of a call. Its text says what to do next, and holds no secret and no personal data."""

    def __init__(self, text: str, details: "ErrorDetails") -> None:
        super().__init__(text)
        self._details = details

    def __reduce__(self) -> "tuple[object, tuple[type[DefactoError], str, str]]":
        # Without the answer's body, which may hold personal data.
        return _rebuild, (type(self), str(self), self._details.to_json())

    @property
    def details(self) -> "ErrorDetails":
        """Everything known about the error, as one object."""
        return self._details

    @property
    def kind(self) -> str:
        """The kind, such as ``"validation"``."""
        return str(self._details.kind)

    @property
    def operation(self) -> "str | None":
        """The operation as method and path template, such as ``"POST /borrowers"``."""
        return self._details.operation

    @property
    def status(self) -> "int | None":
        """The HTTP status, or None if there was no answer."""
        return self._details.status

    @property
    def title(self) -> "str | None":
        """The title in the API's answer."""
        return self._details.title

    @property
    def detail(self) -> "str | None":
        """What happened, by the API or by this library."""
        return self._details.detail

    @property
    def problems(self) -> "list[Problem]":
        """Every problem of the request, each with its place."""
        return self._details.problems

    @property
    def missing_fields(self) -> "list[str]":
        """The values that the API could not obtain, as JSON pointers into the request."""
        return self._details.missing_fields

    @property
    def request_id(self) -> "str | None":
        """The id of the request: name it when you ask the vendor for help."""
        return self._details.request_id

    @property
    def retry_after(self) -> "int | None":
        """For how many seconds from this answer the API asked not to be called; None if it did not ask."""
        return self._details.retry_after

    @property
    def attempts(self) -> int:
        """How often the request was sent."""
        return self._details.attempts

    @property
    def retryable(self) -> bool:
        """Whether the same call may succeed later without any change."""
        return self._details.retryable

    @property
    def outcome_unknown(self) -> bool:
        """Whether the call may have taken effect although it failed: check before you repeat a write."""
        return self._details.outcome_unknown

    @property
    def resume_token(self) -> "str | None":
        """The token with which an enrolment continues in spite of this error."""
        return self._details.resume_token

    @property
    def salt_id(self) -> "str | None":
        """The salt of a write, its idempotency key: the same request holds it, and takes effect once."""
        return self._details.salt_id

    @property
    def body(self) -> "str | None":
        """The answer's body as it came, for debugging. It may hold personal data: do not log it."""
        return self._details.body


class ConfigurationError(DefactoError):
    """The client is set up wrongly, or is used where it cannot work. Nothing was sent."""


class ValidationError(DefactoError):
    """The request is invalid: found here (no status, nothing was sent) or by the API (400, 422)."""


class AuthenticationError(DefactoError):
    """The API does not accept the key (401, 403)."""


class NotFoundError(DefactoError):
    """The API does not know the object (404)."""


class ApiError(DefactoError):
    """Any other refusal or failure with an HTTP status (402, 409, 429, 5xx, ...)."""


class TransportError(DefactoError):
    """The connection failed: name, route, TLS, proxy, or it broke on the way."""


class TimeoutError(TransportError):  # noqa: A001 - its place is the module, as concurrent.futures.TimeoutError
    """A time-out passed before the answer was complete."""


class DecodeError(DefactoError):
    """The API's answer does not follow its contract."""


class InterruptedError(DefactoError):  # noqa: A001 - its place is the module, as concurrent.futures.TimeoutError
    """A ``CancelToken`` or the cancellation of a task stopped the call; Ctrl-C raises ``InterruptedCall``."""


class StoreError(DefactoError):
    """The store or a file on this side cannot be read or written. Its data stays."""


class InterruptedCall(KeyboardInterrupt):
    """Ctrl-C ended the call. It is a ``KeyboardInterrupt`` with the data to continue the call."""

    def __init__(self, defacto_error: DefactoError) -> None:
        super().__init__(str(defacto_error))
        self._error = defacto_error

    def __reduce__(self) -> "tuple[type[InterruptedCall], tuple[DefactoError]]":
        return type(self), (self._error,)

    @property
    def defacto_error(self) -> DefactoError:
        """What is known about the call."""
        return self._error

    @property
    def details(self) -> "ErrorDetails":
        """Everything known about the call, as one object."""
        return self._error.details

    @property
    def outcome_unknown(self) -> bool:
        """Whether the call may have taken effect: check before you repeat a write."""
        return self._error.outcome_unknown

    @property
    def salt_id(self) -> "str | None":
        """The salt of a write, its idempotency key: the same request holds it, and takes effect once."""
        return self._error.salt_id

    @property
    def resume_token(self) -> "str | None":
        """The token with which an enrolment continues."""
        return self._error.resume_token


def _rebuild(kind: "type[DefactoError]", text: str, details: str) -> DefactoError:
    from defacto_sdk._native import ErrorDetails

    return kind(text, ErrorDetails.from_json(details))
