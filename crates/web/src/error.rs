//! What went wrong, told to people. The one place that turns errors into pages.

use askama::Template;
use axum::{
    extract::{Request, State},
    http::{Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use domain::access::Denied;
use engine::EngineError;
use store::StoreError;
use words::{
    Language,
    pages::{Around, Failed},
};

use crate::{
    Web,
    front::{Front, page_with},
    tongue::Tongue,
};

/// Why a page cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    #[error("there is no such page")]
    NotFound,
    /// Sign in first, and come back to this path.
    #[error("sign in first")]
    SignIn(String),
    #[error("that was too much at once: wait a minute, then try again")]
    TooMuch,
    #[error("the form is not complete: {0}")]
    Incomplete(&'static str),
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// What went wrong, on its way to becoming a page.
#[derive(Clone, Debug)]
struct Explained(Vec<String>);

#[derive(Template)]
#[template(path = "message.html")]
struct MessagePage {
    site: Front,
    title: &'static str,
    sentences: Vec<String>,
    way: (&'static str, &'static str),
}

impl From<StoreError> for PageError {
    fn from(error: StoreError) -> Self {
        Self::Engine(error.into())
    }
}

impl PageError {
    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound | Self::Engine(EngineError::NotFound) => StatusCode::NOT_FOUND,
            Self::SignIn(_) => StatusCode::SEE_OTHER,
            Self::TooMuch => StatusCode::TOO_MANY_REQUESTS,
            Self::Incomplete(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Denied(_) => StatusCode::FORBIDDEN,
            Self::Engine(
                EngineError::Refused(_)
                | EngineError::SwitchRefused(_)
                | EngineError::Duty(_)
                | EngineError::Proof(_)
                | EngineError::KeyReused
                | EngineError::DirectoryChanged
                | EngineError::DirectoryInvalid(_)
                | EngineError::DirectoryHoles(_)
                | EngineError::Store(StoreError::Conflict | StoreError::Taken),
            ) => StatusCode::CONFLICT,
            Self::Engine(EngineError::Store(StoreError::Unavailable(_))) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::Engine(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let status = self.status();
        if let Self::SignIn(next) = &self {
            let next =
                percent_encoding::utf8_percent_encode(next, percent_encoding::NON_ALPHANUMERIC);
            return Redirect::to(&format!("/console/sign-in?next={next}")).into_response();
        }
        let mut response = status.into_response();
        if status.is_server_error() {
            tracing::error!(error = &self as &dyn std::error::Error, "a page failed");
        } else if status != StatusCode::NOT_FOUND {
            let mut reason = self.to_string();
            if let Some(first) = reason.get_mut(0..1) {
                first.make_ascii_uppercase();
            }
            response.extensions_mut().insert(Explained(vec![format!("{reason}.")]));
        }
        response
    }
}

/// A page that says something, and one way on from it.
pub(crate) fn message(
    web: &Web,
    status: StatusCode,
    title: &'static str,
    sentences: Vec<String>,
    way: (&'static str, &'static str),
) -> Response {
    page_with(status, &MessagePage { site: Front::of(&web.site), title, sentences, way })
}

/// Gives a page to every failure that has none, whoever found it.
pub(crate) async fn explain(State(web): State<Web>, request: Request, next: Next) -> Response {
    let is_console = request.uri().path().starts_with("/console");
    let tongue = Tongue::of(request.headers(), &web.site);
    let wants_head = request.method() == Method::HEAD;
    let response = next.run(request).await;
    let status = response.status();
    let has_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.to_str().is_ok_and(|kind| kind.starts_with("text/html")));
    if !(status.is_client_error() || status.is_server_error()) || has_page || wants_head {
        return response;
    }
    let language = if is_console { Language::English } else { tongue.language() };
    let site = Front::speaking(&web.site, language);
    let (title, usual) = title(status, &site.t.failed);
    let explained = response.extensions().get::<Explained>().map(|explained| explained.0.clone());
    // Why in detail is only known in English.
    let sentences = explained.filter(|_| language == Language::English);
    let page = MessagePage {
        way: if is_console {
            ("/console", "To the console")
        } else {
            ("/", site.t.failed.to_the_start)
        },
        site,
        title,
        sentences: sentences.unwrap_or_else(|| vec![usual.to_owned()]),
    };
    let mut explained = page_with(status, &page);
    for name in [header::ALLOW, header::RETRY_AFTER] {
        if let Some(value) = response.headers().get(&name) {
            explained.headers_mut().insert(name, value.clone());
        }
    }
    explained
}

fn title(status: StatusCode, t: &'static Failed) -> Around {
    match status {
        StatusCode::NOT_FOUND => t.not_found,
        StatusCode::FORBIDDEN => t.forbidden,
        StatusCode::CONFLICT => t.conflict,
        StatusCode::UNPROCESSABLE_ENTITY => t.incomplete,
        StatusCode::PAYLOAD_TOO_LARGE => t.too_large,
        StatusCode::TOO_MANY_REQUESTS => t.too_much,
        StatusCode::METHOD_NOT_ALLOWED => t.method,
        StatusCode::SERVICE_UNAVAILABLE => t.unavailable,
        status if status.is_server_error() => t.broke,
        _ => t.other,
    }
}
