//! `/console/on-call`: who is on call, and the next two weeks with their gaps.

use askama::Template;
use axum::{Router, extract::State, http::HeaderMap, response::Response, routing::get};
use domain::{
    Directory,
    directory::{Schedule, Shift},
};
use jiff::{SignedDuration, Timestamp, ToSpan, Zoned, tz::TimeZone};

use super::Desk;
use crate::{
    SignedIn, Web,
    error::PageError,
    front::page,
    moment::{Clock, Moment},
};

const DAYS: i64 = 14;
/// How many colours the stylesheet has for people.
const COLOURS: usize = 6;

#[derive(Template)]
#[template(path = "console/on_call.html")]
struct OnCallPage {
    desk: Desk,
    schedules: Vec<ScheduleView>,
}

#[derive(Debug)]
struct ScheduleView {
    name: String,
    zone: String,
    person: Option<String>,
    changes: Option<Moment>,
    gaps: usize,
    days: Vec<Day>,
}

#[derive(Debug)]
struct Day {
    name: String,
    bars: Vec<Bar>,
}

/// A stretch of one day, in minutes from midnight.
#[derive(Debug)]
struct Bar {
    x: i64,
    width: i64,
    class: String,
    text: String,
    gap: bool,
}

pub(super) fn router() -> Router<Web> {
    Router::new().route("/console/on-call", get(show))
}

async fn show(
    State(web): State<Web>,
    who: SignedIn,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let desk = Desk::of(&web, &who, "/console/on-call", &headers);
    let directory = web.engine.directory();
    let schedules = directory.1.schedules.iter();
    let schedules = schedules.map(|schedule| view(schedule, &directory.1, &desk.clock)).collect();
    Ok(page(&OnCallPage { schedules, desk }))
}

fn view(schedule: &Schedule, directory: &Directory, clock: &Clock) -> ScheduleView {
    let zone = TimeZone::get(&schedule.time_zone).unwrap_or(TimeZone::UTC);
    let today = clock
        .now
        .to_zoned(zone)
        .start_of_day()
        .unwrap_or_else(|_| clock.now.to_zoned(TimeZone::UTC));
    let until = today.checked_add(DAYS.days()).map_or(clock.now, |end| end.timestamp());
    let shifts = schedule.shifts(today.timestamp(), until);
    let gaps = shifts.iter().filter(|one| one.responder.is_none() && one.until > clock.now).count();
    let days = (0..DAYS).filter_map(|day| today.checked_add(day.days()).ok());
    ScheduleView {
        name: schedule.id.to_string(),
        zone: schedule.time_zone.replace('_', " "),
        person: schedule.on_call(clock.now).map(|id| name(directory, id.as_str())),
        changes: clock.maybe(schedule.next_change(clock.now)),
        gaps,
        days: days.map(|day| self::day(&day, &shifts, directory)).collect(),
    }
}

fn day(start: &Zoned, shifts: &[Shift], directory: &Directory) -> Day {
    let end = start.checked_add(1.day()).map_or(start.timestamp(), |end| end.timestamp());
    let within = |at: Timestamp| at.clamp(start.timestamp(), end);
    let bars = shifts.iter().filter_map(|shift| {
        let (from, until) = (within(shift.from), within(shift.until));
        (from < until).then(|| bar(shift, start, (from, until), directory))
    });
    Day { name: start.strftime("%a %-d %b").to_string(), bars: bars.collect() }
}

fn bar(
    shift: &Shift,
    day: &Zoned,
    (from, until): (Timestamp, Timestamp),
    directory: &Directory,
) -> Bar {
    let minutes = |span: SignedDuration| span.as_mins().min(1440);
    let clock = |at: Timestamp| at.to_zoned(day.time_zone().clone()).strftime("%H:%M").to_string();
    let whole_day = from == day.timestamp() && minutes(until.duration_since(from)) >= 1380;
    let who =
        shift.responder.as_ref().map_or("nobody".to_owned(), |id| name(directory, id.as_str()));
    let text = if whole_day && clock(until) == "00:00" {
        who
    } else {
        format!(
            "{}–{} {who}",
            clock(from),
            if clock(until) == "00:00" { "24:00".to_owned() } else { clock(until) }
        )
    };
    Bar {
        x: minutes(from.duration_since(day.timestamp())),
        width: minutes(until.duration_since(from)).max(1),
        class: shift
            .responder
            .as_ref()
            .map_or("gap".to_owned(), |id| colour(directory, id.as_str())),
        text,
        gap: shift.responder.is_none(),
    }
}

fn name(directory: &Directory, id: &str) -> String {
    directory.responder(&id.into()).map_or_else(|| id.to_owned(), |person| person.name.clone())
}

/// The same colour for the same person everywhere.
fn colour(directory: &Directory, id: &str) -> String {
    let place = directory.responders.iter().position(|person| person.id.as_str() == id);
    format!("p{}", place.unwrap_or_default() % COLOURS)
}
