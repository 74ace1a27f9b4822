//! Test pages, and what is told of them.

use domain::{ScheduleId, duty::DutyNotice};
use jiff::Timestamp;

use super::{name, time};
use crate::{Reader, foreign, wording::Wording};

const KEYS: &str = "Press 1 to answer. Press 3 to hear this again.";

pub(super) fn page(
    schedule: &ScheduleId,
    answer_by: Timestamp,
    keeps: bool,
    reader: &Reader,
) -> Wording {
    let schedule = foreign::cut(schedule.as_str(), 40);
    let by = time::zoned(answer_by, reader);
    let mut wording = Wording {
        subject: "TEST PAGE: please answer".to_owned(),
        opening: "This is a test page. Nothing is broken.".to_owned(),
        lead: format!(
            "This is a test page, nothing is broken: you have come on call for {schedule}."
        ),
        keys: Some(KEYS),
        ..Wording::default()
    };
    wording.spoken = Some(format!("You have come on call for {schedule}. Please answer."));
    let otherwise = if keeps {
        "the person before stays on call and the leads are told"
    } else {
        "the leads are told"
    };
    wording.text(format!(
        "TEST PAGE, nothing is broken. You have come on call for {schedule}. Reply test ok by {by}, or \
         {otherwise}."
    ));
    wording.say(format!("If nothing is heard from you by {by}, {otherwise}."));
    wording.choices = vec![("I am here", "test ok".to_owned())];
    wording.button("I am here", reader.link.as_ref());
    wording
}

/// `None` if it is about something else.
pub(super) fn sentences(notice: &DutyNotice) -> Option<Vec<String>> {
    Some(match notice {
        DutyNotice::DrillUnanswered { name: who, schedule, kept } => {
            let schedule = foreign::cut(schedule.as_str(), 40);
            let now = match kept {
                Some(kept) => format!("{} stays on call.", name(kept)),
                None => "NOBODY else was put on call: please see to it.".to_owned(),
            };
            vec![
                format!(
                    "{} came on call for {schedule} and has not answered the test page.",
                    name(who)
                ),
                now,
            ]
        }
        DutyNotice::DrillMissed { schedule, kept } => {
            let schedule = foreign::cut(schedule.as_str(), 40);
            let now = match kept {
                Some(kept) => format!(
                    "{} stays on call. Answer now, and the shift is yours again.",
                    name(kept)
                ),
                None => "You are on call all the same. Please answer now.".to_owned(),
            };
            vec![format!("You have not answered the test page of {schedule}."), now]
        }
        DutyNotice::Relieved { schedule, by } => {
            let schedule = foreign::cut(schedule.as_str(), 40);
            vec![format!(
                "{} has answered the test page and is on call for {schedule} again.",
                name(by)
            )]
        }
        DutyNotice::SwapAsked { .. }
        | DutyNotice::SwapAnswered { .. }
        | DutyNotice::SwapLapsed { .. }
        | DutyNotice::ContactCode { .. }
        | DutyNotice::PutOnCall { .. }
        | DutyNotice::ShiftComes { .. }
        | DutyNotice::ShiftIsNotYours { .. }
        | DutyNotice::HandoffOffered { .. }
        | DutyNotice::HandoffAsked { .. }
        | DutyNotice::HandoffStays { .. }
        | DutyNotice::TakenOff { .. } => return None,
    })
}
