//! What somebody is answered to a text message about being on call.

use jiff::Timestamp;

use super::SCHEDULES_MAX;
use crate::{
    foreign,
    phrases::fill,
    reply::DutyDone,
    responder::{Speaker, name, refusal},
    sms_length::Piece,
};

pub(super) fn done(done: &DutyDone, speaker: Speaker<'_>) -> Vec<Piece> {
    let t = &speaker.t.on_call;
    let said = match done {
        DutyDone::ReallyIll { until } => fill(t.really_ill, &[("until", &speaker.clock(*until))]),
        DutyDone::TakenOff { until, covers } => off(*until, covers, speaker),
        DutyDone::SwapAnswered { accepted: true } => t.swap_yes.to_owned(),
        DutyDone::SwapAnswered { accepted: false } => t.swap_no.to_owned(),
        DutyDone::NoSwap { several: false } => t.no_swap.to_owned(),
        DutyDone::NoSwap { several: true } => t.several_swaps.to_owned(),
        DutyDone::Verified => t.verified.to_owned(),
        DutyDone::NotVerified { refused } => {
            fill(t.unchanged, &[("refused", &refusal::of_code(refused, speaker))])
        }
        DutyDone::DrillAnswered { was_open: true } => t.drill_answered.to_owned(),
        DutyDone::DrillAnswered { was_open: false } => t.no_drill.to_owned(),
        DutyDone::HandoffDeclined { number } => {
            fill(t.handoff_declined, &[("number", &number.to_string())])
        }
        DutyDone::Refused { refused } => {
            fill(t.unchanged, &[("refused", &refusal::foreign(&refused.to_string()))])
        }
    };
    vec![Piece::Ours(said)]
}

fn off(until: Timestamp, covers: &[(String, Option<String>)], speaker: Speaker<'_>) -> String {
    let t = &speaker.t.on_call;
    let mut said = fill(t.off, &[("until", &speaker.clock(until))]);
    if covers.is_empty() {
        said += t.off_was_not;
    }
    for (schedule, by) in covers.iter().take(SCHEDULES_MAX) {
        let schedule = foreign::cut(schedule, 24);
        said += &match by {
            Some(by) => fill(t.off_covered, &[("schedule", &schedule), ("by", &name(by))]),
            None => fill(t.off_hole, &[("schedule", &schedule)]),
        };
    }
    said
}
