//! Why something is not an emergency, told kindly.

use domain::request::Impact;

use crate::Reader;

/// The one line that was not met. `None`, or a material impact, means that it is not about
/// production.
pub fn not_met(_impact: Option<Impact>, _reader: &Reader) -> String {
    todo!()
}
