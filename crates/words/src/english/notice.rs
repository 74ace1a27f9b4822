//! What a responder should know, and need not answer.

use domain::message::{Brief, Notice};
use jiff::Timestamp;

use super::{code, desk, duty, name, name_or, number, page, people, switch, time};
use crate::{
    Reader, foreign,
    time::Moment,
    wording::{Quote, Wording},
};

pub(super) fn wording(notice: &Notice, brief: &Brief, reader: &Reader) -> Wording {
    if let Notice::Duty(notice) = notice {
        return duty::notice(notice, brief, reader);
    }
    if *notice == Notice::NothingWritten {
        return nothing_written();
    }
    if let Some(wording) = desk::notice(notice, brief, reader) {
        return wording;
    }
    let of_switch = switch::notice(notice, brief, reader);
    // Without an emergency there is only the switch to name.
    let is_alone = of_switch.is_some() && brief.number.is_none();
    let subject = if is_alone { switch::subject(brief) } else { page::subject(brief) };
    let mut wording = Wording { subject, ..Wording::default() };
    let number = if is_alone { "the switch".to_owned() } else { number(brief) };
    wording.text(format!("{number}:"));
    let who = foreign::some(brief.organization.as_deref()).map(name);
    wording.opening = match who {
        Some(who) => format!("About {number}, {who}."),
        None => format!("About {number}."),
    };
    match of_switch {
        Some(sentences) => {
            switch::tell(sentences, &mut wording);
            switch::answers(notice, reader, &mut wording);
        }
        None => say(notice, brief, reader, &mut wording),
    }
    if let Some(organization) = foreign::some(brief.organization.as_deref()) {
        wording.fact("Customer", name(organization));
    }
    if foreign::some(Some(&brief.summary)).is_some() {
        wording.fact("What", foreign::cut(&brief.summary, 240));
    }
    wording.button("Open it", reader.link.as_ref());
    if matches!(notice, Notice::StandDown { .. } | Notice::NoLongerNeeded) {
        wording.drop_short_link();
    }
    wording
}

fn say(notice: &Notice, brief: &Brief, reader: &Reader, wording: &mut Wording) {
    let code = code(brief);
    match notice {
        Notice::StandDown { answered_by } => {
            let by = name_or(Some(answered_by), "Somebody else");
            tell(wording, format!("{by} has it. You can go back to sleep."));
        }
        Notice::NoLongerNeeded => {
            tell(wording, "You are not needed for it any more. You can go back to sleep.");
        }
        Notice::Nudge { goes_on_at } => nudge(*goes_on_at, &code, reader, wording),
        Notice::WentOn => went_on(&code, wording),
        Notice::Reminder { due } => {
            let due = time::zoned_moment(*due, reader);
            let whom = requesters(brief);
            tell(wording, format!("{whom} to hear from you by {due}."));
            hint_update(wording, &code);
        }
        Notice::SilenceFilled { misses } => {
            let sentence =
                "No word came in time, so we told the requesters that there is nothing new.";
            tell(wording, sentence);
            if *misses > 1 {
                tell_more(wording, format!("That has happened {misses} times now."));
            }
            hint_update(wording, &code);
        }
        Notice::MoreReports { count } => {
            tell(wording, format!("{} now report the same.", people(*count)));
        }
        Notice::RequesterSaid { name, text } => said(wording, name.as_deref(), text),
        Notice::HeardNothing { name } => {
            let who = name_or(name.as_deref(), "A requester");
            tell(wording, format!("{who} has heard nothing from us."));
            hint_update(wording, &code);
        }
        Notice::Confirmed { name } => {
            let who = name_or(name.as_deref(), "A requester");
            tell(wording, format!("{who} confirms that it works again."));
        }
        Notice::CameIn { name: helper } => {
            tell(wording, format!("{} came in to help you.", name(helper)));
        }
        Notice::TakenOver { by } => {
            tell(wording, format!("{} has taken it over from you.", name(by)));
        }
        Notice::Hole { place } => {
            let place = foreign::cut(place, 60);
            tell(wording, format!("Nobody was there to call at this step: {place}."));
            tell_more(
                wording,
                "The next step was called at once. Please fill it before the next night.",
            );
        }
        Notice::NothingWritten => {}
        Notice::NotRestored => not_restored(brief, reader, wording),
        Notice::SwitchProposed { .. }
        | Notice::ConsentAnswered { .. }
        | Notice::SwitchAsked { .. }
        | Notice::SwitchNotConfirmed { .. }
        | Notice::SwitchedOff { .. }
        | Notice::SwitchEnds { .. }
        | Notice::SwitchedOn { .. }
        | Notice::Duty(_)
        | Notice::TicketAssigned { .. }
        | Notice::TicketWord { .. }
        | Notice::TicketOverdue { .. }
        | Notice::TicketNotForwarded { .. } => {}
    }
}

/// Of no emergency: of the line itself.
fn nothing_written() -> Wording {
    let subject = "Frontline cannot write anything down".to_owned();
    let mut wording = Wording { subject, ..Wording::default() };
    wording.text("Frontline:");
    wording.opening = "About the emergency line itself.".to_owned();
    tell(
        &mut wording,
        "Nothing can be written down: is the disk full? People are called from memory, new requests are \
         refused.",
    );
    tell_more(&mut wording, "Please make room now.");
    wording
}

fn went_on(code: &str, wording: &mut Wording) {
    tell(wording, "We heard nothing from you, so the next person is being called.");
    wording.text(format!("Reply {code}ok if you still have it."));
    wording.choices = vec![("I still have it", format!("{code}ok"))];
}

fn not_restored(brief: &Brief, reader: &Reader, wording: &mut Wording) {
    let since = brief.opened_at.map_or_else(String::new, |at| {
        format!(" It came in {}.", time::distance(Moment::of(at, reader).distance))
    });
    tell(wording, format!("It is not restored, and reasonable time is over.{since}"));
    tell_more(
        wording,
        "Does it need more people? Or must services be switched off for this customer? The console \
         says under Switches what that would do.",
    );
}

fn nudge(goes_on_at: Option<Timestamp>, code: &str, reader: &Reader, wording: &mut Wording) {
    tell(wording, "You have it, and nobody has heard from you since.");
    let goes_on = match goes_on_at.filter(|at| *at > reader.now) {
        Some(at) => {
            let at = time::zoned_moment(at, reader);
            format!("Without a word from you the next person is called at {at}.")
        }
        None => "Without a word from you the next person is called.".to_owned(),
    };
    wording.text(format!("Reply {code}inv if you are on it. {goes_on}"));
    wording.choices =
        vec![("I am on it", format!("{code}inv")), ("I cannot after all", format!("{code}no"))];
    wording.say(goes_on);
}

/// "3 people expect", "Acme Stores expects"
fn requesters(brief: &Brief) -> String {
    if brief.requesters > 1 {
        return format!("{} expect", people(brief.requesters));
    }
    format!("{} expects", name_or(brief.organization.as_deref(), "The requester"))
}

fn said(wording: &mut Wording, who: Option<&str>, text: &str) {
    let intro = format!("{} writes:", name_or(who, "A requester"));
    wording.text(&intro);
    wording.text_theirs(text);
    wording.lead = intro.trim_end_matches(':').replace(" writes", " has written something.");
    wording.quote = Some(Quote { intro, text: text.to_owned() });
}

fn tell(wording: &mut Wording, sentence: impl Into<String>) {
    wording.lead = sentence.into();
    wording.text(wording.lead.clone());
}

fn tell_more(wording: &mut Wording, sentence: impl Into<String>) {
    let sentence = sentence.into();
    wording.text(sentence.clone());
    wording.say(sentence);
}

fn hint_update(wording: &mut Wording, code: &str) {
    wording.text(format!("Reply {code}up and one line."));
    wording.say("One line is enough, by text message or in the console.");
}
