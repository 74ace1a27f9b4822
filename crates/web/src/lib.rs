//! Doors: pages for people, the API for programs, the hooks of providers. HTTP is only here.
//! Deliberately absent: rules, SQL, the wording of messages.

mod accounts;
mod address;
mod api;
mod app;
mod assets;
mod attachments;
mod calendar;
mod caller;
mod console;
mod contacts;
pub mod demo;
mod drill;
mod duty;
mod error;
mod events;
mod form;
mod front;
mod headers;
mod home;
mod hooks;
mod limits;
mod live;
mod moment;
mod ofrep;
mod operator;
mod outside;
mod password;
mod portal;
mod request;
mod requester;
mod secret;
mod serve;
mod site;
mod spare;
mod tag;
mod tap;
mod tongue;
mod traced;

pub use accounts::{FirstAdmin, first_admin, set_password};
pub use address::ClientAddress;
pub use caller::{Bearer, SignedIn};
pub use error::PageError;
pub use operator::can_sign_in;
pub use secret::{digest, new_secret, new_token};
pub use serve::{Listener, serve};
pub use site::Site;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    http::StatusCode,
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
};
use engine::Engine;
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, timeout::RequestBodyTimeoutLayer,
};

use limits::Limits;

/// How long the next piece of a form may take: phones on bad networks stall, attackers do not stop.
const BODY_WITHIN: Duration = Duration::from_secs(60);

/// What every door knows; cheap to clone.
#[derive(Clone, Debug)]
pub struct Web {
    pub engine: Engine,
    pub site: Arc<Site>,
    limits: Arc<Limits>,
    keys: Arc<ofrep::Keys>,
    rehearsals: Arc<console::Rehearsals>,
}

impl Web {
    pub fn new(engine: Engine, site: Site) -> Self {
        Self {
            engine,
            site: Arc::new(site),
            limits: Arc::new(Limits::new()),
            keys: Arc::default(),
            rehearsals: Arc::default(),
        }
    }
}

/// The pages that speak the language of whoever reads them.
fn for_requesters() -> Router<Web> {
    Router::new()
        .merge(home::router())
        .merge(request::router())
        .merge(requester::router())
        .merge(portal::router())
        .layer(from_fn(tongue::remember))
}

/// Every door of the house.
pub fn router(web: Web) -> Router {
    let pages = Router::new()
        .merge(for_requesters())
        .merge(tap::router())
        .merge(outside::router())
        .merge(drill::router())
        .merge(duty::router())
        .merge(contacts::router())
        .merge(calendar::router())
        .merge(console::router(&web))
        .merge(app::router())
        .merge(assets::router())
        .fallback(|| async { PageError::NotFound })
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(web.clone(), error::explain))
        .layer(RequestBodyTimeoutLayer::new(BODY_WITHIN));
    let doors = pages
        .merge(api::router(&web))
        .merge(hooks::router())
        .merge(events::router())
        .merge(ofrep::router())
        .layer(CatchPanicLayer::custom(panicked))
        .layer(CompressionLayer::new())
        .layer(from_fn(traced::traced));
    spare::before(headers::around(doors, &web).with_state(web.clone()), web)
}

fn panicked(_panic: Box<dyn std::any::Any + Send>) -> Response {
    tracing::error!("a door panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
