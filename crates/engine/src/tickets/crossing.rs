//! Across the line between tickets and emergencies, in both directions.

use domain::{
    Number, TicketNumber,
    gate::Rule,
    input::By,
    message::TicketReason,
    ticket::{Deed, Ticket, TicketOpening, TicketReply, TicketStatus},
};
use store::{SavedTicket, StoreError, Unit};

use crate::{
    Change, Engine, EngineError, Opened, Submission,
    change::MAX_RACES,
    intake::{Arrival, Slip},
    outgoing::Outgoings,
};

impl Engine {
    /// "This has become an emergency": the requester goes on in it, with the same private page.
    pub async fn ticket_escalate(&self, ticket: TicketNumber) -> Result<Number, EngineError> {
        self.escalate_ticket(ticket, Rule::FromTicket).await
    }

    pub(super) async fn escalate_ticket(
        &self,
        number: TicketNumber,
        rule: Rule,
    ) -> Result<Number, EngineError> {
        for _ in 0..MAX_RACES {
            match self.escalate_ticket_once(number, rule).await {
                Err(EngineError::Store(StoreError::Conflict)) => {}
                other => return other,
            }
        }
        Err(StoreError::Conflict.into())
    }

    async fn escalate_ticket_once(
        &self,
        number: TicketNumber,
        rule: Rule,
    ) -> Result<Number, EngineError> {
        let SavedTicket { ticket, version } = self.load_ticket(number).await?;
        if let (TicketStatus::Escalated, Some(emergency)) = (ticket.status, ticket.emergency) {
            return Ok(emergency);
        }
        let submission = Submission {
            request: ticket.request.clone(),
            raw: serde_json::to_vec(&ticket.request).expect("a request has no keys but text"),
            source: number.to_string(),
            idempotency_key: None,
        };
        let accepted = self
            .report(Arrival {
                submission: &submission,
                slip: &Slip::new(self),
                snapshot: self.snapshot(),
                requester: ticket.requester.clone(),
                rule,
                ticket: Some((ticket, version)),
            })
            .await?;
        self.has_changed(Change::Ticket(number));
        match accepted.opened {
            Opened::Emergency { number, .. } => Ok(number),
            Opened::Ticket { .. } => Err(EngineError::NotFound),
        }
    }

    /// Turns an emergency into a ticket: its first request, with all who reported it. Whoever
    /// reported it first goes on in the ticket, with the same private page.
    pub async fn make_ticket(
        &self,
        number: Number,
        by: By,
        note: Option<String>,
    ) -> Result<TicketNumber, EngineError> {
        let requests = self.shared.store.requests_of(number).await?;
        let requesters = self.shared.store.requesters_of(number, 1).await?;
        let first = requests.into_iter().find_map(|raw| raw.request).unwrap_or_default();
        let requester = requesters.first().ok_or(EngineError::NotFound)?.id.clone();
        let snapshot = self.snapshot();
        let opening = TicketOpening {
            number: self.shared.store.next_ticket_number().await?,
            requester: requester.clone(),
            request: first,
            reason: TicketReason::NotAnEmergency,
            urgent: false,
            emergency: Some(number),
        };
        let (directory, settings) = (&snapshot.directory.1, &snapshot.settings);
        let ticket = Ticket::open(opening, directory, settings, snapshot.now);
        let entry = TicketReply {
            at: snapshot.now,
            by: by.name.clone(),
            from_desk: true,
            text: note.clone().unwrap_or_default(),
            deed: Deed::WasEmergency { number },
        };
        for _ in 0..MAX_RACES {
            let saved = self.load(number).await?;
            let snapshot = self.snapshot();
            let input = domain::Input::BecomeTicket {
                by: by.clone(),
                ticket: ticket.number,
                note: note.clone(),
            };
            let turn = saved.emergency.handle(input, snapshot.world(saved.requesters))?;
            let mut unit = Unit::new();
            unit.open_ticket(&ticket).ticket_reply(ticket.number, &entry);
            unit.follow_into_ticket(&requester, ticket.number);
            let mut outgoings = Outgoings::new(self, &snapshot);
            outgoings.forward_new(&ticket, &mut unit);
            match self.commit_turn(&saved, turn, &snapshot, unit).await {
                Err(EngineError::Store(StoreError::Conflict)) => {}
                Err(error) => return Err(error),
                Ok(_) => {
                    outgoings.hand_over();
                    self.has_changed(Change::Ticket(ticket.number));
                    return Ok(ticket.number);
                }
            }
        }
        Err(StoreError::Conflict.into())
    }
}
