//! What has happened, in Spanish, as requesters read it.

use super::{news::team, time};
use crate::sentence::Happened;

pub(crate) fn sentence(happened: &Happened<'_>) -> String {
    let plain = match happened {
        Happened::Received => "Recibimos su aviso.",
        Happened::Joined => "Otras personas avisaron del mismo problema.",
        Happened::Wrote { by: None } => "Escribimos:",
        Happened::Wrote { by: Some(by) } => return format!("{by} escribió:"),
        Happened::YouWrote => "Usted escribió:",
        Happened::YouAdded => "Usted añadió:",
        Happened::MoreCalled { by } => return format!("{} llamó a más personas.", team(*by)),
        Happened::OneMoreCameIn => "Se incorporó una persona más del equipo.",
        Happened::NothingNew => "No teníamos novedades.",
        Happened::NobodyYet => "Todavía no había respondido nadie; seguimos llamando.",
        Happened::HeardNothing => "Nos dijo que no tenía noticias.",
        Happened::CallOpened => "Abrimos una llamada en grupo.",
        Happened::Confirmed => "Usted confirmó que vuelve a funcionar.",
        Happened::StillBroken => "Nos dijeron que seguía fallando.",
        Happened::WentOnAs(number) => return format!("Su aviso continuó como {number}."),
        Happened::AnotherJoined => "Se sumó otro aviso del mismo problema.",
        Happened::BecameTicket(ticket) => return format!("Esto continuó como tique {ticket}."),
        Happened::Closed => "Esta emergencia se cerró.",
        Happened::StayOff(until) => {
            let until = time::at(&until.local);
            return format!(
                "Nuestros servicios siguen desactivados. Terminará a más tardar {until}."
            );
        }
        Happened::ConsentAsked { by } => {
            return format!("{} pidió consentimiento para desactivar servicios.", team(*by));
        }
        Happened::Agreed => "Usted dio su consentimiento.",
        Happened::NotAgreed => "Usted no dio su consentimiento.",
        Happened::KeptWorking => "Seguimos trabajando en ello.",
    };
    plain.to_owned()
}
