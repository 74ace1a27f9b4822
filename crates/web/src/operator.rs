//! The administrator who belongs to the installation and to nobody in the directory: whoever starts
//! Frontline can sign in before there is a directory, and whatever directory comes later.

use domain::{
    Directory,
    directory::{Responder, Role},
    id::ResponderId,
};
use store::{Store, StoreError, Unit};

/// Under which its id is kept.
const FLAG: &str = "operator";
/// The id it gets, the first that nobody has.
const NAMES: [&str; 2] = ["admin", "frontline-admin"];

/// Notes who the operator is; its account is made with the same unit.
pub(crate) fn make(directory: &Directory, unit: &mut Unit) -> ResponderId {
    let free = NAMES.into_iter().find(|name| directory.responder(&(*name).into()).is_none());
    let name = free.unwrap_or(NAMES[0]);
    unit.set_flag(FLAG, name);
    name.into()
}

/// Whose id this is: a responder of the directory, or the operator.
pub(crate) async fn person(
    store: &Store,
    directory: &Directory,
    id: &ResponderId,
) -> Result<Option<Responder>, StoreError> {
    if let Some(person) = directory.responder(id) {
        return Ok(Some(person.clone()));
    }
    let is_operator = store.flag(FLAG).await?.is_some_and(|name| name == id.as_str());
    Ok(is_operator.then(|| Responder {
        id: id.clone(),
        name: "Administrator".to_owned(),
        time_zone: "UTC".to_owned(),
        language: None,
        roles: vec![Role::Responder, Role::Lead, Role::Admin],
        contact: Vec::new(),
        rules: Vec::new(),
    }))
}

/// Whether an account of this id can be signed in with.
pub async fn can_sign_in(
    store: &Store,
    directory: &Directory,
    id: &ResponderId,
) -> Result<bool, StoreError> {
    Ok(person(store, directory, id).await?.is_some())
}
