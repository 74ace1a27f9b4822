//! What happens to a switch, for people who look at it.

use domain::{
    directory::MayDisable,
    switch::{Doubt, Preview, SwitchFact},
};
use jiff::Timestamp;

use crate::{Language, Reader, english, requester, time::Length};

/// What stops working for the customer, and for how long at most.
pub fn what_stops(all: bool, services: &[String], limit_secs: i64, reader: &Reader) -> [String; 2] {
    requester::what_stops(all, services, limit_secs, Language::of(reader))
}

/// Who may switch off, in a sentence.
pub fn rule(rule: MayDisable) -> String {
    english::switch::rule(rule).to_owned()
}

/// An entry of the journal; `moment` puts a moment into words.
pub fn entry(fact: &SwitchFact, who: Option<&str>, moment: impl Fn(Timestamp) -> String) -> String {
    english::switch::entry(fact, who, &moment)
}

/// What switching off would do, a sentence a line; with `done`, what it has done.
pub fn preview(preview: &Preview, done: bool, moment: impl Fn(Timestamp) -> String) -> Vec<String> {
    english::switch_preview::preview(preview, done, &moment)
}

/// What to know before it is done.
pub fn doubt(doubt: Doubt) -> &'static str {
    english::switch_preview::doubt(doubt)
}

/// How long something was off, such as `42 minutes`.
pub fn length(length: jiff::SignedDuration) -> String {
    english::time::length(Length::of(length.as_secs().unsigned_abs()))
}
