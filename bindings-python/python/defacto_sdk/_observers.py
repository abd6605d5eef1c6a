"""What observes the calls of a client."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from defacto_sdk._native import AttemptEvent, JourneyEvent


class CallObserver:
    """Receives events around each attempt to send a call, and when a journey starts and ends: ``enroll`` for instance.

    Derive a class from it and pass an object to ``Client`` or ``AsyncClient``. A method that is not overridden does
    nothing. The methods run in the context (``contextvars``) of the caller: for ``Client`` on the thread of the call,
    for ``AsyncClient`` on the thread of the event loop. Those of a portfolio run on threads of the library. They must
    not block, and must not make calls with the client. Their exceptions go to ``sys.unraisablehook`` and do not end the
    call. An event never holds a value, a body or a header.
    """

    def journey_started(self, journey: JourneyEvent) -> None:
        """Receive the start of a journey. The attempts until its end have its id as ``journey_id``."""

    def journey_ended(self, journey: JourneyEvent) -> None:
        """Receive the end of a journey, also when it was cancelled."""

    def attempt_started(self, attempt: AttemptEvent) -> Mapping[str, str] | None:
        """Receive the start of an attempt. Return headers to add to it, or ``None`` for none.

        They replace headers of the caller with the same name. Headers that the client itself sets, and those that
        cannot be sent, are left out.
        """
        return None

    def attempt_ended(self, attempt: AttemptEvent) -> None:
        """Receive the end of an attempt, also when it was cancelled."""
