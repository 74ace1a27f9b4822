//! `/console/emergencies/{number}`: one emergency on one screen.

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    http::HeaderMap,
    response::Response,
    routing::get,
};
use domain::{
    Directory, Emergency, Fact, Milestone, Number, Phase,
    emergency::{Page, PageStatus},
    request::Requester,
};
use serde::Deserialize;
use store::{DeliveryStatus, DeliveryView, Entry, Recipient, RequesterRow, Saved};

use super::{
    Desk,
    recordings::{self, RecordingLine},
    who,
};
use crate::{
    SignedIn, Web,
    attachments::{self, FileLine},
    error::PageError,
    front::{Reach, page},
    moment::{Moment, Ring},
    requester::{BridgeLine, ring},
    secret::new_secret,
    tap::is_ringing,
};

/// Requesters that one page lists.
const MAX_PEOPLE: u32 = 50;
/// Entries of the timeline that one page shows without being asked for more.
const MAX_LINES: usize = 100;
const MAX_OTHERS: u32 = 50;

#[derive(Template)]
#[template(path = "console/emergency.html")]
struct EmergencyPage {
    desk: Desk,
    base: String,
    key: String,
    number: String,
    state: &'static str,
    state_name: &'static str,
    who: String,
    summary: String,
    ring: Option<Ring>,
    next: Option<(&'static str, Moment)>,
    organization: String,
    reported_by: Option<String>,
    reach: Option<Reach>,
    requesters: u64,
    impact: &'static str,
    service: Option<String>,
    opened: Moment,
    promise: Option<Moment>,
    pre_authorized: bool,
    bridge: Option<BridgeLine>,
    details: String,
    closed: bool,
    mine: bool,
    taken: bool,
    can_decline: bool,
    can_bridge: bool,
    /// They have a number in the directory.
    can_be_called: bool,
    draft: String,
    milestones: Vec<MilestoneButton>,
    targets: Vec<(String, String)>,
    others: Vec<(String, String)>,
    pages: Vec<PageLine>,
    lines: Vec<JournalLine>,
    earlier: Option<String>,
    people: Vec<PersonLine>,
    recordings: Vec<RecordingLine>,
    files: Vec<FileLine>,
    said: Option<&'static str>,
}

#[derive(Debug)]
struct MilestoneButton {
    name: &'static str,
    label: &'static str,
    key: char,
    /// The natural next one.
    next: bool,
    said: bool,
}

#[derive(Debug)]
struct PageLine {
    name: String,
    status: &'static str,
    bad: bool,
    since: Moment,
    round: u32,
    deliveries: Vec<DeliveryLine>,
}

#[derive(Debug)]
struct DeliveryLine {
    via: String,
    outcome: &'static str,
    at: Moment,
    problem: Option<String>,
}

#[derive(Debug)]
struct JournalLine {
    at: Moment,
    text: String,
    inside: bool,
}

#[derive(Debug)]
struct PersonLine {
    name: String,
    reach: Option<Reach>,
    joined: Moment,
}

/// What a page is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    said: Option<String>,
    all: Option<String>,
    /// A note that was begun.
    #[serde(skip)]
    draft: String,
}

impl Asked {
    pub(super) fn with_draft(draft: &str) -> Self {
        Self { draft: draft.to_owned(), ..Self::default() }
    }
}

pub(super) fn router() -> Router<Web> {
    Router::new().route("/console/emergencies/{number}", get(show))
}

async fn show(
    State(web): State<Web>,
    signed_in: SignedIn,
    Path(number): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let number = number.parse().map_err(|_| PageError::NotFound)?;
    web.emergency_page(&signed_in, number, &asked, &headers).await
}

impl Web {
    /// The page of an emergency.
    pub(super) async fn emergency_page(
        &self,
        signed_in: &SignedIn,
        number: Number,
        asked: &Asked,
        headers: &HeaderMap,
    ) -> Result<Response, PageError> {
        let store = self.engine.store();
        let saved = store.emergency(number).await?.ok_or(PageError::NotFound)?;
        let emergency = &saved.emergency;
        let desk = Desk::of(self, signed_in, "", headers);
        let (reader, clock) = (desk.reader(self), &desk.clock);
        let directory = self.engine.directory();
        let entries = store.timeline(number).await?;
        let deliveries = store.page_deliveries_of(number).await?;
        let people = store.requesters_of(number, MAX_PEOPLE).await?;
        let base = format!("/console/emergencies/{number}");
        let shown = if asked.all.is_some() { usize::MAX } else { MAX_LINES };
        let next = emergency.next_deadline(&self.engine.settings());
        Ok(page(&EmergencyPage {
            key: new_secret(),
            number: number.to_string(),
            state: emergency.state_name(),
            state_name: words::names::state(emergency, &reader),
            who: who(emergency, clock),
            summary: emergency.summary.clone(),
            ring: ring(emergency, clock),
            next: next.map(|(kind, at)| (words::names::deadline(kind, &reader), clock.moment(at))),
            organization: emergency
                .organization_name
                .clone()
                .unwrap_or_else(|| "An organization that we do not know".to_owned()),
            reported_by: emergency.reported_by.clone(),
            reach: first_reach(emergency, people.first()),
            requesters: saved.requesters,
            impact: emergency
                .impact
                .map_or("Not said", |impact| words::names::impact(impact, &reader)),
            service: emergency.service.clone(),
            opened: clock.moment(emergency.opened_at),
            promise: clock.maybe(emergency.promise.due),
            pre_authorized: emergency.pre_authorized,
            bridge: BridgeLine::of(emergency),
            details: self.written(number).await?,
            closed: emergency.is_closed(),
            mine: emergency.responder().is_some_and(|person| person.id == signed_in.by.id),
            taken: emergency.responder().is_some(),
            can_decline: is_ringing(emergency, &signed_in.by.id)
                || emergency.responder().is_some_and(|person| person.id == signed_in.by.id),
            can_be_called: self.engine.has_number(&signed_in.by.id),
            can_bridge: !self.engine.options().bridge.link.is_empty(),
            draft: asked.draft.clone(),
            milestones: milestones(emergency, &entries, &reader),
            targets: targets(&directory.1),
            others: self.others(number).await?,
            pages: emergency.pages.iter().map(|page| page_line(page, &deliveries, &desk)).collect(),
            lines: lines(&entries, shown, &reader, &desk),
            earlier: (entries.len() > shown).then(|| format!("{base}?all=1#timeline")),
            people: people.iter().map(|row| person(row, &desk)).collect(),
            recordings: recordings::lines(store.recordings_of(number).await?, clock),
            files: attachments::lines(&store.attachments_of(number).await?, "/console/files"),
            said: said(asked.said.as_deref()),
            base,
            desk,
        }))
    }

    /// What the first requester wrote besides the one sentence.
    async fn written(&self, number: Number) -> Result<String, PageError> {
        let requests = self.engine.store().requests_of(number).await?;
        let Some(request) = requests.into_iter().find_map(|raw| raw.request) else {
            return Ok(String::new());
        };
        let around = request.workaround.map(|way| format!("A way around it: {way}"));
        let sender = request.sender.as_ref().map(words::letter::sender);
        let parts = [sender, Some(request.details).filter(|text| !text.is_empty()), around];
        Ok(parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n"))
    }

    /// Other open emergencies, into which this one could go.
    async fn others(&self, number: Number) -> Result<Vec<(String, String)>, PageError> {
        let open = self.engine.store().list(store::ListState::Open, None, MAX_OTHERS).await?;
        let others = open.items.into_iter().map(|Saved { emergency, .. }| emergency);
        let others = others.filter(|emergency| emergency.number != number);
        Ok(others.map(|one| (one.number.to_string(), one.summary)).collect())
    }
}

/// What was just done, in words.
fn said(code: Option<&str>) -> Option<&'static str> {
    Some(match code? {
        "answered" => "You have it. Everybody else who was called can sleep on.",
        "declined" => "Thank you for saying so. The next person is being called.",
        "called" => "The next person is being called.",
        "told" => "It went out to every requester.",
        "noted" => "It is noted, for the team only.",
        "escalated" => "They are being called, and the requesters know.",
        "bridge" => "The call is open, and the requesters know how to join.",
        "calling" => "We are calling you now. Press 1 to join.",
        "no-number" => "No number of yours is in the directory: dial the number of the call.",
        "merged" => "It goes on in the other one, with all its requesters.",
        "closed" => "It is closed.",
        _ => return None,
    })
}

fn first_reach(emergency: &Emergency, first: Option<&RequesterRow>) -> Option<Reach> {
    first
        .and_then(|row| reach(&row.requester))
        .or_else(|| emergency.call_back.clone().map(Reach::one))
}

pub(crate) fn reach(requester: &Requester) -> Option<Reach> {
    Reach::any([requester.phone.clone(), requester.email.clone()])
}

fn milestones(
    emergency: &Emergency,
    entries: &[Entry],
    reader: &words::Reader,
) -> Vec<MilestoneButton> {
    let order = Milestone::BY_HAND;
    let was_said = |milestone: Milestone| {
        entries.iter().any(|entry| {
            matches!(entry.fact.happening, domain::Happening::Milestone { milestone: said, .. } if said == milestone)
        })
    };
    let is_restored = matches!(emergency.phase, Phase::Restored { .. });
    let has_it = emergency.responder().is_some() && !is_restored;
    let next = order
        .into_iter()
        .find(|one| *one > emergency.reached && *one != Milestone::Escalated)
        .filter(|_| has_it);
    let keys = ['i', 'r', 'p', 'c', 'f', 'd', 'o'];
    order
        .into_iter()
        .zip(keys)
        .map(|(milestone, key)| MilestoneButton {
            name: milestone.name(),
            label: words::names::milestone(milestone, reader),
            key,
            next: next == Some(milestone),
            said: was_said(milestone),
        })
        .collect()
}

/// Whom one can call in: schedules, teams, people.
fn targets(directory: &Directory) -> Vec<(String, String)> {
    let schedules = directory.schedules.iter();
    let schedules =
        schedules.map(|one| (format!("schedule:{}", one.id), format!("On call: {}", one.id)));
    let teams = directory
        .teams
        .iter()
        .map(|one| (format!("team:{}", one.id), format!("Team: {}", one.name)));
    let people =
        directory.responders.iter().map(|one| (format!("responder:{}", one.id), one.name.clone()));
    schedules.chain(teams).chain(people).collect()
}

fn page_line(page: &Page, deliveries: &[DeliveryView], desk: &Desk) -> PageLine {
    let own = deliveries.iter().filter(|one| {
        matches!(&one.to, Recipient::Responder { responder, .. } if *responder == page.responder)
    });
    let line = |one: &DeliveryView| DeliveryLine {
        via: match &one.to {
            Recipient::Responder { contact, .. } => format!("{} ({})", one.lane.name(), contact),
            Recipient::Requester { .. }
            | Recipient::Address { .. }
            | Recipient::Subscriber { .. }
            | Recipient::Desk { .. } => one.lane.name().to_owned(),
        },
        outcome: outcome(one.status),
        at: desk.clock.moment(one.changed_at),
        problem: one.problem.clone().filter(|_| one.status != DeliveryStatus::Delivered),
    };
    PageLine {
        name: page.name.clone(),
        status: status(page.status),
        bad: page.status == PageStatus::Unreachable,
        since: desk.clock.moment(page.started_at),
        round: page.round,
        deliveries: own.map(line).collect(),
    }
}

fn status(status: PageStatus) -> &'static str {
    match status {
        PageStatus::Ringing => "being called",
        PageStatus::Answered => "answered",
        PageStatus::Declined => "cannot take it",
        PageStatus::StoodDown => "not needed any more",
        PageStatus::Unreachable => "could not be reached",
    }
}

fn outcome(status: DeliveryStatus) -> &'static str {
    match status {
        DeliveryStatus::Waiting => "waiting to be sent",
        DeliveryStatus::Accepted => "taken by the provider",
        DeliveryStatus::Delivered => "delivered",
        DeliveryStatus::Failed => "failed",
        DeliveryStatus::Dropped => "not needed any more",
    }
}

fn lines(entries: &[Entry], most: usize, reader: &words::Reader, desk: &Desk) -> Vec<JournalLine> {
    let line = |fact: &Fact| JournalLine {
        at: desk.clock.moment(fact.at),
        text: words::timeline::sentence(fact, reader, false),
        inside: !fact.happening.visible_to_requester(),
    };
    entries.iter().rev().take(most).map(|entry| line(&entry.fact)).collect()
}

fn person(row: &RequesterRow, desk: &Desk) -> PersonLine {
    PersonLine {
        name: row.requester.name.clone().unwrap_or_else(|| "Somebody".to_owned()),
        reach: reach(&row.requester),
        joined: desk.clock.moment(row.joined_at),
    }
}
