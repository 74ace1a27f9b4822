//! Connections that read, beside the writer and each other.

use std::{
    path::Path,
    sync::{
        Mutex, MutexGuard, PoisonError, TryLockError,
        atomic::{AtomicUsize, Ordering},
    },
};

use rusqlite::Connection;

use super::{
    cannot_open, connect,
    statement::{explain, query},
};
use crate::{
    StoreError,
    value::{Row, Value},
};

/// Connections for questions of microseconds, asked on the threads that serve requests.
const QUICK_READERS: usize = 4;

/// Connections for long lists, asked on threads of their own.
const PATIENT_READERS: usize = 2;

#[derive(Debug)]
pub(super) struct Readers {
    quick: Vec<Mutex<Connection>>,
    patient: Vec<Mutex<Connection>>,
    /// Where the next one looks first.
    turn: AtomicUsize,
}

impl Readers {
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        let open = |count| (0..count).map(|_| reader(path)).collect::<Result<_, _>>();
        let (quick, patient) = (open(QUICK_READERS)?, open(PATIENT_READERS)?);
        Ok(Self { quick, patient, turn: AtomicUsize::new(0) })
    }

    /// Reads on this thread, if a connection is free.
    pub(super) fn read_at_once(
        &self,
        sql: &str,
        values: &[Value],
    ) -> Option<Result<Vec<Row>, StoreError>> {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        let connection = (0..QUICK_READERS)
            .find_map(|offset| free(&self.quick[(turn + offset) % QUICK_READERS]))?;
        Some(query(&connection, sql, values).map_err(explain))
    }

    /// Reads on this thread, once a connection is free.
    pub(super) fn read(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        let waited = || {
            let connection = &self.patient[turn % PATIENT_READERS];
            connection.lock().unwrap_or_else(PoisonError::into_inner)
        };
        let connection = self.patient.iter().find_map(free).unwrap_or_else(waited);
        query(&connection, sql, values).map_err(explain)
    }
}

fn reader(path: &Path) -> Result<Mutex<Connection>, StoreError> {
    let connection = connect(path)?;
    let reads_only = connection.execute_batch("PRAGMA query_only = TRUE");
    reads_only.map_err(|error| cannot_open(path, error))?;
    Ok(Mutex::new(connection))
}

/// A connection nobody uses now. One that a panic left behind is as good as any: it only reads.
fn free(connection: &Mutex<Connection>) -> Option<MutexGuard<'_, Connection>> {
    match connection.try_lock() {
        Ok(connection) => Some(connection),
        Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
        Err(TryLockError::WouldBlock) => None,
    }
}
