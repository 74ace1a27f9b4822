//! Swaps of shifts, asked and answered.

use domain::{
    duty::{Swap, SwapState},
    id::{ResponderId, SwapId},
};
use jiff::Timestamp;

use crate::{
    Store, StoreError, Unit,
    overdue::overdue,
    value::{Row, Value, values},
};

/// More swaps of one person are not listed: the latest are.
const MAX_LISTED: u32 = 100;

#[derive(Clone, Debug, PartialEq)]
pub struct SavedSwap {
    pub swap: Swap,
    /// Grows with each change.
    pub version: i64,
}

impl Unit {
    /// A new swap, of version 1.
    pub fn ask_swap(&mut self, swap: &Swap) -> &mut Self {
        self.insert(
            "INSERT INTO swaps (id, version, state, asked_by, asked_of, asked_at_us, wake_at_us)
             VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6)",
            values![
                swap.id.as_str(),
                Value::json(swap),
                &swap.by,
                &swap.of,
                swap.asked_at,
                Value::deadline(swap.wake_at()),
            ],
        )
    }

    /// Saves what was decided on from `version`; [`StoreError::Conflict`] if it is not the current
    /// one any more.
    pub fn save_swap(&mut self, swap: &Swap, version: i64) -> &mut Self {
        self.one(
            "UPDATE swaps SET version = version + 1, state = ?3, wake_at_us = ?4
             WHERE id = ?1 AND version = ?2",
            values![swap.id.as_str(), version, Value::json(swap), Value::deadline(swap.wake_at())],
        )
    }
}

impl Store {
    pub async fn swap(&self, id: &SwapId) -> Result<Option<SavedSwap>, StoreError> {
        let sql = "SELECT state, version FROM swaps WHERE id = ?1";
        self.database.find(sql, values![id.as_str()]).await?.map(saved).transpose()
    }

    /// The swaps that a person has asked for or was asked for, the latest first; of everybody, if
    /// none is named.
    pub async fn swaps(&self, of: Option<&ResponderId>) -> Result<Vec<SavedSwap>, StoreError> {
        let rows = match of {
            Some(id) => {
                let sql = "SELECT state, version FROM swaps
                           WHERE asked_by = ?1 OR asked_of = ?1
                           ORDER BY asked_at_us DESC, id DESC LIMIT ?2";
                self.database.fetch_few(sql, values![id, MAX_LISTED]).await?
            }
            None => {
                let sql = "SELECT state, version FROM swaps
                           ORDER BY asked_at_us DESC, id DESC LIMIT ?1";
                self.database.fetch_few(sql, values![MAX_LISTED]).await?
            }
        };
        rows.into_iter().map(saved).collect()
    }

    /// The swaps that wait for this person's answer, the latest first.
    pub async fn swaps_asked_of(&self, of: &ResponderId) -> Result<Vec<SavedSwap>, StoreError> {
        let mut found = self.swaps(Some(of)).await?;
        found.retain(|it| it.swap.of == *of && it.swap.state == SwapState::Asked);
        Ok(found)
    }

    /// Swaps whose time to answer is over, the most overdue first.
    pub async fn due_swaps(&self, now: Timestamp, limit: u32) -> Result<Vec<SwapId>, StoreError> {
        let ids: Vec<String> = self.find_overdue(overdue!("swaps", "id"), now, limit).await?;
        Ok(ids.into_iter().map(SwapId).collect())
    }
}

fn saved(row: Row) -> Result<SavedSwap, StoreError> {
    let mut cells = row.cells("swap");
    Ok(SavedSwap { swap: cells.json()?, version: cells.take()? })
}
