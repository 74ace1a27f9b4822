//! Everything from a file into a PostgreSQL database, row by row as it is, and compared afterwards.
//! May be cut off at any moment and begun again: rows that are there already are not written twice.

use std::{collections::VecDeque, path::Path};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::{
    Store, StoreError, Unit,
    numbers::COUNT_ON,
    sqlite::only_ours,
    table::{Table, readable},
    value::{Row, Value, values},
};

/// In the database that a move goes into, until it is whole: what the move comes from.
const MARK: &str = "moving_from";
/// In the file that everything was moved out of: where it went.
const LEFT: &str = "moved_to";
/// What a store writes of itself when it is opened or looked after.
const OUR_OWN: [&str; 2] = [MARK, "ping"];

#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// Something is in the database already that did not come from this move.
    #[error("there is something in its table \"{0}\" already")]
    NotEmpty(String),
    /// Afterwards the two are not the same.
    #[error("table \"{0}\" is not the same in both")]
    Differs(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A move, page by page.
#[derive(Debug)]
pub struct Moving {
    from: Store,
    to: Store,
    to_carry: VecDeque<Table>,
    to_compare: VecDeque<Table>,
    /// How far the first table that is left was carried.
    after: Option<Vec<Value>>,
    rows: u64,
}

/// What a step of a move has done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// So many rows of the table are there by now; `is_whole` with the last of them.
    Carried { table: String, rows: u64, is_whole: bool },
    /// The table has the same rows in both.
    Same { table: String, rows: u64 },
}

/// A table in one figure, whatever the order of its rows.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sum {
    rows: u64,
    hashes: u128,
}

impl Store {
    /// Whether a move into this database was begun and is not whole.
    pub async fn is_half_moved(&self) -> Result<bool, StoreError> {
        Ok(self.flag(MARK).await?.is_some())
    }

    /// Where everything in this file was moved to, if it was.
    pub async fn moved_to(&self) -> Result<Option<String>, StoreError> {
        self.flag(LEFT).await
    }
}

impl Moving {
    /// Begins, or goes on with, the move of the file `from`, which nobody else may have open.
    pub async fn begin(from: &Path, to: Store) -> Result<Self, MoveError> {
        only_ours(from).await?;
        let from = Store::open(&format!("sqlite:{}", from.display())).await?;
        let tables: VecDeque<_> = Table::all(&from).await?.into();
        // A secret that is this database's alone, of which only the hash leaves it.
        let source = HEXLOWER.encode(&Sha256::digest(from.secret("links").await?));
        if to.flag(MARK).await?.as_ref() != Some(&source) {
            for table in &tables {
                if !is_untouched(table, &to).await? {
                    return Err(MoveError::NotEmpty(table.name.clone()));
                }
            }
            let mut unit = Unit::new();
            unit.set_flag(MARK, &source);
            to.commit(unit).await?;
        }
        let to_compare = tables.clone();
        Ok(Self { from, to, to_carry: tables, to_compare, after: None, rows: 0 })
    }

    /// Does a part of the work; `None` once all is carried and compared.
    pub async fn step(&mut self) -> Result<Option<Step>, MoveError> {
        if let Some(table) = self.to_carry.front() {
            let rows = table.page(&self.from, self.after.take()).await?;
            self.after = table.last_key(&rows);
            self.rows += rows.len() as u64;
            let mut unit = Unit::new();
            for row in rows.into_iter().filter(|row| !is_our_own(table, row)) {
                table.put(row, false, &mut unit);
            }
            self.to.commit(unit).await?;
            let (table, rows) = (table.name.clone(), self.rows);
            let is_whole = self.after.is_none();
            if is_whole {
                self.to_carry.pop_front();
                self.rows = 0;
            }
            return Ok(Some(Step::Carried { table, rows, is_whole }));
        }
        let Some(table) = self.to_compare.pop_front() else { return Ok(None) };
        let (here, there) = (sum(&table, &self.from).await?, sum(&table, &self.to).await?);
        if here != there {
            return Err(MoveError::Differs(table.name));
        }
        Ok(Some(Step::Same { table: table.name, rows: here.rows }))
    }

    /// Ends a move of which all was compared: from now on the new database counts, and the file says
    /// so, under the name that people know the new one by.
    pub async fn finish(self, known_as: &str) -> Result<(), MoveError> {
        let mut left = Unit::new();
        left.set_flag(LEFT, known_as);
        self.from.commit(left).await?;
        let mut unit = Unit::new();
        unit.any("DELETE FROM flags WHERE name = ?1", values![MARK]);
        for sql in COUNT_ON {
            unit.returning(sql, Vec::new());
        }
        self.to.commit(unit).await?;
        Ok(())
    }
}

fn is_our_own(table: &Table, row: &Row) -> bool {
    let name = table.cell(row, "name").filter(|_| table.name == "flags");
    name.is_some_and(|name| OUR_OWN.iter().chain([&LEFT]).any(|&own| *name == Value::from(own)))
}

async fn is_untouched(table: &Table, store: &Store) -> Result<bool, StoreError> {
    if table.name != "flags" {
        return table.is_empty(store).await;
    }
    Ok(table.page(store, None).await?.iter().all(|row| is_our_own(table, row)))
}

async fn sum(table: &Table, store: &Store) -> Result<Sum, StoreError> {
    let mut sum = Sum::default();
    let mut after = None;
    loop {
        let rows = table.page(store, after).await?;
        after = table.last_key(&rows);
        for row in rows.into_iter().filter(|row| !is_our_own(table, row)) {
            sum.rows += 1;
            sum.hashes = sum.hashes.wrapping_add(hash(row));
        }
        if after.is_none() {
            return Ok(sum);
        }
    }
}

pub(crate) fn hash(row: Row) -> u128 {
    let mut hasher = Sha256::new();
    for value in row.0.into_iter().map(readable) {
        let (kind, bytes) = match value {
            Value::Null => (0_u8, Vec::new()),
            Value::Integer(integer) => (1, integer.to_be_bytes().to_vec()),
            Value::Text(text) => (2, text.into_bytes()),
            Value::Blob(bytes) => (3, bytes),
        };
        hasher.update([kind]);
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    }
    let digest: [u8; 32] = hasher.finalize().into();
    let (half, _) = digest.split_first_chunk().expect("32 bytes are more than 16");
    u128::from_be_bytes(*half)
}
