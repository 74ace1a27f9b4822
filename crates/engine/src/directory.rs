//! Exchanging the directory: as a whole, checked, with its holes accepted by name or not at all.

use std::{
    collections::BTreeSet,
    sync::{Arc, PoisonError},
};

use domain::Directory;
use jiff::SignedDuration;
use store::{DirectoryVersion, StoreError, Unit};

use crate::{Change, Engine, EngineError};

/// How far ahead holes are looked for.
pub const LOOK_AHEAD: SignedDuration = SignedDuration::from_hours(12 * 7 * 24);

/// A new directory, and under which conditions it counts.
#[derive(Clone, Debug)]
pub struct NewDirectory {
    pub directory: Directory,
    /// The version that was read before; `None`: whatever it is now.
    pub replaces: Option<i64>,
    pub accept_holes: bool,
    /// The name of who changes it.
    pub by: String,
}

impl Engine {
    /// Exchanges the directory; its new version.
    pub async fn replace_directory(&self, new: NewDirectory) -> Result<i64, EngineError> {
        self.exchange_directory(new, &BTreeSet::new()).await
    }

    /// The same for a small change: holes that were there before are neither refused nor accepted by
    /// it, and stay in sight.
    pub async fn amend_directory(&self, new: NewDirectory) -> Result<i64, EngineError> {
        let now = self.now();
        let before = self.directory();
        let mut known = before.1.holes(now, now + LOOK_AHEAD);
        if self.settings().directory.require_verified {
            known.extend(self.unverified(&before.1).await?);
        }
        let known = known.into_iter().map(|hole| hole.name).collect();
        self.exchange_directory(new, &known).await
    }

    async fn exchange_directory(
        &self,
        mut new: NewDirectory,
        known: &BTreeSet<String>,
    ) -> Result<i64, EngineError> {
        self.read_calendars(&mut new.directory).await?;
        let contradictions = crate::contradictions(&new.directory);
        if !contradictions.is_empty() {
            return Err(EngineError::DirectoryInvalid(contradictions));
        }
        let now = self.now();
        let mut holes = new.directory.holes(now, now + LOOK_AHEAD);
        if self.settings().directory.require_verified {
            holes.extend(self.unverified(&new.directory).await?);
        }
        let (accepted, open): (Vec<_>, Vec<_>) =
            holes.into_iter().partition(|hole| new.accept_holes || new.directory.accepts(hole));
        let fresh: Vec<_> = open.into_iter().filter(|hole| !known.contains(&hole.name)).collect();
        if !fresh.is_empty() {
            return Err(EngineError::DirectoryHoles(fresh));
        }
        self.refresh_directory().await?;
        let current = self.directory().0;
        if new.replaces.is_some_and(|version| version != current) {
            return Err(EngineError::DirectoryChanged);
        }
        let version = DirectoryVersion {
            version: current + 1,
            at: now,
            by: new.by,
            directory: new.directory,
            accepted_holes: accepted
                .iter()
                .map(|hole| format!("{}: {}", hole.place, hole.problem))
                .collect(),
        };
        let mut unit = Unit::new();
        unit.new_directory(&version);
        match self.shared.store.commit(unit).await {
            Err(StoreError::Conflict | StoreError::Taken) => Err(EngineError::DirectoryChanged),
            Err(error) => Err(error.into()),
            Ok(_) => {
                self.use_directory(version);
                Ok(current + 1)
            }
        }
    }

    /// Another process may have applied one: `frontline directory apply`.
    pub(crate) async fn refresh_directory(&self) -> Result<(), EngineError> {
        while let Some(newer) = self.shared.store.directory_version(self.directory().0 + 1).await? {
            tracing::info!(version = newer.version, "the directory was exchanged");
            self.use_directory(newer);
        }
        Ok(())
    }

    pub(crate) fn use_directory(&self, new: DirectoryVersion) {
        let mut kept = self.shared.directory.write().unwrap_or_else(PoisonError::into_inner);
        if kept.0 < new.version {
            *kept = Arc::new((new.version, new.directory));
        }
        drop(kept);
        self.has_changed(Change::Directory);
    }
}
