//! Everything that the spare has kept goes to the shared database, those first whom nobody has answered.

use std::{sync::atomic::Ordering, time::Duration};

use domain::{Input, Number, effect::Effect};
use store::{Handed, KeptCase, Store, StoreError, Unit};
use tokio::task::JoinSet;

use super::{Spare, no_answer};
use crate::{Change, Engine, EngineError, change::MAX_RACES};

/// So many cases are handed over side by side: they share a commit.
const SIDE_BY_SIDE: usize = 16;
/// Who works on a case of the spare may finish for so long.
const CLOSED_WITHIN: Duration = Duration::from_secs(1);
/// A step of it that takes longer is cut off, and done again.
const HANDED_WITHIN: Duration = Duration::from_secs(10);

impl Engine {
    /// How many cases could not be handed over, for a reason that is not the database's being away.
    pub(super) async fn hand_all_over(&self, spare: &Spare) -> Result<usize, StoreError> {
        let kept = spare.engine.store();
        within(self.shared.store.catch_up()).await?;
        let said_twice = within(self.shared.store.hand_over_keys(kept)).await?;
        {
            let _closed = tokio::time::timeout(CLOSED_WITHIN, spare.gate.write()).await;
            kept.give_back_untouched().await?;
        }
        self.resume(spare).await?;
        let mut stuck: Vec<KeptCase> = Vec::new();
        loop {
            let mut cases = kept.kept_cases().await?;
            cases.retain(|case| !stuck.contains(case));
            if cases.is_empty() {
                break;
            }
            for some in cases.chunks(SIDE_BY_SIDE) {
                // Somebody may be slow about it; a case that is changed meanwhile is handed over again.
                let _closed = tokio::time::timeout(CLOSED_WITHIN, spare.gate.write()).await;
                stuck.extend(self.hand_over_some(spare, some).await?);
                self.resume(spare).await?;
            }
        }
        if !said_twice.is_empty() {
            let engine = self.clone();
            tokio::spawn(async move { engine.make_one_of_each(said_twice).await });
        }
        within(self.shared.store.hand_over_rest(kept)).await?;
        // Before it is looked, so that what comes at this moment is not overlooked.
        spare.keeps.store(false, Ordering::Release);
        if kept.kept_requests().await? > 0 || !kept.kept_cases().await?.is_empty() {
            spare.keeps.store(true, Ordering::Release);
        }
        Ok(stuck.len())
    }

    /// What is in the database goes on there as soon as nothing of it is here any more.
    async fn resume(&self, spare: &Spare) -> Result<(), StoreError> {
        if spare.holds_borrowed.load(Ordering::Acquire)
            && !spare.engine.store().has_borrowed().await?
        {
            spare.holds_borrowed.store(false, Ordering::Release);
            self.take_over();
        }
        Ok(())
    }

    /// Gives those back that stay where they are.
    async fn hand_over_some(
        &self,
        spare: &Spare,
        cases: &[KeptCase],
    ) -> Result<Vec<KeptCase>, StoreError> {
        let mut under_way = JoinSet::new();
        for &case in cases {
            let (engine, kept) = (self.clone(), spare.engine.store().clone());
            under_way.spawn(async move {
                let mut handed = Err(StoreError::Conflict);
                for _ in 0..MAX_RACES {
                    handed = engine.hand_one_over(&kept, case).await;
                    if !matches!(handed, Err(StoreError::Conflict | StoreError::Taken)) {
                        break;
                    }
                }
                (case, handed)
            });
        }
        let (mut stuck, mut away) = (Vec::new(), None);
        while let Some(done) = under_way.join_next().await {
            match done {
                Ok((case, Ok(handed))) => self.was_handed_over(spare, case, handed),
                Ok((_, Err(error @ StoreError::Unavailable(_)))) => away = Some(error),
                Ok((case, Err(error))) => {
                    tracing::error!(?case, %error, "a case stays on this node's disk, where it is worked on");
                    stuck.push(case);
                }
                Err(error) => tracing::error!(%error, "a case could not be handed over"),
            }
        }
        self.take_over();
        away.map_or(Ok(stuck), Err)
    }

    async fn hand_one_over(&self, kept: &Store, case: KeptCase) -> Result<Handed, StoreError> {
        let handed = within(self.shared.store.hand_over(kept, case, self.now())).await?;
        if let (Handed::GaveWay, KeptCase::Emergency(number)) = (handed, case) {
            let entries = kept.timeline(number).await?;
            for input in entries.iter().filter_map(|entry| entry.fact.again()) {
                within(self.say_again(number, input)).await?;
            }
            kept.take_out(number, entries.len()).await?;
        }
        Ok(handed)
    }

    /// What somebody said while this node was alone, for what others have made of the emergency meanwhile.
    /// It stands in the journal already, and requesters have heard it.
    async fn say_again(&self, number: Number, input: Input) -> Result<(), StoreError> {
        for _ in 0..MAX_RACES {
            let Some(saved) = self.shared.store.emergency(number).await? else { return Ok(()) };
            let snapshot = self.snapshot();
            let turn = saved.emergency.handle(input.clone(), snapshot.world(saved.requesters));
            let Ok(mut turn) = turn.inspect_err(|refused| {
                tracing::warn!(emergency.number = %number, %refused, "what was said alone stands in the journal only");
            }) else {
                return Ok(());
            };
            turn.facts.clear();
            turn.effects
                .retain(|effect| !matches!(effect, Effect::Tell { .. } | Effect::Announce(_)));
            match self.commit_turn(&saved, turn, &snapshot, Unit::new()).await {
                Err(EngineError::Store(StoreError::Conflict)) => {}
                Err(EngineError::Store(error)) => return Err(error),
                Ok(_) | Err(_) => return Ok(()),
            }
        }
        Err(StoreError::Conflict)
    }

    fn was_handed_over(&self, spare: &Spare, case: KeptCase, handed: Handed) {
        self.shared.figures.was_handed_over(handed);
        if matches!(handed, Handed::Double | Handed::GaveWay) {
            tracing::warn!(
                ?case,
                "a case went on in the database as well: both are one now, and somebody may have been \
                 called twice"
            );
        }
        let change = match case {
            KeptCase::Emergency(number) => Change::Emergency(number),
            KeptCase::Ticket(number) => Change::Ticket(number),
        };
        self.has_changed(change);
        // Whoever looks at it looks again, and finds it where it is now.
        spare.engine.has_changed(change);
    }
}

async fn within<T>(step: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    let done = tokio::time::timeout(HANDED_WITHIN, step).await;
    done.unwrap_or_else(|_| Err(no_answer(HANDED_WITHIN)))
}
