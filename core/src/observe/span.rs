//! The spans of `tracing`, with the names of OpenTelemetry's semantic conventions.

use tracing::Span;
use tracing::field::{Empty, display};

use super::{AttemptInfo, CallInfo, JourneyEnd};
use crate::error::ErrorKind;

/// The span of one attempt. It has the client's attributes of HTTP, but no URL, since the query and the values in
/// the path may be personal.
#[derive(Default)]
pub(crate) struct AttemptSpan(Option<Span>);

impl AttemptSpan {
    pub(crate) fn begin(call: &CallInfo<'_>, resend_count: u32) -> Self {
        let span = tracing::info_span!(
            target: "defacto_sdk",
            "attempt",
            otel.name = call.span_name(),
            otel.kind = "client",
            otel.status_code = Empty,
            http.request.method = call.known_method(),
            url.template = call.url_template(),
            server.address = call.server_address,
            server.port = call.server_port,
            http.request.resend_count = Empty,
            http.response.status_code = Empty,
            "error.type" = Empty,
        );
        if resend_count > 0 {
            span.record("http.request.resend_count", resend_count);
        }
        Self(Some(span))
    }

    /// Returns the span, to do something inside it.
    pub(crate) fn span(&self) -> Span {
        self.0.clone().unwrap_or_else(Span::none)
    }

    pub(crate) fn end(&mut self, attempt: &AttemptInfo<'_>) {
        let Some(span) = self.0.take() else { return };
        if let Some(status) = attempt.status {
            span.record("http.response.status_code", status);
        }
        if let Some(error_type) = attempt.error_type() {
            span.record("error.type", display(error_type)).record("otel.status_code", "ERROR");
        }
    }

    /// Ends the span of an attempt that was abandoned.
    pub(crate) fn abandon(&mut self, error: Option<&ErrorKind>) {
        let Some(span) = self.0.take() else { return };
        let error = error.unwrap_or(&ErrorKind::Interrupted);
        span.record("error.type", error.as_str()).record("otel.status_code", "ERROR");
    }
}

/// Begins the span of a journey.
pub(crate) fn journey_span(name: &'static str) -> Span {
    tracing::info_span!(
        target: "defacto_sdk",
        "journey",
        otel.name = name,
        otel.status_code = Empty,
        "defacto.outcome" = Empty,
        "error.type" = Empty,
    )
}

impl JourneyEnd {
    pub(crate) fn record(&self, span: &Span) {
        if let Some(outcome) = self.outcome {
            span.record("defacto.outcome", outcome);
        }
        if let Some(error) = &self.error {
            span.record("error.type", error.as_str()).record("otel.status_code", "ERROR");
        }
    }
}
