//! The one line on top of the requester's page.

use domain::Emergency;

use crate::Reader;

/// Where it stands and when the next word comes.
pub fn headline(_emergency: &Emergency, _reader: &Reader) -> String {
    todo!()
}
