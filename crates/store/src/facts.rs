//! The journal: what happened to an emergency, in order. The database itself refuses to change or
//! delete an entry, and computes the hash that ties it to the one before.

use domain::{Fact, Number};

use crate::{
    Entry, Store, StoreError, Unit,
    chain::{self, NOTHING},
    value::{Row, values},
};

/// More facts than fit here are read on with [`Store::facts_after`].
const MAX_ENTRIES: u32 = 20_000;

impl Unit {
    /// The first facts of an emergency that the same unit opens: nothing stands before them, so nothing
    /// is looked up and nobody is waited for.
    pub fn begin(&mut self, number: Number, facts: &[Fact]) -> &mut Self {
        let mut hash = NOTHING;
        for (sequence, fact) in (1..).zip(facts) {
            let kind = fact.happening.kind();
            let (actor, body) = (text(&fact.actor), text(&fact.happening));
            let place = [i64::from(number.0), sequence, fact.at.as_microsecond()];
            let texts = [kind, &actor, &body].map(str::as_bytes);
            hash = chain::hash(&hash, place, texts);
            self.insert(
                "INSERT INTO facts (number, sequence, at_us, kind, actor, body, hash)
                 VALUES /*each*/ (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                values![number, sequence, fact.at, kind, actor, body, &hash],
            );
        }
        self
    }

    /// Appends facts, each with the next sequence number of this emergency. The state's version
    /// does not matter: who joins appends without touching the state.
    pub fn append(&mut self, number: Number, facts: &[Fact]) -> &mut Self {
        // Two nodes must not give the same sequence number.
        self.lock(
            "SELECT held.number FROM /*each EACH CROSS JOIN LATERAL*/
                 (SELECT number FROM emergencies WHERE number = ?1 LIMIT 1 FOR UPDATE) AS held",
            values![number],
        );
        for fact in facts {
            self.insert(
                "INSERT INTO facts (number, sequence, at_us, kind, actor, body, hash)
                 VALUES /*each*/ (?1,
                     COALESCE((SELECT MAX(sequence) FROM facts WHERE number = ?1), 0) + 1,
                     ?2, ?3, ?4, ?5, fact_hash(
                         (SELECT hash FROM facts WHERE number = ?1 ORDER BY sequence DESC LIMIT 1),
                         ?1, COALESCE((SELECT MAX(sequence) FROM facts WHERE number = ?1), 0) + 1,
                         ?2, ?3, ?4, ?5))",
                values![
                    number,
                    fact.at,
                    fact.happening.kind(),
                    text(&fact.actor),
                    text(&fact.happening),
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

/// The stored form.
fn text<T: serde::Serialize>(form: &T) -> String {
    serde_json::to_string(form).expect("stored forms have no keys but texts")
}

fn entry(row: Row) -> Result<Entry, StoreError> {
    let mut cells = row.cells("fact");
    let sequence = cells.take()?;
    let fact = Fact { at: cells.take()?, actor: cells.json()?, happening: cells.json()? };
    Ok(Entry { sequence, fact })
}
