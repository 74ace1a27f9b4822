//! What happened, one plain sentence each.

use domain::Fact;

use crate::{Reader, english, requester};

/// The sentence of a fact. What is for requesters carries nothing internal; which facts they see at
/// all is [`domain::Happening::visible_to_requester`].
pub fn sentence(fact: &Fact, reader: &Reader, for_requester: bool) -> String {
    if for_requester {
        requester::happened(fact, reader)
    } else {
        english::timeline::for_responder(fact, reader)
    }
}
