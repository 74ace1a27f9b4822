//! Why something is not an emergency, kindly, in Spanish.

use domain::request::Impact;

/// What an emergency is.
pub(crate) const DEFINITION: &str = "Una emergencia es algo que daña su negocio ahora.";

pub(crate) fn not_met(impact: Option<Impact>) -> &'static str {
    match impact {
        Some(Impact::Deadline) => {
            "Una emergencia es algo que daña su negocio ahora. Un plazo también nos importa, pero, \
             según entendemos, todavía no falla nada."
        }
        Some(Impact::Priority) => {
            "Una emergencia es algo que daña su negocio ahora. La rapidez de una solicitud abierta la \
             decide nuestro equipo de soporte, que las ve todas."
        }
        Some(Impact::Question) => {
            "Una emergencia es algo que daña su negocio ahora. Una pregunta recibe mejor respuesta de \
             nuestro equipo de soporte."
        }
        Some(Impact::Change) => {
            "Una emergencia es algo que daña su negocio ahora. Un cambio o algo nuevo sale mejor de \
             día, con quienes lo planifican."
        }
        Some(
            Impact::Outage
            | Impact::BrokenContent
            | Impact::RevenueBlocked
            | Impact::DataOrSecurity
            | Impact::OtherMaterial,
        )
        | None => {
            "Una emergencia es algo que daña su negocio ahora. Según entendemos, su producción no está \
             afectada."
        }
    }
}
