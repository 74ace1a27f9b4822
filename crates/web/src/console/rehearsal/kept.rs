//! Rehearsals that were played lately. One is played at a time, off the threads that answer
//! requests, and only once for each version of the directory.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use domain::{
    Settings,
    rehearsal::{self, Plan, Rehearsal},
};
use engine::Engine;
use tokio::{sync::Semaphore, time::timeout};

use crate::error::PageError;

const MAX_KEPT: usize = 8;
/// Nobody waits longer for the rehearsals of others.
const WAIT_WITHIN: Duration = Duration::from_secs(20);

#[derive(Debug)]
pub(crate) struct Rehearsals {
    /// The newest last.
    kept: Mutex<Vec<Kept>>,
    turn: Arc<Semaphore>,
}

#[derive(Debug)]
struct Kept {
    version: i64,
    settings: Settings,
    plan: String,
    found: Arc<Rehearsal>,
}

impl Default for Rehearsals {
    fn default() -> Self {
        Self { kept: Mutex::default(), turn: Arc::new(Semaphore::new(1)) }
    }
}

impl Rehearsals {
    /// What comes out of `plan` with the directory and the settings that are in force.
    pub(super) async fn play(
        &self,
        engine: &Engine,
        plan: Plan,
    ) -> Result<Arc<Rehearsal>, PageError> {
        if let Some(found) = self.kept(engine, &plan) {
            return Ok(found);
        }
        let turn = timeout(WAIT_WITHIN, Arc::clone(&self.turn).acquire_owned()).await;
        let Ok(Ok(turn)) = turn else { return Err(PageError::TooMuch) };
        if let Some(found) = self.kept(engine, &plan) {
            return Ok(found);
        }
        let (directory, settings) = (engine.directory(), engine.settings());
        let (version, asked) = (directory.0, format!("{plan:?}"));
        let playing = Arc::clone(&settings);
        let found = tokio::task::spawn_blocking(move || {
            let found = rehearsal::rehearse(&directory.1, &playing, &plan);
            // Whoever asked may have gone: the next one has its turn only now.
            drop(turn);
            found
        });
        let found = found.await.map_err(|_| PageError::Incomplete("it could not be played"))?;
        let found = Arc::new(found);
        let settings = Settings::clone(&settings);
        let new = Kept { version, settings, plan: asked, found: Arc::clone(&found) };
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MAX_KEPT {
            kept.remove(0);
        }
        kept.push(new);
        Ok(found)
    }

    fn kept(&self, engine: &Engine, plan: &Plan) -> Option<Arc<Rehearsal>> {
        let (version, settings, plan) =
            (engine.directory().0, engine.settings(), format!("{plan:?}"));
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let same =
            |one: &&Kept| one.version == version && one.settings == *settings && one.plan == plan;
        kept.iter().find(same).map(|one| Arc::clone(&one.found))
    }
}
