//! Calendars that are fetched from an address of the web: the last good copy of each.

use jiff::{Timestamp, civil::Date};

use crate::{
    Store, StoreError, Unit,
    value::{Row, Value, values},
};

/// A calendar as it was when it was last fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedCalendar {
    pub address: String,
    pub days: Vec<Date>,
    pub etag: Option<String>,
    /// When these days were confirmed.
    pub fetched_at: Timestamp,
    /// When it was last tried.
    pub tried_at: Timestamp,
    /// Why the last attempt failed, if it did.
    pub problem: Option<String>,
}

impl Unit {
    /// Keeps a calendar; [`StoreError::Conflict`] if another node tried it since `tried_before`.
    pub fn save_calendar(
        &mut self,
        calendar: &SavedCalendar,
        tried_before: Option<Timestamp>,
    ) -> &mut Self {
        self.one(
            "INSERT INTO calendars (address, days, etag, fetched_at_us, tried_at_us, problem)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (address) DO UPDATE
             SET days = excluded.days, etag = excluded.etag, fetched_at_us = excluded.fetched_at_us,
                 tried_at_us = excluded.tried_at_us, problem = excluded.problem
             WHERE calendars.tried_at_us = ?7",
            values![
                &calendar.address,
                Value::json(&calendar.days),
                calendar.etag.clone(),
                calendar.fetched_at,
                calendar.tried_at,
                calendar.problem.clone(),
                tried_before.unwrap_or(calendar.tried_at),
            ],
        )
    }
}

impl Store {
    /// `None` if it was never fetched.
    pub async fn calendar(&self, address: &str) -> Result<Option<SavedCalendar>, StoreError> {
        let sql = "SELECT address, days, etag, fetched_at_us, tried_at_us, problem
                   FROM calendars WHERE address = ?1";
        self.database.find(sql, values![address]).await?.map(saved).transpose()
    }
}

fn saved(row: Row) -> Result<SavedCalendar, StoreError> {
    let mut cells = row.cells("calendar");
    Ok(SavedCalendar {
        address: cells.take()?,
        days: cells.json()?,
        etag: cells.take()?,
        fetched_at: cells.take()?,
        tried_at: cells.take()?,
        problem: cells.take()?,
    })
}
