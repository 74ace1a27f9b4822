//! Where a night is stored: a file in memory, or a database of its own on PostgreSQL.

use std::{path::Path, process::Command, sync::OnceLock};

use tempfile::TempDir;

/// A file system that is memory, on Linux: a night has thousands of commits, and what a disk keeps
/// through a loss of power is proven elsewhere (`bench faults`).
const MEMORY: &str = "/dev/shm";

pub(super) enum Place {
    File(TempDir),
    Postgres(String),
}

impl Place {
    /// A file that has its tables already.
    pub(super) async fn file() -> Self {
        let folder = folder();
        let template = template().await;
        std::fs::copy(template.path().join("night.db"), folder.path().join("night.db"))
            .expect("the template is copied");
        Self::File(folder)
    }

    pub(super) fn url(&self) -> String {
        match self {
            Self::File(folder) => format!("sqlite:{}", folder.path().join("night.db").display()),
            Self::Postgres(url) => url.clone(),
        }
    }

    pub(super) fn is_shared(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// Asks a shared store itself, as nobody in the program does; a line for each row.
    pub(super) fn ask(&self, sql: &str) -> Vec<String> {
        let Self::Postgres(url) = self else { panic!("only a shared store is asked") };
        let mut asked = Command::new("psql");
        let asked = asked.args(["-qAtX", "-v", "ON_ERROR_STOP=1", url, "-c", sql]).output();
        let asked = asked.expect("psql is there");
        assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
        let said = String::from_utf8(asked.stdout).expect("it is text");
        said.lines().map(str::to_owned).collect()
    }

    /// Something that no rule of ours does is done to what is stored.
    pub(super) fn break_with(&self, sql: &str) {
        let Self::File(folder) = self else { panic!("only a file is broken") };
        let path = folder.path().join("night.db");
        let connection = rusqlite::Connection::open(path).expect("the file opens");
        connection.execute_batch(sql).expect("it is broken");
    }
}

/// An empty database with its tables, made once.
async fn template() -> &'static TempDir {
    static TEMPLATE: OnceLock<TempDir> = OnceLock::new();
    if let Some(made) = TEMPLATE.get() {
        return made;
    }
    let folder = folder();
    let (first, whole) = (folder.path().join("first.db"), folder.path().join("night.db"));
    let store = store::Store::open(&format!("sqlite:{}", first.display())).await;
    let store = store.expect("the template opens");
    store.secret("links").await.expect("a secret is made");
    let connection = rusqlite::Connection::open(&first).expect("the template opens");
    let whole = whole.to_str().expect("a path");
    connection.execute("VACUUM INTO ?1", [whole]).expect("the template is written");
    // Another thread may have been faster: one is as good as the other.
    TEMPLATE.get_or_init(|| folder)
}

fn folder() -> TempDir {
    let made =
        if Path::new(MEMORY).is_dir() { tempfile::tempdir_in(MEMORY) } else { tempfile::tempdir() };
    made.expect("a temporary folder")
}
