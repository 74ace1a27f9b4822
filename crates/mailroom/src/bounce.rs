//! What a mail server says of a mail that it could not deliver (RFC 3464), or in the plain words
//! that older ones use.

use mail_parser::{Message, MimeHeaders};

use crate::{letter::Letter, machine::Author};

/// The longest problem that is kept, in characters.
const MAX_PROBLEM_CHARS: usize = 200;
/// How much of a bounce is searched for the mail that it is about.
const MAX_SEARCHED_BYTES: usize = 256 * 1024;
/// How many ids are looked up for one bounce.
const MAX_IDS: usize = 8;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bounce {
    /// The ids of the mails that it may be about.
    pub(crate) message_ids: Vec<String>,
    pub(crate) problem: String,
}

/// What subjects say of a mail that waits, and of one that arrived.
const NO_FAILURE: [&str; 7] =
    ["delay", "warning", "temporar", "read:", "return receipt", "delivered:", "successful"];
/// What texts say of a mail that is still tried.
const STILL_TRIED: [&str; 5] = [
    "warning message only",
    "has been delayed",
    "not yet been delivered",
    "will be retried",
    "attempts will continue",
];
/// What is said of a mail that came back, whatever else is said.
const FAILED: [&str; 14] = [
    "fail",
    "undeliver",
    "not be delivered",
    "not deliver",
    "cannot be delivered",
    "unable to deliver",
    "returned mail",
    "returning message",
    "user unknown",
    "unknown user",
    "no such user",
    "mail error",
    "rejected",
    "does not exist",
];
/// Whoever says something else of no mail server's says it further down.
const MAX_READ_CHARS: usize = 2_000;

/// `None` for what is no failure: a delay, a receipt, a relayed mail, an answer that wrote itself.
pub(crate) fn read(
    author: Author,
    message: &Message<'_>,
    letter: &Letter,
    raw: &[u8],
) -> Option<Bounce> {
    if matches!(author, Author::AutoReply | Author::Person) {
        return None;
    }
    let status = status(message);
    let has_failed = match &status {
        Some(status) => says_failed(status),
        None => reads_failed(letter, author == Author::Postmaster),
    };
    if !has_failed {
        return None;
    }
    let problem = status.and_then(|status| {
        let said = values(&status, "diagnostic-code").into_iter().next();
        said.or_else(|| values(&status, "status").into_iter().next())
    });
    let problem = problem.unwrap_or_else(|| "the mail came back".to_owned());
    let problem: String =
        problem.chars().filter(|c| !c.is_control()).take(MAX_PROBLEM_CHARS).collect();
    Some(Bounce { message_ids: ids(raw), problem })
}

/// By the word of RFC 3464; who says none of its words is understood by the status.
fn says_failed(status: &str) -> bool {
    let actions = values(status, "action");
    let first_words = || actions.iter().filter_map(|action| action.split_whitespace().next());
    let known = ["delayed", "delivered", "relayed", "expanded"];
    let is_known = |word: &str| known.iter().any(|known| word.eq_ignore_ascii_case(known));
    let is_permanent = || values(status, "status").iter().any(|code| code.starts_with('5'));
    first_words().any(|word| word.eq_ignore_ascii_case("failed"))
        || actions.is_empty()
        || (!first_words().any(is_known) && is_permanent())
}

/// In plain words. From a mail server it is a failure unless it says something else.
fn reads_failed(letter: &Letter, is_postmaster: bool) -> bool {
    let subject = letter.subject.to_lowercase();
    let text: String = letter.text.chars().take(MAX_READ_CHARS).collect();
    let text = text.to_lowercase();
    let says = |what: &str, words: &[&str]| words.iter().any(|words| what.contains(words));
    if says(&text, &STILL_TRIED) {
        return false;
    }
    says(&subject, &FAILED)
        || (!says(&subject, &NO_FAILURE) && (is_postmaster || says(&text, &FAILED)))
}

/// The part that machines read.
fn status(message: &Message<'_>) -> Option<String> {
    let part =
        message.parts.iter().find(|part| part.is_content_type("message", "delivery-status"))?;
    let said = part.message().map_or_else(|| part.contents(), |inner| inner.raw_message());
    Some(String::from_utf8_lossy(said).into_owned())
}

/// The values of a field, with what is folded onto further lines.
fn values(status: &str, name: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut inside = false;
    for line in status.lines() {
        if inside && line.starts_with([' ', '\t']) {
            if let Some(last) = found.last_mut() {
                last.push(' ');
                last.push_str(line.trim());
            }
            continue;
        }
        inside = false;
        if let Some((key, value)) = line.split_once(':')
            && key.trim().eq_ignore_ascii_case(name)
        {
            inside = true;
            found.push(value.trim().to_owned());
        }
    }
    found
}

/// Every `Message-ID` that the bounce quotes, its own apart.
fn ids(raw: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(&raw[..raw.len().min(MAX_SEARCHED_BYTES)]).into_owned();
    let head_ends = text.find("\r\n\r\n").unwrap_or(0);
    let mut ids = Vec::new();
    for name in ["message-id:", "in-reply-to:", "references:"] {
        let from = if name == "message-id:" { head_ends } else { 0 };
        let lower = text.to_ascii_lowercase();
        for (at, _) in lower[from..].match_indices(name).take(MAX_IDS) {
            let rest = &text[from + at + name.len()..];
            let id = rest.trim_start().strip_prefix('<').and_then(|rest| rest.split_once('>'));
            if let Some((id, _)) = id.filter(|(id, _)| id.len() <= 250) {
                ids.push(id.to_owned());
            }
        }
    }
    ids.truncate(MAX_IDS);
    ids
}
