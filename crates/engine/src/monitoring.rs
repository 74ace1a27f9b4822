//! What monitoring systems report: the first time it is a request like any other, and while that
//! is open it stays the same one.

use domain::{
    Input, Number, Refused,
    input::From,
    joining,
    request::Alert,
    ticket::{Ticket, TicketInput},
};
use store::{Cursor, TicketFilter, TicketView};

use crate::{Engine, EngineError, Submission};

/// How many waiting tickets are read at once.
const TICKETS_AT_ONCE: u32 = 500;
/// Among how many requesters of an emergency the monitoring system is looked for.
const REQUESTERS_SEEN: u32 = 100;

impl Engine {
    /// Something is wrong. On disk before it returns; repeated while it is open, it changes
    /// nothing.
    pub async fn alert_fires(&self, submission: Submission) -> Result<(), EngineError> {
        let Some(alert) = submission.request.alert.clone() else {
            return self.submit(submission).await.map(drop);
        };
        let turn = self.shared.intake.lock(&turn_of(&alert));
        let _held = turn.lock().await;
        if let Some(number) = self.emergency_of(&alert).await?
            && self.is_heard(number, &alert, |from| Input::FiresAgain { from }).await?
        {
            return Ok(());
        }
        let known = self.tickets_of(&alert).await?;
        if known.iter().any(|ticket| submission.request.says_no_more_than(&ticket.request)) {
            return Ok(());
        }
        self.submit(submission).await.map(drop)
    }

    /// It is over, says the monitoring system. What is not known is fine.
    pub async fn alert_ends(&self, alert: &Alert) -> Result<(), EngineError> {
        let turn = self.shared.intake.lock(&turn_of(alert));
        let _held = turn.lock().await;
        if let Some(number) = self.emergency_of(alert).await? {
            self.is_heard(number, alert, |from| Input::Resolved { from }).await?;
        }
        for ticket in self.tickets_of(alert).await? {
            let monitor = alert.monitor.clone();
            let text = "Monitoring says that it is resolved.".to_owned();
            self.apply_ticket(ticket.number, TicketInput::Resolved { monitor, text }).await?;
        }
        Ok(())
    }

    /// `false` if it was closed meanwhile.
    async fn is_heard(
        &self,
        number: Number,
        alert: &Alert,
        input: impl FnOnce(From) -> Input,
    ) -> Result<bool, EngineError> {
        // People may have come with another emergency: it does not speak in their name.
        let requesters = self.shared.store.requesters_of(number, REQUESTERS_SEEN).await?;
        let name = Some(alert.monitor.clone());
        let own =
            requesters.iter().find(|row| row.requester.name == name && row.hears_by.is_none());
        let id = own.or(requesters.first()).ok_or(EngineError::NotFound)?.id.clone();
        let from = From { id, name };
        match self.apply(number, input(from)).await {
            Ok(_) => Ok(true),
            Err(EngineError::Refused(Refused::Closed)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn emergency_of(&self, alert: &Alert) -> Result<Option<Number>, EngineError> {
        let key = joining::alert_key(alert);
        let candidates = self.shared.store.candidates(&key).await?;
        Ok(joining::of_alert(&candidates, &key).map(|candidate| candidate.number))
    }

    /// The waiting tickets of an alert.
    async fn tickets_of(&self, alert: &Alert) -> Result<Vec<Ticket>, EngineError> {
        let (mut found, mut after): (Vec<Ticket>, Option<Cursor>) = (Vec::new(), None);
        loop {
            let unsolved = TicketFilter { view: TicketView::Unsolved, ..TicketFilter::default() };
            let page = self.shared.store.tickets(&unsolved, after, TICKETS_AT_ONCE).await?;
            let tickets = page.items.into_iter().map(|saved| saved.ticket);
            found.extend(tickets.filter(|ticket| ticket.request.alert.as_ref() == Some(alert)));
            match page.next {
                Some(next) => after = Some(next),
                None => return Ok(found),
            }
        }
    }
}

/// The lock of an alert: of its own, because opening takes the one of the join key.
fn turn_of(alert: &Alert) -> String {
    format!("turn of {}", joining::alert_key(alert))
}
