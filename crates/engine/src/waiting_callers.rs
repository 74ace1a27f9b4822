//! Callers who hold while the responder on call is tried. The page has gone as always; nothing here is on
//! its way.

use domain::{
    Emergency, Input, Number, Phase, Refused, ResponderId, directory::ContactKind,
    emergency::PageStatus, id::ContactId, input::By,
};

use crate::{Engine, EngineError, Link};

/// A responder who is tried for a caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    pub number: String,
    /// Seals who is called about what.
    pub token: String,
}

/// What became of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The two may talk.
    Together,
    By(String),
    Over,
}

impl Engine {
    /// Who is tried next for a caller of this emergency: those who are being called, each once.
    pub fn next_for_caller(&self, emergency: &Emergency, turn: usize) -> Option<Tried> {
        if emergency.phase != Phase::Unanswered {
            return None;
        }
        let mut called: Vec<_> =
            emergency.pages.iter().filter(|page| page.status == PageStatus::Ringing).collect();
        called.sort_by_key(|page| page.started_at);
        let mut reached = called.iter().filter_map(|page| self.voice_of(&page.responder));
        let (responder, contact, number) = reached.nth(turn.checked_sub(1)?)?;
        let link = Link::Page { number: emergency.number, responder, via: Some(contact) };
        Some(Tried { number, token: self.link_token(&link) })
    }

    fn voice_of(&self, id: &ResponderId) -> Option<(ResponderId, ContactId, String)> {
        let directory = self.directory();
        let contacts = &directory.1.responder(id)?.contact;
        let voice = contacts.iter().find(|contact| contact.kind == ContactKind::Voice)?;
        Some((id.clone(), voice.id.clone(), voice.address.clone()))
    }

    /// The emergency that this responder was called about, if the call went to a number of theirs.
    pub async fn tried_for_caller(
        &self,
        token: &str,
        to: &str,
    ) -> Result<Option<(Emergency, By, ContactId)>, EngineError> {
        let Some(Link::Page { number, responder, via: Some(via) }) = self.read_link(token) else {
            return Ok(None);
        };
        let directory = self.directory();
        let Some(person) = directory.1.responder(&responder) else { return Ok(None) };
        let is_there = person.contact(&via).is_some_and(|it| it.is_at(ContactKind::Voice, to));
        let Some(saved) = self.store().emergency(number).await?.filter(|_| is_there) else {
            return Ok(None);
        };
        Ok(Some((saved.emergency, By { id: responder, name: person.name.clone() }, via)))
    }

    /// A key was pressed: the usual answer, by telephone.
    pub async fn take_call(
        &self,
        number: Number,
        by: By,
        via: &ContactId,
    ) -> Result<Taken, EngineError> {
        let id = by.id.clone();
        match self.apply(number, Input::TakeCall { by }).await {
            Ok(_) => {
                self.answered_over(&id, via).await;
                Ok(Taken::Together)
            }
            Err(EngineError::Refused(Refused::AlreadyAnswered { name, .. })) => Ok(Taken::By(name)),
            Err(EngineError::Refused(_)) => Ok(Taken::Over),
            Err(error) => Err(error),
        }
    }
}
