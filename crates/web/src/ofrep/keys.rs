//! Whose key it is, remembered for a moment: an evaluation must not wait for the database, nor fail
//! with it.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use axum::{extract::FromRequestParts, http::request::Parts};
use domain::{
    OrganizationId,
    access::{Caller, Denied},
};
use jiff::{SignedDuration, Timestamp};
use store::{Token, TokenHash, Unit};

use super::failure::Failure;
use crate::{
    Web,
    caller::{bearer, holder},
    secret::digest,
};

/// A key that was taken back works for so long at most.
const REMEMBERED: SignedDuration = SignedDuration::from_secs(5);
/// More keys are not remembered.
const KEYS_MAX: usize = 10_000;
const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// The holder of a key.
#[derive(Clone, Debug)]
pub(super) struct Key(Arc<Caller>);

/// The keys that were used lately.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    known: RwLock<BTreeMap<TokenHash, Known>>,
}

#[derive(Clone, Debug)]
struct Known {
    caller: Arc<Caller>,
    read_at: Timestamp,
}

impl Key {
    pub(super) fn may_evaluate(&self, organization: &OrganizationId) -> Result<(), Denied> {
        self.0.may_evaluate(organization)
    }

    /// The only organization that it may know of.
    pub(super) fn organization(&self) -> Option<&OrganizationId> {
        match self.0.as_ref() {
            Caller::Organization { organization, .. } => Some(organization),
            Caller::Anyone
            | Caller::Person { .. }
            | Caller::Token { .. }
            | Caller::Monitor { .. } => None,
        }
    }
}

impl FromRequestParts<Web> for Key {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Failure> {
        let header = parts.headers.get("x-api-key").and_then(|value| value.to_str().ok());
        let header = header.map(|key| key.trim().to_owned());
        let token = bearer(parts).or(header).ok_or(Denied::Unknown)?;
        web.keys.holder(web, &digest(&token)).await.map(Self)
    }
}

/// Keeps when a key was used last, to the minute: whoever switches sees which software would notice.
async fn note_use(web: &Web, token: &Token, now: Timestamp) {
    if token.last_used_at.is_some_and(|at| now.duration_since(at) < NOTED_EVERY) {
        return;
    }
    let mut unit = Unit::default();
    unit.token_used(&token.token_hash, now);
    if let Err(error) = web.engine.store().commit(unit).await {
        tracing::warn!(%error, "the use of a key could not be noted");
    }
}

impl Keys {
    async fn holder(&self, web: &Web, hash: &TokenHash) -> Result<Arc<Caller>, Failure> {
        let now = web.engine.now();
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner).get(hash).cloned();
        if let Some(known) = &known
            && now.duration_since(known.read_at).abs() < REMEMBERED
        {
            return Ok(known.caller.clone());
        }
        let found = match (web.engine.store().token(hash).await, known) {
            (Ok(found), _) => found,
            // The last known answer stands while the database is away.
            (Err(error), Some(known)) => {
                tracing::warn!(%error, "a key cannot be looked up: the last answer counts");
                return Ok(known.caller);
            }
            (Err(error), None) => {
                tracing::error!(%error, "a key cannot be looked up");
                return Err(Failure::broken());
            }
        };
        let Some(token) = found else {
            self.known.write().unwrap_or_else(PoisonError::into_inner).remove(hash);
            return Err(Denied::Unknown.into());
        };
        note_use(web, &token, now).await;
        let caller = Arc::new(holder(&token));
        let mut keys = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if keys.len() >= KEYS_MAX {
            keys.clear();
        }
        keys.insert(*hash, Known { caller: caller.clone(), read_at: now });
        Ok(caller)
    }
}
