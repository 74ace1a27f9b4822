//! The spare: a file on a node's own disk that takes what comes in while the shared database is away. In
//! good times what is needed for that is mirrored into it. Who decides when, is the engine's business.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use crate::{
    DirectoryVersion, Store, StoreError, Unit,
    known::KnownCases,
    moving::hash,
    numbers::Numbers,
    table::Table,
    value::{Row, Value},
};

/// What is needed to know who may do what, to seal links and to answer for switches.
const MIRRORED: [&str; 9] = [
    "accounts",
    "calendars",
    "devices",
    "feeds",
    "proofs",
    "secrets",
    "sessions",
    "switches",
    "tokens",
];

/// What of a shared database stands in a spare already.
#[derive(Debug, Default)]
pub struct Mirror {
    tables: Vec<Table>,
    /// Of each table, as it was when it was written.
    sums: BTreeMap<String, u128>,
    directory: Option<i64>,
    cases: KnownCases,
}

impl Store {
    /// Opens a spare, made if it is not there. Numbers come from those that were set aside for it.
    pub async fn open_spare(file: &Path) -> Result<Self, StoreError> {
        let mut store = Self::open(&format!("sqlite:{}", file.display())).await?;
        store.numbers = Arc::new(Numbers::SetAside);
        let mut unit = Unit::new();
        // A journal in a spare is on its way: it leaves it, as it is, for the shared database.
        unit.any("DROP TRIGGER IF EXISTS facts_are_never_deleted", Vec::new());
        store.commit(unit).await?;
        Ok(store)
    }

    /// Whether there was a mirror of a shared database in this spare, with which a node can begin.
    pub async fn is_mirror(&self) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM secrets WHERE name = 'links'";
        let has_key = self.database.find(sql, Vec::new()).await?.is_some();
        Ok(has_key && self.directory().await?.is_some())
    }
}

impl Mirror {
    /// Brings the spare up to date; whether anything had changed.
    pub async fn refresh(&mut self, from: &Store, spare: &Store) -> Result<bool, StoreError> {
        if self.tables.is_empty() {
            let mut all = Table::all(spare).await?;
            all.retain(|table| MIRRORED.contains(&table.name.as_str()));
            self.tables = all;
        }
        let mut has_changed = false;
        for table in &self.tables {
            let rows = all_rows(table, from).await?;
            let sum = rows
                .iter()
                .fold(rows.len() as u128, |sum, row| sum.wrapping_add(hash(row.clone())));
            if self.sums.get(&table.name) == Some(&sum) {
                continue;
            }
            let mut unit = Unit::new();
            table.clear(&mut unit);
            for row in rows {
                table.put(asleep(table, row), false, &mut unit);
            }
            spare.commit(unit).await?;
            self.sums.insert(table.name.clone(), sum);
            has_changed = true;
        }
        Ok(self.refresh_directory(from, spare).await? || has_changed)
    }

    /// Brings the open emergencies that the spare knows up to date.
    pub async fn refresh_cases(&mut self, from: &Store, spare: &Store) -> Result<(), StoreError> {
        self.cases.refresh(from, spare).await
    }

    /// Looks anew at what the spare knows: it was changed there.
    pub fn forget_cases(&mut self) {
        self.cases = KnownCases::default();
    }

    async fn refresh_directory(&mut self, from: &Store, spare: &Store) -> Result<bool, StoreError> {
        let next = match self.directory {
            Some(known) if from.directory_version(known + 1).await?.is_none() => return Ok(false),
            _ => from.directory().await?,
        };
        let Some(next) = next else { return Ok(false) };
        let mut unit = Unit::new();
        unit.only_directory(&next);
        spare.commit(unit).await?;
        let DirectoryVersion { version, .. } = next;
        Ok(self.directory.replace(version) != Some(version))
    }
}

async fn all_rows(table: &Table, store: &Store) -> Result<Vec<Row>, StoreError> {
    let mut all = Vec::new();
    let mut after = None;
    loop {
        let rows = table.page(store, after).await?;
        after = table.last_key(&rows);
        all.extend(rows);
        if after.is_none() {
            return Ok(all);
        }
    }
}

/// What is mirrored wakes nobody: it does so where it is at home.
fn asleep(table: &Table, mut row: Row) -> Row {
    if let Some(at) = table.columns.iter().position(|column| column == "wake_at_us") {
        row.0[at] = Value::Null;
    }
    row
}
