//! What has happened, in German, as requesters read it.

use super::{news::team, time};
use crate::sentence::Happened;

pub(crate) fn sentence(happened: &Happened<'_>) -> String {
    let plain = match happened {
        Happened::Received => "Ihre Meldung ist eingegangen.",
        Happened::Joined => "Andere haben dasselbe Problem gemeldet.",
        Happened::Wrote { by: None } => "Wir haben geschrieben:",
        Happened::Wrote { by: Some(by) } => return format!("{by} hat geschrieben:"),
        Happened::YouWrote => "Sie haben geschrieben:",
        Happened::YouAdded => "Sie haben angehängt:",
        Happened::MoreCalled { by } => {
            return format!("{} hat weitere Fachleute hinzugerufen.", team(*by));
        }
        Happened::OneMoreCameIn => "Eine weitere Fachkraft ist dazugekommen.",
        Happened::NothingNew => "Es gab nichts Neues zu berichten.",
        Happened::NobodyYet => "Noch hatte niemand geantwortet; wir riefen weiter an.",
        Happened::HeardNothing => "Sie haben uns gesagt, dass Sie nichts gehört hatten.",
        Happened::CallOpened => "Wir haben eine Telefonkonferenz eröffnet.",
        Happened::Confirmed => "Sie haben bestätigt, dass es wieder läuft.",
        Happened::StillBroken => "Uns wurde gesagt, dass es immer noch nicht geht.",
        Happened::WentOnAs(number) => return format!("Ihre Meldung lief als {number} weiter."),
        Happened::AnotherJoined => "Eine weitere Meldung desselben Problems kam dazu.",
        Happened::BecameTicket(ticket) => return format!("Das lief als Ticket {ticket} weiter."),
        Happened::Closed => "Dieser Notfall wurde abgeschlossen.",
        Happened::StayOff(until) => {
            let until = time::at(&until.local);
            return format!(
                "Unsere Dienste bleiben noch abgeschaltet; spätestens {until} sind sie wieder an."
            );
        }
        Happened::ConsentAsked { by } => {
            return format!("{} hat um Zustimmung gebeten, Dienste abzuschalten.", team(*by));
        }
        Happened::Agreed => "Sie haben zugestimmt.",
        Happened::NotAgreed => "Sie haben nicht zugestimmt.",
        Happened::KeptWorking => "Wir haben weiter daran gearbeitet.",
    };
    plain.to_owned()
}
