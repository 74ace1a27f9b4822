//! `/console/readiness`: would a page be answered now, and in each hour of the weeks to come?

use std::sync::Arc;

use askama::Template;
use axum::{Router, extract::State, http::HeaderMap, response::Response, routing::get};
use domain::{
    Directory, ResponderId,
    directory::Hole,
    readiness::{Fate, Hour},
    span::Span,
};
use engine::{Tried, kinds_of, try_providers};
use jiff::SignedDuration;

use super::{Desk, directory::hole, health::not_forwarded, may_respond};
use crate::{SignedIn, Web, error::PageError, front::page, moment::Moment};

const AHEAD: SignedDuration = SignedDuration::from_hours(14 * 24);
/// Lists are cut off here.
const MAX_SHOWN: usize = 40;

#[derive(Template)]
#[template(path = "console/readiness.html")]
struct ReadinessPage {
    desk: Desk,
    verdict: &'static str,
    is_bad: bool,
    steps: Vec<String>,
    days: Vec<DayRow>,
    height: usize,
    stretches: Vec<StretchLine>,
    more: usize,
    holes: Vec<String>,
    accepted: Vec<String>,
    weaknesses: Vec<String>,
    unverified: Vec<String>,
    voiceless: Vec<String>,
    /// Own words that failed, by their ids.
    templates: Vec<String>,
    not_forwarded: Option<String>,
    tried: Option<Results>,
}

/// A row of the picture.
#[derive(Debug)]
struct DayRow {
    name: String,
    y: usize,
    squares: Vec<Square>,
}

#[derive(Debug)]
struct Square {
    x: usize,
    class: &'static str,
    mark: &'static str,
}

/// Hours with the same fate, in words.
#[derive(Debug)]
struct StretchLine {
    bad: bool,
    when: String,
    what: String,
}

#[derive(Debug)]
struct Results {
    at: Moment,
    lines: Vec<ResultLine>,
}

#[derive(Debug)]
struct ResultLine {
    provider: String,
    carries: String,
    millis: u128,
    problem: Option<String>,
}

pub(super) fn router() -> Router<Web> {
    Router::new().route("/console/readiness", get(show).post(attempt))
}

async fn show(
    State(web): State<Web>,
    who: SignedIn,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    Ok(page(&ReadinessPage::of(&web, &who, &headers, None).await))
}

/// Tries every provider; nothing is sent.
async fn attempt(
    State(web): State<Web>,
    who: SignedIn,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    may_respond(&who)?;
    let tried = try_providers(&web.engine.options().voices, web.engine.now()).await;
    Ok(page(&ReadinessPage::of(&web, &who, &headers, Some(tried)).await))
}

impl ReadinessPage {
    async fn of(web: &Web, who: &SignedIn, headers: &HeaderMap, tried: Option<Vec<Tried>>) -> Self {
        let desk = Desk::of(web, who, "/console/readiness", headers);
        let kept = web.engine.directory();
        let directory = &kept.1;
        let hours = hours(Arc::clone(&kept), &desk).await;
        let now = hours.first().map(|hour| &hour.fate);
        let stretches = stretches(&hours, directory, &desk);
        let results = |tried: Vec<Tried>| Results {
            at: desk.clock.moment(web.engine.now()),
            lines: tried.into_iter().map(result).collect(),
        };
        let days = days(&hours);
        let counts = web.engine.store().ticket_counts(web.engine.now()).await;
        let failing = counts.map_or(0, |counts| counts.not_forwarded);
        let findings = web.engine.findings().await;
        let listed = |holes: &[Hole]| {
            holes.iter().take(MAX_SHOWN).map(|one| hole(one, &desk.clock)).collect()
        };
        Self {
            verdict: match now {
                None | Some(Fate::Nobody { .. }) => "A page would reach nobody now",
                Some(Fate::Alone { .. }) => "A page would be answered now, by one person alone",
                Some(Fate::FirstStepEmpty { .. }) => {
                    "A page would be answered now, though not by the first step"
                }
                Some(Fate::Desk) => "The desk is open, and a page would be answered",
                Some(Fate::Sure) => "A page would be answered now",
            },
            is_bad: matches!(now, None | Some(Fate::Nobody { .. })),
            steps: steps(directory, &desk),
            height: days.last().map_or(0, |row| row.y) + 40,
            days,
            more: stretches.len().saturating_sub(MAX_SHOWN),
            stretches: stretches.into_iter().take(MAX_SHOWN).collect(),
            holes: listed(&findings.open),
            accepted: listed(&findings.accepted),
            unverified: listed(&findings.unverified),
            weaknesses: findings.weaknesses.iter().map(ToString::to_string).collect(),
            voiceless: directory.voiceless(&kinds_of(&web.engine.options().voices)),
            templates: web.engine.failed_templates().into_keys().collect(),
            not_forwarded: (failing > 0).then(|| not_forwarded(failing)),
            tried: tried.map(results),
            desk,
        }
    }
}

/// Off the threads that answer requests: with many schedules it takes a moment.
async fn hours(kept: Arc<(i64, Directory)>, desk: &Desk) -> Vec<Hour> {
    let (now, zone) = (desk.clock.now, desk.clock.zone_id().to_owned());
    let Some(ahead) = Span::new(now, now.saturating_add(AHEAD).unwrap_or(now)) else {
        return Vec::new();
    };
    let found = tokio::task::spawn_blocking(move || kept.1.readiness(ahead, &zone)).await;
    found.unwrap_or_default()
}

/// Whom the default policy would page now, a step a line.
fn steps(directory: &Directory, desk: &Desk) -> Vec<String> {
    let Some(policy) = directory.policy_for(None) else { return Vec::new() };
    let steps = directory.steps_at(policy, desk.clock.now).into_iter();
    let told = steps.map(|step| {
        let people: Vec<_> =
            step.iter().flat_map(|(_, people)| people).map(|person| person.name.as_str()).collect();
        if people.is_empty() { "nobody: passed over at once".to_owned() } else { people.join(", ") }
    });
    told.collect()
}

const SQUARE: usize = 20;

fn days(hours: &[Hour]) -> Vec<DayRow> {
    let rows = hours.chunk_by(|one, next| one.local.date() == next.local.date());
    let row = |(index, hours): (usize, &[Hour])| DayRow {
        name: hours[0].local.strftime("%a %-d %b").to_string(),
        y: 24 + index * SQUARE,
        squares: hours.iter().map(square).collect(),
    };
    rows.enumerate().map(row).collect()
}

fn square(hour: &Hour) -> Square {
    let (class, mark) = match hour.fate {
        Fate::Sure => ("sure", ""),
        Fate::Desk => ("desk", ""),
        Fate::FirstStepEmpty { .. } => ("late", "·"),
        Fate::Alone { .. } => ("alone", "1"),
        Fate::Nobody { .. } => ("gap", "0"),
    };
    let x = 84 + usize::try_from(hour.local.hour()).unwrap_or_default() * SQUARE;
    Square { x, class, mark }
}

/// The hours in which a page is less than sure, those with one fate together.
fn stretches(hours: &[Hour], directory: &Directory, desk: &Desk) -> Vec<StretchLine> {
    let runs = hours.chunk_by(|one, next| one.fate == next.fate);
    let told = runs.filter_map(|run| {
        let (first, last) = (run.first()?, run.last()?);
        Some(StretchLine {
            bad: matches!(first.fate, Fate::Nobody { .. }),
            when: format!(
                "{} to {}",
                desk.clock.plain(first.span.from),
                desk.clock.plain(last.span.until)
            ),
            what: sentence(&first.fate, directory)?,
        })
    });
    told.collect()
}

/// What is wrong and what would mend it; nothing if it is as it should be.
fn sentence(fate: &Fate, directory: &Directory) -> Option<String> {
    let name = |id: &ResponderId| {
        directory.responder(id).map_or_else(|| id.to_string(), |person| person.name.clone())
    };
    match fate {
        Fate::Sure | Fate::Desk => None,
        Fate::FirstStepEmpty { policy } => Some(format!(
            "the first step of {policy} finds nobody and is passed over at once: put somebody on call"
        )),
        Fate::Alone { policy, responder } => Some(format!(
            "{} stands alone behind {policy}: add a step that pages a second person",
            name(responder)
        )),
        Fate::Nobody { policy } => Some(format!(
            "{policy} would page nobody: put somebody on call, or add a team as the last step"
        )),
    }
}

fn result(tried: Tried) -> ResultLine {
    let lanes: Vec<_> = tried.lanes.iter().map(|lane| lane.name()).collect();
    ResultLine {
        provider: tried.provider,
        carries: lanes.join(", "),
        millis: tried.took.as_millis(),
        problem: tried.problem,
    }
}
