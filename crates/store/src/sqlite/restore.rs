//! A backup, copied beside the place of the database, checked there, and only then put in it.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use rusqlite::{
    Connection, ErrorCode, OpenFlags,
    backup::{Backup, StepResult},
};

use super::{backup::ALL_PAGES, blocking, cannot_open, files, make_file, unavailable};
use crate::{Store, StoreError, numbers};

/// How long others may take to let go of a database; a service never does.
const LET_GO_WITHIN: Duration = Duration::from_secs(5);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// What every database of this program has.
const OURS: &str = "SELECT COUNT(*) = 3 FROM sqlite_schema
                    WHERE type = 'table' AND name IN ('migrations', 'emergencies', 'facts')";

/// A copy of a backup that is not in its place yet. Dropped, it leaves nothing behind.
#[derive(Debug)]
pub struct Restoration {
    place: PathBuf,
    copy: PathBuf,
}

impl Restoration {
    /// Copies a backup beside `place` and checks that the file is sound. An error if something has
    /// the database at `place` open.
    pub async fn begin(backup: &Path, place: &Path) -> Result<Self, StoreError> {
        let (backup, place) = (backup.to_owned(), place.to_owned());
        blocking(move || Self::begin_now(&backup, place)).await
    }

    fn begin_now(backup: &Path, place: PathBuf) -> Result<Self, StoreError> {
        if place.exists() {
            drop(alone(&place)?);
        }
        let copy = with_end(&place, ".restoring");
        let begun = Self { place, copy };
        begun.remove_copy();
        make_file(&begun.copy).map_err(|error| cannot_open(&begun.copy, error))?;
        let copied = copy_pages(backup, &begun.copy).map_err(|error| damaged(&error))?;
        let problem = copied
            .query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0))
            .map_err(|error| damaged(&error))?;
        if problem != "ok" {
            return Err(damaged(&problem));
        }
        let is_ours: bool = copied.query_row(OURS, [], |row| row.get(0)).map_err(unavailable)?;
        if !is_ours {
            return Err(damaged(&"it is the database of another program"));
        }
        Ok(begun)
    }

    /// The copy as a store, its tables brought up to date.
    pub async fn store(&self) -> Result<Store, StoreError> {
        Store::open(&format!("sqlite:{}", self.copy.display())).await
    }

    /// Puts the attached files into their folder and the copy into its place; what is there is kept
    /// under the name `aside`. Gives how many files there were. The store of the copy must be
    /// dropped before.
    pub async fn finish(self, attachments: &Path, aside: &Path) -> Result<u64, StoreError> {
        let (attachments, aside) = (attachments.to_owned(), aside.to_owned());
        blocking(move || self.finish_now(&attachments, &aside)).await
    }

    fn finish_now(self, attachments: &Path, aside: &Path) -> Result<u64, StoreError> {
        let copy = alone(&self.copy)?;
        let count = files::unpack(&copy, attachments)?;
        copy.execute_batch(numbers::SKIP_SOME).map_err(unavailable)?;
        copy.close().map_err(|(_, error)| unavailable(error))?;
        let moved =
            |from: &Path, to: &Path| fs::rename(from, to).map_err(|error| cannot_open(from, error));
        if self.place.exists() {
            // Held until it is moved, so that no service starts on it meanwhile.
            let held = alone(&self.place)?;
            moved(&self.place, aside)?;
            for end in ["-wal", "-shm"] {
                let log = with_end(&self.place, end);
                if log.exists() {
                    moved(&log, &with_end(aside, end))?;
                }
            }
            drop(held);
        }
        moved(&self.copy, &self.place)?;
        let folder = self.place.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let synced = File::open(folder).and_then(|folder| folder.sync_all());
        synced.map_err(|error| cannot_open(folder, error))?;
        Ok(count)
    }

    fn remove_copy(&self) {
        for end in ["", "-wal", "-shm", "-journal"] {
            // It may not be there.
            let _ = fs::remove_file(with_end(&self.copy, end));
        }
    }
}

impl Drop for Restoration {
    fn drop(&mut self) {
        self.remove_copy();
    }
}

fn copy_pages(from: &Path, to: &Path) -> rusqlite::Result<Connection> {
    let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut copy = Connection::open(to)?;
    let step = Backup::new(&source, &mut copy)?.step(ALL_PAGES)?;
    if step != StepResult::Done {
        return Err(rusqlite::Error::SqliteFailure(
            rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY),
            Some("something writes to it".to_owned()),
        ));
    }
    Ok(copy)
}

/// An error if somebody has the database at `place` open.
pub(crate) async fn only_ours(place: &Path) -> Result<(), StoreError> {
    let place = place.to_owned();
    blocking(move || alone(&place).map(drop)).await
}

/// A connection to a database that nobody else has open, without a log beside it. One that cannot be
/// read any more is nobody's.
fn alone(path: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open(path).map_err(|error| cannot_open(path, error))?;
    let begun = Instant::now();
    loop {
        // Only who is alone may leave the mode in which others can have it open.
        let mode = connection
            .pragma_update_and_check(None, "journal_mode", "DELETE", |row| row.get::<_, String>(0))
            .map(|mode| mode == "delete");
        match mode {
            Ok(true) => return Ok(connection),
            Err(error) if is_unreadable(&error) => return Ok(connection),
            Ok(false) | Err(_) if begun.elapsed() < LET_GO_WITHIN => thread::sleep(LOOK_EVERY),
            Ok(false) => return Err(in_use(path)),
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
                return Err(in_use(path));
            }
            Err(error) => return Err(cannot_open(path, error)),
        }
    }
}

fn is_unreadable(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error_code();
    matches!(code, Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
}

fn in_use(path: &Path) -> StoreError {
    unavailable(format!("{} is in use: stop the service first", path.display()))
}

fn damaged(problem: &dyn std::fmt::Display) -> StoreError {
    StoreError::Damaged { what: "backup", problem: problem.to_string() }
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}
