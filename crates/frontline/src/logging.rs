//! The log, on standard error: `RUST_LOG` chooses what is in it.

use std::io;

use tracing_subscriber::EnvFilter;

use crate::config::Format;

/// Sets the log up. A second call changes nothing.
pub(crate) fn start(format: Format) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    // A log that cannot be written, as on a full disk, would be complained of where it cannot be
    // written either, and that ends the thread which only wanted to say something.
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .log_internal_errors(false);
    // Fails only if there is a log already.
    let _ = match format {
        Format::Text => log.try_init(),
        Format::Json => log.json().flatten_event(true).try_init(),
    };
}
