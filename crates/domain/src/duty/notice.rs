//! What responders are told of being on call, and of the ways in which they are reached.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Stretch;
use crate::id::ScheduleId;

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
    PutOnCall { schedule: ScheduleId, from: Timestamp, until: Timestamp, note: String },
    /// To the leads: somebody was taken off call. By schedule, the names of those who stand in;
    /// `None` where nobody could.
    TakenOff { name: String, until: Timestamp, covers: Vec<(ScheduleId, Option<String>)> },
}
