//! Text messages of people who are no responders: a new one is a request, and what follows is a
//! conversation about it.

use domain::{
    Request, TicketNumber,
    id::RequesterId,
    request::{Channel, Requester},
    ticket::TicketStatus,
};
use words::{
    Reader,
    letter::{self, Wish},
    reply::{self, Confirmation},
};

use crate::{Case, Engine, EngineError, Submission};

const SUMMARY_MAX_CHARS: usize = 200;
/// What phone companies want to be taken as "leave me alone"; they answer it themselves.
const LEAVE_ALONE: [&str; 6] = ["stop", "stopall", "unsubscribe", "cancel", "end", "quit"];

impl Engine {
    /// What to confirm, and to what reader; `None` if what happens next speaks for itself, as a
    /// receipt does.
    pub(crate) async fn requester_texted(
        &self,
        from: &str,
        body: &str,
        id: &str,
    ) -> Result<Option<(Confirmation, Reader)>, EngineError> {
        let words = body.trim().to_lowercase();
        let came_before = match key(id) {
            Some(key) => self.was_submitted(&key).await?,
            None => false,
        };
        if came_before || LEAVE_ALONE.contains(&words.as_str()) {
            return Ok(None);
        }
        // What was known of this number before counts again.
        let before = self.shared.store.requester_by_phone(from).await?.map(|row| row.requester);
        let (locale, time_zone) = before.map(|it| (it.locale, it.time_zone)).unwrap_or_default();
        let reader = self.options().reader(locale.as_deref(), time_zone.as_deref());
        if let Some(known) = self.conversation_of(from, body).await? {
            if letter::wish(body) == Wish::Thanks {
                return Ok(None);
            }
            if self.requester_wrote(&known, body).await?.is_some() {
                return Ok(Some((Confirmation::Heard, reader)));
            }
        }
        if words.is_empty() || reply::is_a_command(body) || !is_number(from) {
            return Ok(Some((Confirmation::UnknownSender, reader)));
        }
        let known = Requester { locale, time_zone, ..Requester::default() };
        self.submit(submission(from, body, id, known)).await.map(|_| None)
    }

    /// The case that a number is talking about: the last one, unless it is over.
    async fn conversation_of(
        &self,
        from: &str,
        body: &str,
    ) -> Result<Option<RequesterId>, EngineError> {
        let Some(row) = self.shared.store.requester_by_phone(from).await? else { return Ok(None) };
        let goes_on = match Case::of(&row) {
            Some(Case::Emergency(number)) => {
                let saved = self.shared.store.emergency(number).await?;
                let is_open = saved.is_some_and(|saved| !saved.emergency.is_closed());
                // What was closed a moment ago may not be over for them.
                is_open || letter::wish(body) != Wish::Says
            }
            Some(Case::Ticket(number)) => self.is_unsolved(number).await?,
            None => false,
        };
        Ok(goes_on.then_some(row.id))
    }

    async fn is_unsolved(&self, number: TicketNumber) -> Result<bool, EngineError> {
        let saved = self.shared.store.ticket(number).await?;
        Ok(saved.is_some_and(|saved| saved.ticket.status != TicketStatus::Solved))
    }
}

fn submission(from: &str, body: &str, id: &str, known: Requester) -> Submission {
    let request = Request {
        summary: body.trim().chars().take(SUMMARY_MAX_CHARS).collect(),
        details: body.trim().to_owned(),
        requester: Requester { phone: Some(from.to_owned()), ..known },
        channel: Channel::Sms,
        ..Request::default()
    };
    Submission {
        request,
        raw: body.as_bytes().to_vec(),
        source: from.to_owned(),
        idempotency_key: key(id),
    }
}

fn key(id: &str) -> Option<String> {
    (!id.is_empty()).then(|| format!("sms-{id}"))
}

/// Short codes and names write, too, but nothing can be sent back to them.
fn is_number(from: &str) -> bool {
    from.starts_with('+') && from.len() >= 8
}
