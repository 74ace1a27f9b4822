//! What goes on failing, as everything does while the database is away, is said seldom.

use std::{error::Error, time::Instant};

use crate::Engine;

impl Engine {
    /// What came of it; `what` says what cannot be done if it failed.
    pub(crate) fn heed<T, E: Error + 'static>(
        &self,
        what: &'static str,
        result: Result<T, E>,
    ) -> Option<T> {
        match result {
            Ok(done) => {
                self.works(what);
                Some(done)
            }
            Err(error) => {
                self.fails(what, &error);
                None
            }
        }
    }

    pub(crate) fn works(&self, what: &'static str) {
        if let Some((since, times)) = self.shared.complaints.works(what) {
            let seconds = since.elapsed().as_secs();
            tracing::info!(seconds, times, "it is over: {what}");
        }
    }

    pub(crate) fn fails(&self, what: &'static str, error: &(dyn Error + 'static)) {
        if let Some(times) = self.shared.complaints.fails(what, Instant::now()) {
            tracing::error!(error, times, "{what}; it is tried on");
        }
    }
}
