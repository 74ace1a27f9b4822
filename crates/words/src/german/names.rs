//! Names of impacts and states, and short words, in German.

use domain::{Emergency, Milestone, emergency::Phase, request::Impact};

use crate::sentence::Label;

/// As a label, for responders.
pub(crate) fn impact(impact: Impact) -> &'static str {
    match impact {
        Impact::Outage => "Ausfall",
        Impact::BrokenContent => "Falsche Inhalte",
        Impact::RevenueBlocked => "Umsatz blockiert",
        Impact::DataOrSecurity => "Daten oder Sicherheit",
        Impact::OtherMaterial => "Schaden fürs Geschäft",
        Impact::Deadline => "Termin",
        Impact::Priority => "Priorität",
        Impact::Question => "Frage",
        Impact::Change => "Änderung",
    }
}

/// As a label, for responders.
pub(crate) fn milestone(milestone: Milestone) -> &'static str {
    match milestone {
        Milestone::Received => "Eingegangen",
        Milestone::Answered => "Übernommen",
        Milestone::Investigating => "In Untersuchung",
        Milestone::Reproduced => "Nachgestellt",
        Milestone::Escalated => "Weitere Personen gerufen",
        Milestone::RootCauseIdentified => "Ursache gefunden",
        Milestone::FixDeveloped => "Korrektur fertig",
        Milestone::FixDeployed => "Korrektur eingespielt",
        Milestone::Restored => "Läuft wieder",
        Milestone::ServicesDisabled => "Dienste abgeschaltet",
        Milestone::ServicesEnabled => "Dienste eingeschaltet",
    }
}

pub(crate) fn impact_choice(impact: Impact) -> &'static str {
    match impact {
        Impact::Outage => "Es ist ausgefallen oder nicht erreichbar",
        Impact::BrokenContent => "Was unsere Kunden sehen, ist kaputt",
        Impact::RevenueBlocked => "Wir können nicht verkaufen oder keine Zahlung annehmen",
        Impact::DataOrSecurity => "Daten, Sicherheit oder das Recht stehen auf dem Spiel",
        Impact::OtherMaterial => "Es schadet unserem Geschäft auf andere Weise",
        Impact::Deadline => "Eine Frist steht bevor",
        Impact::Priority => "Eine offene Anfrage soll schneller gehen",
        Impact::Question => "Ich habe eine Frage",
        Impact::Change => "Ich wünsche mir eine Änderung oder etwas Neues",
    }
}

pub(crate) fn state(emergency: &Emergency) -> &'static str {
    match emergency.phase {
        Phase::Unanswered => "Noch ohne Antwort",
        Phase::Answered { .. } => "Angenommen",
        Phase::Investigating { .. } => "Wird untersucht",
        Phase::Restored { .. } => "Läuft wieder",
        Phase::Closed { .. } => "Abgeschlossen",
    }
}

pub(crate) fn label(label: Label) -> &'static str {
    match label {
        Label::FollowIt => "Hier verfolgen",
        Label::OpenPage => "Ihre Seite öffnen",
        Label::TellWhetherItWorks => "Sagen Sie uns, ob es läuft",
        Label::SayStillBroken => "Es geht noch nicht",
        Label::ReadAndAnswer => "Lesen und antworten",
        Label::JoinCall => "An der Konferenz teilnehmen",
        Label::AnswerHere => "Hier antworten",
        Label::TellWhetherSolved => "Sagen Sie uns, ob es gelöst ist",
        Label::HurtingNow => "Das schadet uns jetzt",
        Label::Phone => "Telefon",
        Label::Pin => "PIN",
        Label::Host => "Leitung",
        Label::ThisEmergency => "diesen Notfall",
        Label::YourEmergency => "Ihr Notfall",
        Label::YourRequest => "Ihre Anfrage",
        Label::YouWrote => "Sie haben geschrieben:",
        Label::OurDesk => "Unser Support",
        Label::Somebody => "Jemand",
    }
}
