//! `/calendar/{token}.ics`: shifts for the calendar on somebody's phone. Whoever has the link reads
//! it, until it is revoked.

use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use domain::{
    Directory, ScheduleId,
    calendar::{Stretch, Who},
    directory::Schedule,
    span::Span,
};
use engine::Link;
use jiff::{SignedDuration, Timestamp};
use store::{Feed, Unit};
use words::feed::{self, Event};

use crate::{
    Web,
    error::PageError,
    tag::{is_known, tag_of},
};

/// What is over is kept so long, for whoever writes down their hours.
const BEHIND: SignedDuration = SignedDuration::from_hours(4 * 7 * 24);
const AHEAD: SignedDuration = SignedDuration::from_hours(26 * 7 * 24);
/// That it was fetched is noted this often at most.
const NOTE_EVERY: SignedDuration = SignedDuration::from_hours(1);
/// One's own shifts in all schedules.
pub(crate) const OWN: &str = "me";

pub(crate) fn router() -> Router<Web> {
    Router::new().route("/calendar/{file}", get(show))
}

async fn show(
    State(web): State<Web>,
    headers: HeaderMap,
    Path(file): Path<String>,
) -> Result<Response, PageError> {
    let token = file.strip_suffix(".ics").unwrap_or(&file);
    let Some(Link::Feed(id)) = web.engine.read_link(token) else {
        return Err(PageError::NotFound);
    };
    let kept = web.engine.store().feed(&id).await?.ok_or(PageError::NotFound)?;
    let now = web.engine.now();
    let host = web.site.public_url.host_str().unwrap_or("frontline").to_owned();
    let directory = web.engine.directory();
    let told = told(&kept, &directory.1, now, &host).ok_or(PageError::NotFound)?;
    note(&web, &kept, now).await?;
    let body = feed::feed(&told);
    let tag = tag_of(body.as_bytes());
    let fresh =
        [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, "private, max-age=300".to_owned())];
    if is_known(&headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, fresh).into_response());
    }
    let kind = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"on-call.ics\""),
    ];
    Ok((fresh, kind, body).into_response())
}

async fn note(web: &Web, kept: &Feed, now: Timestamp) -> Result<(), PageError> {
    if kept.read_at.is_none_or(|at| now.duration_since(at) > NOTE_EVERY) {
        let mut unit = Unit::default();
        unit.feed_read(&kept.id, now);
        web.engine.store().commit(unit).await?;
    }
    Ok(())
}

/// `None` once its owner or its schedule is gone.
fn told(kept: &Feed, directory: &Directory, now: Timestamp, host: &str) -> Option<feed::Feed> {
    let owner = directory.responder(&kept.responder)?;
    // The same all day long, so that it changes only when the shifts do.
    let today = now.as_second().div_euclid(86_400).checked_mul(86_400)?;
    let stamp = Timestamp::from_second(today).ok()?;
    let within = Span::new(stamp.checked_sub(BEHIND).ok()?, stamp.checked_add(AHEAD).ok()?)?;
    let open = directory.open_hours(within);
    let (name, schedules): (String, Vec<&Schedule>) = if kept.target == OWN {
        (format!("{} on call", owner.name), directory.schedules.iter().collect())
    } else {
        let id = ScheduleId::from(kept.target.strip_prefix("schedule:")?);
        let schedule = directory.schedule(&id)?;
        (format!("On call: {id}"), vec![schedule])
    };
    let wanted = |stretch: &Stretch| match &stretch.who {
        Who::Turn(id) | Who::Override { responder: id, .. } => {
            kept.target != OWN || *id == owner.id
        }
        Who::Nobody => kept.target != OWN && stretch.span.until > now,
        Who::Desk => false,
    };
    let mut events: Vec<_> = schedules
        .into_iter()
        .flat_map(|schedule| {
            let stretches = directory.stretches(schedule, within, &open).into_iter();
            stretches
                .filter(wanted)
                .map(|stretch| event(&stretch, schedule, directory, (within.from, host)))
                .collect::<Vec<_>>()
        })
        .collect();
    events.sort_by_key(|event| (event.from, event.until));
    Some(feed::Feed { name, events, stamp })
}

fn event(
    stretch: &Stretch,
    schedule: &Schedule,
    directory: &Directory,
    (start, host): (Timestamp, &str),
) -> Event {
    let name = |id: &domain::ResponderId| {
        directory.responder(id).map_or_else(|| id.to_string(), |person| person.name.clone())
    };
    // The first may have begun before the feed does: its end names it then.
    let span = stretch.span;
    let mark = if span.from == start {
        format!("until-{}", span.until.as_second())
    } else {
        span.from.as_second().to_string()
    };
    let who = match &stretch.who {
        Who::Turn(id) => feed::Who::Person { name: name(id), instead_of: None },
        Who::Override { responder, instead_of } => feed::Who::Person {
            name: name(responder),
            instead_of: instead_of.as_ref().filter(|usual| *usual != responder).map(name),
        },
        Who::Desk | Who::Nobody => feed::Who::Nobody,
    };
    Event {
        uid: format!("{}-{mark}@{host}", schedule.id),
        from: span.from,
        until: span.until,
        schedule: schedule.id.to_string(),
        who,
    }
}
