//! What responders are told of being on call: swaps, cover, who was taken off.

use domain::{
    ScheduleId,
    duty::{DutyNotice, PutOnCallWhy, Stretch},
    message::Brief,
};
use jiff::Timestamp;

use super::{Speaker, drill, handoff, name, page, tell, tell_more};
use crate::{foreign, phrases::fill, wording::Wording};

pub(super) fn notice(notice: &DutyNotice, brief: &Brief, speaker: Speaker<'_>) -> Wording {
    let t = &speaker.t.duty;
    let mut wording = Wording { subject: subject(notice, brief, speaker), ..Wording::default() };
    if let Some(wording) = handoff::notice(notice, brief, speaker, &wording.subject) {
        return wording;
    }
    if let DutyNotice::ContactCode { lapses_at, .. } = notice {
        return code(*lapses_at, speaker, wording);
    }
    let mut sentences = sentences(notice, speaker).into_iter();
    tell(&mut wording, sentences.next().unwrap_or_default());
    wording.opening = t.opening.to_owned();
    for sentence in sentences {
        tell_more(&mut wording, sentence);
    }
    if matches!(notice, DutyNotice::DrillMissed { .. }) {
        wording.text(t.test_reply);
        wording.choices = vec![(speaker.t.drill.i_am_here, "test ok".to_owned())];
    }
    if matches!(notice, DutyNotice::SwapAsked { .. }) {
        wording.text(t.swap_reply);
    }
    wording.button(speaker.t.notice.open_it, speaker.reader.link.as_ref());
    wording
}

fn subject(notice: &DutyNotice, brief: &Brief, speaker: Speaker<'_>) -> String {
    let t = &speaker.t.duty;
    let of = |phrase, who: &str| fill(phrase, &[("who", &name(who))]);
    match notice {
        DutyNotice::SwapAsked { by, .. } => fill(t.swap_asks, &[("by", &name(by))]),
        DutyNotice::TakenOff { name: who, covers, .. }
            if covers.iter().any(|(_, by)| by.is_none()) =>
        {
            of(t.nobody_stands_in, who)
        }
        DutyNotice::TakenOff { name: who, .. } => of(t.was_taken_off, who),
        DutyNotice::PutOnCall { .. } => t.you_are_on_call.to_owned(),
        DutyNotice::ContactCode { .. } => t.your_code.to_owned(),
        DutyNotice::DrillUnanswered { name: who, kept: None, .. } => {
            of(t.nobody_answered_test, who)
        }
        DutyNotice::DrillUnanswered { name: who, .. } => of(t.has_not_answered, who),
        DutyNotice::DrillMissed { .. } | DutyNotice::Relieved { .. } => t.the_test_page.to_owned(),
        DutyNotice::ShiftComes { .. } => t.shift_begins.to_owned(),
        DutyNotice::ShiftIsNotYours { .. } => t.shift_anothers.to_owned(),
        DutyNotice::HandoffOffered { .. }
        | DutyNotice::HandoffAsked { .. }
        | DutyNotice::HandoffStays { .. } => page::subject(brief, speaker.language),
        DutyNotice::SwapAnswered { .. } | DutyNotice::SwapLapsed { .. } => t.your_swap.to_owned(),
    }
}

/// A phrase about somebody, a schedule and a stretch of it.
fn of_shift(
    phrase: &str,
    by: &str,
    schedule: &ScheduleId,
    stretch: &Stretch,
    speaker: Speaker<'_>,
) -> String {
    let (by, schedule) = (name(by), foreign::cut(schedule.as_str(), 40));
    let stretch = said_stretch(stretch, speaker);
    fill(phrase, &[("by", &by), ("schedule", &schedule), ("stretch", &stretch)])
}

fn said_stretch(it: &Stretch, speaker: Speaker<'_>) -> String {
    let (from, until) = (speaker.clock(it.from), speaker.clock(it.until));
    fill(speaker.t.duty.stretch, &[("from", &from), ("until", &until)])
}

fn sentences(notice: &DutyNotice, speaker: Speaker<'_>) -> Vec<String> {
    let t = &speaker.t.duty;
    match notice {
        DutyNotice::SwapAsked { by, schedule, gives, takes, lapses_at } => {
            let back = match takes {
                Some(takes) => fill(t.in_return, &[("stretch", &said_stretch(takes, speaker))]),
                None => t.nothing_back.to_owned(),
            };
            let wish = of_shift(t.swap_asked, by, schedule, gives, speaker);
            vec![wish, back, fill(t.without_answer, &[("at", &speaker.at(*lapses_at))])]
        }
        DutyNotice::SwapAnswered { by, schedule, gives, accepted: true } => {
            vec![of_shift(t.swap_taken, by, schedule, gives, speaker)]
        }
        DutyNotice::SwapAnswered { by, schedule, gives, accepted: false } => {
            vec![of_shift(t.swap_cannot, by, schedule, gives, speaker), t.still_on_call.to_owned()]
        }
        DutyNotice::SwapLapsed { of, schedule, gives } => {
            vec![of_shift(t.swap_lapsed, of, schedule, gives, speaker), t.still_on_call.to_owned()]
        }
        DutyNotice::PutOnCall { schedule, from, until, note, why } => {
            let (from, until) = (speaker.clock(*from), speaker.clock(*until));
            let of = |phrase, who: &str| fill(phrase, &[("who", &name(who))]);
            let note = match why {
                Some(PutOnCallWhy::StandsInFor(who)) => of(t.why_stands_in, who),
                Some(PutOnCallWhy::NotAnsweredBy(who)) => of(t.why_not_answered, who),
                Some(PutOnCallWhy::PutBy(who)) => of(t.why_put_by, who),
                None => foreign::cut(note, 100),
            };
            let schedule = foreign::cut(schedule.as_str(), 40);
            let values = [
                ("schedule", schedule.as_str()),
                ("from", &from),
                ("until", &until),
                ("note", &note),
            ];
            vec![fill(t.put_on_call, &values)]
        }
        DutyNotice::TakenOff { name: who, until, covers } => {
            taken_off(who, *until, covers, speaker)
        }
        DutyNotice::ContactCode { .. }
        | DutyNotice::ShiftComes { .. }
        | DutyNotice::ShiftIsNotYours { .. }
        | DutyNotice::HandoffOffered { .. }
        | DutyNotice::HandoffAsked { .. }
        | DutyNotice::HandoffStays { .. } => Vec::new(),
        DutyNotice::DrillUnanswered { .. }
        | DutyNotice::DrillMissed { .. }
        | DutyNotice::Relieved { .. } => drill::sentences(notice, speaker).unwrap_or_default(),
    }
}

/// Digit by digit in a call, and twice.
fn code(lapses_at: Timestamp, speaker: Speaker<'_>, mut wording: Wording) -> Wording {
    let t = &speaker.t.duty;
    let code = speaker.reader.code.as_deref().unwrap_or(t.code_unknown);
    let until = speaker.clock(lapses_at);
    wording.text(fill(t.code_sms, &[("secret", code), ("until", &until)]));
    wording.button(t.enter_it, speaker.reader.link.as_ref());
    wording.lead = fill(t.code_is, &[("secret", code)]);
    wording.opening = t.code_opening.to_owned();
    let spoken: Vec<_> = code.chars().map(String::from).collect();
    wording.spoken = Some(fill(t.code_spoken, &[("secret", &spoken.join(", "))]));
    wording.say(fill(t.code_proves, &[("until", &until)]));
    wording.say(t.code_unasked);
    wording
}

fn taken_off(
    who: &str,
    until: Timestamp,
    covers: &[(ScheduleId, Option<String>)],
    speaker: Speaker<'_>,
) -> Vec<String> {
    let t = &speaker.t.duty;
    let until = speaker.clock(until);
    let mut said = vec![fill(t.cannot_until, &[("who", &name(who)), ("until", &until)])];
    for (schedule, by) in covers {
        let schedule = foreign::cut(schedule.as_str(), 40);
        said.push(match by {
            Some(by) => fill(t.stands_in, &[("by", &name(by)), ("schedule", &schedule)]),
            None => fill(t.nobody_can, &[("schedule", &schedule)]),
        });
    }
    said
}
