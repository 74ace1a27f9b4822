//! What happened, one plain sentence each.

use domain::Fact;

use crate::Reader;

/// The sentence of a fact. What is for requesters carries nothing internal; which facts they see at
/// all is [`domain::Happening::visible_to_requester`].
pub fn sentence(_fact: &Fact, _reader: &Reader, _for_requester: bool) -> String {
    todo!()
}
