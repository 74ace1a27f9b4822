//! Accounts of responders: the first one, and their passwords.

use domain::{Directory, directory::Role, id::ResponderId};
use engine::Engine;
use store::{Account, StoreError, Unit};

use crate::{operator, password, secret::new_secret};

/// The length of a password that we make: 24 letters and digits of 32 are 120 bits.
const MADE_CHARS: usize = 24;

/// The first administrator, whose password is shown once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstAdmin {
    pub responder: ResponderId,
    pub password: String,
}

/// Makes the account of the first administrator, if there is no account at all: that of the first
/// admin in the directory, else one that belongs to the installation and to nobody in it.
pub async fn first_admin(engine: &Engine) -> Result<Option<FirstAdmin>, engine::EngineError> {
    if !engine.store().accounts().await?.is_empty() {
        return Ok(None);
    }
    let mut unit = Unit::default();
    let responder = match admin_of(&engine.directory().1) {
        Some(responder) => responder,
        None => operator::make(&engine.directory().1, &mut unit),
    };
    let password = made_password();
    let account = account(engine, &responder, password.clone()).await;
    unit.first_account(&account);
    match engine.store().commit(unit).await {
        Ok(()) => Ok(Some(FirstAdmin { responder, password })),
        // Another node was faster.
        Err(StoreError::Conflict) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Sets somebody's password and ends their sessions.
pub async fn set_password(
    engine: &Engine,
    responder: &ResponderId,
    password: String,
) -> Result<(), StoreError> {
    let account = account(engine, responder, password).await;
    let mut unit = Unit::default();
    unit.set_account(&account);
    unit.end_sessions_of(responder);
    engine.store().commit(unit).await
}

async fn account(engine: &Engine, responder: &ResponderId, password: String) -> Account {
    Account {
        responder: responder.clone(),
        password_hash: password::hash(password).await,
        made_at: engine.now(),
    }
}

fn admin_of(directory: &Directory) -> Option<ResponderId> {
    let admin = directory.responders.iter().find(|person| person.roles.contains(&Role::Admin));
    admin.map(|person| person.id.clone())
}

pub(crate) fn made_password() -> String {
    new_secret().chars().take(MADE_CHARS).collect()
}
