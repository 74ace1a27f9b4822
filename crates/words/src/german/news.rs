//! What requesters are told of their emergency, in German.

use domain::Milestone;

use super::time;
use crate::sentence::Sentence;

#[expect(clippy::too_many_lines, reason = "an arm a sentence")]
pub(crate) fn sentence(sentence: &Sentence<'_>) -> String {
    let plain = match sentence {
        Sentence::About(number) => return format!("Es geht um {number}."),
        Sentence::Received(number) => {
            return format!("Ihre Meldung ist bei uns. Sie hat die Nummer {number}.");
        }
        Sentence::ReceivedShort(number) => return format!("Ihre Meldung ist bei uns: {number}."),
        Sentence::HasIt { by } => return format!("{} kümmert sich darum.", team(Some(by))),
        Sentence::BeingCalled => "Wir rufen so lange an, bis jemand antwortet.",
        Sentence::OthersReport => "Auch andere melden dieses Problem.",
        Sentence::YouHear => {
            "Sie hören bei jedem Schritt von uns. Auf Ihrer Seite können Sie ergänzen, was Sie \
             wissen, oder ein Bild anhängen."
        }
        Sentence::CallUs { phone, number } => {
            return format!("Sie können auch anrufen: {phone}. Nennen Sie {number}.");
        }
        Sentence::Milestone { milestone, again, by, customer } => {
            return reached(*milestone, *again, *by, *customer);
        }
        Sentence::CauseUnknown => "Die Ursache kennen wir noch nicht.",
        Sentence::NoFixYet => "Behoben ist sie noch nicht.",
        Sentence::NotInPlaceYet => "Die Korrektur ist noch nicht eingespielt.",
        Sentence::ToldWhenItWorks => "Wir melden uns, wenn alles wieder läuft.",
        Sentence::PleaseCheck => {
            "Bitte prüfen Sie es und sagen Sie uns Bescheid. Falls es noch nicht geht, sind wir \
             sofort wieder da."
        }
        Sentence::ToldWhenOn => "Wir melden uns, sobald wieder eingeschaltet ist.",
        Sentence::HasNews { by: None } => "Es gibt Neues für Sie.",
        Sentence::HasNews { by } => return format!("{} hat Neues für Sie.", team(*by)),
        Sentence::NobodyYet => "Es tut uns leid: Noch hat niemand geantwortet.",
        Sentence::NobodyToCall => "Wir haben noch niemanden erreicht und versuchen es weiter.",
        Sentence::KeepCalling { called, rounds } => return keep_calling(*called, *rounds),
        Sentence::NothingNewSince { by, since } => {
            let since = time::clock(&since.local);
            return format!("Es gibt nichts Neues. Seit {since} arbeitet {by} daran.");
        }
        Sentence::NothingNew { by } => {
            return format!("Es gibt nichts Neues. {by} arbeitet daran.");
        }
        Sentence::NothingNewUnanswered => {
            "Es gibt nichts Neues. Noch hat niemand geantwortet; wir rufen weiter an."
        }
        Sentence::NextWordDue => "Die nächste Nachricht von uns ist jetzt fällig.",
        Sentence::NextWord(by) => {
            return format!("Sie hören spätestens {} wieder von uns.", time::at_moment(by));
        }
        Sentence::Off { service, until, moved } => {
            return off(*service, &time::at_moment(until), *moved);
        }
        Sentence::ConsentAsked { by, customer } => {
            let customer = customer.map(|name| format!(" für {name}")).unwrap_or_default();
            return format!(
                "{by} bittet um Ihre Zustimmung: Dürfen wir Dienste{customer} vorübergehend \
                 abschalten?"
            );
        }
        Sentence::Stops { services: "", .. } => {
            "Solange sie abgeschaltet sind, funktioniert nichts, was wir für Sie tun."
        }
        Sentence::Stops { services, .. } => {
            return format!("Solange abgeschaltet ist, funktioniert bei Ihnen nicht: {services}.");
        }
        Sentence::EndsByItself(limit) => {
            return format!(
                "Es endet von selbst nach höchstens {}; beenden können wir es auch früher. Wir sagen \
                 Ihnen, wann es beginnt, wie lange es dauert und wann es vorbei ist.",
                time::dative(*limit)
            );
        }
        Sentence::OpeningChangesNothing => {
            "Das Öffnen der Seite schaltet nichts ab: Dort antworten Sie mit Ja oder Nein."
        }
        Sentence::CallOpenOnPage => {
            "Eine Telefonkonferenz ist offen. Wie Sie teilnehmen, steht auf Ihrer Seite."
        }
        Sentence::CallOpen => "Eine Telefonkonferenz ist offen. Sie können jetzt teilnehmen.",
        Sentence::StillBroken => "Wir haben gehört, dass es immer noch nicht geht.",
        Sentence::CallingAgain => "Wir rufen unsere Bereitschaft erneut an.",
        Sentence::Closed => "Dieser Notfall ist abgeschlossen.",
        Sentence::IfStillBroken => {
            "Falls es noch nicht geht, sagen Sie es uns: Wir rufen sofort jemanden an."
        }
        Sentence::GoesOnAs(number) => return format!("Ihre Meldung läuft weiter als {number}."),
        Sentence::SameProblem => {
            "Es ist dasselbe Problem. Nichts geht verloren; alles Weitere kommt von dort."
        }
        Sentence::BecameTicket(ticket) => {
            return format!("Danke. Das läuft als Ticket {ticket} weiter.");
        }
        Sentence::HeadStillBroken => {
            "Wir haben gehört, dass es noch nicht geht, und rufen unsere Bereitschaft erneut an."
        }
        Sentence::HeadNobodyYet => {
            "Noch hat niemand geantwortet. Wir rufen weiter an, bis es jemand tut."
        }
        Sentence::HeadCalling => "Ihre Meldung ist bei uns. Wir rufen unsere Bereitschaft an.",
        Sentence::HeadCauseKnown { by } => {
            return format!("Wir kennen die Ursache. {} arbeitet daran.", team(Some(by)));
        }
        Sentence::HeadFixWaits { by } => {
            let by = team(Some(by));
            return format!(
                "Eine Korrektur ist fertig, aber noch nicht eingespielt. {by} arbeitet daran."
            );
        }
        Sentence::HeadFixInPlace { by } => {
            return format!("Die Korrektur ist eingespielt. {} bleibt daran.", team(Some(by)));
        }
        Sentence::HeadRestored => {
            "Soweit wir sehen, läuft alles wieder. Bitte prüfen Sie es und sagen Sie uns Bescheid."
        }
        Sentence::HeadMerged => {
            "Ihre Meldung läuft in einem anderen Notfall weiter, mit allem, was kommt."
        }
        Sentence::HeadTicket => "Danke. Das läuft als Ticket bei unserem Support weiter.",
        Sentence::HeadConfirmed => {
            "Es läuft wieder; das wurde bestätigt. Dieser Notfall ist abgeschlossen."
        }
        Sentence::HeadWasRestored => "Es läuft wieder. Dieser Notfall ist abgeschlossen.",
    };
    plain.to_owned()
}

fn reached(milestone: Milestone, again: bool, by: Option<&str>, customer: Option<&str>) -> String {
    const STEP_BACK: &str = "Ein Schritt zurück: Was wir Ihnen gesagt haben, stimmt so nicht.";
    let who = team(by);
    let at_whom = customer.map(|customer| format!(" für {customer}")).unwrap_or_default();
    let plain = match (milestone, again) {
        (Milestone::Received, _) => "Ihre Meldung ist bei uns.",
        (Milestone::Answered, false) => return format!("{who} hat Ihre Meldung übernommen."),
        (Milestone::Answered, true) => return format!("{who} hat jetzt übernommen."),
        (Milestone::Investigating, false) => return format!("{who} untersucht das Problem."),
        (Milestone::Investigating, true) => {
            return format!("{STEP_BACK} {who} untersucht das Problem erneut.");
        }
        (Milestone::Reproduced, false) => return format!("{who} kann das Problem nachstellen."),
        (Milestone::Reproduced, true) => {
            return format!("{STEP_BACK} {who} konnte das Problem erneut nachstellen.");
        }
        (Milestone::Escalated, _) => return format!("{who} hat weitere Fachleute hinzugerufen."),
        (Milestone::RootCauseIdentified, false) => "Wir kennen die Ursache.",
        (Milestone::RootCauseIdentified, true) => {
            "Ein Schritt zurück: Die Ursache war eine andere als gedacht. Jetzt kennen wir sie."
        }
        (Milestone::FixDeveloped, false) => "Wir haben eine Korrektur entwickelt.",
        (Milestone::FixDeveloped, true) => {
            "Ein Schritt zurück: Die erste Korrektur hat nicht gehalten. Wir haben eine neue \
             entwickelt."
        }
        (Milestone::FixDeployed, false) => "Die Korrektur ist eingespielt.",
        (Milestone::FixDeployed, true) => {
            "Die erste Korrektur hat nicht gehalten. Eine neue ist eingespielt."
        }
        (Milestone::Restored, _) => "Soweit wir sehen, läuft alles wieder.",
        (Milestone::ServicesDisabled, _) => {
            return format!("Unsere Dienste{at_whom} sind vorübergehend abgeschaltet.");
        }
        (Milestone::ServicesEnabled, _) => {
            return format!("Unsere Dienste{at_whom} sind wieder eingeschaltet.");
        }
    };
    plain.to_owned()
}

fn off(service: Option<&str>, until: &str, moved: bool) -> String {
    let (what, are, they) = match service {
        Some(service) => (format!("Unser Dienst {service}"), "ist", "ist er"),
        None => ("Unsere Dienste".to_owned(), "sind", "sind sie"),
    };
    if moved {
        return format!(
            "{what} {are} noch abgeschaltet. Anders als angekündigt {they} spätestens {until} wieder an."
        );
    }
    format!("{what} {are} vorübergehend abgeschaltet. Spätestens {until} {they} wieder an.")
}

/// What was tried while nobody answered.
fn keep_calling(called: u32, rounds: u32) -> String {
    let rounds = if rounds > 1 { format!(" in {rounds} Runden") } else { String::new() };
    let called = match called {
        1 => "eine Person".to_owned(),
        _ => format!("{called} Personen"),
    };
    format!("Wir haben{rounds} {called} angerufen und machen weiter, bis jemand antwortet.")
}

pub(crate) fn writes(by: Option<&str>) -> String {
    by.map_or_else(|| "Wir schreiben:".to_owned(), |by| format!("{by} schreibt:"))
}

pub(crate) fn emergency_at(who: &str) -> String {
    format!("Notfall bei {who}")
}

pub(crate) fn list(names: &[String], more: usize) -> String {
    match (names.split_last(), more) {
        (None, _) => String::new(),
        (Some((only, [])), 0) => only.clone(),
        (Some((last, others)), 0) => format!("{} und {last}", others.join(", ")),
        (Some(_), more) => format!("{} und {more} weitere", names.join(", ")),
    }
}

/// "Ana Ruiz aus unserer Bereitschaft"
pub(super) fn team(by: Option<&str>) -> String {
    let named = |by| format!("{by} aus unserer Bereitschaft");
    by.map_or_else(|| "Unsere Bereitschaft".to_owned(), named)
}
