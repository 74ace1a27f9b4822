//! What the requester of a ticket is told, and how its timeline reads to them.

use domain::{
    TicketNumber,
    message::{Brief, TicketNews, TicketReason},
    ticket::{Deed, TicketReply},
};
use jiff::Timestamp;

use super::{Telling, by_name, gate, not_met};
use crate::{
    Language, Reader, foreign,
    sentence::{DeskSentence, Label, Sentence},
    time::Moment,
    wording::{Quote, Wording},
};

pub(crate) fn wording(news: &TicketNews, brief: &Brief, reader: &Reader) -> Wording {
    let number = ticket_of(news);
    let ticket = &number.to_string();
    let mut telling = Telling::new(brief, reader);
    telling.wording.subject = subject(number, &telling);
    match news {
        TicketNews::Receipt { reason: TicketReason::RegularHours, .. } => {
            tell(&DeskSentence::Received(ticket), &mut telling);
            say(&DeskSentence::IsOpenAndHasIt, &DeskSentence::HasIt, &mut telling);
            hear_by(brief.next_update_by, &mut telling);
            way_back(&mut telling);
        }
        TicketNews::Receipt { reason: TicketReason::NotAnEmergency, .. } => {
            tell(&DeskSentence::Received(ticket), &mut telling);
            telling.wording.say(not_met(brief.impact, telling.language));
            telling.wording.text(gate::definition(telling.language));
            desk_and_way_back(brief.next_update_by, &mut telling);
        }
        TicketNews::Reply { by, text, .. } => replied(by, text, ticket, &mut telling),
        TicketNews::Solved { .. } => {
            tell(&DeskSentence::Solved(ticket), &mut telling);
            say(&DeskSentence::IfNotSolved, &DeskSentence::IfNotSolvedShort, &mut telling);
            telling.button(Label::TellWhetherSolved);
        }
        TicketNews::BecameEmergency { number, .. } => {
            let number = &number.to_string();
            tell(&DeskSentence::BecameEmergency { ticket, number }, &mut telling);
            telling.wording.say(telling.language.say(&Sentence::BeingCalled));
            telling.wording.text(telling.language.desk(&DeskSentence::BeingCalledShort));
            if let Some(next) = telling.next_word() {
                telling.wording.text(next.clone());
                telling.wording.say(next);
            }
            telling.button(Label::FollowIt);
        }
    }
    telling.wording
}

fn replied(by: &str, text: &str, ticket: &str, telling: &mut Telling<'_>) {
    let our_desk = || telling.language.label(Label::OurDesk).to_owned();
    let by = by_name(Some(by)).unwrap_or_else(our_desk);
    let intro = telling.language.writes(Some(&by));
    telling.wording.lead = telling.language.desk(&DeskSentence::Answered { by: &by, ticket });
    telling.wording.text(format!("{ticket}: {intro}"));
    telling.wording.text_theirs(text);
    telling.wording.quote = Some(Quote { intro, text: text.to_owned() });
    telling.button(Label::AnswerHere);
}

/// When the desk opens, and the one link that says "this is hurting us now".
pub(super) fn desk_and_way_back(respond_by: Option<Timestamp>, telling: &mut Telling<'_>) {
    let reader = telling.reader;
    match reader.desk_opens_at.filter(|at| *at > reader.now) {
        Some(at) => {
            let opens = Moment::of(at, reader);
            let (long, short) =
                (DeskSentence::HasItAndOpens(opens.clone()), DeskSentence::OpensShort(opens));
            say(&long, &short, telling);
        }
        None => telling.also_desk(&DeskSentence::HasIt),
    }
    hear_by(respond_by, telling);
    way_back(telling);
}

/// "You hear from us by Tuesday, 10:00 EST."
fn hear_by(due: Option<Timestamp>, telling: &mut Telling<'_>) {
    let reader = telling.reader;
    if let Some(due) = due.filter(|due| *due > reader.now) {
        telling.also_desk(&DeskSentence::HearBy(Moment::of(due, reader)));
    }
}

fn way_back(telling: &mut Telling<'_>) {
    say(&DeskSentence::WayBack, &DeskSentence::WayBackShort, telling);
    telling.button(Label::HurtingNow);
}

fn tell(sentence: &DeskSentence<'_>, telling: &mut Telling<'_>) {
    let said = telling.language.desk(sentence);
    telling.wording.text(said.clone());
    telling.wording.lead = said;
}

/// One sentence for a mail, and another for a text message.
fn say(long: &DeskSentence<'_>, short: &DeskSentence<'_>, telling: &mut Telling<'_>) {
    telling.wording.say(telling.language.desk(long));
    telling.wording.text(telling.language.desk(short));
}

fn subject(ticket: TicketNumber, telling: &Telling<'_>) -> String {
    let what = match foreign::some(Some(&telling.brief.summary)) {
        Some(summary) => foreign::line(summary),
        None => telling.language.label(Label::YourRequest).to_owned(),
    };
    format!("[{ticket}] {what}")
}

pub(super) fn ticket_of(news: &TicketNews) -> TicketNumber {
    match news {
        TicketNews::Receipt { ticket, .. }
        | TicketNews::Reply { ticket, .. }
        | TicketNews::Solved { ticket }
        | TicketNews::BecameEmergency { ticket, .. } => *ticket,
    }
}

/// An entry of a ticket's timeline, without what was written. Requesters do not read who at the desk
/// moved what.
pub(crate) fn entry(entry: &TicketReply, language: Language) -> String {
    let nameless = || match entry.from_desk {
        true => language.label(Label::Somebody).to_owned(),
        false => crate::pages::pages(language).status.requester.to_owned(),
    };
    let named = Some(entry.by.as_str()).filter(|by| *by != crate::names::NAMELESS);
    let by = by_name(named).unwrap_or_else(nameless);
    let by = by.as_str();
    let number =
        if let Deed::BecameEmergency { number } | Deed::WasEmergency { number } = &entry.deed {
            number.to_string()
        } else {
            String::new()
        };
    let number = &number;
    language.desk(&match &entry.deed {
        Deed::Said if entry.from_desk => DeskSentence::EntryOfDesk { by },
        // What is only for the desk is shown to nobody else.
        Deed::Said
        | Deed::Noted
        | Deed::Assigned { .. }
        | Deed::Overdue { .. }
        | Deed::NotForwarded { .. }
        | Deed::ForwardedAgain { .. } => return by.to_owned(),
        Deed::PickedUp => DeskSentence::EntryPickedUp { by },
        Deed::Solved => DeskSentence::EntrySolved { by },
        Deed::Confirmed => DeskSentence::EntryConfirmed { by },
        Deed::Reopened => DeskSentence::EntryReopened { by },
        Deed::BecameEmergency { .. } => DeskSentence::EntryBecame { number },
        Deed::WasEmergency { .. } => DeskSentence::EntryWas { number },
    })
}
