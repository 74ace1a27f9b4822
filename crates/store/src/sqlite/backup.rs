//! A copy of the whole database, taken while it is in use.

use std::{fs, path::Path};

use rusqlite::{
    Connection,
    backup::{Backup, StepResult},
};

use super::{
    cannot_open, connect,
    files::{self, Files},
    make_file, unavailable,
};
use crate::StoreError;

/// All pages in one step, and so of one moment, however much is written meanwhile.
pub(super) const ALL_PAGES: i32 = -1;

/// Copies `from` beside `to`, puts the attached files into the copy, checks it and only then puts it
/// in the place of `to`.
pub(super) fn write(from: &Path, attachments: &Path, to: &Path) -> Result<Files, StoreError> {
    let mut unfinished = to.as_os_str().to_owned();
    unfinished.push(".unfinished");
    let unfinished = Path::new(&unfinished);
    let copied = copy(from, attachments, unfinished).and_then(|files| {
        fs::rename(unfinished, to).map_err(|error| cannot_open(to, error))?;
        Ok(files)
    });
    if copied.is_err() {
        // It may not even be there; the error that counts is the first.
        let _ = fs::remove_file(unfinished);
    }
    copied
}

fn copy(from: &Path, attachments: &Path, to: &Path) -> Result<Files, StoreError> {
    make_file(to).map_err(|error| cannot_open(to, error))?;
    let source = connect(from)?;
    let mut copy = Connection::open(to).map_err(|error| cannot_open(to, error))?;
    let step = Backup::new(&source, &mut copy).and_then(|backup| backup.step(ALL_PAGES));
    let step = step.map_err(|error| cannot_open(to, error))?;
    if step != StepResult::Done {
        return Err(unavailable(format!("the copy was interrupted ({step:?})")));
    }
    // One file, without a log beside it.
    let mode = copy.pragma_update(None, "journal_mode", "DELETE");
    mode.map_err(|error| cannot_open(to, error))?;
    let files = files::pack(&copy, attachments)?;
    let problem = copy.query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0));
    match problem.map_err(|error| cannot_open(to, error))?.as_str() {
        "ok" => Ok(files),
        problem => Err(StoreError::Damaged { what: "backup", problem: problem.to_owned() }),
    }
}
