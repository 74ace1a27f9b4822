//! Tables as they are: which there are, and their rows from one database into another. What a table
//! is, the embedded database says itself, so that a table that is added later is carried as well.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use crate::{
    Store, StoreError, Unit,
    unit::Expects,
    value::{Row, Value},
};

/// How many rows are read at once.
const PAGE_ROWS: usize = 200;
/// The same of a table with bytes in it: a mail may be large.
const PAGE_LARGE_ROWS: usize = 16;

/// A table of ours; the other database has the same.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) columns: Vec<String>,
    /// Which of the columns name a row.
    keys: Vec<usize>,
    page_rows: usize,
}

impl Table {
    /// Those of an embedded database, but for its own books.
    pub(crate) async fn all(store: &Store) -> Result<Vec<Self>, StoreError> {
        let sql = "SELECT m.name, p.name, p.pk, p.type
                   FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS p
                   WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'migrations'
                   ORDER BY m.name, p.cid";
        let mut tables: Vec<(Self, Vec<(i64, usize)>)> = Vec::new();
        for row in store.database.fetch(sql, Vec::new()).await? {
            let mut cells = row.cells("table");
            let (table, column): (String, String) = (cells.take()?, cells.take()?);
            let (key, kind): (i64, String) = (cells.take()?, cells.take()?);
            if tables.last().is_none_or(|(last, _)| last.name != table) {
                let fresh = Self {
                    name: table,
                    columns: Vec::new(),
                    keys: Vec::new(),
                    page_rows: PAGE_ROWS,
                };
                tables.push((fresh, Vec::new()));
            }
            let Some((table, keys)) = tables.last_mut() else { continue };
            if key > 0 {
                keys.push((key, table.columns.len()));
            } else if kind == "BLOB" {
                table.page_rows = PAGE_LARGE_ROWS;
            }
            table.columns.push(column);
        }
        let with_keys = |(mut table, mut keys): (Self, Vec<(i64, usize)>)| {
            keys.sort_unstable();
            table.keys = keys.into_iter().map(|(_, column)| column).collect();
            table
        };
        Ok(tables.into_iter().map(with_keys).collect())
    }

    /// The one of this name.
    pub(crate) async fn named(name: &str, store: &Store) -> Result<Self, StoreError> {
        let found = Self::all(store).await?.into_iter().find(|table| table.name == name);
        let problem = || format!("there is no table {name}");
        found.ok_or_else(|| StoreError::Damaged { what: "schema", problem: problem() })
    }

    /// The rows after the one with this key, in the order of the database.
    pub(crate) async fn page(
        &self,
        store: &Store,
        after: Option<Vec<Value>>,
    ) -> Result<Vec<Row>, StoreError> {
        let (columns, name) = (self.columns.join(", "), &self.name);
        let keys: Vec<&str> = self.keys.iter().map(|&key| self.columns[key].as_str()).collect();
        let keys = keys.join(", ");
        let marks = marks(self.keys.len());
        let beyond = match after {
            Some(_) => format!("WHERE ({keys}) > ({marks}) "),
            None => String::new(),
        };
        let rows = self.page_rows;
        let sql = format!("SELECT {columns} FROM {name} {beyond}ORDER BY {keys} LIMIT {rows}");
        store.database.fetch(kept(sql), after.unwrap_or_default()).await
    }

    pub(crate) async fn is_empty(&self, store: &Store) -> Result<bool, StoreError> {
        let sql = format!("SELECT 1 FROM {} LIMIT 1", self.name);
        Ok(store.database.find(kept(sql), Vec::new()).await?.is_none())
    }

    /// The rows in which a column has this value.
    pub(crate) async fn rows_with(
        &self,
        store: &Store,
        column: &str,
        value: Value,
    ) -> Result<Vec<Row>, StoreError> {
        let (columns, name) = (self.columns.join(", "), &self.name);
        let sql = format!("SELECT {columns} FROM {name} WHERE {column} = ?1");
        store.database.fetch(kept(sql), vec![value]).await
    }

    /// Deletes the rows in which a column has this value.
    pub(crate) fn delete_with(&self, column: &str, value: Value, unit: &mut Unit) {
        let sql = format!("DELETE FROM {} WHERE {column} = ?1", self.name);
        unit.push(kept(sql), vec![value], Expects::Anything);
    }

    /// Deletes all rows.
    pub(crate) fn clear(&self, unit: &mut Unit) {
        unit.push(kept(format!("DELETE FROM {}", self.name)), Vec::new(), Expects::Anything);
    }

    /// The key of a row, from which [`Table::page`] goes on; `None` at the end.
    pub(crate) fn last_key(&self, rows: &[Row]) -> Option<Vec<Value>> {
        let last = rows.last().filter(|_| rows.len() == self.page_rows)?;
        Some(self.keys.iter().map(|&key| last.0[key].clone()).collect())
    }

    /// Writes a row as it is. One whose key is there already stays as it is, unless it must be new.
    pub(crate) fn put(&self, row: Row, must_be_new: bool, unit: &mut Unit) {
        let (columns, name) = (self.columns.join(", "), &self.name);
        let marks = marks(self.columns.len());
        let else_keep = if must_be_new { "" } else { " ON CONFLICT DO NOTHING" };
        let sql = format!("INSERT INTO {name} ({columns}) VALUES ({marks}){else_keep}");
        let expects = if must_be_new { Expects::New } else { Expects::Anything };
        unit.push(kept(sql), row.0.into_iter().map(readable).collect(), expects);
    }

    /// The column's cell of a row.
    pub(crate) fn cell<'a>(&self, row: &'a Row, column: &str) -> Option<&'a Value> {
        row.0.get(self.columns.iter().position(|one| one == column)?)
    }

    /// Several of them, in this order, as they are written elsewhere.
    pub(crate) fn cells<const N: usize>(&self, row: &Row, columns: [&str; N]) -> Vec<Value> {
        let cell = |column| self.cell(row, column).cloned().map_or(Value::Null, readable);
        columns.map(cell).to_vec()
    }

    pub(crate) fn set(&self, row: &mut Row, column: &str, value: Value) {
        if let Some(at) = self.columns.iter().position(|one| one == column) {
            row.0[at] = value;
        }
    }
}

/// PostgreSQL keeps no text with a zero in it, which some sender may have put there.
pub(crate) fn readable(value: Value) -> Value {
    match value {
        Value::Text(text) if text.contains('\0') => Value::Text(text.replace('\0', "\u{fffd}")),
        Value::Null | Value::Integer(_) | Value::Text(_) | Value::Blob(_) => value,
    }
}

pub(crate) fn marks(count: usize) -> String {
    (1..=count).map(|index| format!("?{index}")).collect::<Vec<_>>().join(", ")
}

/// Statements live as long as the program, for they stay prepared. These are made of names of tables
/// and columns only: there are a few of each table, whatever is in it.
pub(crate) fn kept(sql: String) -> &'static str {
    static KEPT: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut known = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(sql) = known.get(sql.as_str()) {
        return sql;
    }
    let sql: &'static str = Box::leak(sql.into_boxed_str());
    known.insert(sql);
    sql
}
