//! What the emergency line says to somebody who calls it.

use domain::{Number, TicketNumber};

use crate::{Reader, english, language::Language};

/// What the caller is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Whether it is an emergency; with `desk_is_open` the desk is offered, too.
    Emergency { vendor: String, desk_is_open: bool },
    /// Name, company and what is wrong, after the tone.
    Report,
    /// Whether this number is the one to call back.
    CallBack { number: String },
    /// Another number.
    OtherNumber,
}

/// What the call came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Emergency(Number),
    Ticket(TicketNumber),
    /// It was taken, but what it became is not known here.
    Taken,
}

/// A question, in one breath.
pub fn ask(asked: &Asked, reader: &Reader) -> String {
    match Language::of(reader) {
        Language::English => english::line::ask(asked),
    }
}

/// The last words of the call.
pub fn goodbye(end: End, reader: &Reader) -> String {
    match Language::of(reader) {
        Language::English => english::line::goodbye(end),
    }
}

/// The one sentence that stands for the call until somebody has heard it.
pub fn summary(number: Option<&str>, says_so: bool, reader: &Reader) -> String {
    match Language::of(reader) {
        Language::English => english::line::summary(number, says_so),
    }
}

/// What was said on the phone, as it stands in the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    Recording { link: String, secs: u32 },
    Transcript(String),
    OtherNumber(String),
}

pub fn heard(heard: &Heard, reader: &Reader) -> String {
    match Language::of(reader) {
        Language::English => english::line::heard(heard),
    }
}
