//! The one line on top of the requester's page.

use domain::Emergency;

use crate::{Reader, english, language::Language};

/// Where it stands and when the next word comes.
pub fn headline(emergency: &Emergency, reader: &Reader) -> String {
    match Language::of(reader) {
        Language::English => english::headline::headline(emergency, reader),
    }
}
