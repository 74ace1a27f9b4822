//! The one thread that writes. Whatever waits shares one transaction and one flush of the disk:
//! nobody is made to wait for others, and nobody's conflict is another's.

use std::{sync::Arc, thread};

use rusqlite::Connection;
use tokio::sync::mpsc;

use super::{
    checkpoint::Checkpoints,
    reserve::Reserve,
    statement::{Failure, execute, explain},
    unavailable,
};
use crate::{
    StoreError, Unit,
    unit::{Job, Outcome},
};

/// How many units share a commit at most, so that the first ones do not wait too long.
const MAX_UNITS_A_COMMIT: usize = 256;

pub(super) struct Writer {
    connection: Connection,
    jobs: mpsc::Receiver<Job>,
    checkpoints: Checkpoints,
    reserve: Reserve,
}

/// Why a whole transaction came to nothing: the same for everybody in it.
#[derive(Clone, Debug, thiserror::Error)]
#[error(transparent)]
struct Cause(Arc<rusqlite::Error>);

impl Writer {
    pub(super) fn new(
        connection: Connection,
        jobs: mpsc::Receiver<Job>,
        checkpoints: Checkpoints,
        reserve: Reserve,
    ) -> Self {
        Self { connection, jobs, checkpoints, reserve }
    }

    pub(super) fn start(self) -> std::io::Result<()> {
        thread::Builder::new().name("store-writer".to_owned()).spawn(|| self.run()).map(drop)
    }

    /// Runs until everybody who could send a unit is gone.
    fn run(mut self) {
        let mut batch = Vec::with_capacity(MAX_UNITS_A_COMMIT);
        while self.jobs.blocking_recv_many(&mut batch, MAX_UNITS_A_COMMIT) > 0 {
            let mut outcomes = self.transact(&batch);
            if outcomes.as_ref().is_err_and(is_full) && self.reserve.give_up() {
                outcomes = self.transact(&batch);
            }
            let outcomes = outcomes.map_err(|error| Cause(Arc::new(error)));
            match outcomes {
                Ok(outcomes) => {
                    for (job, outcome) in batch.drain(..).zip(outcomes) {
                        job.answer(outcome);
                    }
                }
                Err(cause) => {
                    tracing::error!(error = %cause, units = batch.len(), "nothing could be stored");
                    for job in batch.drain(..) {
                        job.answer(Err(unavailable(cause.clone())));
                    }
                }
            }
            self.checkpoints.after_commit(&self.connection);
        }
    }

    /// Carries out a batch in one transaction. An error means that none of it is stored.
    fn transact(&self, batch: &[Job]) -> rusqlite::Result<Vec<Outcome>> {
        if !self.connection.is_autocommit() {
            self.run_sql("ROLLBACK")?; // It failed the last time.
        }
        self.run_sql("BEGIN IMMEDIATE")?;
        let outcomes = match batch {
            [one] => self.carry_out(&one.unit).map(|outcome| vec![outcome]),
            many => self.all(many),
        };
        let stored = outcomes.and_then(|outcomes| {
            let worth_it = outcomes.iter().any(Result::is_ok);
            self.run_sql(if worth_it { "COMMIT" } else { "ROLLBACK" })?;
            Ok(outcomes)
        });
        if stored.is_err() && !self.connection.is_autocommit() {
            self.run_sql("ROLLBACK")?;
        }
        stored
    }

    /// A savepoint costs a copy of each page that is touched, and hardly ever a unit fails: only
    /// then does each of them get its own, from the start again.
    fn all(&self, batch: &[Job]) -> rusqlite::Result<Vec<Outcome>> {
        let mut outcomes = Vec::with_capacity(batch.len());
        for job in batch {
            let outcome = self.carry_out(&job.unit)?;
            if outcome.is_err() {
                self.run_sql("ROLLBACK")?;
                self.run_sql("BEGIN IMMEDIATE")?;
                return batch.iter().map(|job| self.beside_others(&job.unit)).collect();
            }
            outcomes.push(outcome);
        }
        Ok(outcomes)
    }

    /// A unit whose failure takes back only what it did itself.
    fn beside_others(&self, unit: &Unit) -> rusqlite::Result<Outcome> {
        self.run_sql("SAVEPOINT unit")?;
        let outcome = self.carry_out(unit)?;
        if outcome.is_err() {
            self.run_sql("ROLLBACK TO unit")?;
        }
        self.run_sql("RELEASE unit")?;
        Ok(outcome)
    }

    /// The outer error is for a failure that took the whole transaction with it, as a full disk
    /// does.
    fn carry_out(&self, unit: &Unit) -> rusqlite::Result<Outcome> {
        let mut rows = Vec::new();
        for statement in &unit.statements {
            match execute(&self.connection, statement, &mut rows) {
                Ok(()) => {}
                Err(Failure::Conflict) => return Ok(Err(StoreError::Conflict)),
                Err(Failure::Database(error)) if self.connection.is_autocommit() => {
                    return Err(error);
                }
                Err(Failure::Database(error)) => return Ok(Err(explain(error))),
            }
        }
        Ok(Ok(rows))
    }

    fn run_sql(&self, sql: &str) -> rusqlite::Result<()> {
        self.connection.prepare_cached(sql)?.raw_execute().map(drop)
    }
}

/// Whether more room may help.
fn is_full(error: &rusqlite::Error) -> bool {
    use rusqlite::ffi;
    let Some(cause) = error.sqlite_error() else { return false };
    cause.code == rusqlite::ErrorCode::DiskFull
        || [ffi::SQLITE_IOERR_WRITE, ffi::SQLITE_IOERR_SHMSIZE].contains(&cause.extended_code)
}
