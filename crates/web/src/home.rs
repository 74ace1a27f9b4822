//! `/`: is this an emergency, and is the desk open?

use askama::Template;
use axum::{Router, extract::State, http::HeaderMap, response::Response, routing::get};

use crate::{
    Web,
    front::{Front, page},
    moment::{Clock, Moment, zone_cookie},
    tongue::Tongue,
};

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    site: Front,
    cadence: String,
    portal: String,
    open: bool,
    changes_at: Option<Moment>,
}

pub(crate) fn router() -> Router<Web> {
    Router::new().route("/", get(home))
}

async fn home(State(web): State<Web>, tongue: Tongue, headers: HeaderMap) -> Response {
    let language = tongue.language();
    let (now, zone) = (web.engine.now(), zone_cookie(&headers));
    let coverage = web.engine.directory().1.coverage(now);
    let clock = Clock::new(now, zone.as_deref()).speaking(language);
    page(&HomePage {
        site: Front::speaking(&web.site, language),
        cadence: words::pages::every(
            web.engine.settings().emergency.cadence.as_secs().unsigned_abs(),
            language,
        ),
        portal: web.portal_link(),
        open: coverage.open,
        changes_at: clock.maybe(coverage.changes_at),
    })
}

impl Web {
    /// Where questions go: our own portal, unless the vendor has one.
    pub(crate) fn portal_link(&self) -> String {
        let own = &self.engine.settings().coverage.portal_url;
        if own.is_empty() { "/portal".to_owned() } else { own.clone() }
    }
}
