//! The embedded database: one thread that writes, a few connections that read, one that moves
//! the write-ahead log into the file.

mod backup;
mod checkpoint;
mod files;
mod functions;
mod migrations;
mod readers;
mod reserve;
mod restore;
mod statement;
mod writer;

use std::{
    fs::OpenOptions,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use rusqlite::{Connection, config::DbConfig};
use tokio::sync::mpsc;

use crate::{
    StoreError, Unit,
    unit::{Job, submit},
    value::{Row, Value},
};
pub use files::Files;
use readers::Readers;
use reserve::Reserve;
pub use reserve::Room;
pub use restore::Restoration;
pub(crate) use restore::only_ours;
use writer::Writer;

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

    /// On a full disk the room that is kept for it lets us begin.
    fn open_now(path: PathBuf) -> Result<Self, StoreError> {
        let opened = Self::try_open(path.clone());
        if opened.is_err() && Reserve::beside(&path).give_up() {
            return Self::try_open(path);
        }
        opened
    }

    fn try_open(path: PathBuf) -> Result<Self, StoreError> {
        make_file(&path).map_err(|error| cannot_open(&path, error))?;
        let mut connection = connect(&path)?;
        checkpoint::settle(&connection);
        migrations::run(&mut connection)?;
        let readers = Arc::new(Readers::open(&path)?);
        let checkpoints = checkpoint::start(connect(&path)?).map_err(unavailable)?;
        let (jobs, waiting) = mpsc::channel(MAX_WAITING_UNITS);
        let reserve = Reserve::beside(&path);
        Writer::new(connection, waiting, checkpoints, reserve).start().map_err(unavailable)?;
        Ok(Self { path, jobs, readers })
    }

    pub(crate) async fn write(&self, unit: Unit) -> Result<Vec<Row>, StoreError> {
        submit(&self.jobs, unit).await
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

    /// Keeps so much room on the disk, and says how much there is.
    pub(crate) async fn tend_reserve(&self, wanted: u64) -> Result<Room, StoreError> {
        let reserve = Reserve::beside(&self.path);
        blocking(move || reserve.tend(wanted).map_err(unavailable)).await
    }

    pub(crate) async fn backup(&self, files: &Path, to: &Path) -> Result<Files, StoreError> {
        let (from, files, to) = (self.path.clone(), files.to_owned(), to.to_owned());
        blocking(move || backup::write(&from, &files, &to)).await
    }
}

/// A connection as all of them are.
fn connect(path: &Path) -> Result<Connection, StoreError> {
    let open = || {
        let connection = Connection::open(path)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        functions::add(&connection)?;
        connection.set_prepared_statement_cache_capacity(PREPARED_STATEMENTS);
        // A plan does not depend on the values: else statements are prepared anew for each.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_full_disk_is_an_error_and_the_work_goes_on_once_there_is_room() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("frontline.db");
        let sqlite = Arc::new(Sqlite::open(&path).await.unwrap());
        sqlite.write(pragma("PRAGMA max_page_count = 1")).await.unwrap(); // Not below its size.
        let waiting = (0..100).map(|index| {
            let sqlite = Arc::clone(&sqlite);
            tokio::spawn(async move { sqlite.write(large(&format!("large {index}"))).await })
        });
        for outcome in waiting.collect::<Vec<_>>() {
            let error = outcome.await.unwrap().unwrap_err();
            assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
            let cause = std::error::Error::source(&error).unwrap().to_string();
            assert!(cause.contains("full"), "{cause}");
        }
        sqlite.write(pragma("PRAGMA max_page_count = 1000000")).await.unwrap();
        sqlite.write(large("large 7")).await.unwrap();
        let rows = sqlite.fetch("SELECT name FROM flags", Vec::new()).await.unwrap();
        assert_eq!(rows, [Row(vec![Value::from("large 7")])], "of the others nothing is left");
    }

    #[tokio::test]
    async fn a_database_that_cannot_be_written_is_unavailable_and_can_still_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let sqlite = Sqlite::open(&folder.path().join("frontline.db")).await.unwrap();
        sqlite.write(large("before")).await.unwrap();
        sqlite.write(pragma("PRAGMA query_only = TRUE")).await.unwrap();
        let error = sqlite.write(large("after")).await.unwrap_err();
        assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
        let rows = sqlite.fetch_few("SELECT name FROM flags", Vec::new()).await.unwrap();
        assert_eq!(rows, [Row(vec![Value::from("before")])]);
    }

    #[tokio::test]
    async fn the_log_is_moved_into_the_file_and_does_not_grow_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("frontline.db");
        let sqlite = Sqlite::open(&path).await.unwrap();
        let log = || std::fs::metadata(folder.path().join("frontline.db-wal")).unwrap().len();
        let mut written = 0;
        while log() >= written {
            sqlite.write(large(&format!("large {written}"))).await.unwrap();
            written += 70_000;
            assert!(written < 500_000_000, "the log has not been started anew once");
        }
        assert!(std::fs::metadata(&path).unwrap().len() > 0);
    }

    #[tokio::test]
    async fn room_that_is_kept_is_used_once_the_disk_is_full() {
        let folder = tempfile::tempdir().unwrap();
        let sqlite = Sqlite::open(&folder.path().join("frontline.db")).await.unwrap();
        let room = sqlite.tend_reserve(1 << 20).await.unwrap();
        assert_eq!(room.reserve_bytes, 1 << 20);
        sqlite.write(pragma("PRAGMA max_page_count = 1")).await.unwrap(); // Not below its size.
        sqlite.write(large("large")).await.unwrap_err();
        assert!(!folder.path().join("frontline.db-reserve").exists());
    }

    #[tokio::test]
    async fn a_start_moves_the_log_into_the_file_before_it_is_trusted() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("frontline.db");
        let before = connect(&path).unwrap();
        before.execute_batch("CREATE TABLE kept (it); INSERT INTO kept VALUES ('here')").unwrap();
        let log = folder.path().join("frontline.db-wal");
        assert!(std::fs::metadata(&log).unwrap().len() > 0);
        // As a crash leaves it: nothing is tidied up.
        let copy = folder.path().join("copy.db");
        std::fs::copy(&path, &copy).unwrap();
        std::fs::copy(&log, folder.path().join("copy.db-wal")).unwrap();

        let after = connect(&copy).unwrap();
        checkpoint::settle(&after);
        assert_eq!(std::fs::metadata(folder.path().join("copy.db-wal")).unwrap().len(), 0);
        let alone = folder.path().join("alone.db");
        std::fs::copy(&copy, &alone).unwrap();
        let kept = connect(&alone).unwrap().query_row("SELECT it FROM kept", [], |row| row.get(0));
        assert_eq!(kept, Ok("here".to_owned()), "the file alone holds it");
    }

    fn pragma(sql: &'static str) -> Unit {
        let mut unit = Unit::new();
        unit.returning(sql, Vec::new());
        unit
    }

    /// More than fits into the pages that there are.
    fn large(name: &str) -> Unit {
        let mut unit = Unit::new();
        unit.set_flag(name, &"x".repeat(64 * 1024));
        unit
    }
}
