//! Names of impacts, milestones, states and deadlines, for people. What only the console shows is
//! English.

use domain::{Emergency, Milestone, emergency::Deadline, request::Impact};

use crate::{Language, Reader, english, language::in_each};

/// Who a ticket's conversation names if its requester gave no name.
pub const NAMELESS: &str = "Requester";

/// An impact as a label: "Outage".
pub fn impact(impact: Impact, reader: &Reader) -> &'static str {
    Language::of(reader).impact(impact)
}

/// An impact as the requester chooses it: "It is down or cannot be reached".
pub fn impact_choice(impact: Impact, reader: &Reader) -> &'static str {
    in_each!(Language::of(reader), names::impact_choice)(impact)
}

/// A milestone as a label: "Root cause found".
pub fn milestone(milestone: Milestone, reader: &Reader) -> &'static str {
    Language::of(reader).milestone(milestone)
}

/// A state as a label: "Investigating".
pub fn state(emergency: &Emergency, reader: &Reader) -> &'static str {
    in_each!(Language::of(reader), names::state)(emergency)
}

/// What the next deadline is for, as a label: "Next word to requesters".
pub fn deadline(deadline: Deadline, _reader: &Reader) -> &'static str {
    english::names::deadline(deadline)
}
