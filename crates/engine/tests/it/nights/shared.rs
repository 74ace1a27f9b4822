//! What only happens where the store is shared: nodes race for the same work, and commits go wrong.

use engine::EngineError;
use futures_util::future::join_all;
use store::{Mishap, StoreError};

use super::night::{Failure, Night};

impl Night {
    /// Every node that is awake does what is due, all of them at once.
    pub(super) async fn race(&mut self) -> Result<(), Failure> {
        let awake: Vec<_> =
            (0..self.nodes.len()).filter(|index| self.nodes[*index].is_awake()).collect();
        let works = join_all(awake.iter().map(|index| self.nodes[*index].heard_and_work(self.now)));
        for (index, work) in awake.iter().zip(works.await) {
            if let Some(work) = work {
                self.stops_in_the_middle(*index, work).await;
            }
        }
        self.gather()
    }

    /// The store was to fail; whoever wants something tries again.
    pub(super) fn is_away(&self, error: &EngineError) -> bool {
        self.place.is_shared() && matches!(error, EngineError::Store(StoreError::Unavailable(_)))
    }

    /// Some of the next commits go wrong, or go well and are not heard of.
    pub(super) fn the_store_fails(&mut self) {
        for _ in 0..self.random.u32(1..5) {
            let how = if self.random.bool() { Mishap::Refused } else { Mishap::Unheard };
            self.house.mishaps.plan(self.random.u32(0..6), "", how);
        }
        self.say("some of the next commits go wrong");
    }
}
