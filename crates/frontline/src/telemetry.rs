//! Sends traces to a collector (OpenTelemetry's protocol over HTTP, in protobuf). A collector that is
//! slow or away is noticed nowhere but in a figure.

use std::time::Duration;

use anyhow::Context;
use opentelemetry::{KeyValue, trace::TracerProvider};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::{
    Resource,
    error::OTelSdkResult,
    trace::{Sampler, SdkTracer, SdkTracerProvider, SpanData},
};

use crate::config::Telemetry;

const EXPORT_WITHIN: Duration = Duration::from_secs(5);
/// What is left when we stop is sent within this time, or not at all.
const FLUSH_WITHIN: Duration = Duration::from_secs(2);

/// Where spans go, until we stop.
#[derive(Debug)]
pub(crate) struct Traces(SdkTracerProvider);

impl Traces {
    pub(crate) fn to(telemetry: &Telemetry, node: &str) -> anyhow::Result<Self> {
        let exporter = SpanExporter::builder()
            .with_http()
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(telemetry.endpoint()?)
            .with_headers(telemetry.headers())
            .with_timeout(EXPORT_WITHIN)
            .build()
            .context("telemetry.otlp_url")?;
        let resource = Resource::builder_empty().with_attributes([
            KeyValue::new("service.name", "frontline"),
            KeyValue::new("service.version", env!("CARGO_PKG_VERSION")),
            KeyValue::new("service.instance.id", node.to_owned()),
        ]);
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(Counted(exporter))
            // Whoever sends us a request does not decide whether it is seen.
            .with_sampler(Sampler::TraceIdRatioBased(telemetry.sample))
            .with_resource(resource.build())
            .build();
        Ok(Self(provider))
    }

    pub(crate) fn tracer(&self) -> SdkTracer {
        self.0.tracer("frontline")
    }

    pub(crate) async fn end(self) {
        let flushed =
            tokio::task::spawn_blocking(move || self.0.shutdown_with_timeout(FLUSH_WITHIN));
        // What is lost is counted, and nobody reads the figures any more.
        let _ = flushed.await;
    }
}

/// Counts what the collector took.
#[derive(Debug)]
struct Counted(SpanExporter);

impl opentelemetry_sdk::trace::SpanExporter for Counted {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let spans = batch.len();
        let taken = self.0.export(batch).await;
        traces::count(spans, taken.is_ok());
        taken
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.0.shutdown_with_timeout(timeout)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.0.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.0.set_resource(resource);
    }
}
