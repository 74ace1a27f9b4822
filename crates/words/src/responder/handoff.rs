//! What whoever comes on call next is told, and what both are told of an emergency that is to change
//! hands.

use domain::{duty::DutyNotice, message::Brief, shift::OpenCase};
use jiff::Timestamp;

use super::{Speaker, code, name, tell};
use crate::{foreign, phrases::fill, wording::Wording};

/// `None` if it is about something else.
pub(super) fn notice(
    notice: &DutyNotice,
    brief: &Brief,
    speaker: Speaker<'_>,
    subject: &str,
) -> Option<Wording> {
    let t = &speaker.t.handoff;
    let mut wording = Wording { subject: subject.to_owned(), ..Wording::default() };
    match notice {
        DutyNotice::ShiftComes { schedule, from, until, open, more } => {
            wording.opening = speaker.t.duty.opening.to_owned();
            let (from, until) = (speaker.clock(*from), speaker.clock(*until));
            let schedule = foreign::cut(schedule.as_str(), 40);
            let values = [("schedule", schedule.as_str()), ("from", &from), ("until", &until)];
            tell(&mut wording, fill(t.comes, &values));
            comes(open, *more, speaker, &mut wording);
        }
        DutyNotice::ShiftIsNotYours { schedule, from } => {
            wording.opening = speaker.t.duty.opening.to_owned();
            let (schedule, from) = (foreign::cut(schedule.as_str(), 40), speaker.clock(*from));
            let values = [("schedule", schedule.as_str()), ("from", &from)];
            tell(&mut wording, fill(t.not_after_all, &values));
        }
        DutyNotice::HandoffOffered { by, lapses_at } => {
            offered(&name(by), *lapses_at, brief, speaker, &mut wording);
        }
        DutyNotice::HandoffAsked { of, lapses_at } => {
            opening(brief, speaker, &mut wording);
            tell(&mut wording, fill(t.asked, &[("of", &name(of))]));
            wording.say(fill(t.asked_until, &[("at", &speaker.at(*lapses_at))]));
        }
        DutyNotice::HandoffStays { with, to_you, declined } => {
            opening(brief, speaker, &mut wording);
            let phrase = match (to_you, declined) {
                (true, true) => t.declined,
                (true, false) => t.silent,
                (false, _) => t.not_taken,
            };
            tell(&mut wording, fill(phrase, &[("with", &name(with))]));
        }
        DutyNotice::SwapAsked { .. }
        | DutyNotice::SwapAnswered { .. }
        | DutyNotice::SwapLapsed { .. }
        | DutyNotice::ContactCode { .. }
        | DutyNotice::PutOnCall { .. }
        | DutyNotice::DrillUnanswered { .. }
        | DutyNotice::DrillMissed { .. }
        | DutyNotice::Relieved { .. }
        | DutyNotice::TakenOff { .. } => return None,
    }
    wording.button(speaker.t.notice.open_it, speaker.reader.link.as_ref());
    Some(wording)
}

fn comes(open: &[OpenCase], more: usize, speaker: Speaker<'_>, wording: &mut Wording) {
    let t = &speaker.t.handoff;
    if open.is_empty() {
        return super::tell_more(wording, t.nothing_open);
    }
    for case in open {
        super::tell_more(wording, case_line(case, speaker));
    }
    if more > 0 {
        let more = more.to_string();
        wording.text(fill(t.and_more, &[("more", &more)]));
        wording.say(fill(t.and_more_console, &[("more", &more)]));
    }
    wording.say(t.once_on_call);
}

/// `E-1042 Acme Stores: Checkout is down. Investigating, Ana Ruiz has it, next word by 04:10.`
fn case_line(case: &OpenCase, speaker: Speaker<'_>) -> String {
    let t = &speaker.t.handoff;
    let who = foreign::some(case.organization.as_deref()).map(name);
    let who = who.map_or_else(String::new, |who| format!(" {who}"));
    let summary = foreign::sentence(&foreign::cut(&case.summary, 60));
    let has = match foreign::some(case.responder.as_deref()) {
        Some(person) => fill(t.has_it, &[("by", &name(person))]),
        None => t.nobody_has.to_owned(),
    };
    let number = case.number.to_string();
    let values = [
        ("number", number.as_str()),
        ("who", &who),
        ("summary", &summary),
        ("milestone", speaker.language.milestone(case.milestone)),
        ("has", &has),
    ];
    let mut line = fill(t.case, &values);
    if let Some(due) = case.next_update_by {
        line += &fill(t.next_word, &[("at", &speaker.at(due))]);
    }
    if case.switch_off {
        line += t.off;
    }
    line + t.case_end
}

fn offered(
    by: &str,
    lapses_at: Timestamp,
    brief: &Brief,
    speaker: Speaker<'_>,
    wording: &mut Wording,
) {
    let t = &speaker.t.handoff;
    opening(brief, speaker, wording);
    let summary = foreign::sentence(&foreign::cut(&brief.summary, 100));
    let number = speaker.number(brief);
    tell(wording, fill(t.offered, &[("by", by), ("number", &number), ("summary", &summary)]));
    let (code, at) = (code(brief), speaker.at(lapses_at));
    wording.text(fill(t.offered_reply, &[("code", &code)]));
    wording.choices = vec![(t.take_over, format!("{code}ok")), (t.it_stays, format!("{code}no"))];
    if let Some(due) = brief.next_update_by {
        wording.fact(speaker.t.page.expect_word, speaker.moment(due));
    }
    wording.say(fill(t.until_you_do, &[("by", by), ("at", &at)]));
}

fn opening(brief: &Brief, speaker: Speaker<'_>, wording: &mut Wording) {
    let number = speaker.number(brief);
    wording.opening = fill(speaker.t.notice.about, &[("number", &number)]);
    wording.text(format!("{number}:"));
}
