//! `/console/rehearsal`: the weeks to come, played before they come, and what if.

mod kept;

pub(crate) use kept::Rehearsals;

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    http::HeaderMap,
    response::Response,
    routing::get,
};
use domain::{
    Directory,
    directory::ContactKind,
    rehearsal::{If, Plan, Rehearsal, Waits},
};
use jiff::{SignedDuration, Unit};
use serde::Deserialize;
use words::rehearsal as told;

use super::Desk;
use crate::{SignedIn, Web, error::PageError, front::page};

/// Emergencies in each hour: enough for the shares to settle, few enough to wait for.
const EACH_HOUR: u32 = 24;
const WEEKS: [u32; 4] = [1, 2, 4, 8];
const MAX_NIGHTS: usize = 20;

#[derive(Template)]
#[template(path = "console/rehearsal.html")]
struct RehearsalPage {
    desk: Desk,
    asked: Asked,
    weeks: [u32; 4],
    providers: Vec<(&'static str, &'static str)>,
    people: Vec<(String, String)>,
    found: Option<Told>,
}

/// What came out, in words.
#[derive(Debug)]
struct Told {
    given: Option<String>,
    summary: String,
    played: u64,
    waits: Vec<WaitLine>,
    picture: String,
    nights: Vec<String>,
    more_nights: usize,
    what_ifs: Vec<(String, String)>,
    assumptions: String,
}

/// So many are answered within so long.
#[derive(Debug)]
struct WaitLine {
    share: &'static str,
    within: String,
    /// Of the longest that is shown, in percent.
    width: u32,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    weeks: String,
    down: String,
    deaf: String,
}

pub(super) fn router() -> Router<Web> {
    Router::new().route("/console/rehearsal", get(show))
}

async fn show(
    State(web): State<Web>,
    who: SignedIn,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let desk = Desk::of(&web, &who, "/console/rehearsal", &headers);
    let kept = web.engine.directory();
    let directory = &kept.1;
    let found = if directory.policies.is_empty() || directory.responders.is_empty() {
        None
    } else {
        let plan = asked.plan(directory, &desk)?;
        let found = web.rehearsals.play(&web.engine, plan.clone()).await?;
        Some(Told::of(&found, &plan, directory, &desk.reader(&web)))
    };
    let people = directory.responders.iter();
    Ok(page(&RehearsalPage {
        weeks: WEEKS,
        providers: vec![
            ("phone", "text messages and calls"),
            ("email", "mail"),
            ("webhook", "webhooks"),
        ],
        people: people.map(|one| (one.id.to_string(), one.name.clone())).collect(),
        asked,
        found,
        desk,
    }))
}

impl Asked {
    fn weeks(&self) -> u32 {
        self.weeks.parse().ok().filter(|weeks| WEEKS.contains(weeks)).unwrap_or(4)
    }

    /// From the last full hour, so that within one hour the same question has the same answer.
    fn plan(&self, directory: &Directory, desk: &Desk) -> Result<Plan, PageError> {
        let hour = desk
            .clock
            .now
            .round(jiff::TimestampRound::new().smallest(Unit::Hour).mode(jiff::RoundMode::Floor));
        let from = hour.map_err(|_| PageError::Incomplete("the time is none"))?;
        let down = match self.down.as_str() {
            "phone" => Some(vec![ContactKind::Sms, ContactKind::Voice]),
            "email" => Some(vec![ContactKind::Email]),
            "webhook" => Some(vec![ContactKind::Webhook]),
            _ => None,
        };
        let deaf = directory.responder(&self.deaf.as_str().into());
        let mut given: Vec<_> = down.map(|kinds| If::ProviderDown { kinds }).into_iter().collect();
        given.extend(deaf.map(|person| If::DoesNotHear { responder: person.id.clone() }));
        let given = match given.len() {
            0 => If::NothingElse,
            _ => If::Together { all: given },
        };
        let late_after = SignedDuration::from_mins(15);
        let weeks = self.weeks();
        Ok(Plan { weeks, each_hour: EACH_HOUR, late_after, given, ..Plan::usual(from) })
    }

    fn has_weeks(&self, weeks: &u32) -> bool {
        self.weeks() == *weeks
    }
}

impl Told {
    fn of(found: &Rehearsal, plan: &Plan, directory: &Directory, reader: &words::Reader) -> Self {
        let nights = found.bad_nights.iter().take(MAX_NIGHTS);
        let what_ifs = found.what_ifs.iter();
        Self {
            given: (plan.given != If::NothingElse)
                .then(|| told::goes_wrong(&plan.given, directory, reader)),
            summary: told::summary(found, reader),
            played: found.played,
            waits: waits(&found.answer, reader),
            picture: told::picture(found),
            nights: nights.map(|one| told::bad_night(one, found, directory, reader)).collect(),
            more_nights: found.bad_nights.len().saturating_sub(MAX_NIGHTS),
            what_ifs: what_ifs.map(|it| told::what_if(it, found, directory, reader)).collect(),
            assumptions: told::assumptions(found, reader),
        }
    }
}

fn waits(answer: &Waits, reader: &words::Reader) -> Vec<WaitLine> {
    let shares = [
        ("Half", answer.half_seconds),
        ("90 %", answer.ninety_percent_seconds),
        ("95 %", answer.ninety_five_percent_seconds),
        ("99 %", answer.ninety_nine_percent_seconds),
        ("All", answer.longest_seconds),
    ];
    let longest = shares.iter().filter_map(|(_, seconds)| *seconds).fold(1.0, f64::max);
    let line = |(share, seconds): (&'static str, Option<f64>)| {
        let seconds = seconds?;
        let part = SignedDuration::try_from_secs_f64(seconds / longest * 100.0).ok()?;
        let width = u32::try_from(part.as_secs()).unwrap_or_default().max(1);
        Some(WaitLine { share, within: told::wait(seconds, reader), width })
    };
    shares.into_iter().filter_map(line).collect()
}
