//! Answers that are given again to the same key, so that a request sent twice counts once.

use jiff::Timestamp;

use crate::{Store, StoreError, Unit, value::values};

impl Unit {
    /// Keeps the answer to a key; [`StoreError::Taken`] if the key was used already. Goes into
    /// the unit that does what the key stands for. `answer` is JSON.
    pub fn remember(&mut self, scope: &str, key: &str, answer: &str, now: Timestamp) -> &mut Self {
        self.insert(
            "INSERT INTO idempotency_keys (scope, name, answer, created_at_us)
             VALUES (?1, ?2, ?3, ?4)",
            values![scope, key, answer, now],
        )
    }

    /// Forgets the keys that were used before `before`.
    pub fn forget_keys(&mut self, before: Timestamp) -> &mut Self {
        self.any("DELETE FROM idempotency_keys WHERE created_at_us < ?1", values![before])
    }
}

impl Store {
    /// The answer that was given to this key.
    pub async fn remembered(&self, scope: &str, key: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT answer FROM idempotency_keys WHERE scope = ?1 AND name = ?2";
        let found = self.database.find(sql, values![scope, key]).await?;
        found.map(|row| row.single("answer")).transpose()
    }
}
