//! Watching over shifts: a row a schedule.

use domain::{id::ScheduleId, shift::ShiftWatch};
use jiff::Timestamp;

use crate::{
    Store, StoreError, Unit,
    overdue::overdue,
    value::{Row, Value, values},
};

#[derive(Clone, Debug, PartialEq)]
pub struct SavedShift {
    pub watch: ShiftWatch,
    /// Grows with each change; 0 if nothing is stored yet.
    pub version: i64,
}

impl Unit {
    /// Saves what was decided on from `version`; [`StoreError::Conflict`] if it is not the current
    /// one any more.
    pub fn save_shift(
        &mut self,
        watch: &ShiftWatch,
        version: i64,
        wake_at: Option<Timestamp>,
    ) -> &mut Self {
        self.one(
            "INSERT INTO shifts (schedule, version, state, wake_at_us)
             SELECT ?1, 1, ?3, ?4 WHERE CAST(?2 AS BIGINT) = 0 OR EXISTS
                 (SELECT 1 FROM shifts WHERE schedule = ?1)
             ON CONFLICT (schedule) DO UPDATE
             SET version = shifts.version + 1, state = excluded.state,
                 wake_at_us = excluded.wake_at_us
             WHERE shifts.version = ?2",
            values![watch.schedule.as_str(), version, Value::json(watch), Value::deadline(wake_at)],
        )
    }

    /// A schedule that is not in the directory any more.
    pub fn forget_shift(&mut self, schedule: &ScheduleId) -> &mut Self {
        self.any("DELETE FROM shifts WHERE schedule = ?1", values![schedule.as_str()])
    }
}

impl Store {
    pub async fn shift(&self, schedule: &ScheduleId) -> Result<Option<SavedShift>, StoreError> {
        let sql = "SELECT state, version FROM shifts WHERE schedule = ?1";
        self.database.find(sql, values![schedule.as_str()]).await?.map(saved).transpose()
    }

    /// The schedules that are watched.
    pub async fn watched_schedules(&self) -> Result<Vec<ScheduleId>, StoreError> {
        let rows = self.database.fetch("SELECT schedule FROM shifts", Vec::new()).await?;
        let ids = rows.into_iter().map(|row| row.single::<String>("shift").map(ScheduleId));
        ids.collect()
    }

    /// Schedules at whose shifts somebody must look now, the most overdue first.
    pub async fn due_shifts(
        &self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<ScheduleId>, StoreError> {
        let ids: Vec<String> =
            self.find_overdue(overdue!("shifts", "schedule"), now, limit).await?;
        Ok(ids.into_iter().map(ScheduleId).collect())
    }
}

fn saved(row: Row) -> Result<SavedShift, StoreError> {
    let mut cells = row.cells("shift");
    Ok(SavedShift { watch: cells.json()?, version: cells.take()? })
}
