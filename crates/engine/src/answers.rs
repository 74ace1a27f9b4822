//! Answers of the doors that are given again to the same key.

use store::{StoreError, Unit};

use crate::{Engine, EngineError};

impl Engine {
    /// Keeps an answer under a key of this scope; the first one stays. It is read back with
    /// [`store::Store::remembered`].
    pub async fn remember_answer(
        &self,
        scope: &str,
        key: &str,
        answer: &str,
    ) -> Result<(), EngineError> {
        let mut unit = Unit::new();
        unit.remember(scope, key, answer, self.now());
        match self.shared.store.commit(unit).await {
            Ok(()) | Err(StoreError::Taken) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
