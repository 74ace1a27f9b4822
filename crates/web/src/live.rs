//! Live pages: a stream that says "look again", and nothing else.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::FromRequestParts,
    http::request::Parts,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use domain::id::RequesterId;
use engine::{Case, Change};
use futures_util::{Stream, StreamExt};
use tokio::sync::broadcast::{Receiver, error::RecvError};

use crate::{
    ClientAddress, Web,
    error::PageError,
    limits::{Holder, LivePermit},
    serve::Closing,
};

/// Proxies close what is silent for a minute.
const SIGN_OF_LIFE_EVERY: Duration = Duration::from_secs(20);

/// Whoever asks for a stream.
pub(crate) struct Listener {
    address: ClientAddress,
    /// In tests there is no server that could close.
    closing: Option<Closing>,
}

/// What a listener wants to hear of.
pub(crate) enum Watched {
    Everything,
    /// The case of a requester, also after it has become another.
    Of(RequesterId, Case),
}

struct Watch {
    web: Web,
    changes: Receiver<Change>,
    watched: Watched,
    _permit: LivePermit,
}

impl FromRequestParts<Web> for Listener {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Infallible> {
        let address = ClientAddress::from_request_parts(parts, web).await?;
        Ok(Self { address, closing: parts.extensions.get().cloned() })
    }
}

impl Web {
    /// Sends a `change` each time something changes that matters. What it is stands on the page.
    pub(crate) fn live(&self, listener: Listener, watched: Watched) -> Result<Response, PageError> {
        let permit = self.limits.live(Holder::of(listener.address.0)).ok_or(PageError::TooMuch)?;
        let changes = self.engine.changes();
        let watch = Watch { web: self.clone(), changes, watched, _permit: permit };
        let changes = futures_util::stream::unfold(watch, |mut watch| async move {
            loop {
                match watch.changes.recv().await {
                    Ok(change) if !watch.watched.matters(change, &watch.web).await => {}
                    // Whoever missed some looks again as well.
                    Ok(_) | Err(RecvError::Lagged(_)) => return Some((look_again(), watch)),
                    Err(RecvError::Closed) => return None,
                }
            }
        });
        Ok(listener.stream(changes))
    }
}

impl Listener {
    /// Streams events until the server stops.
    pub(crate) fn stream(
        self,
        events: impl Stream<Item = Result<Event, Infallible>> + Send + 'static,
    ) -> Response {
        let closing = async move {
            match self.closing {
                Some(closing) => closing.wait().await,
                None => std::future::pending().await,
            }
        };
        sse(events.take_until(closing))
    }
}

impl Watched {
    async fn matters(&mut self, change: Change, web: &Web) -> bool {
        let Self::Of(id, case) = self else { return true };
        let mine = match *case {
            Case::Emergency(number) => Change::Emergency(number),
            Case::Ticket(number) => Change::Ticket(number),
        };
        if change != mine && change != Change::Everything {
            return false;
        }
        // It may have been merged, or turned into something else.
        if let Ok(Some(row)) = web.engine.store().requester(id).await {
            *case = Case::of(&row).unwrap_or(*case);
        }
        true
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
