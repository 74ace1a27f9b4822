//! Why something is not an emergency, told kindly.

use domain::request::Impact;

use crate::{Language, Reader, requester};

/// The one line that was not met. `None`, or a material impact, means that it is not about
/// production.
pub fn not_met(impact: Option<Impact>, reader: &Reader) -> &'static str {
    requester::not_met(impact, Language::of(reader))
}
