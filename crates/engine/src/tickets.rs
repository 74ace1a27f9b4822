//! Tickets: what is not an emergency, and what the desk has in regular hours.

mod crossing;

use domain::{
    TicketNumber,
    emergency::World,
    gate::Rule,
    message::{Brief, Content, Message, TicketNews, TicketReason},
    ticket::{Ticket, TicketInput, TicketOpening, TicketTurn},
};
use store::{RequesterRow, SavedTicket, StoreError, Unit};

use crate::{
    Accepted, Change, Engine, EngineError, Link, Opened, Submission,
    alarm::WAKING,
    change::MAX_RACES,
    engine::Snapshot,
    intake::{Slip, keep, requester_row},
    outgoing::Outgoings,
};

/// How many overdue tickets are looked at in one turn of the clock.
const DUE_AT_ONCE: u32 = 64;

impl Engine {
    pub(crate) async fn open_ticket(
        &self,
        (submission, slip): (&Submission, &Slip),
        snapshot: &Snapshot,
        reason: TicketReason,
        urgent: bool,
    ) -> Result<Accepted, EngineError> {
        let number = slip.ticket_number(&self.shared.store).await?;
        let requester = slip.requester.clone();
        let opening = TicketOpening {
            number,
            requester: requester.clone(),
            request: submission.request.clone(),
            reason,
            urgent,
            emergency: None,
        };
        let (directory, settings) = (&snapshot.directory.1, &snapshot.settings);
        let ticket = Ticket::open(opening, directory, settings, snapshot.now);
        let answer = Accepted {
            opened: Opened::Ticket { number, reason },
            requester: requester.clone(),
            received_at: snapshot.now,
            next_update_by: ticket.respond_by,
            status_url: self.link_url(&Link::Requester(requester.clone())),
        };
        let row = RequesterRow {
            ticket: Some(number),
            ..requester_row(&requester, &submission.request, snapshot.now)
        };
        let mut unit = Unit::new();
        keep(slip, submission, &answer, &mut unit);
        unit.open_ticket(&ticket).requester(&row);
        let mut outgoings = Outgoings::new(self, snapshot);
        let receipt = TicketNews::Receipt { ticket: number, reason };
        let first = Some(requester.to_string());
        outgoings.send_row(&row, message(&ticket, receipt), first, &mut unit);
        outgoings.forward_new(&ticket, &mut unit);
        self.shared.store.commit(unit).await?;
        outgoings.hand_over();
        if let Some(at) = ticket.wake_at() {
            self.wake_by(at);
        }
        self.has_changed(Change::Ticket(number));
        Ok(answer)
    }

    /// Carries out one input: state, timeline and what people hear of it in one transaction.
    pub async fn apply_ticket(
        &self,
        number: TicketNumber,
        input: TicketInput,
    ) -> Result<Ticket, EngineError> {
        for _ in 0..MAX_RACES {
            let SavedTicket { ticket, version } = self.load_ticket(number).await?;
            let snapshot = self.snapshot();
            let world = World {
                directory: &snapshot.directory.1,
                settings: &snapshot.settings,
                now: snapshot.now,
                requesters: 1,
            };
            let turn = ticket.handle(input.clone(), world)?;
            if turn.next == ticket && turn.entries.is_empty() {
                return Ok(ticket);
            }
            match self.commit_ticket(&turn, version, &snapshot).await {
                Err(EngineError::Store(StoreError::Conflict)) => {}
                Err(error) => return Err(error),
                Ok(()) => return Ok(turn.next),
            }
        }
        Err(StoreError::Conflict.into())
    }

    async fn commit_ticket(
        &self,
        turn: &TicketTurn,
        version: i64,
        snapshot: &Snapshot,
    ) -> Result<(), EngineError> {
        let ticket = &turn.next;
        let mut unit = Unit::new();
        unit.save_ticket(ticket, version);
        for entry in &turn.entries {
            unit.ticket_reply(ticket.number, entry);
        }
        let mut outgoings = Outgoings::new(self, snapshot);
        if let Some(news) = &turn.news
            && let Some(row) = self.shared.store.requester(&ticket.requester).await?
        {
            outgoings.send_row(&row, message(ticket, news.clone()), None, &mut unit);
        }
        for what in &turn.forwards {
            outgoings.forward(ticket, what.clone(), &mut unit);
        }
        outgoings.write_effects(&brief(ticket), &turn.effects, &mut unit);
        self.shared.store.commit(unit).await?;
        outgoings.hand_over();
        self.has_changed(Change::Ticket(ticket.number));
        Ok(())
    }

    /// Severity-1 tickets that nobody picked up in time become emergencies; of other words that
    /// are overdue the leads are told.
    pub(crate) async fn wake_tickets(&self) -> usize {
        let now = self.now();
        let claimed = self.shared.store.claim_due_tickets(now, now + WAKING, DUE_AT_ONCE).await;
        let overdue = self.shared.store.overdue_tickets(now, DUE_AT_ONCE).await;
        let (due, overdue) = match (claimed, overdue) {
            (Ok(due), Ok(overdue)) => (due, overdue),
            (Err(error), _) | (_, Err(error)) => {
                tracing::error!(%error, "tickets cannot be read; trying again in a second");
                return 0;
            }
        };
        let mut woken = 0;
        for ticket in due {
            match self.escalate_ticket(ticket, Rule::NotPickedUp).await {
                Ok(_) => woken += 1,
                Err(error) => {
                    tracing::error!(%ticket, %error, "a ticket could not become an emergency");
                }
            }
        }
        for ticket in overdue {
            match self.apply_ticket(ticket, TicketInput::Overdue).await {
                Ok(_) => woken += 1,
                Err(error) => tracing::error!(%ticket, %error, "an overdue ticket was not told"),
            }
        }
        woken
    }

    async fn load_ticket(&self, number: TicketNumber) -> Result<SavedTicket, EngineError> {
        self.shared.store.ticket(number).await?.ok_or(EngineError::NotFound)
    }
}

pub(crate) fn brief(ticket: &Ticket) -> Brief {
    let request = &ticket.request;
    Brief {
        summary: request.summary.clone(),
        impact: request.impact,
        organization: request.organization.clone(),
        service: request.service.clone(),
        requesters: 1,
        opened_at: Some(ticket.opened_at),
        next_update_by: ticket.respond_by,
        ..Brief::default()
    }
}

fn message(ticket: &Ticket, news: TicketNews) -> Message {
    Message { about: brief(ticket), content: Content::Ticket(news) }
}
