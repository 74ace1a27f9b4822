//! What is switched: all services of an organization, or one of them.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

const ALL: &str = "*";
const MAX_SERVICE_CHARS: usize = 60;

/// Written `*`, or the name of the service.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    All,
    Service(String),
}

/// The text cannot be the name of a service.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be a name of up to 60 letters, digits, dots, dashes or underscores, as in checkout")]
pub struct NotAScope;

impl Scope {
    pub fn service(&self) -> Option<&str> {
        match self {
            Self::All => None,
            Self::Service(name) => Some(name),
        }
    }

    /// All, or the service of this name.
    pub fn of(service: Option<&str>) -> Result<Self, NotAScope> {
        service.map_or(Ok(Self::All), |name| match name.parse()? {
            Self::All => Err(NotAScope),
            service @ Self::Service(_) => Ok(service),
        })
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.service().unwrap_or(ALL))
    }
}

impl FromStr for Scope {
    type Err = NotAScope;

    fn from_str(text: &str) -> Result<Self, NotAScope> {
        if text == ALL {
            return Ok(Self::All);
        }
        let is_usual = |char: char| char.is_alphanumeric() || "._-".contains(char);
        let fits = !text.is_empty()
            && text.chars().count() <= MAX_SERVICE_CHARS
            && text.chars().all(is_usual);
        fits.then(|| Self::Service(text.to_owned())).ok_or(NotAScope)
    }
}

impl Serialize for Scope {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Scope {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(de::Error::custom)
    }
}
