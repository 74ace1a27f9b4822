//! The embedded database: one thread that writes, a few connections that read, one that moves
//! the write-ahead log into the file.

mod backup;
mod checkpoint;
mod migrations;
mod readers;
mod statement;
mod writer;

use std::{
    fs::OpenOptions,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use crate::{
    StoreError, Unit,
    value::{Row, Value},
};
use readers::Readers;
use writer::{Job, Writer};

/// Units that may wait for the writer; whoever comes then waits for a place.
const MAX_WAITING_UNITS: usize = 4_096;

/// How long another process may hold the database before it counts as unavailable.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// More than the number of different statements, so that each is prepared once.
const PREPARED_STATEMENTS: usize = 256;

#[derive(Debug)]
pub(crate) struct Sqlite {
    path: PathBuf,
    jobs: mpsc::Sender<Job>,
    readers: Arc<Readers>,
}

impl Sqlite {
    pub(crate) async fn open(path: &Path) -> Result<Self, StoreError> {
        let path = path.to_owned();
        blocking(move || Self::open_now(path)).await
    }

    fn open_now(path: PathBuf) -> Result<Self, StoreError> {
        make_file(&path).map_err(|error| cannot_open(&path, error))?;
        let mut connection = connect(&path)?;
        migrations::run(&mut connection)?;
        let readers = Arc::new(Readers::open(&path)?);
        let checkpoints = checkpoint::start(connect(&path)?).map_err(unavailable)?;
        let (jobs, waiting) = mpsc::channel(MAX_WAITING_UNITS);
        Writer::new(connection, waiting, checkpoints).start().map_err(unavailable)?;
        Ok(Self { path, jobs, readers })
    }

    pub(crate) async fn write(&self, unit: Unit) -> Result<Vec<Row>, StoreError> {
        let (answer, answered) = oneshot::channel();
        let gone = || unavailable("the thread that writes is gone");
        self.jobs.send(Job { unit, answer }).await.map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }

    pub(crate) async fn fetch_few(
        &self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        if let Some(rows) = self.readers.read_at_once(sql, &values) {
            return rows;
        }
        self.fetch(sql, values).await
    }

    pub(crate) async fn fetch(
        &self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        let readers = Arc::clone(&self.readers);
        blocking(move || readers.read(sql, &values)).await
    }

    pub(crate) async fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let (from, to) = (self.path.clone(), to.to_owned());
        blocking(move || backup::write(&from, &to)).await
    }
}

/// A connection as all of them are.
fn connect(path: &Path) -> Result<Connection, StoreError> {
    let open = || {
        let connection = Connection::open(path)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.set_prepared_statement_cache_capacity(PREPARED_STATEMENTS);
        // A receipt is a promise: FULL waits for the disk. Checkpoints are made elsewhere.
        connection.execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA wal_autocheckpoint = 0;
             PRAGMA journal_size_limit = 67108864;
             PRAGMA temp_store = MEMORY;",
        )?;
        Ok(connection)
    };
    open().map_err(|error: rusqlite::Error| cannot_open(path, error))
}

/// The file holds what people told in confidence: only its owner may read it. What `SQLite` puts
/// beside it gets the same rights.
fn make_file(path: &Path) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work).await.map_err(unavailable)?
}

fn unavailable(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> StoreError {
    StoreError::Unavailable(error.into())
}

fn cannot_open(path: &Path, error: impl std::fmt::Display) -> StoreError {
    unavailable(format!("{}: {error}", path.display()))
}
