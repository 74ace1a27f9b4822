//! The one place that knows which database it is. Everything above speaks in SQL that both can
//! take, [`Unit`]s and [`Row`]s.

use std::path::Path;

use tokio::sync::broadcast;

use crate::{
    NodeId, StoreError, Unit,
    postgres::{Heard, Postgres},
    sqlite::{Files, Room, Sqlite},
    value::{Row, Value},
};

#[derive(Debug)]
pub(crate) enum Database {
    Sqlite(Sqlite),
    Postgres(Box<Postgres>),
}

impl Database {
    pub(crate) async fn open(url: &str, node: &NodeId) -> Result<Self, StoreError> {
        let refuse = |problem: &str| {
            let url = url.split_once('@').map_or(url, |(_, host)| host);
            let text = format!(
                "\"{url}\" {problem}: write sqlite:PATH, as in \
                                sqlite:frontline.db, or postgres://user@host/database"
            );
            Err(StoreError::Address(text))
        };
        match url.split_once(':') {
            Some(("sqlite", path)) => {
                let path = path.strip_prefix("//").unwrap_or(path);
                if path.is_empty() {
                    return refuse("names no file");
                }
                Sqlite::open(Path::new(path)).await.map(Self::Sqlite)
            }
            Some(("postgres" | "postgresql", _)) => {
                Postgres::open(url, node).await.map(Box::new).map(Self::Postgres)
            }
            _ => refuse("is not the address of a database"),
        }
    }

    /// A shared database to which nothing is said yet.
    pub(crate) fn open_later(url: &str, node: &NodeId) -> Result<Self, StoreError> {
        Postgres::at(url, node).map(Box::new).map(Self::Postgres)
    }

    pub(crate) async fn catch_up(&self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(postgres) => postgres.catch_up().await,
        }
    }

    /// Whether other nodes may be at work on it, too.
    pub(crate) fn is_shared(&self) -> bool {
        match self {
            Self::Sqlite(_) => false,
            Self::Postgres(_) => true,
        }
    }

    /// What other nodes tell; `None` where there are none.
    pub(crate) fn heard(&self) -> Option<broadcast::Receiver<Heard>> {
        match self {
            Self::Sqlite(_) => None,
            Self::Postgres(postgres) => Some(postgres.heard()),
        }
    }

    pub(crate) fn tell(&self, note: String) {
        match self {
            Self::Sqlite(_) => {}
            Self::Postgres(postgres) => postgres.tell(note),
        }
    }

    /// Carries a unit out; on disk once this returns. Gives the rows of its statements that
    /// answer with rows.
    pub(crate) async fn write(&self, unit: Unit) -> Result<Vec<Row>, StoreError> {
        if unit.is_empty() {
            return Ok(Vec::new());
        }
        match self {
            Self::Sqlite(sqlite) => sqlite.write(unit).await,
            Self::Postgres(postgres) => postgres.write(unit).await,
        }
    }

    /// Reads what may be many rows, away from the threads that serve requests.
    pub(crate) async fn fetch(
        &self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.fetch(sql, values).await,
            Self::Postgres(postgres) => postgres.fetch(sql, values).await,
        }
    }

    /// Reads a few rows that an index leads to: on SQLite a matter of microseconds, for which
    /// no other thread is asked.
    pub(crate) async fn fetch_few(
        &self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.fetch_few(sql, values).await,
            Self::Postgres(postgres) => postgres.fetch_few(sql, values).await,
        }
    }

    /// The first row of a few.
    pub(crate) async fn find(
        &self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Option<Row>, StoreError> {
        Ok(self.fetch_few(sql, values).await?.into_iter().next())
    }

    /// The room on its disk, where that is ours to keep.
    pub(crate) async fn tend_reserve(&self, wanted: u64) -> Result<Option<Room>, StoreError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.tend_reserve(wanted).await.map(Some),
            Self::Postgres(_) => Ok(None),
        }
    }

    /// Writes a copy of the whole database to a file, while it is in use.
    pub(crate) async fn backup(&self, files: &Path, to: &Path) -> Result<Files, StoreError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.backup(files, to).await,
            Self::Postgres(_) => Err(StoreError::Unavailable(
                "of a PostgreSQL database pg_dump makes the copy".into(),
            )),
        }
    }
}
