//! What requesters attached, inside a backup: one file holds everything.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Component, Path},
};

use rusqlite::{Connection, OptionalExtension, params};

use super::{cannot_open, unavailable};
use crate::StoreError;

/// Files that are missing are named up to this number.
const MAX_NAMED: usize = 20;

/// What became of the attached files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    pub copied: u64,
    pub missing: u64,
    /// Of those that are missing, the first ones.
    pub missing_names: Vec<String>,
}

/// Puts every file that the copy knows of into it, from the folder where they lie.
pub(super) fn pack(copy: &Connection, folder: &Path) -> Result<Files, StoreError> {
    let table = "CREATE TABLE backup_files (path TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT";
    copy.execute_batch(table).map_err(unavailable)?;
    let mut known =
        copy.prepare("SELECT path FROM attachments ORDER BY id").map_err(unavailable)?;
    let paths = known.query_map([], |row| row.get::<_, String>(0)).map_err(unavailable)?;
    let mut files = Files::default();
    for path in paths {
        let path = path.map_err(unavailable)?;
        let found = if is_plain(&path) { fs::read(folder.join(&path)) } else { Err(not_plain()) };
        let Ok(content) = found else {
            files.missing += 1;
            if files.missing_names.len() < MAX_NAMED {
                files.missing_names.push(path);
            }
            continue;
        };
        let sql = "INSERT INTO backup_files (path, content) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
        copy.execute(sql, params![path, content]).map_err(unavailable)?;
        files.copied += 1;
    }
    Ok(files)
}

/// Takes all files out of a copy again and into the folder; gives how many there were.
pub(super) fn unpack(copy: &Connection, folder: &Path) -> Result<u64, StoreError> {
    let sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'backup_files'";
    let holds_some = copy.query_row(sql, [], |_| Ok(())).optional().map_err(unavailable)?;
    if holds_some.is_none() {
        return Ok(0);
    }
    let mut count = 0;
    {
        let sql = "SELECT path, content FROM backup_files";
        let mut packed = copy.prepare(sql).map_err(unavailable)?;
        let mut rows = packed.query([]).map_err(unavailable)?;
        while let Some(row) = rows.next().map_err(unavailable)? {
            let path: String = row.get(0).map_err(unavailable)?;
            let content = row.get_ref(1).and_then(|cell| Ok(cell.as_blob()?));
            let written =
                content.map_err(unavailable).map(|content| put(folder, &path, content))?;
            written.map_err(|error| cannot_open(&folder.join(&path), error))?;
            count += 1;
        }
    }
    copy.execute_batch("DROP TABLE backup_files; VACUUM").map_err(unavailable)?;
    Ok(count)
}

/// Nothing that is there already and the same is touched: files are never changed once written.
fn put(folder: &Path, path: &str, content: &[u8]) -> io::Result<()> {
    if !is_plain(path) {
        return Err(not_plain());
    }
    let to = folder.join(path);
    if fs::read(&to).is_ok_and(|there| there == content) {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    let unfinished = folder.join(format!("{path}.unfinished"));
    let mut file = File::create(&unfinished)?;
    file.write_all(content)?;
    file.sync_all()?;
    fs::rename(unfinished, to)
}

/// A name in the folder itself, which leads nowhere else.
fn is_plain(path: &str) -> bool {
    let mut parts = Path::new(path).components();
    matches!((parts.next(), parts.next()), (Some(Component::Normal(name)), None) if name == path)
}

fn not_plain() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "it is not the plain name of a file")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_that_would_write_elsewhere_is_refused() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("attachments");
        for path in ["../outside", "/tmp/outside", "a/b", "..", ".", "", "a/../b", "a/"] {
            let copy = Connection::open_in_memory().unwrap();
            copy.execute_batch("CREATE TABLE backup_files (path, content)").unwrap();
            copy.execute("INSERT INTO backup_files VALUES (?1, x'00')", [path]).unwrap();
            let error = unpack(&copy, &folder).unwrap_err();
            assert!(matches!(error, StoreError::Unavailable(_)), "{path}: {error:?}");
            assert!(!folder.exists(), "{path}");
        }
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
    }
}
