//! What the requester of a ticket is told, in Spanish.

use super::time;
use crate::sentence::DeskSentence;

pub(crate) fn sentence(sentence: &DeskSentence<'_>) -> String {
    let plain = match sentence {
        DeskSentence::Received(ticket) => {
            return format!("Gracias. Tenemos su solicitud: {ticket}.");
        }
        DeskSentence::IsOpenAndHasIt => "Nuestro equipo de soporte está disponible y la tiene.",
        DeskSentence::HasIt => "Nuestro equipo de soporte la tiene.",
        DeskSentence::HasItAndOpens(at) => {
            return format!("Nuestro equipo de soporte la tiene y abre {}.", time::at_moment(at));
        }
        DeskSentence::OpensShort(at) => {
            return format!("Nuestro soporte abre {}.", time::at_moment(at));
        }
        DeskSentence::HearBy(by) => {
            return format!("Tendrá noticias nuestras a más tardar {}.", time::at_moment(by));
        }
        DeskSentence::WayBack => {
            "Si esto detiene su negocio ahora, díganoslo: llamamos a una persona enseguida."
        }
        DeskSentence::WayBackShort => {
            "Si le perjudica ahora, díganoslo y llamamos a una persona enseguida:"
        }
        DeskSentence::Answered { by, ticket } => {
            return format!("{by} ha respondido a su solicitud {ticket}.");
        }
        DeskSentence::Solved(ticket) => return format!("Su solicitud {ticket} está resuelta."),
        DeskSentence::IfNotSolved => "Si no lo está, díganoslo en su página y continuamos.",
        DeskSentence::IfNotSolvedShort => "Si no lo está, díganoslo en su página.",
        DeskSentence::BecameEmergency { ticket, number } => {
            return format!("Su solicitud {ticket} es ahora la emergencia {number}.");
        }
        DeskSentence::BeingCalledShort => "Estamos llamando a una persona.",
        DeskSentence::EntryOfDesk { by } => return format!("{by}, nuestro soporte"),
        DeskSentence::EntryPickedUp { by } => return format!("{by} se ocupa de ello"),
        DeskSentence::EntrySolved { by } => return format!("{by} indica que está resuelto"),
        DeskSentence::EntryConfirmed { by } => return format!("{by} confirma que está resuelto"),
        DeskSentence::EntryReopened { by } => {
            return format!("{by} indica que no está resuelto: vuelve a estar abierto");
        }
        DeskSentence::EntryBecame { number } => {
            return format!("Continúa como emergencia {number}");
        }
        DeskSentence::EntryWas { number } => {
            return format!("Era la emergencia {number} y continúa aquí");
        }
    };
    plain.to_owned()
}
