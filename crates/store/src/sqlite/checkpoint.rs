//! Moves what the write-ahead log holds into the database file, off the writer's way.
//!
//! Beside a writer that never rests, a checkpoint never reaches the end of the log, and the log
//! would grow for ever. So once it is long, the writer itself is asked to move the little that is
//! left between two commits; the next one starts the log anew.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
    time::Duration,
};

use rusqlite::Connection;

/// How long commits gather before they are moved.
const REST: Duration = Duration::from_millis(250);

/// Pages of 4 KiB in the log from which on the writer has to help: 16 MiB.
const LONG_LOG_PAGES: i64 = 4_096;

/// Pages from which on somebody must look at it: 512 MiB.
const ALARMING_LOG_PAGES: i64 = 131_072;

/// The writer's side.
pub(super) struct Checkpoints {
    committed: SyncSender<()>,
    help_wanted: Arc<AtomicBool>,
}

/// What `PRAGMA wal_checkpoint` answers.
#[derive(Debug)]
struct Moved {
    /// Somebody was in the way.
    busy: bool,
    log_pages: i64,
    moved_pages: i64,
}

/// Starts the thread; it ends with its [`Checkpoints`].
pub(super) fn start(connection: Connection) -> io::Result<Checkpoints> {
    let (committed, commits) = sync_channel(1);
    let help_wanted = Arc::new(AtomicBool::new(false));
    let wanted = Arc::clone(&help_wanted);
    let run = move || run(&connection, &commits, &wanted);
    thread::Builder::new().name("store-checkpoint".to_owned()).spawn(run)?;
    Ok(Checkpoints { committed, help_wanted })
}

impl Checkpoints {
    /// Tells that there is something to move, and helps if asked to.
    pub(super) fn after_commit(&self, connection: &Connection) {
        if self.help_wanted.swap(false, Ordering::Relaxed) {
            checkpoint(connection);
        }
        // A full channel says the same already.
        let _ = self.committed.try_send(());
    }
}

fn run(connection: &Connection, commits: &Receiver<()>, help_wanted: &AtomicBool) {
    while commits.recv().is_ok() {
        thread::sleep(REST);
        let Some(moved) = checkpoint(connection) else { continue };
        if moved.log_pages >= LONG_LOG_PAGES {
            help_wanted.store(true, Ordering::Relaxed);
        }
        if moved.log_pages >= ALARMING_LOG_PAGES {
            tracing::warn!(
                log_pages = moved.log_pages,
                moved_pages = moved.moved_pages,
                "the database's write-ahead log keeps growing: something reads for very long"
            );
        }
    }
}

/// Before anything is read: moves the whole log into the file.
///
/// After a flush that failed, frames may stand in the log that the disk never got, though the kernel shows
/// them until the power goes; later frames would be lost behind them. In the file they are written anew.
pub(super) fn settle(connection: &Connection) {
    let moved = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
        Ok(Moved { busy: row.get(0)?, log_pages: row.get(1)?, moved_pages: row.get(2)? })
    });
    match moved {
        Ok(Moved { busy: false, .. }) => {}
        // Another process has it open, and trusts what is in it.
        Ok(moved) => tracing::debug!(?moved, "the log of another process is left alone"),
        Err(error) => tracing::warn!(%error, "the log could not be moved into the database"),
    }
}

fn checkpoint(connection: &Connection) -> Option<Moved> {
    let moved = connection.prepare_cached("PRAGMA wal_checkpoint(PASSIVE)").and_then(|mut sql| {
        sql.query_row([], |row| {
            Ok(Moved { busy: row.get(0)?, log_pages: row.get(1)?, moved_pages: row.get(2)? })
        })
    });
    match moved {
        Ok(moved) => {
            if moved.busy {
                tracing::debug!(?moved, "another checkpoint is under way");
            }
            Some(moved)
        }
        Err(error) => {
            tracing::warn!(%error, "the write-ahead log could not be moved into the database");
            None
        }
    }
}
