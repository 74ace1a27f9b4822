//! `/console/switches`: services off for one customer, and on again. Before anything is switched, the
//! page says in names what it would do and which software would notice.

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    http::HeaderMap,
    response::Response,
    routing::get,
};
use domain::{
    Emergency, OrganizationId,
    directory::Organization,
    switch::{Agreement, Authority, Position, Scope, Switch, SwitchFact, would_notice},
};
use engine::Link;
use serde::Deserialize;

use super::Desk;
use crate::{
    SignedIn, Web,
    error::PageError,
    front::page,
    moment::{Clock, Moment},
};

/// More customers are found by their address: `/console/switches/{id}`.
const MAX_SHOWN: usize = 500;
/// How long it can be off, in minutes, as far as the directory allows it.
const LENGTHS_MINS: [i64; 6] = [15, 30, 60, 120, 240, 480];

#[derive(Template)]
#[template(path = "console/switches.html")]
struct SwitchesPage {
    desk: Desk,
    rows: Vec<Row>,
    off: usize,
}

#[derive(Debug)]
struct Row {
    id: String,
    name: String,
    lines: Vec<Line>,
    /// How long it was off altogether, by service.
    was_off: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "console/switch.html")]
struct SwitchPage {
    desk: Desk,
    said: Option<&'static str>,
    id: String,
    name: String,
    headline: String,
    is_off: bool,
    lines: Vec<Line>,
    /// Who may, in words; `None` if nobody.
    rule: Option<String>,
    services: Vec<String>,
    lengths: Vec<(i64, String)>,
    emergencies: Vec<(String, String)>,
    /// What the customer has said to it, by emergency.
    consents: Vec<Consent>,
    consent_needed: bool,
    told: u64,
    listeners: Vec<Listener>,
    /// Where the signed document stands.
    document: String,
    /// Whether any of them has asked lately.
    would_notice: bool,
    was_off: Vec<(String, String)>,
    journal: Vec<(Moment, String)>,
}

/// Software that can ask, by the name of its key.
#[derive(Debug)]
struct Listener {
    name: String,
    asked_at: Option<Moment>,
    would_notice: bool,
}

#[derive(Debug)]
struct Consent {
    number: String,
    who: String,
    says: &'static str,
    what: String,
}

/// How it stands with all services, or with one.
#[derive(Debug)]
struct Line {
    /// As forms name it: empty for all.
    service: String,
    what: String,
    off: Option<Off>,
    asked: Option<Asked>,
}

#[derive(Debug)]
struct Off {
    authority: String,
    reason: String,
    since: Moment,
    until: Moment,
    emergency: Option<String>,
}

#[derive(Debug)]
struct Asked {
    by: String,
    reason: String,
    until: Moment,
    lapses_at: Moment,
    /// Which question the page shows.
    question: String,
    mine: bool,
    by_program: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Said {
    said: String,
}

pub(super) fn router() -> Router<Web> {
    Router::new().route("/console/switches", get(list)).route("/console/switches/{id}", get(show))
}

async fn list(
    State(web): State<Web>,
    who: SignedIn,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let desk = Desk::of(&web, &who, "/console/switches", &headers);
    let (directory, switches) = (web.engine.directory(), web.engine.switches());
    let row = |organization: &Organization| {
        let saved = switches.of(&organization.id);
        let switch = saved.map(|saved| &saved.switch);
        let lines = lines(switch, &who, &desk.clock);
        let was_off = was_off(switch, &desk.clock);
        Row { id: organization.id.to_string(), name: organization.name.clone(), lines, was_off }
    };
    let mut rows: Vec<_> = directory.1.organizations.iter().map(row).collect();
    // What is off, or asked for, comes first.
    rows.sort_by_key(|row| row.lines.is_empty());
    rows.truncate(MAX_SHOWN);
    let off = rows.iter().filter(|row| row.lines.iter().any(|line| line.off.is_some())).count();
    Ok(page(&SwitchesPage { desk, rows, off }))
}

async fn show(
    State(web): State<Web>,
    who: SignedIn,
    Path(id): Path<OrganizationId>,
    Query(asked): Query<Said>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let desk = Desk::of(&web, &who, "/console/switches", &headers);
    let directory = web.engine.directory();
    let organization = directory.1.organization(&id).ok_or(PageError::NotFound)?;
    let store = web.engine.store();
    let switch = store.switch(&id).await?.map(|saved| saved.switch);
    let open = store.open_of_organization(&id).await?;
    let listeners = listeners(&web, &id, &desk.clock).await?;
    let journal = store.switch_journal(&id).await?;
    Ok(page(&SwitchPage {
        said: said(&asked.said),
        name: organization.name.clone(),
        headline: headline(switch.as_ref()),
        is_off: switch.as_ref().is_some_and(Switch::is_anything_off),
        lines: lines(switch.as_ref(), &who, &desk.clock),
        was_off: was_off(switch.as_ref(), &desk.clock),
        rule: organization.switch.as_ref().map(|rule| words::switch::rule(rule.may_disable)),
        services: organization.services.clone(),
        lengths: lengths(organization),
        emergencies: open
            .iter()
            .map(|saved| (saved.emergency.number.to_string(), saved.emergency.summary.clone()))
            .collect(),
        consents: open.iter().filter_map(|saved| Consent::of(&saved.emergency)).collect(),
        consent_needed: organization.switch.as_ref().is_some_and(|rule| rule.consent),
        told: open.iter().map(|saved| saved.requesters).sum(),
        would_notice: listeners.iter().any(|listener| listener.would_notice),
        listeners,
        document: web.engine.link_url(&Link::Document(id.clone())),
        journal: journal.iter().rev().map(|fact| entry(fact, &desk.clock)).collect(),
        id: id.to_string(),
        desk,
    }))
}

async fn listeners(
    web: &Web,
    id: &OrganizationId,
    clock: &Clock,
) -> Result<Vec<Listener>, PageError> {
    let keys = web.engine.store().tokens_of(id).await?;
    let listener = |key: store::Token| Listener {
        would_notice: would_notice(key.last_used_at, clock.now),
        asked_at: clock.maybe(key.last_used_at),
        name: key.name,
    };
    Ok(keys.into_iter().map(listener).collect())
}

impl Consent {
    fn of(emergency: &Emergency) -> Option<Self> {
        let number = emergency.number.to_string();
        let asked = emergency.consent.as_ref();
        let what = asked.and_then(|consent| consent.scope.service());
        let what = what.map_or_else(|| "all services".to_owned(), |name| format!("only {name}"));
        let (who, says) = match asked.map(|consent| consent.answer.as_ref()) {
            Some(Some(answer)) if answer.granted => (Some(answer.name.clone()), "has agreed"),
            Some(Some(answer)) => (Some(answer.name.clone()), "has not agreed"),
            Some(None) if !emergency.pre_authorized => (None, "was asked and has not answered"),
            Some(None) | None if emergency.pre_authorized => (None, "agreed in advance"),
            Some(None) | None => return None,
        };
        Some(Self { number, who: who.unwrap_or_else(|| "The customer".to_owned()), says, what })
    }
}

fn lengths(organization: &Organization) -> Vec<(i64, String)> {
    let limit = organization.switch.as_ref().map_or(0, |rule| rule.limit.as_mins());
    let mut all: Vec<_> = LENGTHS_MINS.into_iter().filter(|mins| *mins < limit).collect();
    all.push(limit);
    let named = |mins: i64| match mins % 60 {
        0 if mins > 0 => format!("{} h", mins / 60),
        _ => format!("{mins} min"),
    };
    all.into_iter().map(|mins| (mins, named(mins))).collect()
}

fn lines(switch: Option<&Switch>, who: &SignedIn, clock: &Clock) -> Vec<Line> {
    let positions = switch.into_iter().flat_map(|switch| &switch.positions);
    let open = positions.filter(|(_, it)| it.off.is_some() || it.asked.is_some());
    open.map(|(scope, position)| Line::of(scope, position, who, clock)).collect()
}

/// "all services", "42 minutes"
fn was_off(switch: Option<&Switch>, clock: &Clock) -> Vec<(String, String)> {
    let positions = switch.into_iter().flat_map(|switch| &switch.positions);
    let totals = positions.map(|(scope, position)| (scope, position.total_off(clock.now)));
    let named = totals.filter(|(_, total)| !total.is_zero()).map(|(scope, total)| {
        let what = scope.service().map_or_else(|| "all services".to_owned(), str::to_owned);
        (what, words::switch::length(total))
    });
    named.collect()
}

/// "all services are off", "checkout is off", "services are on"
fn headline(switch: Option<&Switch>) -> String {
    let Some(switch) = switch.filter(|switch| switch.is_anything_off()) else {
        return "services are on".to_owned();
    };
    if switch.off(None).is_some() {
        return "all services are off".to_owned();
    }
    let off = switch.positions.iter().filter(|(_, position)| position.off.is_some());
    let off: Vec<_> = off.filter_map(|(scope, _)| scope.service()).collect();
    format!("{} {} off", off.join(", "), if off.len() == 1 { "is" } else { "are" })
}

impl Line {
    fn of(scope: &Scope, position: &Position, who: &SignedIn, clock: &Clock) -> Self {
        let off = position.off.as_ref().map(|off| Off {
            authority: authority(off),
            reason: off.reason.clone(),
            since: clock.moment(off.since),
            until: clock.moment(off.until),
            emergency: off.emergency.map(|number| number.to_string()),
        });
        let asked = position.asked.as_ref().map(|asked| Asked {
            by: asked.by.name.clone(),
            reason: asked.reason.clone(),
            until: clock.moment(asked.until),
            lapses_at: clock.moment(asked.lapses_at),
            question: asked.lapses_at.to_string(),
            mine: asked.by.id == who.by.id && !asked.by_program(),
            by_program: asked.by_program(),
        });
        Self {
            service: scope.service().unwrap_or_default().to_owned(),
            what: scope.service().map_or_else(|| "All services".to_owned(), str::to_owned),
            off,
            asked,
        }
    }
}

/// "Ana Ruiz, confirmed by Ben Okafor; agreed to in advance"
fn authority(off: &domain::switch::Off) -> String {
    let confirmed = match &off.authority {
        Authority::TwoPeople { confirmed_by } => format!(", confirmed by {}", confirmed_by.name),
        Authority::Lead => ", as a lead".to_owned(),
        Authority::Responder => String::new(),
    };
    let agreed = match &off.agreement {
        Some(Agreement::PreAuthorized { .. }) => "; the customer agreed in advance".to_owned(),
        Some(Agreement::Consented { name, .. }) => format!("; {name} agreed for the customer"),
        None => String::new(),
    };
    format!("{}{confirmed}{agreed}", off.by.name)
}

fn entry(fact: &SwitchFact, clock: &Clock) -> (Moment, String) {
    let who = match &fact.actor {
        domain::Actor::System => None,
        domain::Actor::Requester { name, .. } => name.clone(),
        domain::Actor::Responder { name, .. } => Some(name.clone()),
    };
    let until = |at| clock.plain(at);
    (clock.moment(fact.at), words::switch::entry(fact, who.as_deref(), until))
}

fn said(code: &str) -> Option<&'static str> {
    Some(match code {
        "off" => "Services are off. Everybody concerned is being told.",
        "asked" => "It is asked for. Services stay on until a second person confirms.",
        "stands" => {
            "A program had asked, so you are the first person. Services stay on until a second one confirms."
        }
        "consent" => "They are asked. You are told what they answer, and it stands here.",
        "on" => "Services are on. Everybody concerned is being told.",
        _ => return None,
    })
}
