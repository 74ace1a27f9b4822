//! A form that provably comes from the provider.

use axum::extract::{FromRequest, Request};
use channels::{Secret, twilio::verify};
use url::form_urlencoded;

use crate::{
    Web,
    api::{
        fields::{BODY_MAX_BYTES, read_some, too_large},
        problem::{Kind, Problem},
    },
};

const SIGNATURE: &str = "x-twilio-signature";

/// The parameters of a form whose signature was right.
#[derive(Debug)]
pub(crate) struct Signed(Vec<(String, String)>);

impl FromRequest<Web> for Signed {
    type Rejection = Problem;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Problem> {
        let path = request.uri().path().to_owned();
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        let url = web.site.url_of(&format!("{path}{query}"));
        let signature = request.headers().get(SIGNATURE).and_then(|value| value.to_str().ok());
        let signature = signature.unwrap_or_default().to_owned();
        let (body, is_whole) = read_some(request, BODY_MAX_BYTES).await?;
        if !is_whole {
            return Err(too_large());
        }
        let form: Vec<_> = form_urlencoded::parse(&body).into_owned().collect();
        let signs = |token: &Secret| verify(token.expose(), &url, &form, &signature);
        if !web.site.twilio_tokens.iter().any(signs) {
            tracing::warn!(path, "a call to a hook of Twilio was not signed by it");
            return Err(Problem::new(
                Kind::BadSignature,
                "X-Twilio-Signature is missing or wrong.",
            ));
        }
        Ok(Self(form))
    }
}

impl Signed {
    /// The form as it is kept.
    pub(crate) fn raw(&self) -> Vec<u8> {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish().into_bytes()
    }

    /// A parameter; empty if it is missing.
    pub(crate) fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }
}
