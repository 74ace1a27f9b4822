//! What the requester of a ticket is told, in French.

use super::time;
use crate::sentence::DeskSentence;

pub(crate) fn sentence(sentence: &DeskSentence<'_>) -> String {
    let plain = match sentence {
        DeskSentence::Received(ticket) => {
            return format!("Merci. Nous avons votre demande : {ticket}.");
        }
        DeskSentence::IsOpenAndHasIt => "Notre support est ouvert et s’en occupe.",
        DeskSentence::HasIt => "Notre support s’en occupe.",
        DeskSentence::HasItAndOpens(at) => {
            return format!("Notre support s’en occupe et ouvre {}.", time::at_moment(at));
        }
        DeskSentence::OpensShort(at) => {
            return format!("Notre support ouvre {}.", time::at_moment(at));
        }
        DeskSentence::HearBy(by) => {
            return format!("Vous aurez de nos nouvelles au plus tard {}.", time::at_moment(by));
        }
        DeskSentence::WayBack => {
            "Si cela bloque votre activité maintenant, dites-le : nous appelons quelqu’un aussitôt."
        }
        DeskSentence::WayBackShort => {
            "Si cela vous nuit maintenant, dites-le, nous appelons quelqu’un :"
        }
        DeskSentence::Answered { by, ticket } => {
            return format!("{by} a répondu à votre demande {ticket}.");
        }
        DeskSentence::Solved(ticket) => return format!("Votre demande {ticket} est résolue."),
        DeskSentence::IfNotSolved => "Sinon, dites-le sur sa page et nous reprenons.",
        DeskSentence::IfNotSolvedShort => "Sinon, dites-le sur sa page.",
        DeskSentence::BecameEmergency { ticket, number } => {
            return format!("Votre demande {ticket} devient l’urgence {number}.");
        }
        DeskSentence::BeingCalledShort => "Nous appelons quelqu’un.",
        DeskSentence::EntryOfDesk { by } => return format!("{by}, notre support"),
        DeskSentence::EntryPickedUp { by } => return format!("{by} s’en occupe"),
        DeskSentence::EntrySolved { by } => return format!("{by} indique que c’est résolu"),
        DeskSentence::EntryConfirmed { by } => return format!("{by} confirme que c’est résolu"),
        DeskSentence::EntryReopened { by } => {
            return format!("{by} indique que ce n’est pas résolu : c’est rouvert");
        }
        DeskSentence::EntryBecame { number } => {
            return format!("La suite se fait dans l’urgence {number}");
        }
        DeskSentence::EntryWas { number } => {
            return format!("C’était l’urgence {number} ; la suite se fait ici");
        }
    };
    plain.to_owned()
}
