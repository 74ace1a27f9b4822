//! The log, on standard error: `RUST_LOG` chooses what is in it. Traces go beside it to whoever collects
//! them, if somebody does.

use std::io;

use opentelemetry_sdk::trace::SdkTracer;
use tracing::Metadata;
use tracing_subscriber::{
    EnvFilter, Layer, Registry,
    filter::{FilterExt, LevelFilter, filter_fn},
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

use crate::config::Format;

type Boxed = Box<dyn Layer<Registry> + Send + Sync>;

/// Sets the log up. A second call changes nothing.
pub(crate) fn start(format: Format, tracer: Option<SdkTracer>) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    if tracer.is_some() {
        traces::switch_on();
    }
    // Fails only if there is a log already.
    let _ = tracing_subscriber::registry().with(layers(filter, format, tracer)).try_init();
}

/// Each with a filter that says its level: what no layer wants is then skipped where it stands, in the
/// libraries too. A layer that is there and does nothing would have all spans made for it.
fn layers(filter: EnvFilter, format: Format, tracer: Option<SdkTracer>) -> Vec<Boxed> {
    let is_logged = filter_fn(|about| !is_traced(about)).with_max_level_hint(LevelFilter::TRACE);
    // A log that cannot be written, as on a full disk, would be complained of where it cannot be
    // written either, and that ends the thread which only wanted to say something.
    let log = tracing_subscriber::fmt::layer().with_writer(io::stderr).log_internal_errors(false);
    let log: Boxed = match format {
        Format::Text => log.boxed(),
        Format::Json => log.json().flatten_event(true).boxed(),
    };
    let mut layers = vec![log.with_filter(filter.and(is_logged)).boxed()];
    layers.extend(tracer.map(|tracer| {
        let layer = tracing_opentelemetry::layer().with_tracer(tracer);
        // Where in the code, and on which thread, is nobody's question here.
        let layer = layer.with_location(false).with_threads(false);
        layer.with_filter(filter_fn(is_traced).with_max_level_hint(LevelFilter::INFO)).boxed()
    }));
    layers
}

fn is_traced(about: &Metadata<'_>) -> bool {
    about.target() == traces::TARGET
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_nobody_collects_traces_no_span_is_made() {
        let layers = layers(EnvFilter::new("info"), Format::Text, None);
        let subscriber = tracing_subscriber::registry().with(layers);
        tracing::subscriber::with_default(subscriber, || {
            assert!(traces::span!("submit").is_disabled());
            assert!(tracing::debug_span!("of a library").is_disabled());
            assert!(!tracing::enabled!(tracing::Level::TRACE));
            assert!(tracing::enabled!(tracing::Level::INFO));
            assert_eq!(
                LevelFilter::current(),
                LevelFilter::INFO,
                "decided before anything is looked at"
            );
        });
    }
}
