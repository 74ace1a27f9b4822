//! `/console/health`: whether it would work now.

use askama::Template;
use axum::{Router, extract::State, http::HeaderMap, response::Response, routing::get};
use engine::Beat;
use store::Lane;

use super::Desk;
use crate::{SignedIn, Web, error::PageError, front::page, moment::Moment};

/// What waits longer than this is told as a fault.
const LATE_SECS: i64 = 60;
/// Lists of holes are cut off here.
const MAX_SHOWN: usize = 50;

#[derive(Template)]
#[template(path = "console/health.html")]
struct HealthPage {
    desk: Desk,
    verdict: &'static str,
    store: String,
    /// What does not work, each in a line.
    problems: Vec<String>,
    warnings: Vec<String>,
    heartbeat: Option<String>,
    desk_hours: &'static str,
    open: u64,
    unanswered: u64,
    lanes: Vec<LaneLine>,
    calendars: Vec<CalendarLine>,
    holes: Vec<String>,
    accepted: Vec<String>,
    weaknesses: Vec<String>,
    unverified: Vec<String>,
}

#[derive(Debug)]
struct LaneLine {
    name: &'static str,
    waiting: u64,
    oldest: Option<Moment>,
}

/// A calendar of holidays that is fetched from an address.
#[derive(Debug)]
struct CalendarLine {
    region: String,
    address: String,
    fetched: Moment,
    problem: Option<String>,
}

pub(super) fn router() -> Router<Web> {
    Router::new().route("/console/health", get(show))
}

async fn show(
    State(web): State<Web>,
    who: SignedIn,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let desk = Desk::of(&web, &who, "/console/health", &headers);
    let directory = web.engine.directory();
    let store = web.engine.store();
    let written = store.ping().await;
    let counts = store.counts().await?;
    let now = desk.clock.now;
    let late = counts.waiting.iter().any(|it| now.duration_since(it.since).as_secs() > LATE_SECS);
    let mut lanes = Vec::new();
    for lane in Lane::ALL {
        let waiting = counts.waiting.iter().find(|it| it.lane == lane);
        let oldest = store.earliest_due(lane).await?;
        lanes.push(LaneLine {
            name: lane.name(),
            waiting: waiting.map_or(0, |it| it.count),
            oldest: desk.clock.maybe(oldest),
        });
    }
    let calendars = web.engine.calendars().await?.into_iter().map(|(region, saved)| CalendarLine {
        region: region.to_string(),
        address: saved.address,
        fetched: desk.clock.moment(saved.fetched_at),
        problem: saved.problem,
    });
    let calendars = calendars.collect();
    let problems = web.engine.vitals().await.problems();
    let mut warnings = warnings(&web);
    let failing = store.ticket_counts(now).await?.not_forwarded;
    warnings.extend((failing > 0).then(|| not_forwarded(failing)));
    let findings = web.engine.findings().await;
    let told = |holes: &[domain::directory::Hole]| {
        holes.iter().take(MAX_SHOWN).map(ToString::to_string).collect::<Vec<_>>()
    };
    let holes = told(&findings.open);
    Ok(page(&HealthPage {
        verdict: match (&written, problems.is_empty(), late, holes.is_empty()) {
            (Err(_), ..) => "We cannot write anything down",
            (Ok(()), false, ..) => "A part of Frontline does not work",
            (Ok(()), true, true, _) => "Messages are late",
            (Ok(()), true, false, false) => "It works, and a page could fall through",
            (Ok(()), true, false, true) => "Everything works",
        },
        problems,
        warnings,
        heartbeat: web.engine.last_beat().map(|beat| heartbeat(&beat)),
        store: written.map_or_else(
            |error| error.to_string(),
            |()| "takes and keeps what it is given".to_owned(),
        ),
        desk_hours: if directory.1.coverage(now).open {
            "open"
        } else {
            "closed: emergencies page at once"
        },
        open: counts.open,
        unanswered: counts.unanswered,
        lanes,
        calendars,
        holes,
        accepted: told(&findings.accepted),
        unverified: told(&findings.unverified),
        weaknesses: findings.weaknesses.iter().map(ToString::to_string).collect(),
        desk,
    }))
}

pub(super) fn not_forwarded(count: u64) -> String {
    let tickets = if count == 1 { "one ticket" } else { "some tickets" };
    format!(
        "A desk outside does not get {tickets} ({count}): why stands in the ticket, and until then \
         somebody of ours has to look."
    )
}

/// What somebody should look at before it is too late.
fn warnings(web: &Web) -> Vec<String> {
    let mut lines = Vec::new();
    for (lane, name) in web.engine.failing_providers() {
        lines.push(format!(
            "The provider {name} fails again and again ({}): it is tried again every 30 s.",
            lane.name()
        ));
    }
    if let Some(room) = web.engine.room().filter(store::Room::is_short) {
        let (free, kept) = (room.free_bytes / 1_000_000, room.reserve_bytes / 1_000_000);
        lines.push(format!(
            "The disk of the database is nearly full: {free} MB are free, and {kept} MB are kept for when \
             there are none. Make room."
        ));
    }
    let ahead = web.engine.clock().ahead();
    if ahead.as_secs() > 0 {
        lines.push(format!(
            "The machine's clock was set back by {ahead:#}: times are shown that much too late until it \
             has caught up."
        ));
    }
    lines
}

fn heartbeat(beat: &Beat) -> String {
    match beat {
        Beat::Heard { .. } => "heard by the service outside".to_owned(),
        Beat::Unheard { problem } => format!("not taken by the service outside: {problem}"),
        Beat::HeldBack { problems } => {
            format!(
                "held back, so that the service outside raises the alarm: {}",
                problems.join("; ")
            )
        }
    }
}
