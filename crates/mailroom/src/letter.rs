//! A mail, read as far as it can be: whatever is broken in it, something comes out.

use data_encoding::HEXLOWER;
use mail_parser::{Message, MessageParser, MimeHeaders};
use sha2::{Digest, Sha256};
use words::Language;

/// A larger mail is refused, and its sender hears of it from their own server.
pub const MAX_MAIL_BYTES: usize = 25 * 1024 * 1024;
/// More files than this stay in the mail, which is kept whole.
const MAX_FILES: usize = 20;
const MAX_FILE_BYTES: usize = 10 * 1024 * 1024;
/// A deeper nest would exhaust the stack of whoever takes it apart, and with it the whole house: it is
/// kept as it came.
const MAX_NESTS: usize = 100;
/// The most of a text that is read, in characters.
const MAX_TEXT_CHARS: usize = 50_000;
const MAX_SUBJECT_CHARS: usize = 200;
const MAX_LANGUAGES: usize = 10;

/// What was understood of a mail.
#[derive(Clone, Debug, Default)]
pub(crate) struct Letter {
    /// The sender's address, and the name beside it.
    pub(crate) from: Option<String>,
    pub(crate) name: Option<String>,
    /// Where a person wants to be answered.
    pub(crate) reply_to: Option<String>,
    /// The first language that it says it is written in (RFC 3282) and that we speak.
    pub(crate) language: Option<Language>,
    pub(crate) subject: String,
    pub(crate) text: String,
    /// The ids of the mails that it answers, the latest first.
    pub(crate) answers: Vec<String>,
    pub(crate) files: Vec<(String, Vec<u8>)>,
    /// The same for the same mail, over whatever way it comes.
    pub(crate) key: String,
}

/// Reads a mail; nothing that the parser gives up on is lost.
pub(crate) fn parse(raw: &[u8]) -> Option<Message<'_>> {
    if nests(raw) > MAX_NESTS {
        return None;
    }
    MessageParser::default().parse(raw)
}

/// How often the mail says that something holds something else.
fn nests(raw: &[u8]) -> usize {
    let ends_with = |before: &[u8], kind: &[u8]| {
        before.len() >= kind.len() && before[before.len() - kind.len()..].eq_ignore_ascii_case(kind)
    };
    let slashes = raw.iter().enumerate().filter(|(_, byte)| **byte == b'/');
    let befores = slashes.map(|(at, _)| &raw[..at]);
    befores.filter(|it| ends_with(it, b"message") || ends_with(it, b"multipart")).count()
}

impl Letter {
    pub(crate) fn read(raw: &[u8], message: Option<&Message<'_>>) -> Self {
        let Some(message) = message else {
            let text = cut(&String::from_utf8_lossy(raw), MAX_TEXT_CHARS);
            return Self { text, key: hash(&[raw]), ..Self::default() };
        };
        let first = message.from().and_then(|from| from.first());
        let from = first.and_then(|from| from.address()).and_then(plain);
        let reply_to = message.reply_to().and_then(|to| to.first());
        let mut answers: Vec<String> = message.in_reply_to().as_text_list().map_or_else(
            || message.in_reply_to().as_text().map(str::to_owned).into_iter().collect(),
            |ids| ids.iter().map(ToString::to_string).collect(),
        );
        let references = message.references();
        if let Some(ids) = references.as_text_list() {
            answers.extend(ids.iter().rev().map(ToString::to_string));
        } else {
            answers.extend(references.as_text().map(str::to_owned));
        }
        answers.truncate(10);
        Self {
            name: first
                .and_then(|from| from.name())
                .map(|name| cut(&one_line(name), 100))
                .filter(|name| !name.is_empty()),
            reply_to: reply_to.and_then(|to| to.address()).and_then(plain),
            language: language(message),
            subject: subject(message.subject().unwrap_or_default()),
            text: text(message),
            answers,
            files: files(message),
            key: key(message, raw),
            from,
        }
    }
}

/// Only what it says of itself: its words are not guessed at.
fn language(message: &Message<'_>) -> Option<Language> {
    let said = message.header_raw("Content-Language")?;
    said.split(',').take(MAX_LANGUAGES).find_map(|tag| Language::spoken(tag.trim()))
}

/// An address that can be written to: one line, ASCII, with something on both sides of the @.
fn plain(address: &str) -> Option<String> {
    let address = address.trim();
    let is_plain = address.bytes().all(|byte| byte.is_ascii_graphic())
        && address.len() <= 254
        && !address.contains(['<', '>', ',', ';', '"', '(', ')']);
    let (local, domain) = address.rsplit_once('@')?;
    (is_plain && !local.is_empty() && !domain.is_empty()).then(|| address.to_owned())
}

/// The subject without what mail programs put before it.
fn subject(subject: &str) -> String {
    let line = one_line(subject);
    let mut rest = line.as_str();
    while let Some((before, after)) = rest.split_once(':') {
        let prefixes = ["re", "fw", "fwd", "aw", "wg", "sv", "tr"];
        if !prefixes.contains(&before.trim().to_lowercase().as_str()) {
            break;
        }
        rest = after.trim_start();
    }
    cut(rest.trim(), MAX_SUBJECT_CHARS)
}

fn text(message: &Message<'_>) -> String {
    let mut all = String::new();
    for part in 0..message.text_body_count().min(10) {
        if let Some(text) = message.body_text(part) {
            if !all.is_empty() {
                all.push('\n');
            }
            all.push_str(&text);
        }
        if all.len() > 4 * MAX_TEXT_CHARS {
            break;
        }
    }
    let lines: String = all.chars().filter(|c| !c.is_control() || *c == '\n').collect();
    cut(lines.trim(), MAX_TEXT_CHARS)
}

fn files(message: &Message<'_>) -> Vec<(String, Vec<u8>)> {
    let attached = message.attachments().take(MAX_FILES);
    let files = attached.map(|part| {
        let inner = part.message();
        let usual = if inner.is_some() { "mail.eml" } else { "file" };
        let name = one_line(part.attachment_name().unwrap_or(usual));
        let bytes = inner.map_or_else(|| part.contents(), |inner| inner.raw_message());
        (name, bytes.to_vec())
    });
    files.filter(|(_, bytes)| !bytes.is_empty() && bytes.len() <= MAX_FILE_BYTES).collect()
}

/// The same mail has the same key, whatever servers on its way have put above it. One that has no
/// id of its own is told by all of it: the same words tomorrow are news.
fn key(message: &Message<'_>, raw: &[u8]) -> String {
    let Some(id) = message.message_id() else { return hash(&[raw]) };
    let body = raw.windows(4).position(|four| four == b"\r\n\r\n").map_or(raw, |at| &raw[at..]);
    let names = ["From", "To", "Cc", "Date", "Subject", "Content-Type"];
    let said = names.map(|name| message.header_raw(name).unwrap_or_default().as_bytes());
    hash(&[&[id.as_bytes()], said.as_slice(), &[body]].concat())
}

fn hash(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    HEXLOWER.encode(&hash.finalize()[..16])
}

fn one_line(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.trim().to_owned()
}

pub(crate) fn cut(text: &str, max_chars: usize) -> String {
    text.chars().take(max_chars).collect()
}
