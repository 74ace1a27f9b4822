//! An emergency as the API shows it.

mod consent;
mod pages;

use domain::{
    Happening, Milestone, Number, Settings,
    emergency::{Bridge, Emergency, Phase},
};
use jiff::Timestamp;
use serde::Serialize;
use store::{Entry, RequesterRow, Saved};
use utoipa::ToSchema;

use self::{
    consent::ConsentView,
    pages::{PageView, pages},
};
use crate::{
    Web,
    api::{person::PersonView, problem::Problem, schema, switch::ShortView},
};

/// Of more requesters only the first are shown; `requesters_total` counts them all.
const REQUESTERS_SHOWN: u32 = 200;

/// An emergency in short.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EmergencyItem)]
pub(crate) struct EmergencyItem {
    #[schema(example = "E-1001")]
    number: String,
    #[schema(schema_with = schema::state)]
    state: &'static str,
    #[schema(example = "The checkout shows an empty page")]
    summary: String,
    #[schema(schema_with = schema::impact)]
    impact: Option<&'static str>,
    /// The organization's id, or what the requester wrote.
    #[schema(example = "acme")]
    organization: Option<String>,
    #[schema(example = "Acme Stores")]
    organization_name: Option<String>,
    service: Option<String>,
    opened_at: Timestamp,
    requesters_total: u64,
    /// Who has it.
    responder: Option<PersonView>,
    /// What happens next by itself; `null` once it is closed.
    next_deadline: Option<DeadlineView>,
    /// When requesters hear next, at the latest; `null` once it is restored or closed.
    next_update_by: Option<Timestamp>,
}

/// An emergency with all that belongs to it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Emergency)]
pub(crate) struct EmergencyView {
    #[serde(flatten)]
    item: EmergencyItem,
    /// A requester agreed that services may be switched off for a while.
    pre_authorized: bool,
    /// Whether they were asked since, and what they said.
    consent: Option<ConsentView>,
    /// The first 200; `requesters_total` counts them all.
    requesters: Vec<RequesterView>,
    pages: Vec<PageView>,
    /// In the order in which they were told.
    milestones: Vec<MilestoneView>,
    /// How often the longest silence ran out without a word of a person.
    silences: u32,
    switch: ShortView,
    bridge: Option<BridgeView>,
    closed_at: Option<Timestamp>,
    resolution: Option<String>,
    /// The emergency that this one goes on in.
    merged_into: Option<String>,
    /// The ticket that it became.
    ticket: Option<String>,
}

/// Something that happens by itself.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Deadline)]
struct DeadlineView {
    #[schema(schema_with = schema::deadline)]
    kind: domain::emergency::Deadline,
    at: Timestamp,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EmergencyRequester)]
struct RequesterView {
    id: String,
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    locale: Option<String>,
    time_zone: Option<String>,
    /// `email` or `sms`; `null` if nothing reaches them.
    #[schema(value_type = Option<String>, example = "email")]
    hears_by: Option<store::HearsBy>,
    joined_at: Timestamp,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MilestoneTold)]
struct MilestoneView {
    #[schema(schema_with = schema::milestone)]
    milestone: Milestone,
    at: Timestamp,
    note: Option<String>,
    /// An honest step back: the cause was another, the fix was taken back.
    again: bool,
}

/// How to join the call.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Bridge)]
struct BridgeView {
    /// Empty if one joins by telephone only: a conference that calls people.
    link: String,
    phone: Option<String>,
    pin: Option<String>,
    /// Who was asked to host it.
    host: Option<String>,
}

impl EmergencyItem {
    pub(crate) fn of(saved: &Saved, settings: &Settings) -> Self {
        let Saved { emergency, requesters, .. } = saved;
        let deadline = emergency.next_deadline(settings);
        let typed = emergency.organization_name.clone();
        let organization = emergency.organization.as_ref().map(|id| id.to_string());
        Self {
            number: emergency.number.to_string(),
            state: emergency.state_name(),
            summary: emergency.summary.clone(),
            impact: emergency.impact.map(|impact| impact.name()),
            organization: organization.or_else(|| typed.clone()),
            organization_name: typed,
            service: emergency.service.clone(),
            opened_at: emergency.opened_at,
            requesters_total: *requesters,
            responder: emergency.responder().map(PersonView::from),
            next_deadline: deadline.map(|(kind, at)| DeadlineView { kind, at }),
            next_update_by: emergency.promise.due,
        }
    }
}

impl EmergencyView {
    pub(crate) async fn load(web: &Web, number: Number) -> Result<Self, Problem> {
        let store = web.engine.store();
        let saved = store.emergency(number).await?;
        let saved = saved.ok_or_else(|| Problem::not_found("emergency"))?;
        let requesters = store.requesters_of(number, REQUESTERS_SHOWN).await?;
        let deliveries = store.page_deliveries_of(number).await?;
        let entries = store.timeline(number).await?;
        let emergency = &saved.emergency;
        let switch = match &emergency.organization {
            Some(organization) => store.switch(organization).await?.map(|saved| saved.switch),
            None => None,
        };
        let (closed_at, resolution) = ending(emergency);
        Ok(Self {
            item: EmergencyItem::of(&saved, &web.engine.settings()),
            pre_authorized: emergency.pre_authorized,
            consent: emergency.consent.clone().map(ConsentView::from),
            requesters: requesters.into_iter().map(RequesterView::from).collect(),
            pages: pages(emergency, deliveries),
            milestones: entries.iter().filter_map(MilestoneView::of).collect(),
            silences: emergency.promise.misses,
            switch: ShortView::of(switch.as_ref(), web.engine.now()),
            bridge: emergency.bridge.clone().map(BridgeView::from),
            closed_at,
            resolution,
            merged_into: entries.iter().rev().find_map(merged_into),
            ticket: entries.iter().rev().find_map(ticket),
        })
    }
}

fn ending(emergency: &Emergency) -> (Option<Timestamp>, Option<String>) {
    match &emergency.phase {
        Phase::Closed { at, resolution } => (Some(*at), Some(resolution.clone())),
        Phase::Unanswered
        | Phase::Answered { .. }
        | Phase::Investigating { .. }
        | Phase::Restored { .. } => (None, None),
    }
}

fn merged_into(entry: &Entry) -> Option<String> {
    if let Happening::MergedInto { number } = &entry.fact.happening {
        return Some(number.to_string());
    }
    None
}

fn ticket(entry: &Entry) -> Option<String> {
    if let Happening::BecameTicket { ticket, .. } = &entry.fact.happening {
        return Some(ticket.to_string());
    }
    None
}

impl MilestoneView {
    /// What requesters were told as a milestone, whatever caused it.
    fn of(entry: &Entry) -> Option<Self> {
        let happening = &entry.fact.happening;
        let (milestone, note, again) = if let Happening::Received { .. } = happening {
            (Milestone::Received, None, false)
        } else if let Happening::Answered { took_over_from } = happening {
            (Milestone::Answered, None, took_over_from.is_some())
        } else if let Happening::MoreCalled { note, .. } = happening {
            (Milestone::Escalated, note.clone(), false)
        } else if let Happening::Milestone { milestone, note, again } = happening {
            (*milestone, note.clone(), *again)
        } else {
            return None;
        };
        Some(Self { milestone, at: entry.fact.at, note, again })
    }
}

impl From<RequesterRow> for RequesterView {
    fn from(row: RequesterRow) -> Self {
        Self {
            id: row.id.0,
            name: row.requester.name,
            email: row.requester.email,
            phone: row.requester.phone,
            locale: row.requester.locale,
            time_zone: row.requester.time_zone,
            hears_by: row.hears_by,
            joined_at: row.joined_at,
        }
    }
}

impl From<Bridge> for BridgeView {
    fn from(bridge: Bridge) -> Self {
        let Bridge { link, phone, pin, host, .. } = bridge;
        Self { link, phone, pin, host }
    }
}
