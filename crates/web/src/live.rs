//! Live pages: a stream that says "look again", and nothing else.

use std::{convert::Infallible, time::Duration};

use axum::response::{
    IntoResponse, Response,
    sse::{Event, KeepAlive, Sse},
};
use engine::Change;
use futures_util::Stream;
use tokio::sync::broadcast::error::RecvError;

use crate::{ClientAddress, Web, error::PageError};

/// Proxies close what is silent for a minute.
const SIGN_OF_LIFE_EVERY: Duration = Duration::from_secs(20);

impl Web {
    /// Sends a `change` each time something changes that `matters`. What it is stands on the page.
    pub(crate) fn live(
        &self,
        ClientAddress(address): ClientAddress,
        matters: impl Fn(Change) -> bool + Send + 'static,
    ) -> Result<Response, PageError> {
        let permit = self.limits.live(address).ok_or(PageError::TooMuch)?;
        let start = (self.engine.changes(), matters, permit);
        let changes = futures_util::stream::unfold(start, |mut state| async move {
            loop {
                match state.0.recv().await {
                    Ok(change) if !(state.1)(change) => {}
                    // Whoever missed some looks again as well.
                    Ok(_) | Err(RecvError::Lagged(_)) => return Some((look_again(), state)),
                    Err(RecvError::Closed) => return None,
                }
            }
        });
        Ok(sse(changes))
    }
}

fn look_again() -> Result<Event, Infallible> {
    Ok(Event::default().event("change").data("look"))
}

fn sse(changes: impl Stream<Item = Result<Event, Infallible>> + Send + 'static) -> Response {
    let alive = KeepAlive::new().interval(SIGN_OF_LIFE_EVERY).text("alive");
    // Proxies that gather answers would hold the news back.
    ([("x-accel-buffering", "no")], Sse::new(changes).keep_alive(alive)).into_response()
}
