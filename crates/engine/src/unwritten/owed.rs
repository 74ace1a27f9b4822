//! What became of messages and could not be stored: remembered, and stored once that works, so that they
//! are not sent again.

use store::{StoreError, Unit};

use super::Unwritten;
use crate::Engine;

/// So many are remembered.
const OWED_MAX: usize = 20_000;
const PAID_AT_ONCE: usize = 200;

impl Unwritten {
    /// What became of a delivery, to be written once that works. Beyond the room for it it is forgotten:
    /// then it is sent once more.
    pub(crate) fn owe(&self, unit: Unit) {
        let mut memory = self.memory();
        if memory.owed.len() < OWED_MAX {
            memory.owed.push(unit);
        }
    }
}

impl Engine {
    /// Whether what became of a delivery must be remembered: it cannot be stored now.
    pub(crate) fn must_remember(&self, error: &StoreError) -> bool {
        if self.is_unwritable(error) {
            self.shared.unwritten.begins(error);
        }
        matches!(error, StoreError::Unavailable(_))
    }

    /// Whether all that is owed is stored.
    pub(crate) async fn pay(&self) -> bool {
        loop {
            let some: Vec<_> = {
                let mut memory = self.shared.unwritten.memory();
                let count = memory.owed.len().min(PAID_AT_ONCE);
                memory.owed.drain(..count).collect()
            };
            if some.is_empty() {
                return true;
            }
            let mut together = Unit::new();
            for one in &some {
                together.and(one.clone());
            }
            let apart = match self.shared.store.commit(together).await {
                Ok(()) => continue,
                Err(error @ StoreError::Unavailable(_)) => return self.still_owe(some, &error),
                Err(_) => some,
            };
            let mut apart = apart.into_iter();
            while let Some(unit) = apart.next() {
                match self.shared.store.commit(unit.clone()).await {
                    Ok(()) => {}
                    Err(error @ StoreError::Unavailable(_)) => {
                        return self.still_owe(std::iter::once(unit).chain(apart), &error);
                    }
                    Err(error) => {
                        tracing::error!(%error, "what became of a message is not stored");
                    }
                }
            }
        }
    }

    fn still_owe(&self, units: impl IntoIterator<Item = Unit>, error: &StoreError) -> bool {
        tracing::warn!(%error, "what became of messages could not be written down yet");
        self.shared.unwritten.memory().owed.extend(units);
        false
    }
}
