//! The state of each emergency, and what SQL must find it by.

use domain::{Emergency, Number, id::ResponderId, joining::Candidate};
use jiff::Timestamp;

use crate::{
    Saved, Store, StoreError, Unit,
    overdue::{overdue, take_overdue},
    value::{Row, Value, values},
};

/// More candidates than this are not looked at: the latest reports are.
const MAX_CANDIDATES: u32 = 100;

impl Unit {
    /// A new emergency, of version 1 and with one requester. Reports with the same `join_key` may
    /// join it.
    pub fn open(
        &mut self,
        emergency: &Emergency,
        join_key: Option<&str>,
        wake_at: Option<Timestamp>,
    ) -> &mut Self {
        self.insert(
            "INSERT INTO emergencies (number, version, state, state_name, organization, join_key,
                 service, last_report_at_us, requesters, wake_at_us, opened_at_us)
             VALUES /*each*/ (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, 1, ?8, ?7)",
            values![
                emergency.number,
                Value::json(emergency),
                emergency.state_name(),
                emergency.organization.as_ref(),
                join_key,
                emergency.service.as_deref(),
                emergency.opened_at,
                Value::deadline(wake_at),
            ],
        )
    }

    /// The same, if since `last` nobody opened another one that reports of this key may join; else
    /// [`StoreError::Conflict`]. Two nodes that hear of one outage at one moment open one.
    pub fn open_after(
        &mut self,
        emergency: &Emergency,
        join_key: &str,
        last: Option<Number>,
        wake_at: Option<Timestamp>,
    ) -> &mut Self {
        self.lock(
            "SELECT pg_advisory_xact_lock(hashtextextended(CAST(?1 AS TEXT), 0)) IS NULL
             /*each FROM EACH*/",
            values![join_key],
        );
        self.none(
            "SELECT another.number FROM /*each EACH CROSS JOIN LATERAL*/
                 (SELECT number FROM emergencies
                  WHERE join_key = ?1 AND state_name <> 'closed' AND number > ?2 LIMIT 1) AS another",
            values![join_key, last.map_or(0, |number| i64::from(number.0))],
        );
        self.open(emergency, Some(join_key), wake_at)
    }

    /// Saves the state that was decided on from `version`; [`StoreError::Conflict`] if it is
    /// not the current one any more.
    pub fn save(
        &mut self,
        emergency: &Emergency,
        version: i64,
        wake_at: Option<Timestamp>,
    ) -> &mut Self {
        self.one(
            "UPDATE emergencies
             SET version = version + 1, state = ?3, state_name = ?4, organization = ?5,
                 service = ?6, wake_at_us = ?7, leased_until_us = 0
             WHERE number = ?1 AND version = ?2",
            values![
                emergency.number,
                version,
                Value::json(emergency),
                emergency.state_name(),
                emergency.organization.as_ref(),
                emergency.service.as_deref(),
                Value::deadline(wake_at),
            ],
        );
        if emergency.is_closed() {
            for page in &emergency.pages {
                self.any(
                    "DELETE FROM involved WHERE responder = ?1 AND number = ?2",
                    values![&page.responder, emergency.number],
                );
            }
        }
        self
    }

    /// One more requester. The state and its version stay as they are, so that thousands can join
    /// at once; [`StoreError::Conflict`] if it was closed meanwhile.
    pub fn joined(&mut self, number: Number, at: Timestamp) -> &mut Self {
        self.joined_many(number, 1, at)
    }

    /// The same, with `count` requesters.
    pub fn joined_many(&mut self, number: Number, count: u64, at: Timestamp) -> &mut Self {
        self.one(
            "UPDATE emergencies
             SET requesters = requesters + ?2,
                 last_report_at_us =
                     CASE WHEN last_report_at_us < ?3 THEN ?3 ELSE last_report_at_us END
             WHERE number = ?1 AND state_name <> 'closed'",
            values![number, count, at],
        )
    }

    /// Remembers that this responder was called to it, or has it, until it is closed.
    pub fn involve(&mut self, number: Number, responder: &ResponderId) -> &mut Self {
        self.any(
            "INSERT INTO involved (responder, number) VALUES /*each*/ (?1, ?2)
             ON CONFLICT DO NOTHING",
            values![responder, number],
        )
    }
}

impl Store {
    pub async fn emergency(&self, number: Number) -> Result<Option<Saved>, StoreError> {
        let sql = "SELECT state, version, requesters FROM emergencies WHERE number = ?1";
        self.database.find(sql, values![number]).await?.map(saved).transpose()
    }

    /// Emergencies whose `wake_at` has come, the most overdue first.
    pub async fn due(&self, now: Timestamp, limit: u32) -> Result<Vec<Number>, StoreError> {
        self.find_overdue(overdue!("emergencies", "number"), now, limit).await
    }

    /// Takes emergencies whose `wake_at` has come until `lease_until`, the most overdue first, so
    /// that no other node wakes them meanwhile. One process alone needs no lease.
    pub async fn claim_due(
        &self,
        now: Timestamp,
        lease_until: Timestamp,
        limit: u32,
    ) -> Result<Vec<Number>, StoreError> {
        if !self.is_shared() {
            return self.due(now, limit).await;
        }
        self.take_overdue(take_overdue!("emergencies"), now, limit, lease_until).await
    }

    /// The earliest `wake_at` of all: emergencies, tickets, switches and swaps.
    pub async fn earliest_wake(&self) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT
                 (SELECT MIN(wake_at_us) FROM emergencies WHERE wake_at_us IS NOT NULL),
                 (SELECT MIN(wake_at_us) FROM tickets WHERE wake_at_us IS NOT NULL),
                 (SELECT MIN(overdue_at_us) FROM tickets WHERE overdue_at_us IS NOT NULL),
                 (SELECT MIN(wake_at_us) FROM switches WHERE wake_at_us IS NOT NULL),
                 (SELECT MIN(wake_at_us) FROM swaps WHERE wake_at_us IS NOT NULL),
                 (SELECT MIN(wake_at_us) FROM shifts WHERE wake_at_us IS NOT NULL),
                 (SELECT MIN(wake_at_us) FROM drills WHERE wake_at_us IS NOT NULL)";
        let Some(row) = self.database.find(sql, Vec::new()).await? else { return Ok(None) };
        let mut cells = row.cells("deadline");
        let mut earliest: Option<Timestamp> = None;
        for _ in 0..7 {
            earliest = earliest.into_iter().chain(cells.take::<Option<Timestamp>>()?).min();
        }
        Ok(earliest)
    }

    /// Open emergencies that a report of this key might join, the latest reports first.
    pub async fn candidates(&self, join_key: &str) -> Result<Vec<Candidate>, StoreError> {
        let sql = "SELECT number, join_key, service, last_report_at_us, state_name = 'restored'
                   FROM emergencies WHERE join_key = ?1 AND state_name <> 'closed'
                   ORDER BY last_report_at_us DESC LIMIT ?2";
        let rows = self.database.fetch_few(sql, values![join_key, MAX_CANDIDATES]).await?;
        rows.into_iter().map(candidate).collect()
    }

    /// The open emergencies to which this responder was called or which they have, by number.
    pub async fn open_of_responder(
        &self,
        responder: &ResponderId,
    ) -> Result<Vec<Saved>, StoreError> {
        let sql = "SELECT e.state, e.version, e.requesters
                   FROM involved i JOIN emergencies e ON e.number = i.number
                   WHERE i.responder = ?1 AND e.state_name <> 'closed' ORDER BY i.number";
        let rows = self.database.fetch_few(sql, values![responder]).await?;
        Ok(readable(rows))
    }
}

/// Those that can be read. One damaged row must not hide all others from those who work on them;
/// reading it alone gives the error.
pub(crate) fn readable(rows: Vec<Row>) -> Vec<Saved> {
    let read = rows.into_iter().map(saved);
    let logged = read.inspect(|read| {
        if let Err(error) = read {
            tracing::error!(%error, "an emergency is left out of a list");
        }
    });
    logged.flatten().collect()
}

fn saved(row: Row) -> Result<Saved, StoreError> {
    let mut cells = row.cells("emergency");
    Ok(Saved { emergency: cells.json()?, version: cells.take()?, requesters: cells.take()? })
}

fn candidate(row: Row) -> Result<Candidate, StoreError> {
    let mut cells = row.cells("emergency");
    Ok(Candidate {
        number: cells.take()?,
        key: cells.take()?,
        service: cells.take()?,
        last_report_at: cells.take()?,
        restored: cells.take()?,
    })
}
