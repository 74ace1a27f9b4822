//! The journal: what happened to an emergency, in order. The database itself refuses to change or
//! delete an entry, and computes the hash that ties it to the one before.

use domain::{Fact, Number};

use crate::{
    Entry, Store, StoreError, Unit,
    value::{Row, Value, values},
};

/// More facts than fit here are read on with [`Store::facts_after`].
const MAX_ENTRIES: u32 = 20_000;

impl Unit {
    /// Appends facts, each with the next sequence number of this emergency. The state's version
    /// does not matter: who joins appends without touching the state.
    pub fn append(&mut self, number: Number, facts: &[Fact]) -> &mut Self {
        // Two nodes must not give the same sequence number.
        self.lock("SELECT number FROM emergencies WHERE number = ?1 FOR UPDATE", values![number]);
        for fact in facts {
            self.insert(
                "INSERT INTO facts (number, sequence, at_us, kind, actor, body, hash)
                 SELECT ?1, COALESCE(last.sequence, 0) + 1, ?2, ?3, ?4, ?5,
                     fact_hash(last.hash, ?1, COALESCE(last.sequence, 0) + 1, ?2, ?3, ?4, ?5)
                 FROM (SELECT 1 AS always) AS one
                 LEFT JOIN (SELECT sequence, hash FROM facts WHERE number = ?1
                     ORDER BY sequence DESC LIMIT 1) AS last ON one.always = 1",
                values![
                    number,
                    fact.at,
                    fact.happening.kind(),
                    Value::json(&fact.actor),
                    Value::json(&fact.happening),
                ],
            );
        }
        self
    }
}

impl Store {
    /// Everything that happened to an emergency, from the first on.
    pub async fn timeline(&self, number: Number) -> Result<Vec<Entry>, StoreError> {
        self.facts_after(number, 0).await
    }

    /// What happened after the entry with this sequence number.
    pub async fn facts_after(
        &self,
        number: Number,
        sequence: u64,
    ) -> Result<Vec<Entry>, StoreError> {
        let sql = "SELECT sequence, at_us, actor, body FROM facts
                   WHERE number = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3";
        let rows = self.database.fetch(sql, values![number, sequence, MAX_ENTRIES]).await?;
        rows.into_iter().map(entry).collect()
    }
}

fn entry(row: Row) -> Result<Entry, StoreError> {
    let mut cells = row.cells("fact");
    let sequence = cells.take()?;
    let fact = Fact { at: cells.take()?, actor: cells.json()?, happening: cells.json()? };
    Ok(Entry { sequence, fact })
}
