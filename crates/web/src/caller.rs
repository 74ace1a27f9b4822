//! Who asks: a token in the header for programs, a session in a cookie for people.

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use domain::{access::Caller, input::By};

use crate::{Web, error::PageError};

/// Whoever calls the API: the holder of the token in `Authorization: Bearer`, or anyone. Cookies
/// count for nothing here, so that no other site can make a browser call.
#[derive(Clone, Debug)]
pub struct Bearer(pub Caller);

/// A responder who has signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub by: By,
    pub caller: Caller,
}

impl FromRequestParts<Web> for Bearer {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, PageError> {
        let Some(token) = bearer(parts) else { return Ok(Self(Caller::Anyone)) };
        web.caller_of(&token).await.map(Self)
    }
}

impl Web {
    /// Whose token this is; nobody's makes it anyone's.
    #[expect(clippy::unused_async, reason = "the store's tokens are being built")]
    pub(crate) async fn caller_of(&self, _token: &str) -> Result<Caller, PageError> {
        Ok(Caller::Anyone)
    }
}

fn bearer(parts: &Parts) -> Option<String> {
    let value = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

impl FromRequestParts<Web> for SignedIn {
    type Rejection = PageError;

    async fn from_request_parts(_parts: &mut Parts, _web: &Web) -> Result<Self, PageError> {
        Err(PageError::SignIn)
    }
}
