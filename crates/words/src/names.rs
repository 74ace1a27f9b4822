//! Names of impacts, milestones, states and deadlines, for people.

use domain::{Emergency, Milestone, emergency::Deadline, request::Impact};

use crate::Reader;

/// An impact as a label: "Outage".
pub fn impact(_impact: Impact, _reader: &Reader) -> &'static str {
    todo!()
}

/// An impact as the requester chooses it: "It is down or cannot be reached".
pub fn impact_choice(_impact: Impact, _reader: &Reader) -> &'static str {
    todo!()
}

/// A milestone as a label: "Root cause found".
pub fn milestone(_milestone: Milestone, _reader: &Reader) -> &'static str {
    todo!()
}

/// A state as a label: "Investigating".
pub fn state(_emergency: &Emergency, _reader: &Reader) -> &'static str {
    todo!()
}

/// What the next deadline is for, as a label: "Next word to requesters".
pub fn deadline(_deadline: Deadline, _reader: &Reader) -> &'static str {
    todo!()
}
