//! What requesters are told of their emergency.

use domain::{
    Milestone,
    message::{Brief, News},
};

use super::{consent, engineer, gate, name, next_word, number, people, time};
use crate::{
    Reader, foreign,
    wording::{Quote, Wording},
};

pub(super) fn wording(news: &News, brief: &Brief, reader: &Reader) -> Wording {
    let opening = format!("About {}.", number(brief));
    let mut wording = Wording { subject: subject(brief), opening, ..Wording::default() };
    match news {
        News::Receipt { joined } => receipt(*joined, brief, reader, &mut wording),
        News::Milestone { milestone, by, note, again } => {
            let told = milestone_sentences(*milestone, by.as_deref(), *again, brief);
            tell(&mut wording, brief, told.0);
            quote(&mut wording, by.as_deref(), note.as_deref());
            if let Some(unknown) = told.1 {
                also(&mut wording, unknown);
            }
        }
        News::Update { by, text } => update(by.as_deref(), text, brief, &mut wording),
        News::StillUnanswered { called, rounds } => {
            tell(&mut wording, brief, "We are sorry: nobody has answered yet.");
            also(&mut wording, still_calling(*called, *rounds));
            offer_phone(brief, reader, &mut wording);
        }
        News::NothingNew { since } => nothing_new(*since, brief, reader, &mut wording),
        News::ServicesOff { by, note, service, until, moved } => {
            let service = service.as_deref();
            tell(&mut wording, brief, consent::off(service, *until, *moved, reader));
            quote(&mut wording, by.as_deref(), note.as_deref());
            also(&mut wording, "We tell you when they are on again.");
        }
        News::ConsentAsked { by, reason, .. } => {
            consent::ask(news, brief, &mut wording);
            quote(&mut wording, Some(by), Some(reason));
        }
        News::Bridge => return bridge(brief, reader, wording),
        News::Reopened { .. } => {
            tell(&mut wording, brief, "We heard that it is still broken.");
            also(&mut wording, "We are calling our on-call engineers again.");
        }
        News::Closed { note } => {
            tell(&mut wording, brief, "This emergency is closed.");
            quote(&mut wording, None, note.as_deref());
            also(&mut wording, "If it is still broken, say so and we call a person at once.");
        }
        News::Merged { into } => {
            tell(&mut wording, brief, format!("Your report goes on as {into}."));
            also(
                &mut wording,
                "It is the same problem. Nothing is lost; all news comes from there.",
            );
        }
        News::BecameTicket { ticket, note, respond_by } => {
            tell(&mut wording, brief, format!("Thank you. This goes on as ticket {ticket}."));
            match foreign::some(note.as_deref()) {
                Some(note) => quote(&mut wording, None, Some(note)),
                None => wording.say(gate::not_met(brief.impact)),
            }
            super::ticket::desk_and_way_back(*respond_by, reader, &mut wording);
            return wording;
        }
    }
    finish(news, brief, reader, &mut wording);
    wording
}

/// The next word, and the way to the reader's page.
fn finish(news: &News, brief: &Brief, reader: &Reader, wording: &mut Wording) {
    let is_restored = matches!(news, News::Milestone { milestone: Milestone::Restored, .. });
    let is_over = is_restored || matches!(news, News::Closed { .. } | News::Merged { .. });
    if let Some(next) = next_word(brief, reader).filter(|_| !is_over) {
        also(wording, next);
    }
    let label = if is_restored {
        "Tell us whether it works"
    } else if matches!(news, News::Closed { .. }) {
        "Say that it is still broken"
    } else if matches!(news, News::Receipt { .. }) {
        "Follow it here"
    } else if matches!(news, News::ConsentAsked { .. }) {
        "Read it and answer"
    } else {
        "Open your page"
    };
    wording.button(label, reader.link.as_ref());
}

/// The same for all news of an emergency, so that a mail program keeps them together. It carries
/// nothing that one requester wrote: others read it too.
fn subject(brief: &Brief) -> String {
    let organization = brief.organization.as_deref().filter(|_| !brief.of_several);
    let who = foreign::some(organization).map(name);
    let what = match who {
        Some(who) => format!("Emergency at {who}"),
        None => "Your emergency".to_owned(),
    };
    match brief.number {
        Some(number) => format!("[{number}] {what}"),
        None => what,
    }
}

fn receipt(joined: bool, brief: &Brief, reader: &Reader, wording: &mut Wording) {
    let number = number(brief);
    wording.lead = format!("We have your report. Its number is {number}.");
    wording.text(format!("We have your report: {number}."));
    let responder = foreign::some(brief.responder.as_deref());
    match responder {
        Some(responder) => {
            also(wording, format!("{} has it.", engineer(Some(responder))));
        }
        None => {
            also(wording, "A person is being called, again and again until somebody answers.");
        }
    }
    if joined {
        also(wording, "Others report the same problem.");
    } else if foreign::some(Some(&brief.summary)).is_some() {
        let intro = "You wrote:".to_owned();
        wording.quote = Some(Quote { intro, text: foreign::cut(&brief.summary, 300) });
    }
    wording.say("You hear from us at every step. Add what you know, or a picture, on your page.");
    if responder.is_none() {
        offer_phone(brief, reader, wording);
    }
}

fn update(by: Option<&str>, text: &str, brief: &Brief, wording: &mut Wording) {
    let intro = match foreign::some(by) {
        Some(by) => format!("{} writes:", name(by)),
        None => "We write:".to_owned(),
    };
    wording.lead = match foreign::some(by) {
        Some(_) => format!("{} has news for you.", engineer(by)),
        None => "We have news for you.".to_owned(),
    };
    wording.text(format!("{}: {intro}", number(brief)));
    wording.text_theirs(text);
    wording.quote = Some(Quote { intro, text: text.to_owned() });
}

fn nothing_new(
    since: Option<jiff::Timestamp>,
    brief: &Brief,
    reader: &Reader,
    wording: &mut Wording,
) {
    let responder = foreign::some(brief.responder.as_deref()).map(name);
    let sentence = match (responder, since) {
        (Some(responder), Some(since)) => {
            let since = time::zoned(since, reader);
            format!("There is nothing new to report. {responder} has been on it since {since}.")
        }
        (Some(responder), None) => {
            format!("There is nothing new to report. {responder} is on it.")
        }
        (None, _) => {
            "There is nothing new to report. Nobody has answered yet; we keep calling.".to_owned()
        }
    };
    tell(wording, brief, sentence);
}

fn bridge(brief: &Brief, reader: &Reader, mut wording: Wording) -> Wording {
    let Some(bridge) = &brief.bridge else {
        tell(&mut wording, brief, "A call is open. How to join it stands on your page.");
        finish(&News::Bridge, brief, reader, &mut wording);
        return wording;
    };
    tell(&mut wording, brief, "A call is open, and you can join it now.");
    let mut known = |label: &'static str, value: Option<&str>| {
        if let Some(value) = foreign::some(value) {
            wording.fact(label, foreign::cut(value, 300));
            if label != "Host" {
                wording.text(format!("{label} {}.", foreign::cut(value, 40)));
            }
        }
    };
    known("Phone", bridge.phone.as_deref());
    known("PIN", bridge.pin.as_deref());
    known("Host", bridge.host.as_deref());
    wording.button("Join the call", Some(&bridge.link));
    if let Some(next) = next_word(brief, reader) {
        wording.say(next);
    }
    wording
}

/// What is known, and what is not.
pub(super) fn milestone_sentences(
    milestone: Milestone,
    by: Option<&str>,
    again: bool,
    brief: &Brief,
) -> (String, Option<&'static str>) {
    const CAUSE_UNKNOWN: Option<&str> = Some("We do not know the cause yet.");
    let who = engineer(by);
    let organization = brief.organization.as_deref().filter(|_| !brief.of_several);
    let at_whom = || match foreign::some(organization) {
        Some(organization) => format!(" for {}", name(organization)),
        None => String::new(),
    };
    match (milestone, again) {
        (Milestone::Received, _) => ("We have your report.".to_owned(), None),
        (Milestone::Answered, false) => (format!("{who} has answered and has your report."), None),
        (Milestone::Answered, true) => (format!("{who} has taken over."), None),
        (Milestone::Investigating, false) => (format!("{who} is investigating."), CAUSE_UNKNOWN),
        (Milestone::Investigating, true) => {
            let step_back = "A step back: what we told you before does not hold.";
            (format!("{step_back} {who} is investigating again."), CAUSE_UNKNOWN)
        }
        (Milestone::Reproduced, false) => {
            (format!("{who} has reproduced the problem."), CAUSE_UNKNOWN)
        }
        (Milestone::Reproduced, true) => {
            let step_back = "A step back: what we told you before does not hold.";
            (format!("{step_back} {who} has reproduced the problem again."), CAUSE_UNKNOWN)
        }
        (Milestone::Escalated, _) => (format!("{who} has called in more people."), None),
        (Milestone::RootCauseIdentified, false) => {
            ("We know the cause.".to_owned(), Some("A fix is not ready yet."))
        }
        (Milestone::RootCauseIdentified, true) => {
            let sentence = "A step back: the cause was another than we thought. We know it now.";
            (sentence.to_owned(), Some("A fix is not ready yet."))
        }
        (Milestone::FixDeveloped, false) => {
            ("We have developed a fix.".to_owned(), Some("It is not in place yet."))
        }
        (Milestone::FixDeveloped, true) => {
            let sentence = "A step back: the fix before did not hold. We have developed another.";
            (sentence.to_owned(), Some("It is not in place yet."))
        }
        (Milestone::FixDeployed, false) => {
            ("The fix is in place.".to_owned(), Some("We tell you when everything works again."))
        }
        (Milestone::FixDeployed, true) => {
            let sentence = "The fix before did not hold. Another one is in place.";
            (sentence.to_owned(), Some("We tell you when everything works again."))
        }
        (Milestone::Restored, _) => (
            "As far as we can see, everything works again.".to_owned(),
            Some("Please check, and tell us. If it is still broken, we are back at once."),
        ),
        (Milestone::ServicesDisabled, _) => (
            format!("Our services are switched off{} for now.", at_whom()),
            Some("We tell you when they are on again."),
        ),
        (Milestone::ServicesEnabled, _) => {
            (format!("Our services are switched on again{}.", at_whom()), None)
        }
    }
}

/// What was tried while nobody answered.
pub(super) fn still_calling(called: u32, rounds: u32) -> String {
    if called == 0 {
        return "We have found nobody to call yet, and keep trying.".to_owned();
    }
    let rounds = if rounds > 1 { format!(" in {rounds} rounds") } else { String::new() };
    let called = people(u64::from(called));
    format!("We have called {called}{rounds} and keep calling until somebody answers.")
}

fn offer_phone(brief: &Brief, reader: &Reader, wording: &mut Wording) {
    if let Some(phone) = foreign::some(reader.phone.as_deref()) {
        let phone = foreign::cut(phone, 24);
        also(wording, format!("You can also call {phone}: say {}.", number(brief)));
    }
}

fn quote(wording: &mut Wording, by: Option<&str>, note: Option<&str>) {
    if let Some(note) = foreign::some(note) {
        let intro = match foreign::some(by) {
            Some(by) => format!("{} writes:", name(by)),
            None => "We write:".to_owned(),
        };
        wording.text_theirs(note);
        wording.quote = Some(Quote { intro, text: note.to_owned() });
    }
}

/// The news itself, in every form.
fn tell(wording: &mut Wording, brief: &Brief, sentence: impl Into<String>) {
    wording.lead = sentence.into();
    wording.text(format!("{}: {}", number(brief), wording.lead));
}

/// One more sentence, in every form.
fn also(wording: &mut Wording, sentence: impl Into<String>) {
    let sentence = sentence.into();
    wording.text(sentence.clone());
    wording.say(sentence);
}
