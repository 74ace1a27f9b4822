//! What responders are told of being on call: swaps, cover, who was taken off.

use domain::{
    duty::{DutyNotice, Stretch},
    message::Brief,
};
use jiff::Timestamp;

use super::{drill, handoff, name, page, time};
use crate::{Reader, foreign, reply::DutyDone, sms_length::Piece, wording::Wording};

pub(super) fn notice(notice: &DutyNotice, brief: &Brief, reader: &Reader) -> Wording {
    let mut wording = Wording { subject: subject(notice, brief), ..Wording::default() };
    if let Some(wording) = handoff::notice(notice, brief, reader, &wording.subject) {
        return wording;
    }
    if let DutyNotice::ContactCode { lapses_at, .. } = notice {
        return code(*lapses_at, reader, wording);
    }
    let mut sentences = sentences(notice, reader).into_iter();
    wording.lead = sentences.next().unwrap_or_default();
    wording.opening = "About being on call.".to_owned();
    wording.text(wording.lead.clone());
    for sentence in sentences {
        wording.text(sentence.clone());
        wording.say(sentence);
    }
    if matches!(notice, DutyNotice::DrillMissed { .. }) {
        wording.text("Reply test ok.");
        wording.choices = vec![("I am here", "test ok".to_owned())];
    }
    if matches!(notice, DutyNotice::SwapAsked { .. }) {
        wording.text("Reply swap yes or swap no.");
    }
    wording.button("Open it", reader.link.as_ref());
    wording
}

fn subject(notice: &DutyNotice, brief: &Brief) -> String {
    match notice {
        DutyNotice::SwapAsked { by, .. } => format!("{} asks to swap a shift", name(by)),
        DutyNotice::TakenOff { name: who, covers, .. }
            if covers.iter().any(|(_, by)| by.is_none()) =>
        {
            format!("NOBODY stands in for {}", name(who))
        }
        DutyNotice::TakenOff { name: who, .. } => format!("{} was taken off call", name(who)),
        DutyNotice::PutOnCall { .. } => "You are on call".to_owned(),
        DutyNotice::ContactCode { .. } => "Your code from Frontline".to_owned(),
        DutyNotice::DrillUnanswered { name: who, kept: None, .. } => {
            format!("NOBODY answered the test page: {}", name(who))
        }
        DutyNotice::DrillUnanswered { name: who, .. } => {
            format!("{} has not answered the test page", name(who))
        }
        DutyNotice::DrillMissed { .. } | DutyNotice::Relieved { .. } => "The test page".to_owned(),
        DutyNotice::ShiftComes { .. } => "Your shift is about to begin".to_owned(),
        DutyNotice::ShiftIsNotYours { .. } => "Your shift is another's".to_owned(),
        DutyNotice::HandoffOffered { .. }
        | DutyNotice::HandoffAsked { .. }
        | DutyNotice::HandoffStays { .. } => page::subject(brief),
        DutyNotice::SwapAnswered { .. } | DutyNotice::SwapLapsed { .. } => "Your swap".to_owned(),
    }
}

fn sentences(notice: &DutyNotice, reader: &Reader) -> Vec<String> {
    let at = |at: Timestamp| time::zoned(at, reader);
    let stretch = |it: &Stretch| format!("from {} until {}", at(it.from), at(it.until));
    match notice {
        DutyNotice::SwapAsked { by, schedule, gives, takes, lapses_at } => {
            let wish = format!(
                "{} asks you to be on call for {} {}.",
                name(by),
                foreign::cut(schedule.as_str(), 40),
                stretch(gives)
            );
            let back = match takes {
                Some(takes) => format!("In return they take yours {}.", stretch(takes)),
                None => "Nothing is offered in return.".to_owned(),
            };
            vec![wish, back, format!("Without an answer by {} all stays as it is.", at(*lapses_at))]
        }
        DutyNotice::SwapAnswered { by, schedule, gives, accepted: true } => vec![format!(
            "{} has taken your shift of {} {}. The calendar is changed.",
            name(by),
            foreign::cut(schedule.as_str(), 40),
            stretch(gives)
        )],
        DutyNotice::SwapAnswered { by, schedule, gives, accepted: false } => vec![
            format!(
                "{} cannot take your shift of {} {}.",
                name(by),
                foreign::cut(schedule.as_str(), 40),
                stretch(gives)
            ),
            "You are still on call then.".to_owned(),
        ],
        DutyNotice::SwapLapsed { of, schedule, gives } => vec![
            format!(
                "{} has not answered about your shift of {} {}.",
                name(of),
                foreign::cut(schedule.as_str(), 40),
                stretch(gives)
            ),
            "You are still on call then.".to_owned(),
        ],
        DutyNotice::PutOnCall { schedule, from, until, note } => vec![format!(
            "You are on call for {} from {} until {}: {}.",
            foreign::cut(schedule.as_str(), 40),
            at(*from),
            at(*until),
            foreign::cut(note, 100)
        )],
        DutyNotice::TakenOff { name: who, until, covers } => taken_off(who, *until, covers, reader),
        DutyNotice::ContactCode { .. }
        | DutyNotice::ShiftComes { .. }
        | DutyNotice::ShiftIsNotYours { .. }
        | DutyNotice::HandoffOffered { .. }
        | DutyNotice::HandoffAsked { .. }
        | DutyNotice::HandoffStays { .. } => Vec::new(),
        DutyNotice::DrillUnanswered { .. }
        | DutyNotice::DrillMissed { .. }
        | DutyNotice::Relieved { .. } => drill::sentences(notice).unwrap_or_default(),
    }
}

/// Digit by digit in a call, and twice.
fn code(lapses_at: Timestamp, reader: &Reader, mut wording: Wording) -> Wording {
    let code = reader.code.as_deref().unwrap_or("not known");
    let until = time::zoned(lapses_at, reader);
    let unasked = "If you did not ask for it, nothing needs to be done.";
    wording.text(format!(
        "{code} is your code from Frontline. Reply with it, or enter it where you asked for it, until {until}."
    ));
    wording.button("Enter it", reader.link.as_ref());
    wording.lead = format!("Your code is {code}.");
    wording.opening = "This is Frontline, about how you are called at night.".to_owned();
    let spoken: Vec<_> = code.chars().map(String::from).collect();
    wording.spoken = Some(format!("Your code is {0}. Again: {0}.", spoken.join(", ")));
    wording.say(format!("It proves that this way reaches you, and counts until {until}."));
    wording.say(unasked);
    wording
}

fn taken_off(
    who: &str,
    until: Timestamp,
    covers: &[(domain::ScheduleId, Option<String>)],
    reader: &Reader,
) -> Vec<String> {
    let until = time::zoned(until, reader);
    let mut said = vec![format!("{} cannot be on call until {until}.", name(who))];
    for (schedule, by) in covers {
        let schedule = foreign::cut(schedule.as_str(), 40);
        said.push(match by {
            Some(by) => format!("{} stands in for {schedule}.", name(by)),
            None => format!("NOBODY can stand in for {schedule}: put somebody on call now."),
        });
    }
    said
}

/// How many schedules are listed.
const LISTED_MAX: usize = 4;

/// What somebody is answered to a text message about being on call.
pub(super) fn done(done: &DutyDone, reader: &Reader) -> Vec<Piece> {
    let said = match done {
        DutyDone::ReallyIll { until } => {
            let until = time::zoned(*until, reader);
            format!(
                "Get well soon. Reply ill yes, and you are off call until {until}: others stand in, \
                 and your open pages go on at once."
            )
        }
        DutyDone::TakenOff { until, covers } => off(*until, covers, reader),
        DutyDone::SwapAnswered { accepted: true } => {
            "The shift is yours, and the calendar is changed. Thank you.".to_owned()
        }
        DutyDone::SwapAnswered { accepted: false } => {
            "Understood: all stays as it is, and we say so to who asked.".to_owned()
        }
        DutyDone::NoSwap { several: false } => {
            "No swap waits for your answer, so nothing was changed.".to_owned()
        }
        DutyDone::NoSwap { several: true } => {
            "Several swaps wait for you: answer them by the link in each message.".to_owned()
        }
        DutyDone::Verified => {
            "Thank you. This contact method is verified: pages over it reach you.".to_owned()
        }
        DutyDone::NotVerified { refused } => format!("Nothing was changed: {refused}."),
        DutyDone::DrillAnswered { was_open: true } => {
            "Thank you: the test page has reached you, and you are on call.".to_owned()
        }
        DutyDone::DrillAnswered { was_open: false } => {
            "Thank you. No test page waits for your answer any more.".to_owned()
        }
        DutyDone::HandoffDeclined { number } => {
            format!("{number}: understood. It stays with whoever has it, and we say so to them.")
        }
        DutyDone::Refused { refused } => format!("Nothing was changed: {refused}."),
    };
    vec![Piece::Ours(said)]
}

fn off(until: Timestamp, covers: &[(String, Option<String>)], reader: &Reader) -> String {
    let until = time::zoned(until, reader);
    let mut said = format!("You are off call until {until}. Get well soon.");
    if covers.is_empty() {
        said += " You were not on call until then.";
    }
    for (schedule, by) in covers.iter().take(LISTED_MAX) {
        let schedule = foreign::cut(schedule, 24);
        said += &match by {
            Some(by) => format!(" {schedule}: {}.", name(by)),
            None => format!(" {schedule}: NOBODY can stand in. The leads were told."),
        };
    }
    said
}
