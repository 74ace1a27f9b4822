//! English. Short, calm, true: what is known, what is not, what we do, when the next word comes;
//! never the time of a fix.

mod announcement;
pub(crate) mod answering;
pub(crate) mod answers;
pub(crate) mod calls;
pub(crate) mod desk;
pub(crate) mod duty;
mod forward;
pub(crate) mod gate;
pub(crate) mod happened;
pub(crate) mod letter;
pub(crate) mod line;
pub(crate) mod names;
pub(crate) mod news;
pub(crate) mod pages;
pub(crate) mod paging;
pub(crate) mod rehearsal;
pub(crate) mod switch;
pub(crate) mod switch_preview;
pub(crate) mod switching;
pub(crate) mod ticket;
pub(crate) mod time;
pub(crate) mod timeline;

use domain::{
    forward::Forward,
    message::{Announcement, Brief},
};

use crate::{Reader, foreign, phrases::Phrases, wording::Wording};

pub(crate) const PHRASES: &Phrases = &Phrases {
    page: paging::PAGE,
    notice: paging::NOTICE,
    drill: paging::DRILL,
    keys: paging::KEYS,
    desk: paging::DESK,
    duty: duty::DUTY,
    handoff: duty::HANDOFF,
    switch: switching::SWITCH,
    switched: switching::SWITCHED,
    answers: answers::ANSWERS,
    on_call: answers::ON_CALL,
    calls: calls::CALLS,
};

/// The longest name of a person or an organization, in UTF-16 units.
const NAME_MAX_UNITS: usize = 36;

pub(crate) fn announcement(announcement: &Announcement, brief: &Brief) -> Wording {
    announcement::wording(announcement, brief)
}

pub(crate) fn forward(forward: &Forward, brief: &Brief, reader: &Reader) -> Wording {
    forward::wording(forward, brief, reader)
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
