//! `[phone]`: the line that people call.

use serde::{Deserialize, Deserializer, de};
use words::Language;

use super::server;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Phone {
    /// Whether they may hold while whoever is on call is tried.
    pub(crate) connect: bool,
    /// What callers can choose among by a key; the first is spoken to whoever presses none.
    #[serde(deserialize_with = "languages")]
    pub(crate) languages: Vec<Language>,
}

fn languages<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Language>, D::Error> {
    let tags = Vec::<String>::deserialize(from)?;
    let mut all = Vec::new();
    for tag in tags {
        let language = server::language_of(&tag).map_err(de::Error::custom)?;
        if all.contains(&language) {
            return Err(de::Error::custom(format!("\"{tag}\" stands there twice: write it once")));
        }
        all.push(language);
    }
    Ok(all)
}
