//! The example for OpenTelemetry exports a journey as one trace, and the duration of each attempt as a metric.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use std::sync::Arc;
use std::time::Duration;

use defacto_sandbox::{Fault, FaultKind, Sandbox};
use defacto_sdk::{AsyncClient, Client, ClientBuilder, EnrollOptions};
use defacto_tests_rust::companies::french;
use defacto_tests_rust::story::{in_sandbox_time, ready, sandbox, wait_until_ready};
use opentelemetry::metrics::MeterProvider;
use opentelemetry::trace::{SpanId, SpanKind, Status, TracerProvider};
use opentelemetry_sdk::metrics::data::{AggregatedMetrics, MetricData};
use opentelemetry_sdk::metrics::{InMemoryMetricExporter, SdkMeterProvider};
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider, SpanData};
use tracing::Instrument;
use tracing_subscriber::prelude::*;

#[path = "../../../examples/opentelemetry/observer.rs"]
mod observer;

/// OpenTelemetry, exporting to memory.
struct Exported {
    spans: InMemorySpanExporter,
    metrics: InMemoryMetricExporter,
    tracers: SdkTracerProvider,
    meters: SdkMeterProvider,
}

impl Exported {
    fn new() -> Self {
        let (spans, metrics) = (InMemorySpanExporter::default(), InMemoryMetricExporter::default());
        let tracers = SdkTracerProvider::builder().with_simple_exporter(spans.clone()).build();
        let meters = SdkMeterProvider::builder().with_periodic_exporter(metrics.clone()).build();
        Self { spans, metrics, tracers, meters }
    }

    /// Runs `program` with the spans of `tracing` going to OpenTelemetry.
    fn around<T>(&self, program: impl FnOnce() -> T) -> T {
        let layer = tracing_opentelemetry::layer().with_tracer(self.tracers.tracer("test"));
        tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), program)
    }

    fn client(&self, sandbox: &Sandbox) -> ClientBuilder {
        let observer = observer::OpenTelemetry::new(&self.meters.meter("test"));
        Client::builder(sandbox.api_key(), sandbox.url()).observer(Arc::new(observer))
    }

    fn spans(&self) -> Vec<SpanData> {
        let mut spans = self.spans.get_finished_spans().unwrap();
        spans.sort_by_key(|span| span.start_time);
        spans
    }
}

fn attribute(span: &SpanData, name: &str) -> Option<String> {
    let found = span.attributes.iter().find(|attribute| attribute.key.as_str() == name)?;
    Some(found.value.to_string())
}

#[test]
fn an_enrolment_with_a_retry_is_one_trace() {
    let (sandbox, exported) = (sandbox(|_| {}), Exported::new());
    sandbox.fault(Fault::new(FaultKind::BadGateway).operation("GET /borrowers").times(1));
    exported.around(|| {
        let client = exported.client(&sandbox).build().unwrap();
        let order = tracing::info_span!("order");
        ready(order.in_scope(|| client.enroll(&french(1), &wait_until_ready())).unwrap());
    });

    let spans = exported.spans();
    let [order, enroll, calls @ ..] = &spans[..] else { panic!("{spans:?}") };
    assert_eq!((&*order.name, &*enroll.name), ("order", "enroll"));
    assert_eq!(
        (enroll.parent_span_id, order.parent_span_id),
        (order.span_context.span_id(), SpanId::INVALID)
    );
    assert_eq!(attribute(enroll, "defacto.outcome").unwrap(), "ready");
    assert!(spans.iter().all(|span| span.span_context.trace_id() == order.span_context.trace_id()));
    assert!(calls.iter().all(|call| call.parent_span_id == enroll.span_context.span_id()));
    assert!(calls.iter().all(|call| call.span_kind == SpanKind::Client));

    let (failed, again) = (&calls[0], &calls[1]);
    assert_eq!((&*failed.name, &*again.name), ("GET /borrowers", "GET /borrowers"));
    assert_eq!(failed.status, Status::error(""));
    assert_eq!(again.status, Status::Unset);
    let wanted = [
        ("http.request.method", Some("GET"), Some("GET")),
        ("url.template", Some("/borrowers"), Some("/borrowers")),
        ("server.address", Some("127.0.0.1"), Some("127.0.0.1")),
        ("http.response.status_code", Some("502"), Some("200")),
        ("error.type", Some("502"), None),
        ("http.request.resend_count", None, Some("1")),
    ];
    for (name, first, second) in wanted {
        assert_eq!(attribute(failed, name).as_deref(), first, "{name}");
        assert_eq!(attribute(again, name).as_deref(), second, "{name}");
    }
    assert!(sandbox.url().ends_with(&attribute(again, "server.port").unwrap()));
}

#[test]
fn each_attempt_sends_its_own_span_as_the_parent() {
    let (sandbox, exported) = (sandbox(|_| {}), Exported::new());
    sandbox.fault(Fault::new(FaultKind::BadGateway).operation("GET /hello").times(1));
    exported.around(|| exported.client(&sandbox).build().unwrap().hello().unwrap());
    let sent: Vec<_> = sandbox.log().into_iter().map(|request| request.traceparent.unwrap()).collect();
    let spans = exported.spans();
    let wanted = spans
        .iter()
        .map(|span| format!("00-{}-{}-01", span.span_context.trace_id(), span.span_context.span_id()));
    assert_eq!(sent, wanted.collect::<Vec<_>>());
    assert_eq!(sent.len(), 2);
}

#[test]
fn a_journey_that_is_dropped_ends_its_spans() {
    let (sandbox, exported) = (sandbox(|settings| settings.speed = 1.0), Exported::new());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    exported.around(|| {
        let client: AsyncClient = exported.client(&sandbox).build_async().unwrap();
        let company = french(1);
        let options = EnrollOptions::wait_until_ready(Duration::from_secs(30)).look_up_existing(false);
        let call = client.enroll(&company, &options).instrument(tracing::info_span!("order"));
        assert!(
            runtime.block_on(async { tokio::time::timeout(Duration::from_millis(100), call).await }).is_err()
        );
    });
    let spans = exported.spans();
    let told: Vec<_> = spans.iter().map(|span| (&*span.name, attribute(span, "error.type"))).collect();
    let interrupted = Some("interrupted".to_owned());
    let wanted = [("order", None), ("enroll", interrupted.clone()), ("POST /borrowers", interrupted)];
    assert_eq!(told, wanted);
}

#[test]
fn the_duration_of_each_attempt_is_a_metric() {
    let (sandbox, exported) = (sandbox(|_| {}), Exported::new());
    sandbox.fault(Fault::new(FaultKind::BadGateway).operation("GET /hello").times(1));
    let client = exported.client(&sandbox).build().unwrap();
    client.hello().unwrap();
    client.enroll(&french(1), &in_sandbox_time(EnrollOptions::asynchronous())).unwrap();
    exported.meters.force_flush().unwrap();

    let finished = exported.metrics.get_finished_metrics().unwrap();
    let metric = finished[0].scope_metrics().next().unwrap().metrics().next().unwrap();
    assert_eq!((metric.name(), metric.unit()), ("http.client.request.duration", "s"));
    let AggregatedMetrics::F64(MetricData::Histogram(histogram)) = metric.data() else {
        panic!("{metric:?}")
    };
    let point = histogram.data_points().find(|point| {
        point
            .attributes()
            .any(|attribute| attribute.key.as_str() == "error.type" && attribute.value.as_str() == "502")
    });
    let point = point.unwrap();
    let attributes: Vec<_> = point.attributes().map(|attribute| attribute.key.as_str()).collect();
    let wanted = [
        "error.type",
        "http.request.method",
        "http.response.status_code",
        "server.address",
        "server.port",
        "url.template",
    ];
    assert!(wanted.iter().all(|name| attributes.contains(name)), "{attributes:?}");
    assert_eq!(attributes.len(), wanted.len());
    assert_eq!(point.count(), 1);
    assert_eq!(point.bounds().collect::<Vec<_>>()[..2], [0.005, 0.01]);
}
