//! English. Short, calm, true: what is known, what is not, what we do, when the next word comes;
//! never the time of a fix.

mod announcement;
pub(crate) mod confirmation;
mod consent;
pub(crate) mod desk;
mod drill;
mod duty;
mod forward;
pub(crate) mod gate;
mod handoff;
pub(crate) mod happened;
pub(crate) mod keys;
pub(crate) mod line;
pub(crate) mod names;
pub(crate) mod news;
mod notice;
mod page;
pub(crate) mod pages;
pub(crate) mod rehearsal;
pub(crate) mod switch;
pub(crate) mod switch_preview;
mod switched;
pub(crate) mod ticket;
pub(crate) mod time;
pub(crate) mod timeline;

use domain::{
    ScheduleId,
    forward::Forward,
    message::{Announcement, Brief, Notice, PageWhy},
};
use jiff::Timestamp;

use crate::{Reader, foreign, wording::Wording};

/// The longest name of a person or an organization, in UTF-16 units.
const NAME_MAX_UNITS: usize = 36;

/// A test page in sentences.
pub(crate) fn drill(
    schedule: &ScheduleId,
    answer_by: Timestamp,
    keeps: bool,
    reader: &Reader,
) -> Wording {
    drill::page(schedule, answer_by, keeps, reader)
}

/// A page to a responder in sentences.
pub(crate) fn page(why: &PageWhy, brief: &Brief, reader: &Reader) -> Wording {
    page::wording(why, brief, reader)
}

pub(crate) fn notice(notice: &Notice, brief: &Brief, reader: &Reader) -> Wording {
    notice::wording(notice, brief, reader)
}

pub(crate) fn announcement(announcement: &Announcement, brief: &Brief) -> Wording {
    announcement::wording(announcement, brief)
}

pub(crate) fn forward(forward: &Forward, brief: &Brief, reader: &Reader) -> Wording {
    forward::wording(forward, brief, reader)
}

pub(crate) fn reply(text: &str, brief: &Brief, reader: &Reader) -> Wording {
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
