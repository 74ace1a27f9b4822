//! What the page of one's own duty shows.

use askama::Template;
use axum::{http::HeaderMap, response::Response};
use domain::{
    Directory, ResponderId,
    directory::{Schedule, Shift},
    duty::{Swap, SwapState},
};
use engine::Link;
use jiff::{SignedDuration, Timestamp};

use super::Own;
use crate::{
    SignedIn, Web,
    console::Desk,
    error::PageError,
    front::{Front, page},
    moment::{Clock, Moment, zone_cookie},
};

/// Shifts are shown so far ahead.
const AHEAD: SignedDuration = SignedDuration::from_hours(28 * 24);
/// Longer lists are cut off here.
const MAX_SHOWN: usize = 100;

#[derive(Template)]
#[template(path = "duty.html")]
struct LinkPage {
    site: Front,
    clock: Clock,
    body: Body,
}

#[derive(Template)]
#[template(path = "console/duty.html")]
struct ConsolePage {
    desk: Desk,
    body: Body,
}

/// What both pages show.
struct Body {
    said: Option<&'static str>,
    name: String,
    base: String,
    link: Option<String>,
    contacts: String,
    now: Vec<ShiftLine>,
    mine: Vec<ShiftLine>,
    theirs: Vec<ShiftLine>,
    others: Vec<(String, String)>,
    swaps: Vec<SwapLine>,
}

struct ShiftLine {
    /// What the form sends back.
    value: String,
    schedule: String,
    who: String,
    from: Moment,
    until: Moment,
    plain: String,
}

struct SwapLine {
    id: String,
    what: String,
    state: &'static str,
    can_answer: bool,
    can_withdraw: bool,
}

pub(super) async fn by_link(
    web: &Web,
    own: Own,
    said: Option<&str>,
    headers: &HeaderMap,
) -> Result<Response, PageError> {
    let directory = web.engine.directory();
    let zone = directory.1.responder(&own.by.id).map(|person| person.time_zone.clone());
    let cookie = zone_cookie(headers);
    let clock = Clock::new(web.engine.now(), cookie.as_deref().into_iter().chain(zone.as_deref()));
    let body = body(web, &own, said, &clock, None).await?;
    Ok(page(&LinkPage { site: Front::of(&web.site), clock, body }))
}

pub(super) async fn signed_in(
    web: &Web,
    who: &SignedIn,
    said: Option<&str>,
    headers: &HeaderMap,
) -> Result<Response, PageError> {
    let desk = Desk::of(web, who, "/console/duty", headers);
    let own = Own { by: who.by.clone(), base: "/console/duty".to_owned() };
    let is_known = web.engine.directory().1.responder(&own.by.id).is_some();
    let link = is_known.then(|| web.engine.link_url(&Link::Duty(own.by.id.clone())));
    let body = body(web, &own, said, &desk.clock, link).await?;
    Ok(page(&ConsolePage { desk, body }))
}

/// Shifts that begin within [`AHEAD`], the last one to its own end: what is swapped is whole.
fn whole_shifts(schedule: &Schedule, now: Timestamp) -> Vec<Shift> {
    let until = now + AHEAD;
    let mut shifts = schedule.shifts(now, until);
    if let Some(last) = shifts.last_mut()
        && last.until == until
        && schedule.on_call(until) == last.responder
    {
        last.until = schedule.next_change(until).unwrap_or(until);
    }
    shifts
}

async fn body(
    web: &Web,
    own: &Own,
    said: Option<&str>,
    clock: &Clock,
    link: Option<String>,
) -> Result<Body, PageError> {
    let directory = &web.engine.directory().1;
    let me = &own.by.id;
    let mut shifts = Vec::new();
    for schedule in &directory.schedules {
        shifts.extend(whole_shifts(schedule, clock.now).into_iter().map(|shift| (schedule, shift)));
    }
    let of_me = |shift: &Shift| shift.responder.as_ref() == Some(me);
    let mine: Vec<_> = shifts.iter().filter(|(_, shift)| of_me(shift)).collect();
    let is_shared = |schedule: &Schedule| mine.iter().any(|(own, _)| own.id == schedule.id);
    let theirs = shifts.iter().filter(|(schedule, shift)| {
        shift.responder.is_some() && !of_me(shift) && is_shared(schedule)
    });
    let line = |(schedule, shift): &(&Schedule, Shift)| line(directory, schedule, shift, clock);
    let now = mine.iter().filter(|(_, shift)| shift.from <= clock.now);
    let swaps = web.engine.store().swaps(Some(me)).await?;
    let others = directory.responders.iter().filter(|person| person.id != *me);
    Ok(Body {
        said: said.and_then(words_for),
        name: own.by.name.clone(),
        base: own.base.clone(),
        link,
        contacts: match own.base.as_str() {
            "/console/duty" => "/console/contacts".to_owned(),
            base => format!("{base}/contacts"),
        },
        now: now.map(|it| line(it)).collect(),
        mine: mine.iter().take(MAX_SHOWN).map(|it| line(it)).collect(),
        theirs: theirs.take(MAX_SHOWN).map(line).collect(),
        others: others.map(|it| (it.id.to_string(), it.name.clone())).collect(),
        swaps: swaps.iter().map(|it| swap_line(directory, &it.swap, me, clock)).collect(),
    })
}

fn line(directory: &Directory, schedule: &Schedule, shift: &Shift, clock: &Clock) -> ShiftLine {
    let who = shift.responder.as_ref();
    let id = who.map_or("", ResponderId::as_str);
    ShiftLine {
        value: format!("{}|{}|{}|{id}", schedule.id, shift.from, shift.until),
        schedule: schedule.id.to_string(),
        who: who.map_or_else(|| "nobody".to_owned(), |who| name(directory, who)),
        from: clock.moment(shift.from),
        until: clock.moment(shift.until),
        plain: span(clock, shift.from, shift.until),
    }
}

fn swap_line(directory: &Directory, swap: &Swap, me: &ResponderId, clock: &Clock) -> SwapLine {
    let (by, of) = (name(directory, &swap.by), name(directory, &swap.of));
    let gives = span(clock, swap.gives.from, swap.gives.until);
    let back = swap.takes.map_or_else(
        || "nothing in return".to_owned(),
        |takes| format!("in return for {}", span(clock, takes.from, takes.until)),
    );
    let is_open = swap.is_open(clock.now);
    SwapLine {
        id: swap.id.to_string(),
        what: format!("{by} asks {of} to take {}, {gives}; {back}", swap.schedule),
        state: match swap.state {
            SwapState::Asked if is_open => "waits for an answer",
            SwapState::Asked | SwapState::Lapsed { .. } => "was not answered in time",
            SwapState::Accepted { .. } => "accepted",
            SwapState::Declined { .. } => "declined",
            SwapState::Withdrawn { .. } => "taken back",
        },
        can_answer: is_open && swap.of == *me,
        can_withdraw: is_open && swap.by == *me,
    }
}

fn span(clock: &Clock, from: Timestamp, until: Timestamp) -> String {
    format!("{} until {}", clock.plain(from), clock.plain(until))
}

fn name(directory: &Directory, id: &ResponderId) -> String {
    directory.responder(id).map_or_else(|| id.to_string(), |person| person.name.clone())
}

fn words_for(code: &str) -> Option<&'static str> {
    Some(match code {
        "off" => "You are off call for a day, and others stand in. Get well soon.",
        "nobody" => {
            "Nobody can stand in everywhere: the leads were told loudly. Phone one of them if you can."
        }
        "asked" => "Asked. The calendar changes once the other says yes.",
        "accepted" => "The shift is yours, and the calendar is changed. Thank you.",
        "declined" => "Understood: all stays as it is.",
        "withdrawn" => "Taken back: all stays as it is.",
        _ => return None,
    })
}
