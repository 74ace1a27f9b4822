//! `/console`: the emergencies, ordered by what is due next.

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    http::HeaderMap,
    response::Response,
    routing::get,
};
use serde::Deserialize;
use store::{ListState, Saved};

use super::{Desk, who};
use crate::{
    SignedIn, Web,
    error::PageError,
    front::page,
    moment::{Moment, Ring},
    requester::ring,
};

const PAGE_ROWS: u32 = 50;

#[derive(Template)]
#[template(path = "console/list.html")]
struct ListPage {
    desk: Desk,
    heading: String,
    empty: &'static str,
    closed_ones: bool,
    unanswered: usize,
    said: Option<&'static str>,
    rows: Vec<Row>,
    more: Option<String>,
}

#[derive(Debug)]
struct Row {
    ring: Option<Ring>,
    number: String,
    summary: String,
    organization: Option<String>,
    impact: Option<&'static str>,
    requesters: u64,
    state: &'static str,
    state_name: &'static str,
    who: String,
    next: Option<(&'static str, Moment)>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    state: String,
    after: String,
}

pub(super) fn router() -> Router<Web> {
    Router::new().route("/console", get(show))
}

async fn show(
    State(web): State<Web>,
    signed_in: SignedIn,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let state = ListState::named(&asked.state).unwrap_or_default();
    let listed = web.engine.store().list(state, asked.after.parse().ok(), PAGE_ROWS).await?;
    let desk = Desk::of(&web, &signed_in, "/console", &headers);
    let closed_ones = matches!(state, ListState::Closed | ListState::All);
    let unanswered =
        listed.items.iter().filter(|saved| saved.emergency.state_name() == "unanswered").count();
    let rows: Vec<_> = listed.items.iter().map(|saved| row(&web, saved, &desk)).collect();
    Ok(page(&ListPage {
        heading: heading(closed_ones, rows.len(), listed.next.is_some()),
        empty: if closed_ones { "Nothing has been closed yet." } else { "No emergency is open." },
        closed_ones,
        unanswered,
        said: None,
        more: listed.next.map(|next| format!("/console?state={}&after={next}", state.name())),
        rows,
        desk,
    }))
}

fn heading(closed_ones: bool, count: usize, has_more: bool) -> String {
    let more = if has_more { "more than " } else { "" };
    match (closed_ones, count) {
        (true, _) => "Closed emergencies".to_owned(),
        (false, 0) => "All is quiet".to_owned(),
        (false, 1) => "1 open emergency".to_owned(),
        (false, count) => format!("{more}{count} open emergencies"),
    }
}

fn row(web: &Web, saved: &Saved, desk: &Desk) -> Row {
    let (emergency, reader) = (&saved.emergency, desk.reader(web));
    let next = emergency.next_deadline(&web.engine.settings());
    Row {
        ring: ring(emergency, &desk.clock),
        number: emergency.number.to_string(),
        summary: emergency.summary.clone(),
        organization: emergency.organization_name.clone(),
        impact: emergency.impact.map(|impact| words::names::impact(impact, &reader)),
        requesters: saved.requesters,
        state: emergency.state_name(),
        state_name: words::names::state(emergency, &reader),
        who: who(emergency, &desk.clock),
        next: next.map(|(kind, at)| (words::names::deadline(kind, &reader), desk.clock.moment(at))),
    }
}
