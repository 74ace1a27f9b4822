//! What requesters are told of their emergency.

use domain::{
    Milestone,
    message::{Brief, News},
};
use jiff::Timestamp;

use super::{Telling, by_name, consent, customer, not_met};
use crate::{
    Reader, foreign,
    sentence::{Label, Sentence},
    time::Moment,
    wording::{Quote, Wording},
};

pub(crate) fn wording(news: &News, brief: &Brief, reader: &Reader) -> Wording {
    let mut telling = Telling::new(brief, reader);
    telling.wording.subject = subject(&telling);
    telling.wording.opening = telling.language.say(&Sentence::About(&telling.number()));
    match news {
        News::Receipt { joined } => receipt(*joined, &mut telling),
        News::Milestone { milestone, by, note, again } => {
            reached(*milestone, *again, by.as_deref(), note.as_deref(), &mut telling);
        }
        News::Update { by, text } => update(by.as_deref(), text, &mut telling),
        News::StillUnanswered { called, rounds } => {
            telling.tell(&Sentence::NobodyYet);
            telling.also(&match called {
                0 => Sentence::NobodyToCall,
                _ => Sentence::KeepCalling { called: *called, rounds: *rounds },
            });
            offer_phone(&mut telling);
        }
        News::NothingNew { since } => nothing_new(*since, &mut telling),
        News::ServicesOff { by, note, service, until, moved } => {
            let service = service.as_deref().map(|service| foreign::cut(service, 60));
            let until = Moment::of(*until, reader);
            telling.tell(&Sentence::Off { service: service.as_deref(), until, moved: *moved });
            telling.quote(by.as_deref(), note.as_deref());
            telling.also(&Sentence::ToldWhenOn);
        }
        News::ConsentAsked { by, reason, .. } => {
            consent::ask(news, &mut telling);
            telling.quote(Some(by), Some(reason));
        }
        News::Bridge => return bridge(telling),
        News::Reopened { .. } => {
            telling.tell(&Sentence::StillBroken);
            telling.also(&Sentence::CallingAgain);
        }
        News::Closed { note } => {
            telling.tell(&Sentence::Closed);
            telling.quote(None, note.as_deref());
            telling.also(&Sentence::IfStillBroken);
        }
        News::Merged { into } => {
            telling.tell(&Sentence::GoesOnAs(&into.to_string()));
            telling.also(&Sentence::SameProblem);
        }
        News::BecameTicket { ticket, note, respond_by } => {
            telling.tell(&Sentence::BecameTicket(&ticket.to_string()));
            match foreign::some(note.as_deref()) {
                Some(note) => telling.quote(None, Some(note)),
                None => telling.wording.say(not_met(brief.impact, telling.language)),
            }
            super::ticket::desk_and_way_back(*respond_by, &mut telling);
            return telling.wording;
        }
    }
    finish(news, &mut telling);
    telling.wording
}

/// The next word, and the way to the reader's page.
fn finish(news: &News, telling: &mut Telling<'_>) {
    let is_restored = matches!(news, News::Milestone { milestone: Milestone::Restored, .. });
    let is_over = is_restored || matches!(news, News::Closed { .. } | News::Merged { .. });
    if let Some(next) = telling.next_word().filter(|_| !is_over) {
        telling.wording.text(next.clone());
        telling.wording.say(next);
    }
    telling.button(if is_restored {
        Label::TellWhetherItWorks
    } else if matches!(news, News::Closed { .. }) {
        Label::SayStillBroken
    } else if matches!(news, News::Receipt { .. }) {
        Label::FollowIt
    } else if matches!(news, News::ConsentAsked { .. }) {
        Label::ReadAndAnswer
    } else {
        Label::OpenPage
    });
}

/// The same for all news of an emergency, so that a mail program keeps them together. It carries
/// nothing that one requester wrote: others read it too.
fn subject(telling: &Telling<'_>) -> String {
    let what = match customer(telling.brief) {
        Some(who) => telling.language.emergency_at(&who),
        None => telling.language.label(Label::YourEmergency).to_owned(),
    };
    match telling.brief.number {
        Some(number) => format!("[{number}] {what}"),
        None => what,
    }
}

fn receipt(joined: bool, telling: &mut Telling<'_>) {
    let number = telling.number();
    telling.wording.lead = telling.language.say(&Sentence::Received(&number));
    telling.wording.text(telling.language.say(&Sentence::ReceivedShort(&number)));
    let responder = by_name(telling.brief.responder.as_deref());
    match &responder {
        Some(by) => telling.also(&Sentence::HasIt { by }),
        None => telling.also(&Sentence::BeingCalled),
    }
    if joined {
        telling.also(&Sentence::OthersReport);
    } else if foreign::some(Some(&telling.brief.summary)).is_some() {
        let intro = telling.language.label(Label::YouWrote).to_owned();
        let text = foreign::cut(&telling.brief.summary, 300);
        telling.wording.quote = Some(Quote { intro, text });
    }
    telling.wording.say(telling.language.say(&Sentence::YouHear));
    if responder.is_none() {
        offer_phone(telling);
    }
}

/// What is known, and what is not.
fn reached(
    milestone: Milestone,
    again: bool,
    by: Option<&str>,
    note: Option<&str>,
    telling: &mut Telling<'_>,
) {
    let (name, customer) = (by_name(by), customer(telling.brief));
    let (name, customer) = (name.as_deref(), customer.as_deref());
    telling.tell(&Sentence::Milestone { milestone, again, by: name, customer });
    telling.quote(by, note);
    let open = match milestone {
        Milestone::Investigating | Milestone::Reproduced => Sentence::CauseUnknown,
        Milestone::RootCauseIdentified => Sentence::NoFixYet,
        Milestone::FixDeveloped => Sentence::NotInPlaceYet,
        Milestone::FixDeployed => Sentence::ToldWhenItWorks,
        Milestone::Restored => Sentence::PleaseCheck,
        Milestone::ServicesDisabled => Sentence::ToldWhenOn,
        Milestone::Received
        | Milestone::Answered
        | Milestone::Escalated
        | Milestone::ServicesEnabled => return,
    };
    telling.also(&open);
}

fn update(by: Option<&str>, text: &str, telling: &mut Telling<'_>) {
    let (number, name) = (telling.number(), by_name(by));
    let intro = telling.language.writes(name.as_deref());
    telling.wording.lead = telling.language.say(&Sentence::HasNews { by: name.as_deref() });
    telling.wording.text(format!("{number}: {intro}"));
    telling.wording.text_theirs(text);
    telling.wording.quote = Some(Quote { intro, text: text.to_owned() });
}

fn nothing_new(since: Option<Timestamp>, telling: &mut Telling<'_>) {
    let responder = by_name(telling.brief.responder.as_deref());
    let sentence = match (&responder, since) {
        (Some(by), Some(since)) => {
            Sentence::NothingNewSince { by, since: Moment::of(since, telling.reader) }
        }
        (Some(by), None) => Sentence::NothingNew { by },
        (None, _) => Sentence::NothingNewUnanswered,
    };
    telling.tell(&sentence);
}

fn bridge(mut telling: Telling<'_>) -> Wording {
    let Some(bridge) = &telling.brief.bridge else {
        telling.tell(&Sentence::CallOpenOnPage);
        finish(&News::Bridge, &mut telling);
        return telling.wording;
    };
    telling.tell(&Sentence::CallOpen);
    let known =
        [(Label::Phone, &bridge.phone), (Label::Pin, &bridge.pin), (Label::Host, &bridge.host)];
    for (label, value) in known {
        let Some(value) = foreign::some(value.as_deref()) else { continue };
        let shown = telling.language.label(label);
        telling.wording.fact(shown, foreign::cut(value, 300));
        if label != Label::Host {
            telling.wording.text(format!("{shown} {}.", foreign::cut(value, 40)));
        }
    }
    let join = telling.language.label(Label::JoinCall);
    telling.wording.button(join, Some(&bridge.link).filter(|link| !link.is_empty()));
    if let Some(next) = telling.next_word() {
        telling.wording.say(next);
    }
    telling.wording
}

fn offer_phone(telling: &mut Telling<'_>) {
    if let Some(phone) = foreign::some(telling.reader.phone.as_deref()) {
        let (phone, number) = (foreign::cut(phone, 24), telling.number());
        telling.also(&Sentence::CallUs { phone: &phone, number: &number });
    }
}
