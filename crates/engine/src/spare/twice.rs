//! A request that came twice with one key, at two nodes that did not know of each other, opened two
//! emergencies. They become one, and the key leads to what was said last.

use std::time::Duration;

use domain::{Number, ResponderId, input::By};
use store::{SaidTwice, StoreError, Unit};
use tokio::time::{Instant, sleep};

use crate::{Accepted, Engine, EngineError, Opened, intake::answer_in};

/// Who joins them.
const OURSELVES: &str = "Frontline";
/// The other node may still be handing its own over.
const BOTH_ARE_THERE_WITHIN: Duration = Duration::from_secs(5 * 60);
const LOOK_EVERY: Duration = Duration::from_millis(500);

impl Engine {
    /// Once all cases of this node are in the database.
    pub(super) async fn make_one_of_each(&self, twice: Vec<SaidTwice>) {
        let until = Instant::now() + BOTH_ARE_THERE_WITHIN;
        for said in twice {
            let Some((there, here)) = answer_in(&said.there).zip(answer_in(&said.here)) else {
                continue;
            };
            let is_last = there.received_at <= here.received_at;
            let (earlier, later) = if is_last { (there, here) } else { (here, there) };
            while !self.became_one(&earlier, &later).await.unwrap_or(false) {
                if Instant::now() >= until {
                    tracing::error!(
                        earlier = ?earlier.opened,
                        later = ?later.opened,
                        "what one request opened at two nodes stays apart: merge it by hand"
                    );
                    break;
                }
                sleep(LOOK_EVERY).await;
            }
            if is_last {
                let mut unit = Unit::new();
                unit.say_instead(&said);
                let said = self.shared.store.commit(unit).await;
                self.heed("the answer to a key that came twice cannot be stored", said);
            }
        }
    }

    /// `false`, if one of them is not there yet.
    async fn became_one(&self, earlier: &Accepted, later: &Accepted) -> Result<bool, StoreError> {
        let (Opened::Emergency { number: first, .. }, Opened::Emergency { number: second, .. }) =
            (&earlier.opened, &later.opened)
        else {
            return Ok(true);
        };
        if first == second {
            return Ok(true);
        }
        self.join_second(*first, *second).await
    }

    /// The one goes on that somebody has answered, else the first.
    async fn join_second(&self, first: Number, second: Number) -> Result<bool, StoreError> {
        let store = &self.shared.store;
        let pair = (store.emergency(first).await?, store.emergency(second).await?);
        let (Some(one), Some(other)) = pair else { return Ok(false) };
        let only_second =
            one.emergency.responder().is_none() && other.emergency.responder().is_some();
        let (leaves, stays) = if only_second { (first, second) } else { (second, first) };
        let by = By { id: ResponderId::from("frontline"), name: OURSELVES.to_owned() };
        match self.merge(leaves, stays, by).await {
            Ok(_) => {
                self.shared.figures.was_double();
                tracing::warn!(%first, %second, "one request opened both, at two nodes: they are one now");
                Ok(true)
            }
            // Somebody has ended one of them.
            Err(EngineError::Refused(_)) => Ok(true),
            Err(EngineError::Store(error)) => Err(error),
            Err(error) => {
                tracing::error!(%first, %second, %error, "they cannot be made one");
                Ok(false)
            }
        }
    }
}
