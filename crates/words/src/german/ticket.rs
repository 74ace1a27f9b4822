//! What the requester of a ticket is told, in German.

use super::time;
use crate::sentence::DeskSentence;

pub(crate) fn sentence(sentence: &DeskSentence<'_>) -> String {
    let plain = match sentence {
        DeskSentence::Received(ticket) => {
            return format!("Danke. Ihre Anfrage ist bei uns: {ticket}.");
        }
        DeskSentence::IsOpenAndHasIt => "Unser Support ist gerade besetzt und hat sie.",
        DeskSentence::HasIt => "Unser Support hat sie.",
        DeskSentence::HasItAndOpens(at) => {
            return format!("Unser Support hat sie und ist {} wieder da.", time::at_moment(at));
        }
        DeskSentence::OpensShort(at) => {
            return format!("Unser Support ist {} wieder da.", time::at_moment(at));
        }
        DeskSentence::HearBy(by) => {
            return format!("Sie hören spätestens {} von uns.", time::at_moment(by));
        }
        DeskSentence::WayBack => {
            "Falls das Ihr Geschäft jetzt aufhält, sagen Sie es: Wir rufen sofort jemanden an."
        }
        DeskSentence::WayBackShort => {
            "Schadet es Ihnen jetzt, sagen Sie es, und wir rufen sofort jemanden an:"
        }
        DeskSentence::Answered { by, ticket } => {
            return format!("{by} hat auf Ihre Anfrage {ticket} geantwortet.");
        }
        DeskSentence::Solved(ticket) => return format!("Ihre Anfrage {ticket} ist gelöst."),
        DeskSentence::IfNotSolved => {
            "Falls nicht, sagen Sie es auf der Seite der Anfrage, und es geht weiter."
        }
        DeskSentence::IfNotSolvedShort => "Falls nicht, sagen Sie es auf der Seite der Anfrage.",
        DeskSentence::BecameEmergency { ticket, number } => {
            return format!("Ihre Anfrage {ticket} ist jetzt Notfall {number}.");
        }
        DeskSentence::BeingCalledShort => "Wir rufen jemanden an.",
        DeskSentence::EntryOfDesk { by } => return format!("{by}, unser Support"),
        DeskSentence::EntryPickedUp { by } => return format!("{by} kümmert sich darum"),
        DeskSentence::EntrySolved { by } => return format!("{by} hält es für gelöst"),
        DeskSentence::EntryConfirmed { by } => return format!("{by} bestätigt: Es ist gelöst"),
        DeskSentence::EntryReopened { by } => {
            return format!("{by} sagt, dass es nicht gelöst ist: Es ist wieder offen");
        }
        DeskSentence::EntryBecame { number } => {
            return format!("Es läuft als Notfall {number} weiter");
        }
        DeskSentence::EntryWas { number } => {
            return format!("Es war Notfall {number} und läuft hier weiter");
        }
    };
    plain.to_owned()
}
