//! Mails that come in: whose reply it is, and what becomes of what it says. Mail syntax is
//! `mailroom`'s business.

use domain::{
    Input, Number, Refused, ResponderId, TicketNumber,
    directory::{Contact, ContactKind, Responder},
    id::RequesterId,
    input::From,
    ticket::TicketInput,
};
use store::{Lane, RawRequest, Recipient, RequesterRow, StoreError, Unit};
use words::letter::{self, Wish};

use crate::{Engine, EngineError, Link};

/// The longest part before an @ (RFC 5321, 4.5.3.1.1).
const LOCAL_PART_MAX_BYTES: usize = 64;

/// The scope of mails among the idempotency keys.
const MAIL: &str = "mail";

/// What somebody is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    Emergency(Number),
    Ticket(TicketNumber),
}

impl Case {
    /// What a requester's page is about; an emergency, if it became one.
    pub fn of(row: &RequesterRow) -> Option<Self> {
        let (emergency, ticket) =
            (row.emergency.map(Self::Emergency), row.ticket.map(Self::Ticket));
        if row.in_ticket { ticket.or(emergency) } else { emergency.or(ticket) }
    }

    pub(crate) fn numbers(self) -> (Option<Number>, Option<TicketNumber>) {
        match self {
            Self::Emergency(number) => (Some(number), None),
            Self::Ticket(number) => (None, Some(number)),
        }
    }
}

/// Where a requester's reply landed.
#[derive(Clone, Debug)]
pub struct Landed {
    pub case: Case,
    pub from: From,
}

/// A mail that became no request of its own.
#[derive(Clone, Debug)]
pub struct KeptMail {
    pub raw: Vec<u8>,
    pub source: String,
    pub case: Option<Case>,
    /// The same for the same mail.
    pub key: String,
}

impl Engine {
    /// The address that a reply about this goes to, if mail is received.
    pub fn mail_address(&self, link: &Link) -> Option<String> {
        self.mail_address_of(&self.shared.links.mail_token(link))
    }

    /// Where a mail of ours comes back to, if mail is received.
    pub(crate) fn return_path(&self, delivery: &str) -> Option<String> {
        self.mail_address_of(&self.shared.links.return_token(delivery)?)
    }

    fn mail_address_of(&self, token: &str) -> Option<String> {
        let (local, domain) = self.options().mail_in.as_ref()?.rsplit_once('@')?;
        let local = format!("{local}+{token}");
        (local.len() <= LOCAL_PART_MAX_BYTES).then(|| format!("{local}@{domain}"))
    }

    /// The delivery whose mail comes back to an address with this token; `None` if it is not one of
    /// ours.
    pub fn read_return_token(&self, token: &str) -> Option<String> {
        self.shared.links.read_return(token)
    }

    /// Reads the token of an address; `None` if it is not one of ours.
    pub fn read_mail_token(&self, token: &str) -> Option<Link> {
        let directory = self.directory();
        let responders = directory.1.responders.iter().map(|person| &person.id);
        let desks = self.options().outside_desks.iter().map(|desk| desk.name.as_str());
        self.shared.links.read_mail(token, responders, desks)
    }

    /// Whose reply it is, by the id of the mail of ours that it answers. A responder's comes from
    /// an address of theirs.
    pub async fn link_of_mail(
        &self,
        message_id: &str,
        from: Option<&str>,
    ) -> Result<Option<Link>, EngineError> {
        let Some(delivery) = self.delivery_of_mail(message_id).await? else { return Ok(None) };
        let Some((delivery, _)) = self.shared.store.delivery(&delivery).await? else {
            return Ok(None);
        };
        Ok(match (delivery.to, delivery.emergency) {
            (Recipient::Requester { id, .. }, _) => Some(Link::Requester(id)),
            (Recipient::Responder { responder, .. }, Some(number))
                if self.writes_from(&responder, from) =>
            {
                Some(Link::Page { number, responder, via: None })
            }
            (Recipient::Desk { name }, _) => {
                let ticket = delivery.ticket.filter(|_| self.desk_writes_from(&name, from));
                ticket.map(|ticket| Link::Desk { ticket, desk: name })
            }
            _ => None,
        })
    }

    fn writes_from(&self, responder: &ResponderId, from: Option<&str>) -> bool {
        let directory = self.directory();
        let is_it = |contact: &Contact| {
            let same = |from: &str| contact.address.eq_ignore_ascii_case(from);
            contact.kind == ContactKind::Email && from.is_some_and(same)
        };
        directory.1.responder(responder).is_some_and(|person| person.contact.iter().any(is_it))
    }

    /// The delivery that a mail of ours carried, by the mail's id.
    pub async fn delivery_of_mail(&self, message_id: &str) -> Result<Option<String>, EngineError> {
        let id = message_id.trim().trim_start_matches('<').split('@').next().unwrap_or_default();
        let found = self.shared.store.delivery(id).await?;
        Ok(found.filter(|(delivery, _)| delivery.lane == Lane::Email).map(|(found, _)| found.id))
    }

    /// A requester's reply. `None` if its case is over for good and it has to become a request.
    pub async fn requester_wrote(
        &self,
        id: &RequesterId,
        text: &str,
    ) -> Result<Option<Landed>, EngineError> {
        let Some(row) = self.shared.store.requester(id).await? else { return Ok(None) };
        let from = From { id: row.id.clone(), name: row.requester.name.clone() };
        let Some(case) = Case::of(&row) else { return Ok(None) };
        let landed = Landed { case, from: from.clone() };
        let text = letter::written(text);
        match case {
            _ if text.is_empty() => Ok(Some(landed)),
            Case::Ticket(number) => {
                let alarms = letter::is_alarm(&text);
                self.requester_said(number, from.name, text).await?;
                if alarms {
                    self.ticket_escalate(number).await?;
                }
                Ok(Some(landed))
            }
            Case::Emergency(number) => {
                Ok(self.wrote_in(number, from, text).await?.then_some(landed))
            }
        }
    }

    /// A word of a ticket's requester; kind words about what is solved open nothing again.
    pub async fn requester_said(
        &self,
        ticket: TicketNumber,
        name: Option<String>,
        text: String,
    ) -> Result<(), EngineError> {
        let by = name.unwrap_or_else(|| words::names::NAMELESS.to_owned());
        let is_thanks = letter::wish(&text) == Wish::Thanks;
        self.apply_ticket(ticket, TicketInput::Wrote { by, text, is_thanks }).await?;
        Ok(())
    }

    async fn wrote_in(
        &self,
        number: Number,
        from: From,
        text: String,
    ) -> Result<bool, EngineError> {
        let wish = letter::wish(&text);
        let said = Input::Said { from: from.clone(), text: text.clone() };
        let broken = Input::StillBroken { from, note: Some(text) };
        let first = if wish == Wish::StillBroken { broken.clone() } else { said };
        match self.apply(number, first).await {
            Err(EngineError::Refused(Refused::Closed)) if wish == Wish::Thanks => Ok(true),
            Err(EngineError::Refused(Refused::Closed)) if wish == Wish::Says => {
                match self.apply(number, broken).await {
                    Err(EngineError::Refused(_)) => Ok(false),
                    other => other.map(|_| true),
                }
            }
            Err(EngineError::Refused(_)) => Ok(false),
            other => other.map(|_| true),
        }
    }

    /// A responder's reply: the same words as in a text message, confirmed by mail.
    pub async fn responder_wrote(
        &self,
        number: Number,
        id: &ResponderId,
        text: &str,
        may_answer: bool,
    ) -> Result<(), EngineError> {
        let directory = self.directory();
        let person = directory.1.responder(id).ok_or(EngineError::NotFound)?;
        let confirmation = self.carry_out(person, text, Some(number)).await;
        let Some(to) = mailbox_of(person).filter(|_| may_answer) else { return Ok(()) };
        let reader = self.options().reader_of(person);
        self.send_confirmation((Lane::Email, to), &confirmation, reader).await
    }

    /// Keeps a mail as it came in, beside what it belongs to; the same one once.
    pub async fn keep_mail(&self, mail: KeptMail) -> Result<(), EngineError> {
        let (emergency, ticket) = mail.case.map_or((None, None), Case::numbers);
        let mut unit = Unit::new();
        unit.request(&RawRequest {
            id: self.new_id(),
            received_at: self.now(),
            channel: "email".to_owned(),
            source: mail.source,
            body: mail.raw,
            request: None,
            emergency,
            ticket,
        });
        unit.remember(MAIL, &mail.key, "{}", self.now());
        match self.shared.store.commit(unit).await {
            Err(StoreError::Taken) => Ok(()),
            other => Ok(other?),
        }
    }

    /// Whether a mail with this key was kept.
    pub async fn has_mail(&self, key: &str) -> Result<bool, EngineError> {
        Ok(self.shared.store.remembered(MAIL, key).await?.is_some())
    }
}

fn mailbox_of(person: &Responder) -> Option<Recipient> {
    let mailbox = person.contact.iter().find(|contact| contact.kind == ContactKind::Email)?;
    Some(Recipient::Responder { responder: person.id.clone(), contact: mailbox.id.clone() })
}
