//! Names of impacts and states, and short words, in French.

use domain::{Emergency, emergency::Phase, request::Impact};

use crate::sentence::Label;

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
