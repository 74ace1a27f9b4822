//! A submission on its way in, and what is kept of it.

use domain::{
    Number, Request,
    forward::Forwarding,
    gate::Rule,
    id::RequesterId,
    joining,
    ticket::{Deed, Ticket, TicketReply},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{HearsBy, RawRequest, RequesterRow, Unit};

use super::{Accepted, Opened, Slip, Submission};
use crate::{engine::Snapshot, outgoing::Outgoings};

/// A submission on its way in.
pub(crate) struct Arrival<'a> {
    pub(crate) submission: &'a Submission,
    pub(crate) slip: &'a Slip,
    pub(crate) snapshot: Snapshot,
    /// The requester that is made for it.
    pub(crate) requester: RequesterId,
    pub(crate) rule: Rule,
    /// The ticket that becomes an emergency, with its version; its requester stays the same.
    pub(crate) ticket: Option<(Ticket, i64)>,
}

/// The scope of requests among the idempotency keys.
pub(super) const SCOPE: &str = "requests";

/// What is kept for an idempotency key.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) request: Request,
    pub(super) answer: Accepted,
}

/// What was said to a key, as it is kept.
pub(crate) fn answer_in(kept: &str) -> Option<Accepted> {
    serde_json::from_str::<Kept>(kept).ok().map(|kept| kept.answer)
}

impl Arrival<'_> {
    /// The requester's row.
    pub(super) fn row(&self, number: Number) -> RequesterRow {
        RequesterRow {
            emergency: Some(number),
            ..requester_row(&self.requester, &self.submission.request, self.snapshot.now)
        }
    }

    /// A new requester's row; the requester of a ticket keeps theirs, and with it the page.
    pub(super) fn write_requester(
        &self,
        row: RequesterRow,
        unit: &mut Unit,
        outgoings: &mut Outgoings<'_>,
    ) {
        match (row.emergency, &self.ticket) {
            (Some(number), Some((ticket, _))) => {
                outgoings.forward(ticket, Forwarding::BecameEmergency { number }, unit);
                unit.follow_into_emergency(&row.id, number);
            }
            _ => {
                unit.requester(&row);
                outgoings.knows(row);
            }
        }
    }

    pub(super) fn keep(&self, answer: &Accepted, unit: &mut Unit) {
        keep(self.slip, self.submission, answer, unit);
        if let (Some((ticket, version)), Opened::Emergency { number, .. }) =
            (&self.ticket, &answer.opened)
        {
            unit.save_ticket(&ticket.clone().escalated(*number), *version);
            let entry = TicketReply {
                at: self.snapshot.now,
                by: "Frontline".to_owned(),
                from_desk: true,
                text: String::new(),
                deed: Deed::BecameEmergency { number: *number },
            };
            unit.ticket_reply(ticket.number, &entry);
        }
    }
}

pub(crate) fn requester_row(id: &RequesterId, request: &Request, now: Timestamp) -> RequesterRow {
    let requester = request.requester.clone();
    let by_mail = requester.email.as_ref().map(|_| HearsBy::Email);
    let hears_by = by_mail.or_else(|| requester.phone.as_ref().map(|_| HearsBy::Sms));
    RequesterRow {
        id: id.clone(),
        emergency: None,
        ticket: None,
        in_ticket: false,
        requester,
        summary: request.summary.clone(),
        joined_at: now,
        hears_by,
    }
}

/// The raw request, and the answer to its idempotency key.
pub(crate) fn keep(slip: &Slip, submission: &Submission, answer: &Accepted, unit: &mut Unit) {
    unit.unless(&slip.called_off);
    let (emergency, ticket) = match answer.opened {
        Opened::Emergency { number, .. } => (Some(number), None),
        Opened::Ticket { number, .. } => (None, Some(number)),
    };
    unit.request(&RawRequest {
        id: slip.request.clone(),
        received_at: answer.received_at,
        channel: submission.request.channel.name().to_owned(),
        source: submission.source.clone(),
        body: submission.raw.clone(),
        request: Some(submission.request.clone()),
        emergency,
        ticket,
    });
    if let Some(key) = &submission.idempotency_key {
        let kept = Kept { request: submission.request.clone(), answer: answer.clone() };
        let kept = serde_json::to_string(&kept).expect("an answer has no keys but text");
        unit.remember(SCOPE, key, &kept, answer.received_at);
    }
}

pub(super) fn join_key(arrival: &Arrival<'_>) -> Option<String> {
    let request = &arrival.submission.request;
    let requester = &request.requester;
    let email = requester.email.as_deref();
    let directory = &arrival.snapshot.directory.1;
    let organization = directory.organization_of(request.organization.as_deref(), email);
    if let Some(alert) = &request.alert {
        return Some(joining::alert_key(alert));
    }
    joining::key(
        organization.map(|organization| &organization.id),
        request.organization.as_deref(),
        email.or(requester.phone.as_deref()),
    )
}
