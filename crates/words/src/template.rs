//! A vendor's own words for messages to requesters, instead of the built-in ones. They are checked
//! when they are saved; should one fail all the same, the caller says the built-in words.

mod check;
mod context;
mod render;
mod sample;

use domain::{
    directory::Template,
    message::{Content, Message, News, TicketNews},
};

use self::context::Context;
use crate::{Language, Mail, Reader, foreign, mail as form, sms_length, wording::Wording};

pub use check::{Problem, check};
pub use context::VARIABLES;

/// The longest subject, in characters.
const SUBJECT_MAX_CHARS: usize = 120;
/// No mail of a template is longer, in characters.
const MAIL_MAX_CHARS: usize = 8_000;

/// A message that can have own words. What a requester is asked to consent to cannot: it must be
/// said as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Receipt,
    Milestone,
    Update,
    StillUnanswered,
    NothingNew,
    ServicesOff,
    Reopened,
    Closed,
    Merged,
    BecameTicket,
    TicketReceipt,
    TicketReply,
    TicketSolved,
    TicketBecameEmergency,
}

/// Why own words could not be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    #[error("{0}")]
    Template(String),
    #[error("it comes out empty")]
    Empty,
    #[error("it comes out longer than three segments")]
    TooLong,
}

/// A message in both forms, to be looked at.
#[derive(Clone, Debug)]
pub struct Preview {
    pub mail: Mail,
    pub sms: String,
    pub segments: usize,
    /// What of it came out in the built-in words, because the own ones failed, and why.
    pub problems: Vec<String>,
}

impl Kind {
    pub const ALL: [Self; 14] = [
        Self::Receipt,
        Self::Milestone,
        Self::Update,
        Self::StillUnanswered,
        Self::NothingNew,
        Self::ServicesOff,
        Self::Reopened,
        Self::Closed,
        Self::Merged,
        Self::BecameTicket,
        Self::TicketReceipt,
        Self::TicketReply,
        Self::TicketSolved,
        Self::TicketBecameEmergency,
    ];

    /// The first half of a template's id.
    pub fn name(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Milestone => "milestone",
            Self::Update => "update",
            Self::StillUnanswered => "still_unanswered",
            Self::NothingNew => "nothing_new",
            Self::ServicesOff => "services_off",
            Self::Reopened => "reopened",
            Self::Closed => "closed",
            Self::Merged => "merged",
            Self::BecameTicket => "became_ticket",
            Self::TicketReceipt => "ticket_receipt",
            Self::TicketReply => "ticket_reply",
            Self::TicketSolved => "ticket_solved",
            Self::TicketBecameEmergency => "ticket_became_emergency",
        }
    }

    /// When it is sent.
    pub fn about(self) -> &'static str {
        match self {
            Self::Receipt => "A report of an emergency has come in",
            Self::Milestone => "A milestone, from answered to restored",
            Self::Update => "An update that a responder writes",
            Self::StillUnanswered => "Nobody has answered yet",
            Self::NothingNew => "The promised word, when there is nothing new",
            Self::ServicesOff => "Services were switched off, or the end has moved",
            Self::Reopened => "It was restored, and is not any more",
            Self::Closed => "The emergency is closed",
            Self::Merged => "The report goes on in another emergency",
            Self::BecameTicket => "The emergency goes on as a ticket",
            Self::TicketReceipt => "A request has come in and is a ticket",
            Self::TicketReply => "The desk has answered a ticket",
            Self::TicketSolved => "The desk says that a ticket is solved",
            Self::TicketBecameEmergency => "A ticket has become an emergency",
        }
    }

    pub fn of(content: &Content) -> Option<Self> {
        Some(match content {
            Content::News(news) => match news {
                News::Receipt { .. } => Self::Receipt,
                News::Milestone { .. } => Self::Milestone,
                News::Update { .. } => Self::Update,
                News::StillUnanswered { .. } => Self::StillUnanswered,
                News::NothingNew { .. } => Self::NothingNew,
                News::ServicesOff { .. } => Self::ServicesOff,
                News::Reopened { .. } => Self::Reopened,
                News::Closed { .. } => Self::Closed,
                News::Merged { .. } => Self::Merged,
                News::BecameTicket { .. } => Self::BecameTicket,
                News::ConsentAsked { .. } | News::Bridge => return None,
            },
            Content::Ticket(news) => match news {
                TicketNews::Receipt { .. } => Self::TicketReceipt,
                TicketNews::Reply { .. } => Self::TicketReply,
                TicketNews::Solved { .. } => Self::TicketSolved,
                TicketNews::BecameEmergency { .. } => Self::TicketBecameEmergency,
            },
            Content::Page(_)
            | Content::Drill { .. }
            | Content::Notice(_)
            | Content::Forward(_)
            | Content::Announcement(_)
            | Content::JoinCall
            | Content::Reply(_) => return None,
        })
    }

    /// Whether it can carry what a person wrote, which must not get lost.
    fn carries_words(self) -> bool {
        matches!(
            self,
            Self::Milestone
                | Self::Update
                | Self::ServicesOff
                | Self::Closed
                | Self::BecameTicket
                | Self::TicketReply
        )
    }
}

/// The id of the template that a message has in a reader's language, should there be one.
pub fn id_of(message: &Message, reader: &Reader) -> Option<String> {
    Some(id(Kind::of(&message.content)?, Language::of(reader)))
}

pub fn id(kind: Kind, language: Language) -> String {
    format!("{}.{}", kind.name(), language.tag())
}

/// The kind and the language of an id.
pub fn read_id(id: &str) -> Option<(Kind, Language)> {
    let (kind, language) = id.split_once('.')?;
    let kind = Kind::ALL.into_iter().find(|one| one.name() == kind)?;
    let language = Language::ALL.into_iter().find(|one| one.tag() == language)?;
    Some((kind, language))
}

/// A mail in own words. The link to the reader's page stands below them, as ever.
pub fn mail(template: &Template, message: &Message, reader: &Reader) -> Result<Mail, Broken> {
    let built_in = crate::wording(message, reader);
    let context = Context::of(message, &built_in, reader, MAIL_MAX_CHARS);
    let mut own = Wording { button: built_in.button.clone(), ..Wording::default() };
    own.subject = match &template.subject {
        Some(subject) => {
            let subject = foreign::line(&render::render(subject, &context)?);
            foreign::some(Some(&subject)).ok_or(Broken::Empty)?;
            foreign::cut(&subject, SUBJECT_MAX_CHARS)
        }
        None => built_in.subject.clone(),
    };
    let Some(text) = &template.mail else {
        let subject = own.subject;
        return Ok(form::mail(&Wording { subject, ..built_in }, Language::of(reader)));
    };
    let text: String = render::render(text, &context)?.chars().take(MAIL_MAX_CHARS).collect();
    let mut paragraphs = paragraphs(&text).into_iter();
    own.lead = paragraphs.next().ok_or(Broken::Empty)?;
    own.more = paragraphs.collect();
    Ok(form::mail(&own, Language::of(reader)))
}

/// A text message in own words, of three segments at most. What a person wrote is cut until it
/// fits; the link is put at the end if the words do not have it.
pub fn sms(template: &Template, message: &Message, reader: &Reader) -> Result<String, Broken> {
    const QUOTE_CHARS: [usize; 9] = [400, 300, 200, 120, 80, 60, 40, 20, 0];
    let Some(source) = &template.sms else { return Ok(crate::sms(message, reader)) };
    let built_in = crate::wording(message, reader);
    for most in QUOTE_CHARS {
        let context = Context::of(message, &built_in, reader, most);
        let text = sms_length::normalised(&render::render(source, &context)?);
        if text.is_empty() {
            return Err(Broken::Empty);
        }
        let link = context.link().filter(|link| !text.contains(*link)).unwrap_or_default();
        let whole = |text: &str| format!("{text} {link}").trim_end().to_owned();
        // Rather without accents than with less in it; a link has none.
        let fitting = [whole(&text), whole(&sms_length::plain(&text))]
            .into_iter()
            .find(|text| sms_length::segments(text) <= sms_length::MAX_SEGMENTS);
        if let Some(text) = fitting {
            return Ok(text);
        }
    }
    Err(Broken::TooLong)
}

/// How a message looks with these words, or without any, with sample data.
pub fn preview(kind: Kind, language: Language, template: Option<&Template>) -> Preview {
    let (message, reader) = sample::of(kind, language);
    let mut problems = Vec::new();
    let mut or_built_in = |what: &str, broken: Broken| {
        problems.push(format!("{what}: {broken}"));
    };
    let own = template.map(|template| mail(template, &message, &reader));
    let mail = match own {
        Some(Ok(mail)) => mail,
        Some(Err(broken)) => {
            or_built_in("mail", broken);
            crate::mail(&message, &reader)
        }
        None => crate::mail(&message, &reader),
    };
    let sms = match template.map(|template| sms(template, &message, &reader)) {
        Some(Ok(text)) => text,
        Some(Err(broken)) => {
            or_built_in("sms", broken);
            crate::sms(&message, &reader)
        }
        None => crate::sms(&message, &reader),
    };
    let segments = sms_length::segments(&sms);
    Preview { mail, sms, segments, problems }
}

/// Paragraphs stand apart by empty lines; a single line break is a space.
fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for line in text.lines() {
        let line = foreign::line(line);
        match paragraphs.last_mut() {
            Some(last) if !line.is_empty() && last.is_empty() => *last = line,
            Some(last) if !line.is_empty() => *last = format!("{last} {line}"),
            Some(last) if !last.is_empty() => paragraphs.push(String::new()),
            _ => {}
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}
