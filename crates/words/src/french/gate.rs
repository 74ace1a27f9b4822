//! Why something is not an emergency, kindly, in French.

use domain::request::Impact;

/// What an emergency is.
pub(crate) const DEFINITION: &str = "Une urgence est ce qui nuit maintenant à votre activité.";

pub(crate) fn not_met(impact: Option<Impact>) -> &'static str {
    match impact {
        Some(Impact::Deadline) => {
            "Une urgence est ce qui nuit maintenant à votre activité. Une échéance compte aussi pour \
             nous, mais, si nous comprenons bien, rien n’est encore en panne."
        }
        Some(Impact::Priority) => {
            "Une urgence est ce qui nuit maintenant à votre activité. Le rythme d’une demande ouverte \
             relève de notre support, qui les voit toutes."
        }
        Some(Impact::Question) => {
            "Une urgence est ce qui nuit maintenant à votre activité. Pour une question, notre support \
             a la meilleure réponse."
        }
        Some(Impact::Change) => {
            "Une urgence est ce qui nuit maintenant à votre activité. Un changement ou une nouveauté \
             se fait mieux de jour, avec ceux qui les préparent."
        }
        Some(
            Impact::Outage
            | Impact::BrokenContent
            | Impact::RevenueBlocked
            | Impact::DataOrSecurity
            | Impact::OtherMaterial,
        )
        | None => {
            "Une urgence est ce qui nuit maintenant à votre activité. Si nous comprenons bien, votre \
             production n’est pas touchée."
        }
    }
}
