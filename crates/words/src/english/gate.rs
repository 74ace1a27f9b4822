//! Why something is not an emergency, kindly.

use domain::request::Impact;

pub(crate) fn not_met(impact: Option<Impact>) -> &'static str {
    match impact {
        Some(Impact::Deadline) => {
            "An emergency is something in production that has stopped working. A deadline matters \
             to us too, but nothing has stopped yet."
        }
        Some(Impact::Priority) => {
            "An emergency is something in production that has stopped working. How fast an open \
             request goes is for our regular desk, which sees all of them."
        }
        Some(Impact::Question) => {
            "An emergency is something in production that has stopped working. Our regular desk \
             gives a question the better answer."
        }
        Some(Impact::Change) => {
            "An emergency is something in production that has stopped working. A change or \
             something new is better made in daylight, with the people who plan it."
        }
        Some(
            Impact::Outage
            | Impact::BrokenContent
            | Impact::RevenueBlocked
            | Impact::DataOrSecurity
            | Impact::OtherMaterial,
        )
        | None => {
            "An emergency is something in production that has stopped working. As we understand \
             it, your production is not affected."
        }
    }
}
