//! Tickets: what is not an emergency, and what the desk has in regular hours.

use domain::{
    Number, TicketNumber,
    gate::Rule,
    id::RequesterId,
    input::By,
    message::{Brief, Content, Message, TicketNews, TicketReason},
    ticket::{Ticket, TicketReply, TicketStatus},
};
use store::{RequesterRow, SavedTicket, StoreError, Unit};

use crate::{
    Accepted, Change, Engine, EngineError, Link, Opened, Submission,
    alarm::WAKING,
    change::MAX_RACES,
    engine::Snapshot,
    intake::{Arrival, keep, requester_row},
    outgoing::Outgoings,
};

/// How many overdue tickets are looked at in one turn of the clock.
const DUE_AT_ONCE: u32 = 64;

impl Engine {
    pub(crate) async fn open_ticket(
        &self,
        submission: &Submission,
        snapshot: &Snapshot,
        reason: TicketReason,
        urgent: bool,
    ) -> Result<Accepted, EngineError> {
        let number = self.shared.store.next_ticket_number().await?;
        let requester = RequesterId(self.new_id());
        let pick_up_within = snapshot.settings.coverage.pickup_within;
        let ticket = Ticket {
            number,
            requester: requester.clone(),
            request: submission.request.clone(),
            reason,
            status: TicketStatus::New,
            opened_at: snapshot.now,
            pick_up_by: urgent.then(|| snapshot.now + pick_up_within),
            emergency: None,
        };
        let answer = Accepted {
            opened: Opened::Ticket { number, reason },
            requester: requester.clone(),
            received_at: snapshot.now,
            next_update_by: None,
            status_url: self.link_url(&Link::Requester(requester.clone())),
        };
        let row = RequesterRow {
            ticket: Some(number),
            ..requester_row(&requester, &submission.request, snapshot.now)
        };
        let mut unit = Unit::new();
        keep(self.new_id(), submission, &answer, &mut unit);
        unit.open_ticket(&ticket).requester(&row);
        let mut outgoings = Outgoings::new(self, snapshot);
        let receipt = TicketNews::Receipt { ticket: number, reason };
        let first = Some(requester.to_string());
        outgoings.send_row(&row, message(&ticket, receipt), first, &mut unit);
        self.shared.store.commit(unit).await?;
        outgoings.hand_over();
        if let Some(at) = ticket.wake_at() {
            self.wake_by(at);
        }
        self.has_changed(Change::Ticket(number));
        Ok(answer)
    }

    /// A word in the ticket's conversation. One of the desk goes to the requester, and picks the
    /// ticket up.
    pub async fn ticket_reply(
        &self,
        ticket: TicketNumber,
        by: String,
        from_desk: bool,
        text: String,
    ) -> Result<(), EngineError> {
        if text.trim().is_empty() {
            return Err(domain::Refused::Empty.into());
        }
        self.change_ticket(ticket, |ticket, unit| {
            let at = self.now();
            let reply = TicketReply { at, by: by.clone(), from_desk, text: text.clone() };
            unit.ticket_reply(ticket.number, &reply);
            ticket.replied(from_desk);
            let number = ticket.number;
            from_desk.then(|| TicketNews::Reply {
                ticket: number,
                by: by.clone(),
                text: text.clone(),
            })
        })
        .await
    }

    /// The desk has it.
    pub async fn ticket_pick_up(&self, ticket: TicketNumber) -> Result<(), EngineError> {
        self.change_ticket(ticket, |ticket, _| {
            ticket.pick_up();
            None
        })
        .await
    }

    pub async fn ticket_solve(&self, ticket: TicketNumber) -> Result<(), EngineError> {
        self.change_ticket(ticket, |ticket, _| {
            ticket.solve().then_some(TicketNews::Solved { ticket: ticket.number })
        })
        .await
    }

    /// "This has become an emergency": the requester goes on in it, with the same private page.
    pub async fn ticket_escalate(&self, ticket: TicketNumber) -> Result<Number, EngineError> {
        self.escalate_ticket(ticket, Rule::FromTicket).await
    }

    /// A monitoring system says that it is over.
    pub(crate) async fn ticket_resolved(
        &self,
        ticket: TicketNumber,
        monitor: &str,
    ) -> Result<(), EngineError> {
        self.change_ticket(ticket, |ticket, unit| {
            let text = "Monitoring says that it is resolved.".to_owned();
            let at = self.now();
            let reply = TicketReply { at, by: monitor.to_owned(), from_desk: false, text };
            unit.ticket_reply(ticket.number, &reply);
            ticket.resolved_by_monitoring().then_some(TicketNews::Solved { ticket: ticket.number })
        })
        .await
    }

    async fn escalate_ticket(
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

    /// Turns an emergency into a ticket: its first request, with all who reported it.
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
        let ticket = Ticket {
            number: self.shared.store.next_ticket_number().await?,
            requester: requester.clone(),
            request: first,
            reason: TicketReason::NotAnEmergency,
            status: TicketStatus::New,
            opened_at: self.now(),
            pick_up_by: None,
            emergency: Some(number),
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
            unit.open_ticket(&ticket).follow_into_ticket(&requester, ticket.number);
            match self.commit_turn(&saved, turn, &snapshot, unit).await {
                Err(EngineError::Store(StoreError::Conflict)) => {}
                Err(error) => return Err(error),
                Ok(_) => {
                    self.has_changed(Change::Ticket(ticket.number));
                    return Ok(ticket.number);
                }
            }
        }
        Err(StoreError::Conflict.into())
    }

    /// Severity-1 tickets that nobody picked up in time become emergencies.
    pub(crate) async fn wake_tickets(&self) -> usize {
        let now = self.now();
        let claimed = self.shared.store.claim_due_tickets(now, now + WAKING, DUE_AT_ONCE).await;
        let due = match claimed {
            Ok(due) => due,
            Err(error) => {
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
        woken
    }

    async fn load_ticket(&self, number: TicketNumber) -> Result<SavedTicket, EngineError> {
        self.shared.store.ticket(number).await?.ok_or(EngineError::NotFound)
    }

    /// Changes a ticket and tells its requester what `change` returns.
    async fn change_ticket(
        &self,
        number: TicketNumber,
        change: impl Fn(&mut Ticket, &mut Unit) -> Option<TicketNews>,
    ) -> Result<(), EngineError> {
        for _ in 0..MAX_RACES {
            let SavedTicket { mut ticket, version } = self.load_ticket(number).await?;
            let mut unit = Unit::new();
            let news = change(&mut ticket, &mut unit);
            unit.save_ticket(&ticket, version);
            let snapshot = self.snapshot();
            let mut outgoings = Outgoings::new(self, &snapshot);
            if let Some(news) = news
                && let Some(row) = self.shared.store.requester(&ticket.requester).await?
            {
                outgoings.send_row(&row, message(&ticket, news), None, &mut unit);
            }
            match self.shared.store.commit(unit).await {
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
                Ok(_) => {
                    outgoings.hand_over();
                    self.has_changed(Change::Ticket(number));
                    return Ok(());
                }
            }
        }
        Err(StoreError::Conflict.into())
    }
}

fn message(ticket: &Ticket, news: TicketNews) -> Message {
    let request = &ticket.request;
    let about = Brief {
        summary: request.summary.clone(),
        impact: request.impact,
        organization: request.organization.clone(),
        service: request.service.clone(),
        requesters: 1,
        opened_at: Some(ticket.opened_at),
        ..Brief::default()
    };
    Message { about, content: Content::Ticket(news) }
}
