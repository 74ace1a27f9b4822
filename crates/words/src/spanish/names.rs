//! Names of impacts and states, and short words, in Spanish.

use domain::{Emergency, Milestone, emergency::Phase, request::Impact};

use crate::sentence::Label;

/// As a label, for responders.
pub(crate) fn impact(impact: Impact) -> &'static str {
    match impact {
        Impact::Outage => "Sin servicio",
        Impact::BrokenContent => "Contenido erróneo",
        Impact::RevenueBlocked => "Ventas paradas",
        Impact::DataOrSecurity => "Datos o seguridad",
        Impact::OtherMaterial => "Negocio afectado",
        Impact::Deadline => "Plazo",
        Impact::Priority => "Prioridad",
        Impact::Question => "Pregunta",
        Impact::Change => "Cambio",
    }
}

/// As a label, for responders.
pub(crate) fn milestone(milestone: Milestone) -> &'static str {
    match milestone {
        Milestone::Received => "Recibida",
        Milestone::Answered => "Atendida",
        Milestone::Investigating => "En investigación",
        Milestone::Reproduced => "Reproducida",
        Milestone::Escalated => "Más personas llamadas",
        Milestone::RootCauseIdentified => "Causa identificada",
        Milestone::FixDeveloped => "Arreglo listo",
        Milestone::FixDeployed => "Arreglo instalado",
        Milestone::Restored => "Restablecida",
        Milestone::ServicesDisabled => "Servicios desconectados",
        Milestone::ServicesEnabled => "Servicios conectados",
    }
}

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
