//! Names of impacts, milestones, states and deadlines, for people.

use domain::{Emergency, Milestone, emergency::Deadline, request::Impact};

use crate::{Reader, english, language::Language};

/// An impact as a label: "Outage".
pub fn impact(impact: Impact, reader: &Reader) -> &'static str {
    match Language::of(reader) {
        Language::English => english::names::impact(impact),
    }
}

/// An impact as the requester chooses it: "It is down or cannot be reached".
pub fn impact_choice(impact: Impact, reader: &Reader) -> &'static str {
    match Language::of(reader) {
        Language::English => english::names::impact_choice(impact),
    }
}

/// A milestone as a label: "Root cause found".
pub fn milestone(milestone: Milestone, reader: &Reader) -> &'static str {
    match Language::of(reader) {
        Language::English => english::names::milestone(milestone),
    }
}

/// A state as a label: "Investigating".
pub fn state(emergency: &Emergency, reader: &Reader) -> &'static str {
    match Language::of(reader) {
        Language::English => english::names::state(emergency),
    }
}

/// What the next deadline is for, as a label: "Next word to requesters".
pub fn deadline(deadline: Deadline, reader: &Reader) -> &'static str {
    match Language::of(reader) {
        Language::English => english::names::deadline(deadline),
    }
}
