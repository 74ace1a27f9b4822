//! The same by text message: `ill`, then `ill yes`; `swap yes`, `swap no`.

use domain::{
    directory::{ContactKind, Responder},
    duty::OFF_FOR,
    input::By,
    proof::{Refused, Way},
};
use words::reply::{Confirmation, DutyDone, DutyWord};

use crate::{Engine, EngineError};

impl Engine {
    pub(crate) async fn carry_out_duty(&self, person: &Responder, word: DutyWord) -> Confirmation {
        let done = match word {
            DutyWord::Ill { sure: false } => {
                let until = self.now() + OFF_FOR;
                return Confirmation::Duty(DutyDone::ReallyIll { until });
            }
            DutyWord::Ill { sure: true } => self.ill_by_text(person).await,
            // The test page itself was answered before this, by the sign of life.
            DutyWord::Here => {
                return Confirmation::Duty(DutyDone::DrillAnswered { was_open: false });
            }
            DutyWord::Swap { accepts } => self.swap_by_text(person, accepts).await,
        };
        match done {
            Ok(done) => Confirmation::Duty(done),
            Err(EngineError::Duty(refused)) => Confirmation::Duty(DutyDone::Refused { refused }),
            Err(error) => {
                tracing::error!(%error, "a text message about being on call was not carried out");
                Confirmation::Failed
            }
        }
    }

    async fn ill_by_text(&self, person: &Responder) -> Result<DutyDone, EngineError> {
        let by = By { id: person.id.clone(), name: person.name.clone() };
        let until = self.now() + OFF_FOR;
        let covers = self.take_off(&person.id, Some(until), &by).await?;
        let directory = self.directory();
        let mut named: Vec<_> = covers
            .into_iter()
            .map(|cover| {
                let by = cover.by.as_ref().and_then(|by| directory.1.responder(by));
                (cover.schedule.to_string(), by.map(|person| person.name.clone()))
            })
            .collect();
        named.dedup();
        Ok(DutyDone::TakenOff { until, covers: named })
    }

    /// `None` if no code is on its way there, so that the digits mean something else.
    pub(crate) async fn code_by_text(
        &self,
        person: &Responder,
        (kind, from): (ContactKind, &str),
        code: &str,
    ) -> Option<DutyDone> {
        let contact = person.contact.iter().find(|contact| contact.is_at(kind, from))?;
        match self.enter_code_of(&Way::of(person, contact), code).await {
            Ok(()) => Some(DutyDone::Verified),
            Err(EngineError::Proof(Refused::NoCode)) => None,
            Err(EngineError::Proof(refused)) => Some(DutyDone::NotVerified { refused }),
            Err(error) => {
                tracing::error!(%error, "a code was not taken");
                None
            }
        }
    }

    async fn swap_by_text(
        &self,
        person: &Responder,
        accepts: bool,
    ) -> Result<DutyDone, EngineError> {
        let mut asked = self.shared.store.swaps_asked_of(&person.id).await?;
        asked.retain(|it| it.swap.is_open(self.now()));
        match asked.as_slice() {
            [] => Ok(DutyDone::NoSwap { several: false }),
            [one] => {
                self.answer_swap(&one.swap.id, &person.id, accepts).await?;
                Ok(DutyDone::SwapAnswered { accepted: accepts })
            }
            // Which one is meant is not ours to guess: the page shows them all.
            _ => Ok(DutyDone::NoSwap { several: true }),
        }
    }
}
