//! The directory in all its versions; the newest one counts.

use domain::Directory;
use jiff::Timestamp;

use crate::{
    Store, StoreError, Unit,
    value::{Row, Value, values},
};

/// The directory as somebody once left it.
#[derive(Clone, Debug, PartialEq)]
pub struct DirectoryVersion {
    /// From 1, without gaps.
    pub version: i64,
    pub at: Timestamp,
    /// The name of who changed it.
    pub by: String,
    pub directory: Directory,
    /// The holes that were accepted, in words.
    pub accepted_holes: Vec<String>,
}

impl Unit {
    /// The next version of the directory; [`StoreError::Conflict`] if it is not exactly the next.
    pub fn new_directory(&mut self, new: &DirectoryVersion) -> &mut Self {
        self.one(
            "INSERT INTO directory_versions (version, at_us, made_by, document, accepted_holes)
             SELECT ?1, ?2, ?3, ?4, ?5
             WHERE ?1 = COALESCE((SELECT MAX(version) FROM directory_versions), 0) + 1",
            values![
                new.version,
                new.at,
                &new.by,
                Value::json(&new.directory),
                Value::json(&new.accepted_holes),
            ],
        )
    }

    /// This version alone, whatever was there: of a directory that is at home elsewhere.
    pub(crate) fn only_directory(&mut self, version: &DirectoryVersion) -> &mut Self {
        self.any("DELETE FROM directory_versions", Vec::new());
        self.any(
            "INSERT INTO directory_versions (version, at_us, made_by, document, accepted_holes)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            values![
                version.version,
                version.at,
                &version.by,
                Value::json(&version.directory),
                Value::json(&version.accepted_holes),
            ],
        )
    }
}

impl Store {
    /// The directory that counts; `None` before the first one.
    pub async fn directory(&self) -> Result<Option<DirectoryVersion>, StoreError> {
        let sql = "SELECT version, at_us, made_by, document, accepted_holes
                   FROM directory_versions ORDER BY version DESC LIMIT 1";
        self.database.find(sql, Vec::new()).await?.map(directory_version).transpose()
    }

    /// An earlier version.
    pub async fn directory_version(
        &self,
        version: i64,
    ) -> Result<Option<DirectoryVersion>, StoreError> {
        let sql = "SELECT version, at_us, made_by, document, accepted_holes
                   FROM directory_versions WHERE version = ?1";
        self.database.find(sql, values![version]).await?.map(directory_version).transpose()
    }
}

fn directory_version(row: Row) -> Result<DirectoryVersion, StoreError> {
    let mut cells = row.cells("directory");
    Ok(DirectoryVersion {
        version: cells.take()?,
        at: cells.take()?,
        by: cells.take()?,
        directory: cells.json()?,
        accepted_holes: cells.json()?,
    })
}
