//! A ticket's timeline, one line each.

use domain::ticket::TicketReply;

use crate::{Reader, english, language::Language};

/// What an entry is, without what was written in it. Which entries requesters see at all is
/// [`domain::ticket::Deed::visible_to_requester`].
pub fn entry(entry: &TicketReply, reader: &Reader, for_requester: bool) -> String {
    match Language::of(reader) {
        Language::English => english::desk::entry(entry, reader, for_requester),
    }
}
