//! A person as the API names one.

use domain::{Directory, ResponderId, emergency::Person};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Person)]
pub(crate) struct PersonView {
    #[schema(example = "ana")]
    pub(crate) id: String,
    #[schema(example = "Ana Ruiz")]
    pub(crate) name: String,
}

impl PersonView {
    /// By the directory; somebody who is not in it any more goes by the id.
    pub(crate) fn of(id: &ResponderId, directory: &Directory) -> Self {
        let name = directory.responder(id).map_or(id.as_str(), |person| &person.name);
        Self { id: id.to_string(), name: name.to_owned() }
    }
}

impl From<&Person> for PersonView {
    fn from(person: &Person) -> Self {
        Self { id: person.id.to_string(), name: person.name.clone() }
    }
}
