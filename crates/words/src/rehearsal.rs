//! What a rehearsal found, for people: sentences, and a picture of the weeks. Only the console shows
//! it, in English.

mod picture;

use domain::{
    Directory,
    rehearsal::{BadNight, If, Rehearsal, WhatIf},
};

use crate::{Reader, english};

pub use picture::picture;

/// The whole report, a line each.
pub fn report(found: &Rehearsal, directory: &Directory, _reader: &Reader) -> Vec<String> {
    english::rehearsal::report(found, directory)
}

/// How long people wait, in one sentence.
pub fn summary(found: &Rehearsal, _reader: &Reader) -> String {
    english::rehearsal::summary(found)
}

/// A bad night, why it is one, and what would mend it.
pub fn bad_night(
    night: &BadNight,
    found: &Rehearsal,
    directory: &Directory,
    _reader: &Reader,
) -> String {
    english::rehearsal::bad_night(night, found, directory)
}

/// What goes wrong, as a label, and what it does.
pub fn what_if(
    it: &WhatIf,
    found: &Rehearsal,
    directory: &Directory,
    _reader: &Reader,
) -> (String, String) {
    english::rehearsal::what_if(it, found, directory)
}

/// What goes wrong in all of it, as a label.
pub fn goes_wrong(it: &If, directory: &Directory, _reader: &Reader) -> String {
    english::rehearsal::goes_wrong(it, directory)
}

/// How long a wait is: `45 s`, `2 min 10 s`.
pub fn wait(seconds: f64, _reader: &Reader) -> String {
    english::rehearsal::length(seconds)
}

/// What it all rests on.
pub fn assumptions(found: &Rehearsal, _reader: &Reader) -> String {
    english::rehearsal::assumptions(found)
}
