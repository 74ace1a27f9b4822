//! Test pages at the beginning of shifts.

use domain::{drill::Drill, id::ResponderId};
use jiff::Timestamp;

use crate::{
    Store, StoreError, Unit,
    overdue::overdue,
    value::{Row, Value, values},
};

/// Nobody has more open at a time.
const MAX_LISTED: u32 = 20;

#[derive(Clone, Debug, PartialEq)]
pub struct SavedDrill {
    pub drill: Drill,
    /// Grows with each change.
    pub version: i64,
}

impl Unit {
    /// A new drill, of version 1.
    pub fn start_drill(&mut self, drill: &Drill) -> &mut Self {
        self.insert(
            "INSERT INTO drills (id, version, responder, is_open, state, started_at_us, wake_at_us)
             VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6)",
            values![
                drill.id.as_str(),
                &drill.responder,
                drill.is_open(),
                Value::json(drill),
                drill.started_at,
                Value::deadline(drill.wake_at()),
            ],
        )
    }

    /// Saves what was decided on from `version`; [`StoreError::Conflict`] if it is not the current
    /// one any more.
    pub fn save_drill(&mut self, drill: &Drill, version: i64) -> &mut Self {
        self.one(
            "UPDATE drills SET version = version + 1, is_open = ?3, state = ?4, wake_at_us = ?5
             WHERE id = ?1 AND version = ?2",
            values![
                drill.id.as_str(),
                version,
                drill.is_open(),
                Value::json(drill),
                Value::deadline(drill.wake_at()),
            ],
        )
    }
}

impl Store {
    pub async fn drill(&self, id: &str) -> Result<Option<SavedDrill>, StoreError> {
        let sql = "SELECT state, version FROM drills WHERE id = ?1";
        self.database.find(sql, values![id]).await?.map(saved).transpose()
    }

    /// Those of a person that an answer may still change, the latest first.
    pub async fn open_drills_of(
        &self,
        responder: &ResponderId,
    ) -> Result<Vec<SavedDrill>, StoreError> {
        let sql = "SELECT state, version FROM drills WHERE responder = ?1 AND is_open = 1
                   ORDER BY started_at_us DESC, id DESC LIMIT ?2";
        let rows = self.database.fetch_few(sql, values![responder, MAX_LISTED]).await?;
        rows.into_iter().map(saved).collect()
    }

    /// Drills whose `wake_at` has come, the most overdue first.
    pub async fn due_drills(&self, now: Timestamp, limit: u32) -> Result<Vec<String>, StoreError> {
        self.find_overdue(overdue!("drills", "id"), now, limit).await
    }
}

fn saved(row: Row) -> Result<SavedDrill, StoreError> {
    let mut cells = row.cells("drill");
    Ok(SavedDrill { drill: cells.json()?, version: cells.take()? })
}
