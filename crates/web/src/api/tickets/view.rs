//! A ticket as the API shows it.

use domain::{
    Directory, TicketNumber,
    message::TicketReason,
    ticket::{Deed, Ticket, TicketReply},
};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::not_found;
use crate::{
    Web,
    api::{person::PersonView, problem::Problem, schema},
};

/// A ticket in short.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TicketItem)]
pub(crate) struct TicketItem {
    #[schema(example = "T-1001")]
    number: String,
    #[schema(schema_with = schema::ticket_state)]
    state: &'static str,
    #[schema(example = "How do I export invoices?")]
    summary: String,
    #[schema(schema_with = schema::impact)]
    impact: Option<&'static str>,
    /// Why it is no emergency: `regular_hours` or `not_an_emergency`.
    #[schema(example = "not_an_emergency")]
    reason: &'static str,
    /// What the requester wrote.
    organization: Option<String>,
    service: Option<String>,
    opened_at: Timestamp,
    /// Who at the desk has it.
    assignee: Option<PersonView>,
    /// When the requester hears from the desk, at the latest; `null` if it is not the desk's turn.
    respond_by: Option<Timestamp>,
    /// When it becomes an emergency unless somebody picks it up; `null` if it does not.
    pick_up_by: Option<Timestamp>,
    /// The emergency that it became or came from.
    #[schema(example = "E-1001")]
    emergency: Option<String>,
    /// The desk outside that it was forwarded to.
    forwarded: Option<ForwardedView>,
}

/// A ticket at a desk outside.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TicketForwarded)]
struct ForwardedView {
    #[schema(example = "Contoso Service Desk")]
    desk: String,
    /// When that desk said that it has it.
    picked_up_at: Option<Timestamp>,
    /// Whether something did not arrive there.
    failing: bool,
}

/// A ticket with all that belongs to it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Ticket)]
pub(crate) struct TicketView {
    #[serde(flatten)]
    item: TicketItem,
    details: String,
    workaround: Option<String>,
    requester: RequesterView,
    /// In order, the oldest first.
    timeline: Vec<EntryView>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TicketRequester)]
struct RequesterView {
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
}

/// One entry of a ticket's timeline.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TicketEntry)]
struct EntryView {
    at: Timestamp,
    /// `said`, `noted`, `picked_up`, `assigned`, `solved`, `confirmed`, `reopened`, `overdue`,
    /// `not_forwarded`, `forwarded_again`, `became_emergency` or `was_emergency`.
    #[schema(example = "said")]
    kind: &'static str,
    /// The name of who wrote or did it.
    by: String,
    from_desk: bool,
    visible_to_requester: bool,
    /// What was written; empty for what was done without words.
    text: String,
}

impl TicketItem {
    pub(crate) fn of(ticket: &Ticket, directory: &Directory) -> Self {
        let request = &ticket.request;
        Self {
            number: ticket.number.to_string(),
            state: ticket.status.name(),
            summary: request.summary.clone(),
            impact: request.impact.map(domain::request::Impact::name),
            reason: match ticket.reason {
                TicketReason::RegularHours => "regular_hours",
                TicketReason::NotAnEmergency => "not_an_emergency",
            },
            organization: request.organization.clone(),
            service: request.service.clone(),
            opened_at: ticket.opened_at,
            assignee: ticket.assignee.as_ref().map(|id| PersonView::of(id, directory)),
            respond_by: ticket.respond_by.filter(|_| ticket.status.is_open()),
            pick_up_by: ticket.wake_at(),
            emergency: ticket.emergency.map(|number| number.to_string()),
            forwarded: ticket.forwarded.as_ref().map(|forwarded| ForwardedView {
                desk: forwarded.desk.clone(),
                picked_up_at: forwarded.picked_up_at,
                failing: !forwarded.undelivered.is_empty(),
            }),
        }
    }
}

impl TicketView {
    pub(crate) async fn load(web: &Web, number: TicketNumber) -> Result<Self, Problem> {
        let store = web.engine.store();
        let ticket = store.ticket(number).await?.ok_or_else(not_found)?.ticket;
        let entries = store.ticket_replies(number).await?;
        let directory = web.engine.directory();
        let requester = ticket.request.requester.clone();
        Ok(Self {
            item: TicketItem::of(&ticket, &directory.1),
            details: ticket.request.details,
            workaround: ticket.request.workaround,
            requester: RequesterView {
                name: requester.name,
                email: requester.email,
                phone: requester.phone,
            },
            timeline: entries.into_iter().map(EntryView::of).collect(),
        })
    }
}

impl EntryView {
    fn of(entry: TicketReply) -> Self {
        Self {
            at: entry.at,
            kind: match entry.deed {
                Deed::Said => "said",
                Deed::Noted => "noted",
                Deed::PickedUp => "picked_up",
                Deed::Assigned { .. } => "assigned",
                Deed::Solved => "solved",
                Deed::Confirmed => "confirmed",
                Deed::Reopened => "reopened",
                Deed::Overdue { .. } => "overdue",
                Deed::NotForwarded { .. } => "not_forwarded",
                Deed::ForwardedAgain { .. } => "forwarded_again",
                Deed::BecameEmergency { .. } => "became_emergency",
                Deed::WasEmergency { .. } => "was_emergency",
            },
            visible_to_requester: entry.deed.visible_to_requester(),
            by: entry.by,
            from_desk: entry.from_desk,
            text: entry.text,
        }
    }
}
