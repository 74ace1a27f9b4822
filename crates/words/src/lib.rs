//! What people read: every message, and the grammar of what responders text back. Wording is only
//! here. Deliberately absent: rules, I/O, clocks.

mod announcement;
pub mod conference;
pub mod connect;
mod difference;
mod english;
pub mod feed;
mod foreign;
mod french;
pub mod gate;
mod german;
pub mod headline;
mod html;
mod japanese;
pub mod keys;
mod language;
pub mod letter;
pub mod line;
mod mail;
pub mod names;
pub mod note;
pub mod pages;
mod phrases;
pub mod rehearsal;
pub mod reply;
mod requester;
mod responder;
pub mod room;
mod sentence;
pub mod sms_length;
mod spanish;
mod speech;
pub mod switch;
pub mod template;
pub mod ticket;
pub mod time;
pub mod timeline;
pub mod watch;
mod wording;

use domain::message::{Content, Message};
use jiff::Timestamp;
use serde_json::Value;

use self::wording::Wording;

pub use difference::difference;
pub use headline::headline;
pub use language::Language;
pub use note::{Choice, Note, NoteLink};

/// Who reads it, and what only the moment of sending knows.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    pub now: Timestamp,
    /// A BCP 47 tag; English for what we do not speak.
    pub locale: String,
    /// An IANA name; UTC if there is none of that name.
    pub time_zone: String,
    /// The reader's private page: status page for a requester, answer page for a responder.
    pub link: Option<String>,
    /// Another way to reach the vendor, shown while nobody has answered: a phone number.
    pub phone: Option<String>,
    /// The code that a message carries, made when it is sent.
    pub code: Option<String>,
    /// When the regular desk opens next, for whoever has a ticket; `None` if it is open or that is
    /// not known.
    pub desk_opens_at: Option<Timestamp>,
}

/// A mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// Puts a message into a mail.
pub fn mail(message: &Message, reader: &Reader) -> Mail {
    let language = match message.content {
        Content::Forward(_) | Content::Announcement(_) => Language::English,
        Content::News(_)
        | Content::Ticket(_)
        | Content::Page(_)
        | Content::Drill { .. }
        | Content::Notice(_)
        | Content::JoinCall
        | Content::Reply(_) => Language::of(reader),
    };
    mail::mail(&wording(message, reader), language)
}

/// Puts a message into a text message. It fits three segments at most (GSM 03.38, else UCS-2).
pub fn sms(message: &Message, reader: &Reader) -> String {
    sms_length::fit(&wording(message, reader).short, sms_length::MAX_SEGMENTS)
}

/// Puts a message into what a chat or a push notification shows.
pub fn note(message: &Message, reader: &Reader) -> Note {
    note::note(message, &wording(message, reader))
}

/// Puts a message into what a call says: plain text, to be escaped for the provider's XML. A page
/// ends with the keys that can be pressed.
pub fn speech(message: &Message, reader: &Reader) -> String {
    speech::speech(&wording(message, reader))
}

/// Puts a message into the body of a webhook: an announcement, or a page or notice to a responder.
pub fn webhook(message: &Message, reader: &Reader) -> Value {
    announcement::body(message, || sms(message, reader), reader)
}

/// People read their own language; desks outside and other software English.
fn wording(message: &Message, reader: &Reader) -> Wording {
    let brief = &message.about;
    match &message.content {
        Content::News(news) => requester::news(news, brief, reader),
        Content::Ticket(news) => requester::of_ticket(news, brief, reader),
        Content::Page(why) => responder::page(why, brief, reader),
        Content::Drill { schedule, answer_by, keeps, .. } => {
            responder::drill(schedule, *answer_by, *keeps, reader)
        }
        Content::Notice(notice) => responder::notice(notice, brief, reader),
        Content::Forward(forward) => english::forward(forward, brief, reader),
        Content::Announcement(announcement) => english::announcement(announcement, brief),
        Content::JoinCall => conference::join_call(brief, reader),
        Content::Reply(text) => responder::reply(text, brief, reader),
    }
}
