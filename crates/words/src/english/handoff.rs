//! What whoever comes on call next is told, and what both are told of an emergency that is to change
//! hands.

use domain::{duty::DutyNotice, message::Brief, shift::OpenCase};
use jiff::Timestamp;

use super::{code, name, names, number, time};
use crate::{Reader, foreign, wording::Wording};

/// `None` if it is about something else.
pub(super) fn notice(
    notice: &DutyNotice,
    brief: &Brief,
    reader: &Reader,
    subject: &str,
) -> Option<Wording> {
    let mut wording = Wording { subject: subject.to_owned(), ..Wording::default() };
    match notice {
        DutyNotice::ShiftComes { schedule, from, until, open, more } => {
            wording.opening = "About being on call.".to_owned();
            let schedule = foreign::cut(schedule.as_str(), 40);
            comes((&schedule, *from, *until), (open, *more), reader, &mut wording);
        }
        DutyNotice::ShiftIsNotYours { schedule, from } => {
            wording.opening = "About being on call.".to_owned();
            let (schedule, from) =
                (foreign::cut(schedule.as_str(), 40), time::zoned(*from, reader));
            tell(
                &mut wording,
                format!("You are not on call for {schedule} from {from} after all."),
            );
        }
        DutyNotice::HandoffOffered { by, lapses_at } => {
            offered(&name(by), *lapses_at, brief, reader, &mut wording);
        }
        DutyNotice::HandoffAsked { of, lapses_at } => {
            opening(brief, &mut wording);
            let (of, until) = (name(of), time::zoned(*lapses_at, reader));
            tell(
                &mut wording,
                format!(
                    "{of} is on call now and was asked to take it over. Until then it is yours."
                ),
            );
            wording
                .say(format!("If nothing is heard by {until}, it stays with you, and we say so."));
        }
        DutyNotice::HandoffStays { with, to_you, declined } => {
            opening(brief, &mut wording);
            let with = name(with);
            tell(
                &mut wording,
                match (to_you, declined) {
                    (true, true) => format!("{with} cannot take it over. It stays with you."),
                    (true, false) => {
                        format!("{with} has said nothing about taking it over. It stays with you.")
                    }
                    (false, _) => format!("You have not taken it over. It stays with {with}."),
                },
            );
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
    wording.button("Open it", reader.link.as_ref());
    Some(wording)
}

fn comes(
    (schedule, from, until): (&str, Timestamp, Timestamp),
    (open, more): (&[OpenCase], usize),
    reader: &Reader,
    wording: &mut Wording,
) {
    let (from, until) = (time::zoned(from, reader), time::zoned(until, reader));
    tell(wording, format!("You are on call for {schedule} from {from} until {until}."));
    if open.is_empty() {
        wording.text("Nothing is open.");
        wording.say("Nothing is open.");
        return;
    }
    for case in open {
        let said = case_line(case, reader);
        wording.text(said.clone());
        wording.say(said);
    }
    if more > 0 {
        wording.text(format!("And {more} more."));
        wording.say(format!("And {more} more: the console lists them."));
    }
    wording.say("Once you are on call, you are asked to take over what others have; it stays with them until you do.");
}

/// `E-1042 Acme Stores: Checkout is down. Investigating, Ana Ruiz has it, next word by 04:10.`
fn case_line(case: &OpenCase, reader: &Reader) -> String {
    let who = foreign::some(case.organization.as_deref()).map(name);
    let who = who.map_or_else(String::new, |who| format!(" {who}"));
    let summary = foreign::sentence(&foreign::cut(&case.summary, 60));
    let has = match foreign::some(case.responder.as_deref()) {
        Some(person) => format!("{} has it", name(person)),
        None => "nobody has answered yet".to_owned(),
    };
    let mut line =
        format!("{}{who}: {summary} {}, {has}", case.number, names::milestone(case.milestone));
    if let Some(due) = case.next_update_by {
        line += &format!(", next word by {}", time::zoned(due, reader));
    }
    if case.switch_off {
        line += ", services are switched off";
    }
    line + "."
}

fn offered(by: &str, lapses_at: Timestamp, brief: &Brief, reader: &Reader, wording: &mut Wording) {
    opening(brief, wording);
    let summary = foreign::sentence(&foreign::cut(&brief.summary, 100));
    tell(
        wording,
        format!("You are on call now. {by} has {}: {summary} Take it over?", number(brief)),
    );
    let (code, until) = (code(brief), time::zoned(lapses_at, reader));
    wording.text(format!("Reply {code}ok to take it, {code}no if it is to stay."));
    wording.choices =
        vec![("I take it over", format!("{code}ok")), ("It stays", format!("{code}no"))];
    if let Some(due) = brief.next_update_by {
        wording.fact("They expect a word by", time::zoned_moment(due, reader));
    }
    wording
        .say(format!("Until you do, it stays with {by}; without a word from you by {until}, too."));
}

fn opening(brief: &Brief, wording: &mut Wording) {
    wording.opening = format!("About {}.", number(brief));
    wording.text(format!("{}:", number(brief)));
}

fn tell(wording: &mut Wording, sentence: String) {
    wording.text(sentence.clone());
    wording.lead = sentence;
}
