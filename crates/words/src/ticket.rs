//! A ticket's timeline, one line each.

use domain::ticket::TicketReply;

use crate::{Language, Reader, english, requester};

/// What an entry is, without what was written in it. Which entries requesters see at all is
/// [`domain::ticket::Deed::visible_to_requester`].
pub fn entry(entry: &TicketReply, reader: &Reader, for_requester: bool) -> String {
    if for_requester {
        requester::entry(entry, Language::of(reader))
    } else {
        english::desk::entry(entry, reader)
    }
}
