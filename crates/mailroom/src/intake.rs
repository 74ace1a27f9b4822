//! What becomes of a mail: a request, a word in a case, or the failure of a delivery. All of it is
//! on disk before the server that hands it over hears that it was taken.

use std::sync::Arc;

use domain::{
    Refused, Request,
    input::{By, From},
    request::{Channel, Requester, Sender},
    ticket::{Ticket, TicketInput},
};
use engine::{Case, Engine, EngineError, Landed, Link, NewFile, Opened, Submission};
use traces::Instrument;

use crate::{
    Settings,
    address::Mailbox,
    bounce::{self, Bounce},
    brake::Brake,
    letter::{self, Letter, cut},
    machine::{self, Author},
    sender,
};

/// A mail that has passed through more servers goes round in circles.
const MAX_HOPS: usize = 50;
const SUMMARY_MAX_CHARS: usize = 200;

/// A mail as it was handed over.
pub(crate) struct Mail {
    /// The sender on the envelope; empty for what nobody wants to hear about.
    pub(crate) from: String,
    pub(crate) mailboxes: Vec<Mailbox>,
    pub(crate) raw: Vec<u8>,
    /// The address of the server.
    pub(crate) peer: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotTaken {
    /// For good.
    GoesRound,
    /// The server keeps it and comes again.
    Unavailable,
}

pub(crate) struct Intake {
    pub(crate) engine: Engine,
    pub(crate) settings: Settings,
    pub(crate) brake: Arc<Brake>,
}

/// A mail, and what was understood of it.
struct Read {
    letter: Letter,
    author: Author,
    bounce: Option<Bounce>,
    sender: Sender,
    message_id: Option<String>,
    hops: usize,
}

impl Read {
    fn of(raw: &[u8], envelope_from: &str, trusted: Option<&str>) -> Self {
        let Some(message) = letter::parse(raw) else { return Self::unread(raw, envelope_from) };
        let letter = Letter::read(raw, Some(&message));
        let author = machine::author(&message, &letter, envelope_from);
        Self {
            author,
            bounce: bounce::read(author, &message, &letter, raw),
            sender: sender::read(&message, trusted),
            message_id: message.message_id().map(str::to_owned),
            hops: message
                .headers_raw()
                .filter(|(name, _)| name.eq_ignore_ascii_case("Received"))
                .count(),
            letter,
        }
    }

    fn unread(raw: &[u8], envelope_from: &str) -> Self {
        let author = if envelope_from.is_empty() { Author::Machine } else { Author::Person };
        let letter = Letter::read(raw, None);
        let sender = Sender::default();
        Self { letter, author, bounce: None, sender, message_id: None, hops: 0 }
    }
}

impl Intake {
    pub(crate) async fn take(&self, mail: Mail) -> Result<(), NotTaken> {
        let span = traces::span!("mail", otel.kind = "server", bytes = mail.raw.len());
        self.take_in(mail).instrument(span).await
    }

    async fn take_in(&self, mail: Mail) -> Result<(), NotTaken> {
        let mail = Arc::new(mail);
        let (reader, trusted) = (Arc::clone(&mail), self.settings.trusted_server.clone());
        let read = tokio::task::spawn_blocking(move || {
            Read::of(&reader.raw, &reader.from, trusted.as_deref())
        });
        // A mail that the reader stumbles over is a request as well.
        let read = read.await.unwrap_or_else(|_| Read::unread(&mail.raw, &mail.from));
        if read.hops > MAX_HOPS {
            tracing::warn!("a mail that goes round in circles was refused");
            return Err(NotTaken::GoesRound);
        }
        let mut placed = self.place_where_it_can_be(&mail, &read).await;
        if is_away(&placed) && self.engine.standing().is_away() {
            // The database went away in the middle of it.
            placed = self.place_where_it_can_be(&mail, &read).await;
        }
        placed.map_err(|error| {
            tracing::error!(%error, "a mail could not be kept: its server will bring it again");
            NotTaken::Unavailable
        })
    }

    /// In the database, or while it is away in the spare, where a new request can begin.
    async fn place_where_it_can_be(&self, mail: &Mail, read: &Read) -> Result<(), EngineError> {
        let (engine, _stays) = self.engine.at_work().await;
        let (settings, brake) = (self.settings.clone(), Arc::clone(&self.brake));
        Self { engine, settings, brake }.place(mail, read).await
    }

    async fn place(&self, mail: &Mail, read: &Read) -> Result<(), EngineError> {
        let was_done = self.engine.has_mail(&read.letter.key).await?;
        if was_done {
            return Ok(());
        }
        let returned = self.returned(mail);
        if returned.is_some() && read.author != Author::Person {
            return self.failure(mail, read, returned).await;
        }
        let links = self.links(mail, read).await?;
        for link in &links {
            self.engine.must_know(link).await?;
        }
        match read.author {
            Author::Postmaster => return self.failure(mail, read, None).await,
            Author::AutoReply => return self.keep(mail, read, None).await,
            Author::Machine if self.is_our_own(read).await? => {
                return self.keep(mail, read, None).await;
            }
            Author::Person | Author::Machine => {}
        }
        let mut landed = false;
        for link in links {
            landed |= self.reply(mail, read, link).await?;
        }
        if landed { Ok(()) } else { self.request(mail, read).await }
    }

    /// Whose reply it is: by the token that it was sent to, else by the mail that it answers.
    async fn links(&self, mail: &Mail, read: &Read) -> Result<Vec<Link>, EngineError> {
        let mut links: Vec<Link> = Vec::new();
        for mailbox in &mail.mailboxes {
            if let Mailbox::Reply(token) = mailbox
                && let Some(link) = self.engine.read_mail_token(token)
                && !links.contains(&link)
            {
                links.push(link);
            }
        }
        if links.is_empty() {
            let from = read.letter.from.as_deref();
            for id in &read.letter.answers {
                if let Some(link) = self.engine.link_of_mail(id, from).await? {
                    links.push(link);
                    break;
                }
            }
        }
        Ok(links)
    }

    async fn is_our_own(&self, read: &Read) -> Result<bool, EngineError> {
        match &read.message_id {
            Some(id) => Ok(self.engine.delivery_of_mail(id).await?.is_some()),
            None => Ok(false),
        }
    }

    /// The delivery whose mail comes back to where this one was sent.
    fn returned(&self, mail: &Mail) -> Option<String> {
        mail.mailboxes.iter().find_map(|mailbox| match mailbox {
            Mailbox::Reply(token) => self.engine.read_return_token(token),
            Mailbox::Requests => None,
        })
    }

    /// One of our own mails came back: which, says the address that it came back to, or what it
    /// quotes.
    async fn failure(
        &self,
        mail: &Mail,
        read: &Read,
        returned: Option<String>,
    ) -> Result<(), EngineError> {
        if let Some(bounce) = &read.bounce {
            let mut found = returned;
            for id in &bounce.message_ids {
                if found.is_some() {
                    break;
                }
                found = self.engine.delivery_of_mail(id).await?;
            }
            if let Some(delivery) = found {
                match self.engine.mail_bounced(&delivery, bounce.problem.clone()).await {
                    Err(EngineError::NotFound) => {}
                    other => other?,
                }
            }
        }
        self.keep(mail, read, None).await
    }

    async fn keep(&self, mail: &Mail, read: &Read, case: Option<Case>) -> Result<(), EngineError> {
        let kept = engine::KeptMail {
            raw: mail.raw.clone(),
            source: self.source(mail),
            case,
            key: read.letter.key.clone(),
        };
        self.engine.keep_mail(kept).await
    }

    fn source(&self, mail: &Mail) -> String {
        let from = cut(&mail.from, 254);
        format!("{} <{from}>", mail.peer)
    }

    /// Whether it landed in a case.
    async fn reply(&self, mail: &Mail, read: &Read, link: Link) -> Result<bool, EngineError> {
        match link {
            Link::Requester(id) => {
                let text = read.letter.text.as_str();
                let text = if text.is_empty() { read.letter.subject.as_str() } else { text };
                let Some(landed) = self.engine.requester_wrote(&id, text).await? else {
                    return Ok(false);
                };
                self.attach(read, &landed).await;
                self.keep(mail, read, Some(landed.case)).await?;
            }
            Link::Page { number, responder, .. } => {
                if read.author == Author::Person {
                    let answer = self.may_answer(responder.as_str());
                    let text = read.letter.text.as_str();
                    self.engine.responder_wrote(number, &responder, text, answer).await?;
                }
                self.keep(mail, read, Some(Case::Emergency(number))).await?;
            }
            Link::Desk { ticket, desk } => {
                let author = read.letter.name.as_deref();
                let Some((ticket, by)) = self.engine.outside_person(ticket, &desk, author).await?
                else {
                    return Ok(false);
                };
                self.desk_wrote(read, &ticket, by).await?;
                self.keep(mail, read, Some(Case::Ticket(ticket.number))).await?;
            }
            Link::Events(_)
            | Link::Drill { .. }
            | Link::Duty(_)
            | Link::Feed(_)
            | Link::Document(_) => {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// An answer of a desk outside. What a machine there wrote, and what comes too late, is kept
    /// for our own desk.
    async fn desk_wrote(&self, read: &Read, ticket: &Ticket, by: By) -> Result<(), EngineError> {
        let mut text = words::letter::written(&read.letter.text);
        let names = self.attach_of_desk(read, ticket).await;
        if !names.is_empty() {
            text = [text, words::letter::attached(&names.join(", "))].join("\n\n");
        }
        let (text, ticket) = (text.trim().to_owned(), ticket.number);
        if text.is_empty() {
            return Ok(());
        }
        let note = TicketInput::Note { by: by.clone(), text: text.clone() };
        if read.author != Author::Person {
            return self.engine.apply_ticket(ticket, note).await.map(drop);
        }
        match self.engine.apply_ticket(ticket, TicketInput::Reply { by, text }).await {
            Err(EngineError::Refused(Refused::TicketOver)) => {
                self.engine.apply_ticket(ticket, note).await.map(drop)
            }
            other => other.map(drop),
        }
    }

    async fn request(&self, mail: &Mail, read: &Read) -> Result<(), EngineError> {
        let request = self.request_of(mail, read);
        let name = request.requester.name.clone();
        let submission = Submission {
            request,
            raw: mail.raw.clone(),
            source: self.source(mail),
            idempotency_key: Some(format!("mail-{}", read.letter.key)),
        };
        let accepted = match self.engine.submit(submission).await {
            // Taken before, and understood a little differently.
            Err(EngineError::KeyReused) => return Ok(()),
            other => other?,
        };
        let case = match accepted.opened {
            Opened::Emergency { number, .. } => Case::Emergency(number),
            Opened::Ticket { number, .. } => Case::Ticket(number),
        };
        let from = From { id: accepted.requester, name };
        self.attach(read, &Landed { case, from }).await;
        Ok(())
    }

    fn request_of(&self, mail: &Mail, read: &Read) -> Request {
        let letter = &read.letter;
        let envelope = Some(mail.from.clone()).filter(|from| !from.is_empty());
        let address = letter.from.clone().or(envelope);
        let first_line = letter.text.lines().map(str::trim).find(|line| !line.is_empty());
        let summary = Some(letter.subject.as_str()).filter(|subject| !subject.is_empty());
        let summary = summary.or(first_line).unwrap_or(words::letter::WITHOUT_WORDS);
        let mut request = Request {
            summary: cut(summary, SUMMARY_MAX_CHARS),
            details: letter.text.clone(),
            channel: Channel::Email,
            sender: Some(read.sender.clone()),
            ..Request::default()
        };
        let is_heard = address.as_deref().is_some_and(|address| {
            read.author == Author::Person
                && !self.settings.address.is_ours(address)
                && self.may_answer(address)
        });
        request.requester = Requester {
            name: letter.name.clone(),
            locale: letter.language.map(|language| language.tag().to_owned()),
            ..Requester::default()
        };
        if is_heard {
            request.requester.email = answer_to(letter, address);
        } else if let Some(address) = address {
            // Not answered, but its reports of one outage are still told by where they come from.
            let directory = self.engine.directory();
            let known = directory.1.organization_of(None, Some(&address));
            request.organization = Some(known.map_or(address.clone(), |known| known.name.clone()));
            request.requester.name.get_or_insert(address);
        }
        request
    }

    fn may_answer(&self, address: &str) -> bool {
        self.brake.allows(address, self.engine.now())
    }

    /// The names of the files that were kept.
    async fn attach_of_desk(&self, read: &Read, ticket: &Ticket) -> Vec<String> {
        let mut names = Vec::new();
        for (at, (name, bytes)) in read.letter.files.iter().enumerate() {
            let id = format!("{}-{at}", read.letter.key);
            let file = NewFile { id, name: name.clone(), bytes: bytes.clone() };
            match self.engine.attach_of_desk(ticket, file).await {
                Ok(()) => names.push(name.clone()),
                Err(error) => {
                    tracing::error!(%error, "a file of a mail could not be kept beside it");
                }
            }
        }
        names
    }

    /// A file that cannot be kept now is still in the mail, which is.
    async fn attach(&self, read: &Read, landed: &Landed) {
        for (at, (name, bytes)) in read.letter.files.iter().enumerate() {
            let id = format!("{}-{at}", read.letter.key);
            let file = NewFile { id, name: name.clone(), bytes: bytes.clone() };
            let engine = self.engine.that_has(landed.case).await;
            if let Err(error) = engine.attach(landed.case, &landed.from, file).await {
                tracing::error!(%error, "a file of a mail could not be kept beside it");
            }
        }
    }
}

fn is_away(placed: &Result<(), EngineError>) -> bool {
    placed.as_ref().is_err_and(EngineError::is_unavailable)
}

/// Where the sender wants to be answered, if that is at the same place: else a stranger could have
/// us write to anybody.
fn answer_to(letter: &Letter, from: Option<String>) -> Option<String> {
    let domain = |address: &str| address.rsplit_once('@').map(|(_, domain)| domain.to_lowercase());
    let home = from.as_deref().and_then(domain);
    let reply_to = letter.reply_to.clone().filter(|reply_to| domain(reply_to) == home);
    reply_to.or(from)
}
