//! Rows that wake by themselves: those whose `wake_at` has come, and which node has taken them.

use jiff::Timestamp;

use crate::{
    Store, StoreError, Unit,
    value::{Cell, values},
};

/// Which of a table's rows are overdue, the most overdue first; each by its key.
macro_rules! overdue {
    ($table:literal, $key:literal) => {
        concat!(
            "SELECT ",
            $key,
            " FROM ",
            $table,
            " WHERE wake_at_us <= ?1 ORDER BY wake_at_us LIMIT ?2"
        )
    };
}
pub(crate) use overdue;

/// Takes them until `?3`, so that no other node wakes them meanwhile.
macro_rules! take_overdue {
    ($table:literal) => {
        concat!(
            "UPDATE ",
            $table,
            " SET leased_until_us = ?3
             WHERE number IN (SELECT number FROM ",
            $table,
            " WHERE wake_at_us <= ?1 AND leased_until_us <= ?1
                 ORDER BY wake_at_us LIMIT ?2 /*pg FOR UPDATE SKIP LOCKED*/)
             RETURNING number"
        )
    };
}
pub(crate) use take_overdue;

impl Store {
    /// The keys that [`overdue`] finds.
    pub(crate) async fn find_overdue<T: Cell>(
        &self,
        sql: &'static str,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<T>, StoreError> {
        let rows = self.database.fetch_few(sql, values![now, limit]).await?;
        rows.into_iter().map(|row| row.single("deadline")).collect()
    }

    /// The numbers that [`take_overdue`] takes.
    pub(crate) async fn take_overdue<T: Cell>(
        &self,
        sql: &'static str,
        now: Timestamp,
        limit: u32,
        lease_until: Timestamp,
    ) -> Result<Vec<T>, StoreError> {
        let mut unit = Unit::new();
        unit.returning(sql, values![now, limit, lease_until]);
        let rows = self.write(unit).await?;
        rows.into_iter().map(|row| row.single("deadline")).collect()
    }
}
