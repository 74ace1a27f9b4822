//! Why something is not an emergency, kindly, in German.

use domain::request::Impact;

/// What an emergency is.
pub(crate) const DEFINITION: &str = "Ein Notfall ist, was Ihrem Geschäft jetzt schadet.";

pub(crate) fn not_met(impact: Option<Impact>) -> &'static str {
    match impact {
        Some(Impact::Deadline) => {
            "Ein Notfall ist, was Ihrem Geschäft jetzt schadet. Eine Frist ist auch uns wichtig, \
             doch soweit wir verstehen, ist noch nichts ausgefallen."
        }
        Some(Impact::Priority) => {
            "Ein Notfall ist, was Ihrem Geschäft jetzt schadet. Wie schnell eine offene Anfrage \
             vorankommt, entscheidet unser Support, der alle sieht."
        }
        Some(Impact::Question) => {
            "Ein Notfall ist, was Ihrem Geschäft jetzt schadet. Eine Frage beantwortet unser \
             Support besser."
        }
        Some(Impact::Change) => {
            "Ein Notfall ist, was Ihrem Geschäft jetzt schadet. Eine Änderung oder etwas Neues \
             gelingt besser bei Tag, mit denen, die es planen."
        }
        Some(
            Impact::Outage
            | Impact::BrokenContent
            | Impact::RevenueBlocked
            | Impact::DataOrSecurity
            | Impact::OtherMaterial,
        )
        | None => {
            "Ein Notfall ist, was Ihrem Geschäft jetzt schadet. Soweit wir verstehen, ist Ihr \
             laufender Betrieb nicht betroffen."
        }
    }
}
