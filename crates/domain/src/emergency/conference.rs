//! People who are brought together on the telephone: who came and left, and what takes the place of a
//! conference that fails.

use super::{Bridge, Refused, turn::Turn};
use crate::{
    effect::Audience,
    fact::{Actor, Happening},
    input::By,
    message::{News, Notice},
};

impl Turn<'_> {
    /// The usual answer, by telephone.
    pub(super) fn take_call(&mut self, by: &By) -> Result<(), Refused> {
        self.answer(by.clone(), false)?;
        self.note_by(by, Happening::TookCall);
        Ok(())
    }

    /// A responder who is in the call is there: nobody has to be called for their silence.
    pub(super) fn came_to_call(&mut self, who: &Actor) {
        self.note(who.clone(), Happening::CameToCall);
        if let Actor::Responder { id, name } = who {
            self.sign_of_life(&By { id: id.clone(), name: name.clone() });
        }
    }

    /// Requesters and whoever has it are told the call that takes its place, once.
    pub(super) fn bridge_failed(&mut self, problem: String, instead: Bridge) {
        if !self.next.bridge.as_ref().is_some_and(Bridge::is_conference) {
            return;
        }
        self.note_itself(Happening::BridgeFailed { problem, instead: instead.way_in() });
        self.next.bridge = Some(instead);
        self.tell(Audience::Everybody, News::Bridge);
        if let Some(person) = self.next.responder().cloned() {
            self.notify(&person.id, Notice::CallMoved);
        }
    }
}
