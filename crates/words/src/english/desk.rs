//! How a ticket's timeline reads. What the people of the desk hear of it is in `responder`.

use domain::{
    TicketNumber,
    message::Brief,
    ticket::{Deed, TicketReply},
};

use super::{name, name_or, time};
use crate::{Reader, foreign};

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
