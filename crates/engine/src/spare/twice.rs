//! A request that came twice with one key, at two nodes that did not know of each other, opened two
//! emergencies. They become one, and the key leads to what was said last.

use domain::{Number, ResponderId, input::By};
use store::{SaidTwice, StoreError, Unit};

use crate::{Engine, EngineError, Opened, intake::opened_for};

/// Who joins them.
const OURSELVES: &str = "Frontline";

impl Engine {
    /// Once all cases are in the database.
    pub(super) async fn make_one(&self, said: &SaidTwice) -> Result<(), StoreError> {
        let numbers = opened_for(&said.there).zip(opened_for(&said.here));
        if let Some((
            Opened::Emergency { number: first, .. },
            Opened::Emergency { number: second, .. },
        )) = numbers
            && first != second
        {
            self.join_second(first, second).await?;
        }
        let mut unit = Unit::new();
        unit.say_instead(said, self.now());
        self.shared.store.commit(unit).await
    }

    /// The one goes on that somebody has answered, else the first.
    async fn join_second(&self, first: Number, second: Number) -> Result<(), StoreError> {
        let store = &self.shared.store;
        let pair = (store.emergency(first).await?, store.emergency(second).await?);
        let (Some(one), Some(other)) = pair else { return Ok(()) };
        let only_second =
            one.emergency.responder().is_none() && other.emergency.responder().is_some();
        let (leaves, stays) = if only_second { (first, second) } else { (second, first) };
        let by = By { id: ResponderId::from("frontline"), name: OURSELVES.to_owned() };
        match self.merge(leaves, stays, by).await {
            Ok(_) => {
                self.shared.figures.was_double();
                tracing::warn!(%first, %second, "one request opened both, at two nodes: they are one now");
                Ok(())
            }
            // Somebody has ended one of them.
            Err(EngineError::Refused(_) | EngineError::NotFound) => Ok(()),
            Err(EngineError::Store(error)) => Err(error),
            Err(error) => {
                tracing::error!(%first, %second, %error, "two emergencies of one request stay apart");
                Ok(())
            }
        }
    }
}
