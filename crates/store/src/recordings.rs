//! What callers said, until it is fetched and kept with the case.

use domain::{Number, TicketNumber, id::RequesterId};
use jiff::Timestamp;

use crate::{
    Store, StoreError, Unit,
    value::{Row, Value, values},
};

/// A longer list of recordings is cut off here.
const MAX_RECORDINGS: u32 = 100;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedRecording {
    /// The provider's id of it.
    pub id: String,
    pub emergency: Option<Number>,
    pub ticket: Option<TicketNumber>,
    pub requester: RequesterId,
    /// The requester's.
    pub name: Option<String>,
    /// Where the provider has it.
    pub url: String,
    pub secs: u32,
    pub made_at: Timestamp,
    /// When it is fetched, or tried again; `None` if it is kept or given up.
    pub due_at: Option<Timestamp>,
    pub attempts: u32,
    /// Why it could not be fetched the last time.
    pub problem: Option<String>,
    pub kept_at: Option<Timestamp>,
}

/// A recording as it is read; the rest of the text says which ones.
macro_rules! recording {
    ($rest:literal) => {
        concat!(
            "SELECT id, emergency, ticket, requester, name, url, secs, made_at_us, due_at_us,
                 attempts, problem, kept_at_us
             FROM recordings ",
            $rest
        )
    };
}

impl Unit {
    /// Owes a recording. One that is known already stays as it is.
    pub fn owe_recording(&mut self, new: &SavedRecording) -> &mut Self {
        self.any(
            "INSERT INTO recordings (id, emergency, ticket, requester, name, url, secs, made_at_us,
                 due_at_us, attempts)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0) ON CONFLICT DO NOTHING",
            values![
                &new.id,
                new.emergency,
                new.ticket,
                &new.requester,
                new.name.as_deref(),
                &new.url,
                new.secs,
                new.made_at,
                Value::deadline(new.due_at),
            ],
        )
    }

    pub fn recording_kept(&mut self, id: &str, now: Timestamp) -> &mut Self {
        self.any(
            "UPDATE recordings SET due_at_us = NULL, problem = NULL, kept_at_us = ?2 WHERE id = ?1",
            values![id, now],
        )
    }

    /// It is tried again at `due_at`, or given up.
    pub fn recording_failed(
        &mut self,
        id: &str,
        problem: &str,
        due_at: Option<Timestamp>,
    ) -> &mut Self {
        self.any(
            "UPDATE recordings SET due_at_us = ?3, problem = ?2
             WHERE id = ?1 AND kept_at_us IS NULL",
            values![id, problem, Value::deadline(due_at)],
        )
    }
}

impl Store {
    /// Recordings that must be fetched now. Nobody else gets them before `until`.
    pub async fn claim_recordings(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<SavedRecording>, StoreError> {
        let sql = "SELECT id FROM recordings WHERE due_at_us <= ?1 LIMIT 1";
        if self.database.find(sql, values![now]).await?.is_none() {
            return Ok(Vec::new());
        }
        let mut unit = Unit::new();
        unit.returning(
            "UPDATE recordings SET due_at_us = ?2, attempts = attempts + 1
             WHERE id IN (SELECT id FROM recordings WHERE due_at_us <= ?1
                 ORDER BY due_at_us LIMIT ?3 /*pg FOR UPDATE SKIP LOCKED*/)
             RETURNING id, emergency, ticket, requester, name, url, secs, made_at_us, due_at_us,
                 attempts, problem, kept_at_us",
            values![now, until, limit],
        );
        self.write(unit).await?.into_iter().map(recording).collect()
    }

    /// What is known of the recordings of an emergency, the oldest first.
    pub async fn recordings_of(&self, number: Number) -> Result<Vec<SavedRecording>, StoreError> {
        let sql = recording!("WHERE emergency = ?1 ORDER BY made_at_us, id LIMIT ?2");
        let rows = self.database.fetch(sql, values![number, MAX_RECORDINGS]).await?;
        rows.into_iter().map(recording).collect()
    }

    pub async fn recordings_of_ticket(
        &self,
        ticket: TicketNumber,
    ) -> Result<Vec<SavedRecording>, StoreError> {
        let sql = recording!("WHERE ticket = ?1 ORDER BY made_at_us, id LIMIT ?2");
        let rows = self.database.fetch(sql, values![ticket, MAX_RECORDINGS]).await?;
        rows.into_iter().map(recording).collect()
    }
}

fn recording(row: Row) -> Result<SavedRecording, StoreError> {
    let mut cells = row.cells("recording");
    Ok(SavedRecording {
        id: cells.take()?,
        emergency: cells.take()?,
        ticket: cells.take()?,
        requester: cells.take()?,
        name: cells.take()?,
        url: cells.take()?,
        secs: cells.take()?,
        made_at: cells.take()?,
        due_at: cells.take()?,
        attempts: cells.take()?,
        problem: cells.take()?,
        kept_at: cells.take()?,
    })
}
