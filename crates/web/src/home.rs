//! `/`: is this an emergency, and is the desk open?

use askama::Template;
use axum::{Router, extract::State, http::HeaderMap, response::Response, routing::get};

use crate::{
    Web,
    front::{Front, page},
    moment::{Clock, Moment, zone_cookie},
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

async fn home(State(web): State<Web>, headers: HeaderMap) -> Response {
    let (now, zone) = (web.engine.now(), zone_cookie(&headers));
    let coverage = web.engine.directory().1.coverage(now);
    let clock = Clock::new(now, zone.as_deref());
    page(&HomePage {
        site: Front::of(&web.site),
        cadence: spoken(web.engine.settings().emergency.cadence),
        portal: web.portal_link(),
        open: coverage.open,
        changes_at: clock.maybe(coverage.changes_at),
    })
}

/// A length of time as people say it after "every".
pub(crate) fn spoken(length: jiff::SignedDuration) -> String {
    match (length.as_secs(), length.as_mins()) {
        (3600, _) => "hour".to_owned(),
        (secs, mins) if secs % 3600 == 0 => format!("{} hours", mins / 60),
        (60, _) => "minute".to_owned(),
        (secs, mins) if secs % 60 == 0 => format!("{mins} minutes"),
        (secs, _) => format!("{secs} seconds"),
    }
}

impl Web {
    /// Where questions go: our own portal, unless the vendor has one.
    pub(crate) fn portal_link(&self) -> String {
        let own = &self.engine.settings().coverage.portal_url;
        if own.is_empty() { "/portal".to_owned() } else { own.clone() }
    }
}
