//! The one line on top of the requester's page.

use domain::Emergency;

use crate::{Reader, requester};

/// Where it stands and when the next word comes.
pub fn headline(emergency: &Emergency, reader: &Reader) -> String {
    requester::headline(emergency, reader)
}
