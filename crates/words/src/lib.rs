//! What people read: every message, and the grammar of what responders text back. Wording is only
//! here. Deliberately absent: rules, I/O, clocks.

use domain::message::Message;
use jiff::Timestamp;

/// Who reads it, and what only the moment of sending knows.
#[derive(Clone, Debug)]
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
}

/// A mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// Puts a message into a mail.
pub fn mail(_message: &Message, _reader: &Reader) -> Mail {
    todo!()
}

/// Puts a message into a text message. It fits three segments at most (GSM 03.38, else UCS-2).
pub fn sms(_message: &Message, _reader: &Reader) -> String {
    todo!()
}

/// Puts a message into what a call says.
pub fn speech(_message: &Message, _reader: &Reader) -> String {
    todo!()
}
