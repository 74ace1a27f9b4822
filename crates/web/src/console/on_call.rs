//! `/console/on-call`: who is on call and who will be, as a calendar with its holes.

mod change;
mod day;
mod shown;

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    http::HeaderMap,
    response::Response,
    routing::get,
};
use domain::{Directory, ResponderId, calendar::Who, directory::Schedule, span::Span};
use jiff::{Timestamp, tz::TimeZone};

use self::{
    day::{DayView, Reader},
    shown::{Asked, Shown},
};
use super::Desk;
use crate::{
    SignedIn, Web,
    error::PageError,
    front::page,
    moment::{Clock, Moment},
};

/// How many colours the stylesheet has for people.
const COLOURS: usize = 6;
/// More schedules are not shown at once; each can be chosen.
const MAX_SCHEDULES: usize = 12;
const MAX_HOLES: usize = 12;

#[derive(Template)]
#[template(path = "console/on_call.html")]
struct OnCallPage {
    desk: Desk,
    said: Option<&'static str>,
    shown: Shown,
    may_plan: bool,
    /// How many schedules there are but not here.
    left_out: usize,
    now: Vec<NowLine>,
    holes: Vec<HoleLine>,
    more_holes: usize,
    days: Vec<DayView>,
}

/// A schedule at this moment.
#[derive(Debug)]
struct NowLine {
    schedule: String,
    person: Option<String>,
    colour: String,
    until: Option<Moment>,
    next: Option<String>,
}

#[derive(Debug)]
struct HoleLine {
    schedule: String,
    from: String,
    until: String,
    link: String,
}

pub(super) fn router() -> Router<Web> {
    Router::new().route("/console/on-call", get(show)).merge(change::router())
}

async fn show(
    State(web): State<Web>,
    who: SignedIn,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let mut desk = Desk::of(&web, &who, "/console/on-call", &headers);
    let directory = &web.engine.directory().1;
    if let Some(zone) = asked.zone() {
        desk.clock = Clock::new(desk.clock.now, [zone]);
    }
    let shown = Shown::of(&asked, directory, &desk.clock);
    let may_plan = who.caller.may_plan(directory).is_ok();
    let all: Vec<_> =
        directory.schedules.iter().filter(|one| shown.wants(one.id.as_str())).collect();
    let schedules = &all[..all.len().min(MAX_SCHEDULES)];
    let days = directory.calendar(&shown.view(), schedules.iter().map(|one| &one.id));
    let holes: Vec<_> = schedules
        .iter()
        .flat_map(|schedule| holes(directory, schedule, &days, &desk.clock))
        .collect();
    let zone = domain::zone::named(&shown.zone).unwrap_or(TimeZone::UTC);
    let reader = Reader { now: desk.clock.now, zone, may_plan };
    Ok(page(&OnCallPage {
        said: asked.said(),
        left_out: all.len() - schedules.len(),
        now: schedules.iter().map(|one| now(one, directory, &desk.clock)).collect(),
        more_holes: holes.len().saturating_sub(MAX_HOLES),
        holes: holes.into_iter().take(MAX_HOLES).collect(),
        days: days.iter().map(|day| DayView::of(day, directory, &shown, &reader)).collect(),
        may_plan,
        shown,
        desk,
    }))
}

fn now(schedule: &Schedule, directory: &Directory, clock: &Clock) -> NowLine {
    let person = schedule.on_call(clock.now);
    let until = schedule.next_change(clock.now);
    let next = until.map(|at| {
        schedule.on_call(at).map_or_else(|| "nobody".to_owned(), |id| name(directory, &id))
    });
    NowLine {
        schedule: schedule.id.to_string(),
        colour: colour(directory, person.as_ref()),
        person: person.map(|id| name(directory, &id)),
        until: clock.maybe(until),
        next,
    }
}

/// The holes that are shown and not over.
fn holes(
    directory: &Directory,
    schedule: &Schedule,
    days: &[domain::calendar::Day],
    clock: &Clock,
) -> Vec<HoleLine> {
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return Vec::new() };
    let from = first.span.from.max(clock.now);
    let Some(ahead) = Span::new(from, last.span.until) else { return Vec::new() };
    let stretches = directory.stretches(schedule, ahead, &directory.open_hours(ahead));
    let holes = stretches.into_iter().filter(|stretch| stretch.who == Who::Nobody);
    let line = |span: Span| HoleLine {
        schedule: schedule.id.to_string(),
        from: clock.plain(span.from),
        until: clock.plain(span.until),
        link: change_link(schedule, span, None),
    };
    holes.map(|hole| line(hole.span)).collect()
}

/// Where somebody else can be put there instead.
fn change_link(schedule: &Schedule, span: Span, responder: Option<&ResponderId>) -> String {
    let local = |at: Timestamp| local(schedule, at);
    let mut query = form_urlencoded(&[
        ("schedule", schedule.id.as_str()),
        ("from", &local(span.from)),
        ("until", &local(span.until)),
    ]);
    if let Some(responder) = responder {
        query += &format!("&{}", form_urlencoded(&[("now", responder.as_str())]));
    }
    format!("/console/on-call/change?{query}")
}

/// What the clocks of the schedule show, to the minute, as forms write it.
fn local(schedule: &Schedule, at: Timestamp) -> String {
    let zone = domain::zone::named(&schedule.time_zone).unwrap_or(TimeZone::UTC);
    zone.to_datetime(at).strftime("%Y-%m-%dT%H:%M").to_string()
}

fn form_urlencoded(pairs: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs);
    query.finish()
}

fn name(directory: &Directory, id: &ResponderId) -> String {
    directory.responder(id).map_or_else(|| id.to_string(), |person| person.name.clone())
}

/// The same colour for the same person everywhere; nobody's is the alarm's.
fn colour(directory: &Directory, id: Option<&ResponderId>) -> String {
    let Some(id) = id else { return "gap".to_owned() };
    let place = directory.responders.iter().position(|person| person.id == *id);
    format!("p{}", place.unwrap_or_default() % COLOURS)
}
