//! Numbers that a shared database has set aside, for a node to give out while it cannot ask. Those of
//! one node are never another's, so that no two receipts say the same.

use crate::{
    Store, StoreError, Unit,
    database::Database,
    value::{Row, values},
};

pub(crate) const EMERGENCY: &str = "emergency";
pub(crate) const TICKET: &str = "ticket";

/// More are set aside once fewer are left.
const FEW: u64 = 10_000;
/// So many are there from each number of the sequence on.
const AT_ONCE: u32 = 20_000;

/// The first free one, the smallest of all.
const TAKE: &str = "UPDATE numbers_aside SET next = next + 1
    WHERE kind = ?1 AND first =
        (SELECT MIN(first) FROM numbers_aside WHERE kind = ?1 AND next <= last)
    RETURNING next - 1";

pub(crate) async fn take(database: &Database, kind: &'static str) -> Result<u32, StoreError> {
    let mut unit = Unit::new();
    unit.returning(TAKE, values![kind]);
    let row = database.write(unit).await?.into_iter().next();
    let none = || StoreError::Unavailable("no number was set aside for this node".into());
    row.ok_or_else(none)?.single("number")
}

impl Store {
    /// Sets numbers aside for the spare, if few are left there; those that are not used are gaps.
    pub async fn set_numbers_aside(&self, spare: &Self) -> Result<(), StoreError> {
        for kind in [EMERGENCY, TICKET] {
            if spare.numbers_left(kind).await? >= FEW {
                continue;
            }
            let sql = "SELECT nextval('numbers_alone')";
            for row in self.database.fetch(sql, Vec::new()).await? {
                let first: u32 = row.single("number")?;
                let mut unit = Unit::new();
                unit.any(
                    "DELETE FROM numbers_aside WHERE kind = ?1 AND next > last",
                    values![kind],
                );
                unit.any(
                    "INSERT INTO numbers_aside (kind, first, last, next) VALUES (?1, ?2, ?3, ?2)",
                    values![kind, first, first.saturating_add(AT_ONCE - 1)],
                );
                spare.commit(unit).await?;
            }
        }
        Ok(())
    }

    async fn numbers_left(&self, kind: &str) -> Result<u64, StoreError> {
        let sql = "SELECT COALESCE(SUM(last - next + 1), 0) FROM numbers_aside WHERE kind = ?1";
        let row = self.database.find(sql, values![kind]).await?;
        row.map_or(Ok(0), |row: Row| row.single("count"))
    }
}
