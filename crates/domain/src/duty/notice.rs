//! What responders are told of being on call, and of the ways in which they are reached.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Stretch;
use crate::{id::ScheduleId, shift::OpenCase};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyNotice {
    /// Somebody wants to give a shift away, perhaps for one of yours.
    SwapAsked {
        by: String,
        schedule: ScheduleId,
        gives: Stretch,
        takes: Option<Stretch>,
        lapses_at: Timestamp,
    },
    /// To the one who asked.
    SwapAnswered { by: String, schedule: ScheduleId, gives: Stretch, accepted: bool },
    /// To the one who asked: there was no answer in time.
    SwapLapsed { of: String, schedule: ScheduleId, gives: Stretch },
    /// The code that proves that this contact method reaches you. It is made from `nonce` when it
    /// is sent, and stands nowhere.
    ContactCode { nonce: String, lapses_at: Timestamp },
    /// You stand in for somebody.
    PutOnCall {
        schedule: ScheduleId,
        from: Timestamp,
        until: Timestamp,
        /// Somebody's own words; else the same as `why`, for nodes that do not know it.
        note: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<PutOnCallWhy>,
    },
    /// To whoever comes on call next: when, and what is open; `more` are not listed.
    ShiftComes {
        schedule: ScheduleId,
        from: Timestamp,
        until: Timestamp,
        open: Vec<OpenCase>,
        more: usize,
    },
    /// To somebody who was told of a shift: it is another's now.
    ShiftIsNotYours { schedule: ScheduleId, from: Timestamp },
    /// You have come on call: take over what `by` has?
    HandoffOffered { by: String, lapses_at: Timestamp },
    /// To whoever has it: the next person was asked.
    HandoffAsked { of: String, lapses_at: Timestamp },
    /// It was not taken over. To whoever keeps it, `with` is who did not take it; to the other, who
    /// keeps it.
    HandoffStays { with: String, to_you: bool, declined: bool },
    /// To the leads: somebody has not answered the test page; `kept` stays on call.
    DrillUnanswered { name: String, schedule: ScheduleId, kept: Option<String> },
    /// The same, to whom it was sent.
    DrillMissed { schedule: ScheduleId, kept: Option<String> },
    /// To whoever stayed on call, and to the leads: `by` has answered after all.
    Relieved { schedule: ScheduleId, by: String },
    /// To the leads: somebody was taken off call. By schedule, the names of those who stand in;
    /// `None` where nobody could.
    TakenOff { name: String, until: Timestamp, covers: Vec<(ScheduleId, Option<String>)> },
}

/// Why somebody is put on call, by the name of whoever it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PutOnCallWhy {
    StandsInFor(String),
    /// The next one has not answered the test page.
    NotAnsweredBy(String),
    PutBy(String),
}
