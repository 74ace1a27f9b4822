//! What went wrong, told to people. The one place that turns errors into pages.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::access::Denied;
use engine::EngineError;
use store::StoreError;

/// Why a page cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    #[error("there is no such page")]
    NotFound,
    /// Sign in first.
    #[error("sign in first")]
    SignIn,
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl From<StoreError> for PageError {
    fn from(error: StoreError) -> Self {
        Self::Engine(error.into())
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        match self {
            Self::SignIn => Redirect::to("/console/sign-in").into_response(),
            Self::NotFound => (StatusCode::NOT_FOUND, self.to_string()).into_response(),
            Self::Denied(_) => (StatusCode::FORBIDDEN, self.to_string()).into_response(),
            Self::Engine(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "a page failed");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}
