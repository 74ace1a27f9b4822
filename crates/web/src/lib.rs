//! Doors: pages for people, the API for programs, the hooks of providers. HTTP is only here.
//! Deliberately absent: rules, SQL, the wording of messages.

mod address;
mod api;
mod assets;
mod caller;
mod error;
mod headers;
mod hooks;
mod secret;
mod serve;
mod site;

pub use address::ClientAddress;
pub use caller::{Bearer, SignedIn};
pub use secret::{digest, new_secret};
pub use serve::serve;
pub use site::Site;

use std::sync::Arc;

use axum::Router;
use engine::Engine;

/// What every door knows; cheap to clone.
#[derive(Clone, Debug)]
pub struct Web {
    pub engine: Engine,
    pub site: Arc<Site>,
}

impl Web {
    pub fn new(engine: Engine, site: Site) -> Self {
        Self { engine, site: Arc::new(site) }
    }
}

/// Every door of the house.
pub fn router(web: Web) -> Router {
    headers::around(
        Router::new().merge(assets::router()).merge(api::router(&web)).merge(hooks::router()),
        &web,
    )
    .with_state(web)
}
