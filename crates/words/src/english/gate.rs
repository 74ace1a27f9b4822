//! Why something is not an emergency, kindly.

use domain::request::Impact;

/// What an emergency is.
pub(crate) const DEFINITION: &str = "An emergency is something that harms your business now.";

pub(crate) fn not_met(impact: Option<Impact>) -> &'static str {
    match impact {
        Some(Impact::Deadline) => {
            "An emergency is something that harms your business now. A deadline matters to us \
             too, but as we understand it nothing is broken yet."
        }
        Some(Impact::Priority) => {
            "An emergency is something that harms your business now. How fast an open request \
             goes is for our regular desk, which sees all of them."
        }
        Some(Impact::Question) => {
            "An emergency is something that harms your business now. A question gets the better \
             answer from our regular desk."
        }
        Some(Impact::Change) => {
            "An emergency is something that harms your business now. A change or something new \
             is better made in daylight, with the people who plan it."
        }
        Some(
            Impact::Outage
            | Impact::BrokenContent
            | Impact::RevenueBlocked
            | Impact::DataOrSecurity
            | Impact::OtherMaterial,
        )
        | None => {
            "An emergency is something that harms your business now. As we understand it, your \
             production is not affected."
        }
    }
}
