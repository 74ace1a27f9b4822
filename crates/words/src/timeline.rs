//! What happened, one plain sentence each.

use domain::Fact;

use crate::{Reader, english, language::Language};

/// The sentence of a fact. What is for requesters carries nothing internal; which facts they see at
/// all is [`domain::Happening::visible_to_requester`].
pub fn sentence(fact: &Fact, reader: &Reader, for_requester: bool) -> String {
    match (Language::of(reader), for_requester) {
        (Language::English, true) => english::timeline::for_requester(fact, reader),
        (Language::English, false) => english::timeline::for_responder(fact, reader),
    }
}
