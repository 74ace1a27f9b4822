//! What the emergency line says to somebody who calls it.

use domain::{Number, TicketNumber};
use jiff::Timestamp;

use crate::{Language, Reader, foreign, language::in_each, phrases::fill, time};

/// What the caller is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Whether it is an emergency; with `desk_is_open` the desk is offered, too, and until when.
    Emergency { vendor: String, desk_is_open: bool, until: Option<Timestamp> },
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
    let until = match asked {
        Asked::Emergency { until: Some(until), .. } => time::moment(*until, reader),
        Asked::Emergency { until: None, .. }
        | Asked::Report
        | Asked::CallBack { .. }
        | Asked::OtherNumber => String::new(),
    };
    in_each!(Language::of(reader), line::ask)(asked, &until)
}

/// What somebody who would rather hear this language is told to press.
pub fn offer(language: Language, key: usize) -> String {
    fill(in_each!(language, line::OFFER), &[("key", &key.to_string())])
}

/// The last words of the call.
pub fn goodbye(end: End, reader: &Reader) -> String {
    in_each!(Language::of(reader), line::goodbye)(end)
}

/// No more of a transcript is kept in the case; the recording is kept whole.
const TRANSCRIPT_MAX_UNITS: usize = 4_000;

/// What is kept of a call in its case.
pub(crate) struct Kept {
    pub(crate) hidden: &'static str,
    pub(crate) from: &'static str,
    pub(crate) says: &'static str,
    pub(crate) called: &'static str,
    pub(crate) recording: &'static str,
    pub(crate) transcript: &'static str,
    pub(crate) other_number: &'static str,
}

/// The one sentence that stands for the call until somebody has heard it; responders read it.
pub fn summary(number: Option<&str>, says_so: bool, language: Language) -> String {
    let kept = in_each!(language, line::KEPT);
    let who = number.map_or_else(
        || kept.hidden.to_owned(),
        |number| fill(kept.from, &[("number", &foreign::cut(number, 24))]),
    );
    fill(if says_so { kept.says } else { kept.called }, &[("who", &who)])
}

/// What was said on the phone, as it stands in the case, in the installation's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    Recording { link: String, secs: u32 },
    Transcript(String),
    OtherNumber(String),
}

pub fn heard(heard: &Heard, language: Language) -> String {
    let kept = in_each!(language, line::KEPT);
    match heard {
        Heard::Recording { link, secs } => {
            fill(kept.recording, &[("secs", &secs.to_string()), ("link", link)])
        }
        Heard::Transcript(text) => {
            fill(kept.transcript, &[("text", &foreign::cut(text, TRANSCRIPT_MAX_UNITS))])
        }
        Heard::OtherNumber(number) => {
            fill(kept.other_number, &[("number", &foreign::cut(number, 24))])
        }
    }
}

/// What is said of when the desk closes; nothing if it never does.
pub(crate) fn until(before: &str, until: &str, after: &str) -> String {
    if until.is_empty() { String::new() } else { format!("{before}{until}{after}") }
}

/// The vendor's name, in one breath.
pub(crate) fn name(vendor: &str) -> String {
    foreign::cut(vendor, 36)
}

/// Digit by digit, with a pause after every third.
pub(crate) fn spoken(number: &str) -> String {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    let groups = digits.chunks(3).map(|group| {
        let group = group.iter().map(ToString::to_string);
        group.collect::<Vec<_>>().join(" ")
    });
    groups.collect::<Vec<_>>().join(", ")
}
