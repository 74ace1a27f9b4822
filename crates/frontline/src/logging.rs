//! The log, on standard error: `RUST_LOG` chooses what is in it. Traces go beside it to whoever collects
//! them, if somebody does.

use std::io;

use opentelemetry_sdk::trace::SdkTracer;
use tracing::Metadata;
use tracing_subscriber::{
    EnvFilter, Layer, Registry,
    filter::{FilterExt, filter_fn},
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

use crate::config::Format;

/// Sets the log up. A second call changes nothing.
pub(crate) fn start(format: Format, tracer: Option<SdkTracer>) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    // A log that cannot be written, as on a full disk, would be complained of where it cannot be
    // written either, and that ends the thread which only wanted to say something.
    let log = tracing_subscriber::fmt::layer().with_writer(io::stderr).log_internal_errors(false);
    let log: Box<dyn Layer<Registry> + Send + Sync> = match format {
        Format::Text => log.boxed(),
        Format::Json => log.json().flatten_event(true).boxed(),
    };
    let log = log.with_filter(filter.and(filter_fn(|about| !is_traced(about))));
    let traces = tracer.map(|tracer| {
        traces::switch_on();
        let layer = tracing_opentelemetry::layer().with_tracer(tracer);
        // Where in the code, and on which thread, is nobody's question here.
        layer.with_location(false).with_threads(false).with_filter(filter_fn(is_traced))
    });
    // Fails only if there is a log already.
    let _ = tracing_subscriber::registry().with(log).with(traces).try_init();
}

fn is_traced(about: &Metadata<'_>) -> bool {
    about.target() == traces::TARGET
}
