//! What has happened, in French, as requesters read it.

use super::{news::team, time};
use crate::sentence::Happened;

pub(crate) fn sentence(happened: &Happened<'_>) -> String {
    let plain = match happened {
        Happened::Received => "Nous avons reçu votre signalement.",
        Happened::Joined => "D’autres ont signalé le même problème.",
        Happened::Wrote { by: None } => "Nous avons écrit :",
        Happened::Wrote { by: Some(by) } => return format!("{by} a écrit :"),
        Happened::YouWrote => "Vous avez écrit :",
        Happened::YouAdded => "Vous avez ajouté :",
        Happened::MoreCalled { by } => return format!("{} a fait appel à du renfort.", team(*by)),
        Happened::OneMoreCameIn => "Une personne de plus est arrivée en renfort.",
        Happened::NothingNew => "Nous n’avions rien de nouveau.",
        Happened::NobodyYet => "Personne n’avait encore répondu ; nous continuions d’appeler.",
        Happened::HeardNothing => "Vous nous avez dit être sans nouvelles.",
        Happened::CallOpened => "Nous avons ouvert une conférence téléphonique.",
        Happened::Confirmed => "Vous avez confirmé que tout fonctionne à nouveau.",
        Happened::StillBroken => "On nous a dit que le problème persistait.",
        Happened::WentOnAs(number) => {
            return format!("Votre signalement s’est poursuivi sous {number}.");
        }
        Happened::AnotherJoined => "Un autre signalement du même problème s’est ajouté.",
        Happened::BecameTicket(ticket) => {
            return format!("La suite s’est faite dans le ticket {ticket}.");
        }
        Happened::Closed => "Cette urgence a été close.",
        Happened::StayOff(until) => {
            let until = time::at(&until.local);
            return format!("Nos services restent suspendus. Fin au plus tard {until}.");
        }
        Happened::ConsentAsked { by } => {
            return format!("{} a demandé l’accord pour suspendre des services.", team(*by));
        }
        Happened::Agreed => "Vous avez donné votre accord.",
        Happened::NotAgreed => "Vous n’avez pas donné votre accord.",
        Happened::KeptWorking => "Nous avons continué à y travailler.",
    };
    plain.to_owned()
}
