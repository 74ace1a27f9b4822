//! What the requester of a ticket is told.

use domain::{
    TicketNumber,
    message::{Brief, TicketNews, TicketReason},
};
use jiff::Timestamp;

use super::{gate, name_or, next_word, time};
use crate::{
    Reader, foreign,
    wording::{Quote, Wording},
};

pub(super) fn wording(news: &TicketNews, brief: &Brief, reader: &Reader) -> Wording {
    let ticket = ticket_of(news);
    let mut wording = Wording { subject: subject(ticket, brief), ..Wording::default() };
    match news {
        TicketNews::Receipt { reason: TicketReason::RegularHours, .. } => {
            tell(&mut wording, format!("Thank you. We have your request: {ticket}."));
            wording.say("Our regular desk is open and has it.");
            wording.text("Our regular desk has it.");
            hear_by(brief.next_update_by, reader, &mut wording);
            way_back(reader, &mut wording);
        }
        TicketNews::Receipt { reason: TicketReason::NotAnEmergency, .. } => {
            tell(&mut wording, format!("Thank you. We have your request: {ticket}."));
            wording.say(gate::not_met(brief.impact));
            wording.text(gate::DEFINITION);
            desk_and_way_back(brief.next_update_by, reader, &mut wording);
        }
        TicketNews::Reply { by, text, .. } => {
            let by = name_or(Some(by), "Our desk");
            wording.lead = format!("{by} has answered your request {ticket}.");
            wording.text(format!("{ticket}: {by} writes:"));
            wording.text_theirs(text);
            let intro = format!("{by} writes:");
            wording.quote = Some(Quote { intro, text: text.clone() });
            wording.button("Answer here", reader.link.as_ref());
        }
        TicketNews::Solved { .. } => {
            tell(&mut wording, format!("Your request {ticket} is solved."));
            wording.say("If it is not, say so on its page, and it goes on.");
            wording.text("If it is not, say so on its page.");
            wording.button("Tell us whether it is", reader.link.as_ref());
        }
        TicketNews::BecameEmergency { number, .. } => {
            tell(&mut wording, format!("Your request {ticket} is now emergency {number}."));
            wording.say("A person is being called, again and again until somebody answers.");
            wording.text("A person is being called.");
            if let Some(next) = next_word(brief, reader) {
                wording.text(next.clone());
                wording.say(next);
            }
            wording.button("Follow it here", reader.link.as_ref());
        }
    }
    wording
}

/// When the desk opens, and the one link that says "this is hurting us now".
pub(super) fn desk_and_way_back(
    respond_by: Option<Timestamp>,
    reader: &Reader,
    wording: &mut Wording,
) {
    match reader.desk_opens_at.filter(|at| *at > reader.now) {
        Some(opens_at) => {
            let opens = time::zoned_moment(opens_at, reader);
            wording.say(format!("Our regular desk has it, and opens at {opens}."));
            wording.text(format!("Our regular desk opens at {opens}."));
        }
        None => {
            wording.say("Our regular desk has it.");
            wording.text("Our regular desk has it.");
        }
    }
    hear_by(respond_by, reader, wording);
    way_back(reader, wording);
}

/// "You hear from us by Tuesday, 10:00 EST."
fn hear_by(due: Option<Timestamp>, reader: &Reader, wording: &mut Wording) {
    if let Some(due) = due.filter(|due| *due > reader.now) {
        let sentence = format!("You hear from us by {}.", time::zoned_moment(due, reader));
        wording.text(sentence.clone());
        wording.say(sentence);
    }
}

fn way_back(reader: &Reader, wording: &mut Wording) {
    wording.say("If this is stopping your business now, say so and we call a person at once.");
    wording.text("If it hurts you now, say so and we call a person at once:");
    wording.button("This is hurting us now", reader.link.as_ref());
}

fn tell(wording: &mut Wording, sentence: String) {
    wording.text(sentence.clone());
    wording.lead = sentence;
}

pub(super) fn subject(ticket: TicketNumber, brief: &Brief) -> String {
    match foreign::some(Some(&brief.summary)) {
        Some(summary) => format!("[{ticket}] {}", foreign::line(summary)),
        None => format!("[{ticket}] Your request"),
    }
}

fn ticket_of(news: &TicketNews) -> TicketNumber {
    match news {
        TicketNews::Receipt { ticket, .. }
        | TicketNews::Reply { ticket, .. }
        | TicketNews::Solved { ticket }
        | TicketNews::BecameEmergency { ticket, .. } => *ticket,
    }
}
