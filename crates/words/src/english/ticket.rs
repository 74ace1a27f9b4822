//! What the requester of a ticket is told, in English.

use super::time;
use crate::sentence::DeskSentence;

pub(crate) fn sentence(sentence: &DeskSentence<'_>) -> String {
    let plain = match sentence {
        DeskSentence::Received(ticket) => {
            return format!("Thank you. We have your request: {ticket}.");
        }
        DeskSentence::IsOpenAndHasIt => "Our regular desk is open and has it.",
        DeskSentence::HasIt => "Our regular desk has it.",
        DeskSentence::HasItAndOpens(at) => {
            return format!("Our regular desk has it, and opens at {}.", time::at_moment(at));
        }
        DeskSentence::OpensShort(at) => {
            return format!("Our regular desk opens at {}.", time::at_moment(at));
        }
        DeskSentence::HearBy(by) => return format!("You hear from us by {}.", time::at_moment(by)),
        DeskSentence::WayBack => {
            "If this is stopping your business now, say so and we call a person at once."
        }
        DeskSentence::WayBackShort => "If it hurts you now, say so and we call a person at once:",
        DeskSentence::Answered { by, ticket } => {
            return format!("{by} has answered your request {ticket}.");
        }
        DeskSentence::Solved(ticket) => return format!("Your request {ticket} is solved."),
        DeskSentence::IfNotSolved => "If it is not, say so on its page, and it goes on.",
        DeskSentence::IfNotSolvedShort => "If it is not, say so on its page.",
        DeskSentence::BecameEmergency { ticket, number } => {
            return format!("Your request {ticket} is now emergency {number}.");
        }
        DeskSentence::BeingCalledShort => "A person is being called.",
        DeskSentence::EntryOfDesk { by } => return format!("{by}, our desk"),
        DeskSentence::EntryPickedUp { by } => return format!("{by} has it"),
        DeskSentence::EntrySolved { by } => return format!("{by} says that it is solved"),
        DeskSentence::EntryConfirmed { by } => return format!("{by} confirms that it is solved"),
        DeskSentence::EntryReopened { by } => {
            return format!("{by} says that it is not solved: it is open again");
        }
        DeskSentence::EntryBecame { number } => return format!("It goes on as emergency {number}"),
        DeskSentence::EntryWas { number } => {
            return format!("It was emergency {number}, and goes on here");
        }
    };
    plain.to_owned()
}
