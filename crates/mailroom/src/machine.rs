//! Whether a person wrote a mail. Machines are never answered (RFC 3834), and what they answer by
//! themselves is nobody's word.

use mail_parser::{HeaderValue, Message, MimeHeaders};

use crate::letter::Letter;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Author {
    Person,
    /// A system or a list: it may report an emergency, but is not answered.
    Machine,
    /// An answer that no person has written: out of office, "your mail was received".
    AutoReply,
    /// A mail server says what became of a mail.
    Postmaster,
}

const OUT_OF_OFFICE: [&str; 8] = [
    "automatic reply",
    "auto reply",
    "autoreply",
    "out of office",
    "automatische antwort",
    "abwesenheitsnotiz",
    "réponse automatique",
    "respuesta automática",
];

const NOBODY: [&str; 6] =
    ["mailer-daemon", "noreply", "no-reply", "donotreply", "do-not-reply", "bounce"];

/// What the subjects of bounces say that are no reports.
const RETURNED: [&str; 10] = [
    "undeliver",
    "non-delivery",
    "returned mail",
    "returning message to sender",
    "delivery failure",
    "delivery failed",
    "could not be delivered",
    "failure notice",
    "user unknown",
    "mail error",
];

pub(crate) fn author(message: &Message<'_>, letter: &Letter, envelope_from: &str) -> Author {
    let says_returned = || {
        let subject = letter.subject.to_lowercase();
        envelope_from.is_empty() && RETURNED.iter().any(|words| subject.contains(words))
    };
    if is_report(message) || is_from_daemon(letter, envelope_from) || says_returned() {
        return Author::Postmaster;
    }
    let submitted = header(message, "Auto-Submitted");
    let submitted = submitted.split([';', '(', ' ']).next().unwrap_or_default().to_owned();
    let subject = message.subject().unwrap_or_default().to_lowercase();
    let answers_by_itself = submitted == "auto-replied"
        || ["X-Autoreply", "X-Autorespond"].iter().any(|name| is_there(message, name))
        || header(message, "Precedence") == "auto_reply"
        || OUT_OF_OFFICE.iter().any(|words| subject.starts_with(words));
    if answers_by_itself {
        return Author::AutoReply;
    }
    let is_machine = !matches!(submitted.as_str(), "" | "no")
        || ["bulk", "junk", "list"].contains(&header(message, "Precedence").as_str())
        || ["List-Id", "List-Unsubscribe", "List-Post", "X-Auto-Response-Suppress"]
            .iter()
            .any(|name| is_there(message, name))
        || envelope_from.is_empty()
        || letter.from.as_deref().is_none_or(is_nobody);
    if is_machine { Author::Machine } else { Author::Person }
}

/// `multipart/report`: a bounce, a receipt, a complaint (RFC 6522).
fn is_report(message: &Message<'_>) -> bool {
    message.content_type().is_some_and(|kind| {
        kind.ctype().eq_ignore_ascii_case("multipart")
            && kind.subtype().is_some_and(|subtype| subtype.eq_ignore_ascii_case("report"))
    })
}

/// Bounces of the old kinds say what happened in plain words only.
fn is_from_daemon(letter: &Letter, envelope_from: &str) -> bool {
    let from = letter.from.as_deref().unwrap_or_default().to_lowercase();
    from.starts_with("mailer-daemon@")
        || (envelope_from.is_empty() && from.starts_with("postmaster@"))
}

fn is_nobody(address: &str) -> bool {
    let address = address.to_lowercase();
    NOBODY.iter().any(|name| address.starts_with(name))
}

fn header(message: &Message<'_>, name: &str) -> String {
    message.header_raw(name).unwrap_or_default().trim().to_lowercase()
}

fn is_there(message: &Message<'_>, name: &str) -> bool {
    message.header_raw(name).is_some()
        || message.header(name).is_some_and(|value| !matches!(value, HeaderValue::Empty))
}
