//! Names of impacts and states, and short words, in French.

use domain::{Emergency, Milestone, emergency::Phase, request::Impact};

use crate::sentence::Label;

/// As a label, for responders.
pub(crate) fn impact(impact: Impact) -> &'static str {
    match impact {
        Impact::Outage => "Panne",
        Impact::BrokenContent => "Contenu erroné",
        Impact::RevenueBlocked => "Ventes bloquées",
        Impact::DataOrSecurity => "Données ou sécurité",
        Impact::OtherMaterial => "Activité touchée",
        Impact::Deadline => "Échéance",
        Impact::Priority => "Priorité",
        Impact::Question => "Question",
        Impact::Change => "Changement",
    }
}

/// As a label, for responders.
pub(crate) fn milestone(milestone: Milestone) -> &'static str {
    match milestone {
        Milestone::Received => "Reçu",
        Milestone::Answered => "Pris en charge",
        Milestone::Investigating => "Examen en cours",
        Milestone::Reproduced => "Reproduit",
        Milestone::Escalated => "Renforts appelés",
        Milestone::RootCauseIdentified => "Cause identifiée",
        Milestone::FixDeveloped => "Correctif prêt",
        Milestone::FixDeployed => "Correctif en place",
        Milestone::Restored => "Rétabli",
        Milestone::ServicesDisabled => "Services coupés",
        Milestone::ServicesEnabled => "Services remis en service",
    }
}

pub(crate) fn impact_choice(impact: Impact) -> &'static str {
    match impact {
        Impact::Outage => "C’est en panne ou inaccessible",
        Impact::BrokenContent => "Ce que voient nos clients est cassé",
        Impact::RevenueBlocked => "Nous ne pouvons plus vendre ou encaisser",
        Impact::DataOrSecurity => "Des données, la sécurité ou la loi sont en jeu",
        Impact::OtherMaterial => "Cela nuit autrement à notre activité",
        Impact::Deadline => "Une échéance approche",
        Impact::Priority => "Une demande ouverte doit aller plus vite",
        Impact::Question => "J’ai une question",
        Impact::Change => "Je souhaite un changement ou une nouveauté",
    }
}

pub(crate) fn state(emergency: &Emergency) -> &'static str {
    match emergency.phase {
        Phase::Unanswered => "Sans réponse pour l’instant",
        Phase::Answered { .. } => "Prise en charge",
        Phase::Investigating { .. } => "En cours d’examen",
        Phase::Restored { .. } => "Rétabli",
        Phase::Closed { .. } => "Close",
    }
}

pub(crate) fn label(label: Label) -> &'static str {
    match label {
        Label::FollowIt => "Suivre ici",
        Label::OpenPage => "Ouvrir votre page",
        Label::TellWhetherItWorks => "Dites-nous si cela fonctionne",
        Label::SayStillBroken => "Dire que le problème persiste",
        Label::ReadAndAnswer => "Lire et répondre",
        Label::JoinCall => "Rejoindre la conférence",
        Label::AnswerHere => "Répondre ici",
        Label::TellWhetherSolved => "Dites-nous si c’est résolu",
        Label::HurtingNow => "Cela nous nuit maintenant",
        Label::Phone => "Téléphone",
        Label::Pin => "Code",
        Label::Host => "Animation",
        Label::ThisEmergency => "cette urgence",
        Label::YourEmergency => "Votre urgence",
        Label::YourRequest => "Votre demande",
        Label::YouWrote => "Vous avez écrit :",
        Label::OurDesk => "Notre support",
        Label::Somebody => "Quelqu’un",
    }
}
