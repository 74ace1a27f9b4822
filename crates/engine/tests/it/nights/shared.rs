//! What only happens where the store is shared: nodes race for the same work, take over from one that
//! died, and commits go wrong.

use engine::EngineError;
use futures_util::future::join_all;
use jiff::Timestamp;
use store::{GONE_AFTER, Mishap, StoreError};

use super::night::{Failure, Night};

/// In microseconds: two hundred years from now.
const FOR_EVER: i64 = 9_000_000_000_000_000;

impl Night {
    /// Every node that is awake does what is due, all of them at once.
    pub(super) async fn race(&mut self) -> Result<(), Failure> {
        let gone = self.who_is_gone();
        let awake: Vec<_> =
            (0..self.nodes.len()).filter(|index| self.nodes[*index].is_awake()).collect();
        let works = join_all(awake.iter().map(|index| self.nodes[*index].heard_and_work(self.now)));
        for (index, work) in awake.iter().zip(works.await) {
            if let Some(work) = work {
                self.stops_in_the_middle(*index, work).await;
            }
        }
        self.nothing_is_held_by(&gone);
        self.gather()
    }

    /// A node that died is not heard of any more. The clock of the store goes as the night does.
    fn who_is_gone(&mut self) -> Vec<String> {
        if self.the_dead_seem_alive {
            // Not even on a machine on which the night takes its time.
            for (node, _) in &self.died {
                let sql = format!("UPDATE nodes SET seen_at_us = {FOR_EVER} WHERE id = '{node}'");
                self.place.ask(&sql);
            }
        }
        let is_gone = |(_, died_at): &mut (String, Timestamp)| *died_at + GONE_AFTER <= self.now;
        let gone: Vec<_> = self.died.extract_if(.., is_gone).map(|(node, _)| node).collect();
        if !gone.is_empty() {
            // That the others hear of it must not fail at this moment.
            self.house.mishaps.clear();
        }
        for node in gone.iter().filter(|_| !self.the_dead_seem_alive) {
            self.place.ask(&format!("UPDATE nodes SET seen_at_us = 0 WHERE id = '{node}'"));
        }
        gone
    }

    fn nothing_is_held_by(&mut self, gone: &[String]) {
        for node in gone {
            let sql = format!(
                "SELECT id FROM deliveries
                 WHERE status = 'waiting' AND urgency = 0 AND leased_by = '{node}'"
            );
            let held = self.place.ask(&sql);
            let said = |id: &String| format!("{id} waits for node {node}, which is dead");
            self.held_by_the_dead.extend(held.iter().map(said));
        }
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
