//! Why the engine did not do something; the variants differ in what the caller does next.

use domain::{
    Refused,
    directory::{Hole, Invalid},
};
use store::StoreError;

#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    #[error("there is no such emergency or ticket")]
    NotFound,
    /// The rules say no; the text says why.
    #[error(transparent)]
    Refused(#[from] Refused),
    #[error(transparent)]
    SwitchRefused(#[from] domain::switch::Refused),
    #[error(transparent)]
    Duty(#[from] domain::duty::Refused),
    #[error(transparent)]
    Proof(#[from] domain::proof::Refused),
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The same idempotency key came with something else.
    #[error("this idempotency key was used for another request")]
    KeyReused,
    #[error("the directory has changed since you read it: read it again")]
    DirectoryChanged,
    #[error("the directory contradicts itself")]
    DirectoryInvalid(Vec<Invalid>),
    #[error("the directory has holes")]
    DirectoryHoles(Vec<Hole>),
}

impl EngineError {
    /// Whether nothing is wrong but that nothing can be read or stored now.
    pub fn is_unavailable(&self) -> bool {
        matches!(self, Self::Store(StoreError::Unavailable(_)))
    }
}
