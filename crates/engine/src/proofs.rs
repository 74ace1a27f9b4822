//! Contact methods, verified: codes are sent and entered, and an answer to a page proves the way that
//! it came by.

use std::collections::BTreeSet;

use domain::{
    Directory, ResponderId,
    directory::{Contact, ContactKind, Hole, Responder},
    duty::DutyNotice,
    id::ContactId,
    message::{Brief, Content, Message, Notice},
    proof::{Proof, ProvedBy, Refused, Way},
};
use jiff::Timestamp;
use store::{Lane, Recipient, SavedProof, StoreError, Unit};
use subtle::ConstantTimeEq;

use crate::{Engine, EngineError, change::MAX_RACES, outgoing::Outgoings};

/// A contact method of a person, and what is known of it.
#[derive(Clone, Debug)]
pub struct ContactWay {
    pub contact: Contact,
    pub proof: Proof,
}

impl Engine {
    /// The contact methods of a person, in the order of the directory.
    pub async fn contact_ways(&self, id: &ResponderId) -> Result<Vec<ContactWay>, EngineError> {
        let directory = self.directory();
        let Some(person) = directory.1.responder(id) else { return Ok(Vec::new()) };
        let saved = self.shared.store.proofs_of(id).await?;
        let way = |contact: &Contact| {
            let way = Way::of(person, contact);
            let proof = saved.iter().find(|saved| saved.proof.way == way);
            let proof = proof.map_or_else(|| Proof::new(way), |saved| saved.proof.clone());
            ContactWay { contact: contact.clone(), proof }
        };
        Ok(person.contact.iter().map(way).collect())
    }

    /// Sends a code over a contact method; until when it can be entered.
    pub async fn send_code(
        &self,
        id: &ResponderId,
        contact: &ContactId,
    ) -> Result<Timestamp, EngineError> {
        let (person, contact) = self.method(id, contact)?;
        let way = Way::of(&person, &contact);
        for _ in 0..MAX_RACES {
            let saved = self.shared.store.proof(&way).await?;
            let snapshot = self.snapshot();
            let nonce = self.new_id();
            let valid_for = snapshot.settings.directory.code_valid_for;
            let proof = saved.proof.ask(nonce.clone(), valid_for, snapshot.now)?;
            let lapses_at = proof.asked.as_ref().map_or(snapshot.now, |asked| asked.lapses_at);
            let notice = Notice::Duty(DutyNotice::ContactCode { nonce, lapses_at });
            let message = Message { about: Brief::default(), content: Content::Notice(notice) };
            let (responder, contact) = (id.clone(), contact.id.clone());
            let to = Recipient::Responder { responder, contact };
            let mut unit = Unit::new();
            unit.save_proof(&proof, saved.version);
            let mut outgoings = Outgoings::new(self, &snapshot);
            outgoings.deliver(outgoings.delivery(Lane::of(way.kind), to, message), &mut unit);
            match self.shared.store.commit(unit).await {
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
                Ok(()) => {
                    outgoings.hand_over();
                    return Ok(lapses_at);
                }
            }
        }
        Err(StoreError::Conflict.into())
    }

    /// Takes the code that was sent over a contact method.
    pub async fn enter_code(
        &self,
        id: &ResponderId,
        contact: &ContactId,
        code: &str,
    ) -> Result<(), EngineError> {
        let (person, contact) = self.method(id, contact)?;
        self.enter_code_of(&Way::of(&person, &contact), code).await
    }

    /// Each attempt is on disk before it is answered, so that nobody guesses beside another guess.
    pub(crate) async fn enter_code_of(&self, way: &Way, code: &str) -> Result<(), EngineError> {
        let code: String = code.chars().filter(char::is_ascii_digit).collect();
        for _ in 0..MAX_RACES {
            let now = self.now();
            let saved = self.shared.store.proof(way).await?;
            let asked = saved.proof.waits(now).ok_or(Refused::NoCode)?;
            let right = self.shared.links.code(way, &asked.nonce);
            let is_it = bool::from(right.as_bytes().ct_eq(code.as_bytes()));
            let (proof, entered) = saved.proof.enter(is_it, now)?;
            match self.save_proof(&saved, &proof).await {
                Err(EngineError::Store(StoreError::Conflict)) => {}
                Err(error) => return Err(error),
                Ok(()) => {
                    Result::from(entered)?;
                    return Ok(());
                }
            }
        }
        Err(StoreError::Conflict.into())
    }

    /// A page was answered over this contact method, so it reaches its person.
    pub async fn answered_over(&self, id: &ResponderId, contact: &ContactId) {
        if let Ok((person, contact)) = self.method(id, contact) {
            self.prove(&Way::of(&person, &contact), ProvedBy::Answer).await;
        }
    }

    /// The same, by the address that the answer came from.
    pub(crate) async fn answered_from(&self, person: &Responder, kind: ContactKind, from: &str) {
        let is_it = |contact: &&Contact| contact.is_at(kind, from);
        for contact in person.contact.iter().filter(is_it) {
            self.prove(&Way::of(person, contact), ProvedBy::Answer).await;
        }
    }

    /// Takes every contact method of the directory for verified.
    pub async fn vouch_for_all(&self) {
        let directory = self.directory();
        for person in &directory.1.responders {
            for contact in &person.contact {
                self.prove(&Way::of(person, contact), ProvedBy::Word).await;
            }
        }
    }

    /// A proof that is not written down is found out the next time: nothing waits for it.
    async fn prove(&self, way: &Way, by: ProvedBy) {
        let proved = async {
            let saved = self.shared.store.proof(way).await?;
            if saved.proof.proved.is_some() {
                return Ok(());
            }
            self.save_proof(&saved, &saved.proof.prove(by, self.now())).await
        };
        match proved.await {
            Ok(()) | Err(EngineError::Store(StoreError::Conflict)) => {}
            Err(error) => tracing::warn!(%error, "a proof of a contact method was not kept"),
        }
    }

    async fn save_proof(&self, saved: &SavedProof, proof: &Proof) -> Result<(), EngineError> {
        let mut unit = Unit::new();
        unit.save_proof(proof, saved.version);
        self.shared.store.commit(unit).await?;
        self.forget_findings();
        Ok(())
    }

    /// Those of a directory who are paged and have fewer than two verified ways.
    pub async fn unverified(&self, directory: &Directory) -> Result<Vec<Hole>, EngineError> {
        let saved = self.shared.store.proofs().await?;
        let proved = saved.into_iter().filter(|saved| saved.proof.proved.is_some());
        let proved: BTreeSet<Way> = proved.map(|saved| saved.proof.way).collect();
        Ok(directory.unverified(self.now(), &proved))
    }

    fn method(
        &self,
        id: &ResponderId,
        contact: &ContactId,
    ) -> Result<(Responder, Contact), EngineError> {
        let directory = self.directory();
        let person = directory.1.responder(id).ok_or(Refused::NoSuchWay)?;
        let contact = person.contact(contact).ok_or(Refused::NoSuchWay)?;
        Ok((person.clone(), contact.clone()))
    }
}
