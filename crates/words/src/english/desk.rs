//! What the people of the desk hear of tickets, and how a ticket's timeline reads.

use domain::{
    TicketNumber,
    message::{Brief, Notice},
    ticket::{Deed, TicketReply},
};

use super::{name, name_or, time};
use crate::{
    Reader, foreign,
    wording::{Quote, Wording},
};

/// A notice about a ticket; `None` if it is about something else.
pub(super) fn notice(notice: &Notice, brief: &Brief, reader: &Reader) -> Option<Wording> {
    let ticket = notice.ticket()?;
    let mut wording = Wording { subject: subject(ticket, brief), ..Wording::default() };
    wording.text(format!("{ticket}:"));
    match notice {
        Notice::TicketAssigned { by, .. } => {
            tell(&mut wording, format!("{} has given you ticket {ticket}.", name(by)));
        }
        Notice::TicketWord { by, text: Some(text), .. } => {
            let by = name_or(Some(by), "The requester");
            wording.lead = format!("{by} has written in your ticket {ticket}.");
            let intro = format!("{by} writes:");
            wording.text(&intro);
            wording.text_theirs(text);
            wording.quote = Some(Quote { intro, text: text.clone() });
        }
        Notice::TicketWord { by, text: None, .. } => {
            let by = name_or(Some(by), "The requester");
            tell(&mut wording, format!("{by} says that ticket {ticket} is not solved."));
        }
        Notice::TicketOverdue { due, .. } => {
            let due = time::zoned_moment(*due, reader);
            let whom = name_or(brief.organization.as_deref(), "The requester");
            let sentence = format!("{whom} was to hear from our desk about {ticket} by {due}.");
            tell(&mut wording, sentence);
            wording.say("Nobody at the desk has written yet. One line is enough.");
        }
        Notice::TicketNotForwarded { desk, problem, .. } => {
            let desk = name(desk);
            tell(&mut wording, format!("{desk} does not get what we forward about {ticket}."));
            wording.say("It is tried again. Until it arrives, somebody of ours has to look.");
            wording.fact("Why", foreign::cut(problem, 240));
        }
        Notice::StandDown { .. }
        | Notice::NoLongerNeeded
        | Notice::Nudge { .. }
        | Notice::WentOn
        | Notice::Reminder { .. }
        | Notice::SilenceFilled { .. }
        | Notice::MoreReports { .. }
        | Notice::RequesterSaid { .. }
        | Notice::HeardNothing { .. }
        | Notice::Confirmed { .. }
        | Notice::CameIn { .. }
        | Notice::TakenOver { .. }
        | Notice::Hole { .. }
        | Notice::NotRestored
        | Notice::SwitchAsked { .. }
        | Notice::SwitchProposed { .. }
        | Notice::ConsentAnswered { .. }
        | Notice::SwitchNotConfirmed { .. }
        | Notice::SwitchedOff { .. }
        | Notice::SwitchEnds { .. }
        | Notice::SwitchedOn { .. }
        | Notice::NothingWritten
        | Notice::Duty(_) => return None,
    }
    if let Some(organization) = foreign::some(brief.organization.as_deref()) {
        wording.fact("Customer", name(organization));
    }
    if foreign::some(Some(&brief.summary)).is_some() {
        wording.fact("What", foreign::cut(&brief.summary, 240));
    }
    wording.button("Open it", reader.link.as_ref());
    Some(wording)
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

/// An entry of a ticket's timeline, without what was written. What requesters read is in
/// `requester`.
pub(crate) fn entry(entry: &TicketReply, reader: &Reader) -> String {
    let by = name_or(Some(&entry.by), "Somebody");
    match &entry.deed {
        Deed::Said if entry.from_desk => format!("{by}, our desk"),
        Deed::Said => by,
        Deed::Noted => format!("{by}, a note for the desk"),
        Deed::PickedUp => format!("{by} has it"),
        Deed::Assigned { to: Some(to) } => format!("{by} gave it to {}", name(to)),
        Deed::Assigned { to: None } => format!("{by} gave it back to the queue"),
        Deed::Solved => format!("{by} says that it is solved"),
        Deed::Confirmed => format!("{by} confirms that it is solved"),
        Deed::Reopened => format!("{by} says that it is not solved: it is open again"),
        Deed::Overdue { due } => {
            let due = time::zoned_moment(*due, reader);
            format!("Our word was due by {due}. The leads were told")
        }
        Deed::NotForwarded { desk } => {
            format!("{} did not get it, and the leads were told", name(desk))
        }
        Deed::ForwardedAgain { desk } => format!("{} gets it again", name(desk)),
        Deed::BecameEmergency { number } => format!("It goes on as emergency {number}"),
        Deed::WasEmergency { number } => {
            format!("{by} turned emergency {number} into this ticket")
        }
    }
}
