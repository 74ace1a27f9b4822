//! What stands in an address: numbers in the path, arguments after the question mark.

use std::{collections::BTreeMap, str::FromStr};

use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::request::Parts,
};
use domain::{Number, TicketNumber};
use url::form_urlencoded;

use super::problem::Problem;

/// The emergency's number in the path; one that cannot be a number names nothing, too.
#[derive(Clone, Copy, Debug)]
pub(crate) struct InPath(pub(crate) Number);

/// The ticket's number in the path, likewise.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TicketInPath(pub(crate) TicketNumber);

/// The arguments after the question mark; the last of the same name counts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arguments(BTreeMap<String, String>);

impl<S: Send + Sync> FromRequestParts<S> for InPath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let number = number_in(parts, state).await;
        number.map(Self).ok_or_else(|| Problem::not_found("emergency"))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for TicketInPath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let number = number_in(parts, state).await;
        number.map(Self).ok_or_else(|| Problem::not_found("ticket"))
    }
}

async fn number_in<T: FromStr, S: Send + Sync>(parts: &mut Parts, state: &S) -> Option<T> {
    let params = RawPathParams::from_request_parts(parts, state).await.ok()?;
    let written = params.iter().find(|(name, _)| *name == "number").map(|(_, value)| value);
    written.and_then(|written| written.parse().ok())
}

impl<S: Send + Sync> FromRequestParts<S> for Arguments {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect()))
    }
}

impl Arguments {
    /// Reads an argument; `None` if it is missing or empty. `expected` says what would be right.
    pub(crate) fn read<T: FromStr>(
        &self,
        name: &str,
        expected: &str,
    ) -> Result<Option<T>, Problem> {
        match self.0.get(name).map(|written| written.trim()) {
            None | Some("") => Ok(None),
            Some(written) => match written.parse() {
                Ok(value) => Ok(Some(value)),
                Err(_) => Err(Problem::field(name, format!("must be {expected}"))),
            },
        }
    }
}
