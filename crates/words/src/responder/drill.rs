//! Test pages, and what is told of them.

use domain::{ScheduleId, duty::DutyNotice};
use jiff::Timestamp;

use super::{Speaker, name};
use crate::{Reader, foreign, phrases::fill, wording::Wording};

pub(crate) fn page(
    schedule: &ScheduleId,
    answer_by: Timestamp,
    keeps: bool,
    reader: &Reader,
) -> Wording {
    let speaker = Speaker::of(reader);
    let t = &speaker.t.drill;
    let schedule = foreign::cut(schedule.as_str(), 40);
    let at = speaker.at(answer_by);
    let otherwise = if keeps { t.if_kept } else { t.if_told };
    let values = [("schedule", schedule.as_str()), ("at", &at), ("otherwise", otherwise)];
    let mut wording = Wording {
        subject: t.subject.to_owned(),
        opening: t.opening.to_owned(),
        lead: fill(t.lead, &values),
        keys: Some(t.keys),
        spoken: Some(fill(t.spoken, &values)),
        ..Wording::default()
    };
    wording.text(fill(t.text, &values));
    wording.say(fill(t.say, &values));
    wording.choices = vec![(t.i_am_here, "test ok".to_owned())];
    wording.button(t.i_am_here, reader.link.as_ref());
    wording
}

/// `None` if it is about something else.
pub(super) fn sentences(notice: &DutyNotice, speaker: Speaker<'_>) -> Option<Vec<String>> {
    let t = &speaker.t.drill;
    let short = |schedule: &ScheduleId| foreign::cut(schedule.as_str(), 40);
    Some(match notice {
        DutyNotice::DrillUnanswered { name: who, schedule, kept } => {
            let now = match kept {
                Some(kept) => fill(t.stays, &[("who", &name(kept))]),
                None => t.nobody_else.to_owned(),
            };
            let values = [("who", name(who)), ("schedule", short(schedule))];
            let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
            vec![fill(t.unanswered, &values), now]
        }
        DutyNotice::DrillMissed { schedule, kept } => {
            let now = match kept {
                Some(kept) => fill(t.missed_stays, &[("who", &name(kept))]),
                None => t.missed_on.to_owned(),
            };
            vec![fill(t.missed, &[("schedule", &short(schedule))]), now]
        }
        DutyNotice::Relieved { schedule, by } => {
            vec![fill(t.relieved, &[("by", &name(by)), ("schedule", &short(schedule))])]
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
