//! `/console/on-call/feeds`: private links with which a calendar on a phone shows the shifts.

use askama::Template;
use axum::{
    Form, Router,
    extract::{Query, State},
    http::HeaderMap,
    response::{Redirect, Response},
    routing::{get, post},
};
use domain::ScheduleId;
use engine::Link;
use serde::Deserialize;
use store::{Feed, StoreError, Unit};

use super::Desk;
use crate::{
    SignedIn, Web, calendar::OWN, error::PageError, front::page, moment::Moment, secret::new_secret,
};

/// Nobody needs more.
const MAX_FEEDS: usize = 20;
/// The letters of an id. It is no secret: the seal is.
const ID_CHARS: usize = 12;

#[derive(Template)]
#[template(path = "console/feeds.html")]
struct FeedsPage {
    desk: Desk,
    said: Option<&'static str>,
    feeds: Vec<FeedLine>,
    schedules: Vec<String>,
}

#[derive(Debug)]
struct FeedLine {
    id: String,
    what: String,
    link: String,
    webcal: String,
    made: Moment,
    read: Option<Moment>,
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    said: String,
}

#[derive(Debug, Deserialize)]
struct Wanted {
    #[serde(default)]
    target: String,
    #[serde(default)]
    id: String,
}

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/console/on-call/feeds", get(show).post(make))
        .route("/console/on-call/feeds/revoke", post(revoke))
}

async fn show(
    State(web): State<Web>,
    who: SignedIn,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let desk = Desk::of(&web, &who, "/console/on-call", &headers);
    let directory = web.engine.directory();
    let feeds = web.engine.store().feeds_of(&who.by.id).await?;
    let schedules = directory.1.schedules.iter().map(|schedule| schedule.id.to_string()).collect();
    Ok(page(&FeedsPage {
        said: match asked.said.as_str() {
            "made" => Some("Made: copy its link into your calendar."),
            "revoked" => Some("Revoked: its link leads nowhere any more."),
            "enough" => Some("There are too many: revoke one that you do not use."),
            _ => None,
        },
        feeds: feeds.into_iter().map(|feed| line(&web, feed, &desk)).collect(),
        schedules,
        desk,
    }))
}

async fn make(
    State(web): State<Web>,
    who: SignedIn,
    Form(wanted): Form<Wanted>,
) -> Result<Redirect, PageError> {
    let schedule = wanted.target.strip_prefix("schedule:").map(ScheduleId::from);
    let is_known = match &schedule {
        Some(id) => web.engine.directory().1.schedule(id).is_some(),
        None => wanted.target == OWN,
    };
    if !is_known {
        return Err(PageError::Incomplete("there is no such schedule"));
    }
    if web.engine.store().feeds_of(&who.by.id).await?.len() >= MAX_FEEDS {
        return Ok(Redirect::to("/console/on-call/feeds?said=enough"));
    }
    let mut unit = Unit::default();
    unit.make_feed(&Feed {
        id: new_secret().chars().take(ID_CHARS).collect(),
        responder: who.by.id,
        target: wanted.target,
        made_at: web.engine.now(),
        read_at: None,
    });
    web.engine.store().commit(unit).await?;
    Ok(Redirect::to("/console/on-call/feeds?said=made"))
}

async fn revoke(
    State(web): State<Web>,
    who: SignedIn,
    Form(wanted): Form<Wanted>,
) -> Result<Redirect, PageError> {
    let mut unit = Unit::default();
    unit.revoke_feed(&wanted.id, &who.by.id);
    match web.engine.store().commit(unit).await {
        // Gone already, or never theirs: either way it is not there.
        Ok(()) | Err(StoreError::Conflict) => {
            Ok(Redirect::to("/console/on-call/feeds?said=revoked"))
        }
        Err(error) => Err(error.into()),
    }
}

fn line(web: &Web, feed: Feed, desk: &Desk) -> FeedLine {
    let link = format!("{}.ics", web.engine.link_url(&Link::Feed(feed.id.clone())));
    let webcal =
        link.split_once("://").map_or_else(|| link.clone(), |(_, rest)| format!("webcal://{rest}"));
    let schedule = feed.target.strip_prefix("schedule:");
    FeedLine {
        what: schedule.map_or_else(|| "Your shifts".to_owned(), |id| format!("Schedule {id}")),
        id: feed.id,
        link,
        webcal,
        made: desk.clock.moment(feed.made_at),
        read: desk.clock.maybe(feed.read_at),
    }
}
