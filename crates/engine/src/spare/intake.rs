//! A request that the shared database does not take is kept in the spare, under the same names.

use std::time::Duration;

use store::StoreError;

use super::{Spare, Standing, no_answer};
use crate::{Accepted, Engine, EngineError, Submission, intake::Slip};

/// Nobody who is in need waits longer for a database.
const TAKEN_WITHIN: Duration = Duration::from_secs(2);

impl Engine {
    pub(crate) async fn submit_beside(
        &self,
        spare: &Spare,
        submission: &Submission,
        slip: Slip,
    ) -> Result<Accepted, EngineError> {
        if spare.standing() == Standing::Returning {
            // What it may join is on its way there.
            let _ = tokio::time::timeout(TAKEN_WITHIN, spare.gate.read()).await;
        }
        if !spare.standing().is_away() {
            let taking = self.submit_here(submission, &slip);
            let taken = tokio::time::timeout(TAKEN_WITHIN, taking).await;
            match taken.unwrap_or_else(|_| Err(no_answer(TAKEN_WITHIN).into())) {
                Err(EngineError::Store(error @ StoreError::Unavailable(_))) => {
                    spare.is_away(self.now(), &error);
                }
                other => return other,
            }
        }
        let slip = slip.again();
        let _stays = self.use_spare();
        let accepted = spare.engine.submit_here(submission, &slip).await?;
        self.shared.figures.was_kept_alone();
        Ok(accepted)
    }
}
