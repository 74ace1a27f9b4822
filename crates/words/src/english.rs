//! English. Short, calm, true: what is known, what is not, what we do, when the next word comes;
//! never the time of a fix.

mod announcement;
pub(crate) mod confirmation;
pub(crate) mod consent;
pub(crate) mod desk;
mod duty;
pub(crate) mod gate;
pub(crate) mod headline;
pub(crate) mod keys;
pub(crate) mod line;
pub(crate) mod names;
mod news;
mod notice;
mod page;
pub(crate) mod rehearsal;
pub(crate) mod switch;
mod ticket;
pub(crate) mod time;
pub(crate) mod timeline;

use domain::message::{Brief, Content, Message};
use jiff::Timestamp;

use crate::{Reader, foreign, wording::Wording};

/// The longest name of a person or an organization, in UTF-16 units.
const NAME_MAX_UNITS: usize = 36;

/// A message in sentences.
pub(crate) fn wording(message: &Message, reader: &Reader) -> Wording {
    let brief = &message.about;
    match &message.content {
        Content::Page(why) => page::wording(why, brief, reader),
        Content::Notice(notice) => notice::wording(notice, brief, reader),
        Content::News(news) => news::wording(news, brief, reader),
        Content::Ticket(news) => ticket::wording(news, brief, reader),
        Content::Announcement(announcement) => announcement::wording(announcement, brief),
        Content::Reply(text) => reply(text, brief, reader),
    }
}

fn reply(text: &str, brief: &Brief, reader: &Reader) -> Wording {
    let mut wording = Wording { lead: foreign::cut(text, 1_000), ..Wording::default() };
    wording.subject = match brief.number {
        Some(number) => format!("[{number}] Your reply"),
        None => "Your reply".to_owned(),
    };
    wording.text(text);
    if reader.link.is_some() && brief.number.is_some() {
        wording.button("Open it", reader.link.as_ref());
        wording.drop_short_link();
    }
    wording
}

/// A name, short enough to stand in a text message.
fn name(text: &str) -> String {
    foreign::cut(text, NAME_MAX_UNITS)
}

fn name_or(text: Option<&str>, otherwise: &str) -> String {
    foreign::some(text).map_or_else(|| otherwise.to_owned(), name)
}

/// "Ana Ruiz, our on-call engineer,"
fn engineer(by: Option<&str>) -> String {
    foreign::some(by).map_or_else(
        || "Our on-call engineer".to_owned(),
        |by| format!("{}, our on-call engineer,", name(by)),
    )
}

/// "one person", "3 people"
fn people(count: u64) -> String {
    match count {
        1 => "one person".to_owned(),
        _ => format!("{count} people"),
    }
}

fn number(brief: &Brief) -> String {
    brief.number.map_or_else(|| "this emergency".to_owned(), |number| number.to_string())
}

/// What a text message to a responder starts its reply hints with: `7 ` or nothing.
fn code(brief: &Brief) -> String {
    brief.number.map_or_else(String::new, |number| format!("{} ", number.code()))
}

/// "Next word from us by 04:10 EST, in 37 minutes."
fn next_word(brief: &Brief, reader: &Reader) -> Option<String> {
    brief.next_update_by.map(|due| next_word_by(due, &time::zoned(due, reader), reader))
}

fn next_word_by(due: Timestamp, when: &str, reader: &Reader) -> String {
    if due <= reader.now {
        return "The next word from us is due now.".to_owned();
    }
    format!("Next word from us by {when}, {}.", time::distance(due, reader))
}
