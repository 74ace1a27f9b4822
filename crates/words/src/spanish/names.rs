//! Names of impacts and states, and short words, in Spanish.

use domain::{Emergency, emergency::Phase, request::Impact};

use crate::sentence::Label;

pub(crate) fn impact_choice(impact: Impact) -> &'static str {
    match impact {
        Impact::Outage => "No funciona o no se puede acceder",
        Impact::BrokenContent => "Lo que ven nuestros clientes está mal",
        Impact::RevenueBlocked => "No podemos vender o cobrar",
        Impact::DataOrSecurity => "Están en juego datos, la seguridad o la ley",
        Impact::OtherMaterial => "Daña nuestro negocio de otra forma",
        Impact::Deadline => "Se acerca un plazo",
        Impact::Priority => "Una solicitud abierta debe ir más rápido",
        Impact::Question => "Tengo una pregunta",
        Impact::Change => "Deseo un cambio o algo nuevo",
    }
}

pub(crate) fn state(emergency: &Emergency) -> &'static str {
    match emergency.phase {
        Phase::Unanswered => "Sin respuesta aún",
        Phase::Answered { .. } => "Atendida",
        Phase::Investigating { .. } => "En investigación",
        Phase::Restored { .. } => "Restablecida",
        Phase::Closed { .. } => "Cerrada",
    }
}

pub(crate) fn label(label: Label) -> &'static str {
    match label {
        Label::FollowIt => "Seguirlo aquí",
        Label::OpenPage => "Abrir su página",
        Label::TellWhetherItWorks => "Díganos si funciona",
        Label::SayStillBroken => "Decir que sigue fallando",
        Label::ReadAndAnswer => "Leer y responder",
        Label::JoinCall => "Unirse a la llamada",
        Label::AnswerHere => "Responder aquí",
        Label::TellWhetherSolved => "Díganos si está resuelta",
        Label::HurtingNow => "Esto nos perjudica ahora",
        Label::Phone => "Teléfono",
        Label::Pin => "PIN",
        Label::Host => "Dirige",
        Label::ThisEmergency => "esta emergencia",
        Label::YourEmergency => "Su emergencia",
        Label::YourRequest => "Su solicitud",
        Label::YouWrote => "Usted escribió:",
        Label::OurDesk => "Nuestro soporte",
        Label::Somebody => "Alguien",
    }
}
