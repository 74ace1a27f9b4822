//! Why something is not an emergency, kindly.

use domain::request::Impact;

use crate::{Language, language::in_each};

/// What an emergency is, and which line of it was not met.
pub(crate) fn not_met(impact: Option<Impact>, language: Language) -> &'static str {
    in_each!(language, gate::not_met)(impact)
}

pub(super) fn definition(language: Language) -> &'static str {
    in_each!(language, gate::DEFINITION)
}
