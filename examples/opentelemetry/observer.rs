//! The library's calls in OpenTelemetry.
//!
//! The spans are those of `tracing`: the layer of the crate `tracing-opentelemetry` exports them. This observer
//! adds what a span cannot do: it sends `traceparent` with each attempt, and records the metric of its duration.
//!
//! ```ignore
//! tracing_subscriber::registry().with(tracing_opentelemetry::layer().with_tracer(tracer)).init();
//! let client = Client::builder(key, environment).observer(Arc::new(OpenTelemetry::new(&meter))).build()?;
//! ```

use std::collections::HashMap;

use defacto_sdk::CallObserver;
use defacto_sdk::observe::{AddedHeaders, AttemptInfo, CallInfo};
use opentelemetry::KeyValue;
use opentelemetry::metrics::{Histogram, Meter};
use opentelemetry::propagation::TextMapPropagator;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use tracing_opentelemetry::OpenTelemetrySpanExt;

/// The boundaries that OpenTelemetry advises, in seconds.
const BOUNDARIES: [f64; 14] =
    [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0];

/// Sends the trace context with each attempt, and records the metric `http.client.request.duration`.
pub(crate) struct OpenTelemetry {
    trace_context: TraceContextPropagator,
    duration: Histogram<f64>,
}

impl OpenTelemetry {
    pub(crate) fn new(meter: &Meter) -> Self {
        let duration = meter
            .f64_histogram("http.client.request.duration")
            .with_unit("s")
            .with_description("Duration of HTTP client requests.")
            .with_boundaries(BOUNDARIES.to_vec())
            .build();
        Self { trace_context: TraceContextPropagator::new(), duration }
    }
}

impl CallObserver for OpenTelemetry {
    fn attempting(&self, _: &CallInfo<'_>, _: u32) -> AddedHeaders {
        let mut headers = HashMap::new();
        self.trace_context.inject_context(&tracing::Span::current().context(), &mut headers);
        headers.into_iter().collect()
    }

    fn attempted(&self, call: &CallInfo<'_>, attempt: &AttemptInfo<'_>) {
        let mut attributes = vec![
            KeyValue::new("http.request.method", call.known_method().to_owned()),
            KeyValue::new("server.address", call.server_address.to_owned()),
            KeyValue::new("server.port", i64::from(call.server_port)),
        ];
        attributes.extend(call.url_template().map(|path| KeyValue::new("url.template", path.to_owned())));
        attributes.extend(
            attempt.status.map(|status| KeyValue::new("http.response.status_code", i64::from(status))),
        );
        attributes.extend(attempt.error_type().map(|error| KeyValue::new("error.type", error)));
        self.duration.record(attempt.duration.as_secs_f64(), &attributes);
    }
}
