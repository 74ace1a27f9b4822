//! Errors as RFC 9457 `application/problem+json`: the one place where the API turns them into HTTP.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{Refused, access::Denied};
use engine::EngineError;
use serde::Serialize;
use store::StoreError;
use utoipa::ToSchema;

use super::person::PersonView;
use crate::error::PageError;

/// What went wrong.
#[derive(Debug)]
pub(crate) struct Problem(Box<ProblemView>);

/// What went wrong, in the form of RFC 9457.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemView {
    /// What kind of problem it is: a path that explains it, always the same for the same kind.
    #[serde(rename = "type")]
    #[schema(example = "/api/v1/problems/invalid")]
    kind: String,
    /// The kind in words.
    #[schema(example = "Something in the request is not right")]
    title: &'static str,
    /// The status of the response, again.
    #[schema(example = 422, minimum = 400, maximum = 599)]
    status: u16,
    /// What is wrong this time, and what to do.
    #[schema(example = "1 field is not right: see `errors`.")]
    detail: String,
    /// Every field that is wrong, all at once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
    /// Who has the emergency, when somebody else has answered it.
    #[serde(skip_serializing_if = "Option::is_none")]
    responder: Option<PersonView>,
    #[serde(skip)]
    retry_after_secs: Option<u32>,
}

/// One field that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct FieldError {
    /// The field, as in `requester.email` or `targets[1]`; empty for the body as a whole.
    #[schema(example = "summary")]
    pub(crate) field: String,
    /// What is wrong with it, and what would be right.
    #[schema(example = "is missing: say in one sentence what does not work")]
    pub(crate) message: String,
}

/// Every kind of problem that the API answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Unreadable,
    Unauthorized,
    Forbidden,
    BadSignature,
    NotFound,
    MethodNotAllowed,
    Refused,
    AlreadyAnswered,
    InFlight,
    Changed,
    TooLarge,
    UnsupportedMediaType,
    Invalid,
    KeyReused,
    Holes,
    PreconditionRequired,
    Internal,
    Unavailable,
}

impl Kind {
    pub(crate) const ALL: [Self; 18] = [
        Self::Unreadable,
        Self::Unauthorized,
        Self::Forbidden,
        Self::BadSignature,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::Refused,
        Self::AlreadyAnswered,
        Self::InFlight,
        Self::Changed,
        Self::TooLarge,
        Self::UnsupportedMediaType,
        Self::Invalid,
        Self::KeyReused,
        Self::Holes,
        Self::PreconditionRequired,
        Self::Internal,
        Self::Unavailable,
    ];

    /// Its name in `type`, its status, its title.
    pub(crate) fn parts(self) -> (&'static str, StatusCode, &'static str) {
        match self {
            Self::Unreadable => {
                ("unreadable", StatusCode::BAD_REQUEST, "The body could not be read")
            }
            Self::Unauthorized => ("unauthorized", StatusCode::UNAUTHORIZED, "Nobody is signed in"),
            Self::Forbidden => {
                ("forbidden", StatusCode::FORBIDDEN, "Your role does not allow this")
            }
            Self::BadSignature => {
                ("bad-signature", StatusCode::FORBIDDEN, "This was not sent by the provider")
            }
            Self::NotFound => ("not-found", StatusCode::NOT_FOUND, "There is no such thing"),
            Self::MethodNotAllowed => (
                "method-not-allowed",
                StatusCode::METHOD_NOT_ALLOWED,
                "This address does not know that method",
            ),
            Self::Refused => ("refused", StatusCode::CONFLICT, "That cannot be done now"),
            Self::AlreadyAnswered => {
                ("already-answered", StatusCode::CONFLICT, "Somebody else has it")
            }
            Self::InFlight => {
                ("in-flight", StatusCode::CONFLICT, "The same request is still being worked on")
            }
            Self::Changed => {
                ("changed", StatusCode::PRECONDITION_FAILED, "Somebody else changed it meanwhile")
            }
            Self::TooLarge => ("too-large", StatusCode::PAYLOAD_TOO_LARGE, "The body is too large"),
            Self::UnsupportedMediaType => (
                "unsupported-media-type",
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "The body is not JSON",
            ),
            Self::Invalid => (
                "invalid",
                StatusCode::UNPROCESSABLE_ENTITY,
                "Something in the request is not right",
            ),
            Self::KeyReused => (
                "key-reused",
                StatusCode::UNPROCESSABLE_ENTITY,
                "The Idempotency-Key belongs to another request",
            ),
            Self::Holes => {
                ("holes", StatusCode::UNPROCESSABLE_ENTITY, "Nobody would be called at some times")
            }
            Self::PreconditionRequired => (
                "precondition-required",
                StatusCode::PRECONDITION_REQUIRED,
                "Say which version you have read",
            ),
            Self::Internal => {
                ("internal", StatusCode::INTERNAL_SERVER_ERROR, "Something broke on our side")
            }
            Self::Unavailable => (
                "unavailable",
                StatusCode::SERVICE_UNAVAILABLE,
                "Frontline cannot do its work at the moment",
            ),
        }
    }
}

impl Problem {
    pub(crate) fn new(kind: Kind, detail: impl Into<String>) -> Self {
        let (name, status, title) = kind.parts();
        Self(Box::new(ProblemView {
            kind: format!("/api/v1/problems/{name}"),
            title,
            status: status.as_u16(),
            detail: detail.into(),
            errors: Vec::new(),
            responder: None,
            retry_after_secs: None,
        }))
    }

    pub(crate) fn not_found(what: &str) -> Self {
        Self::new(Kind::NotFound, format!("There is no such {what}."))
    }

    /// Names every field that is wrong.
    pub(crate) fn invalid(errors: Vec<FieldError>) -> Self {
        let detail = match errors.len() {
            1 => "1 field is not right: see `errors`.".to_owned(),
            count => format!("{count} fields are not right: see `errors`."),
        };
        Self::new(Kind::Invalid, detail).with_errors(errors)
    }

    /// Names the one field that is wrong.
    pub(crate) fn field(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::invalid(vec![FieldError { field: field.into(), message: message.into() }])
    }

    pub(crate) fn with_errors(mut self, errors: Vec<FieldError>) -> Self {
        self.0.errors = errors;
        self
    }

    pub(crate) fn with_detail(mut self, detail: String) -> Self {
        self.0.detail = detail;
        self
    }

    pub(crate) fn retry_after(mut self, secs: u32) -> Self {
        self.0.retry_after_secs = Some(secs);
        self
    }
}

impl FieldError {
    pub(crate) fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = self.0.retry_after_secs;
        let mut response = (status, Json(self.0)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer realm=\"frontline\"");
            headers.insert(header::WWW_AUTHENTICATE, scheme);
        }
        if let Some(secs) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(secs));
        }
        response
    }
}

impl Problem {
    /// Names people who could do it instead of a caller who may not.
    pub(crate) fn asking(mut self, directory: &domain::Directory) -> Self {
        if self.0.status == StatusCode::FORBIDDEN.as_u16() {
            let who = directory.who_may_disable(domain::directory::MayDisable::Responder, None);
            self.0.detail = format!("{} Ask {who}.", self.0.detail);
        }
        self
    }
}

impl From<Denied> for Problem {
    fn from(denied: Denied) -> Self {
        let kind = match denied {
            Denied::Unknown => Kind::Unauthorized,
            Denied::Needs(_) | Denied::OtherOrganization => Kind::Forbidden,
        };
        Self::new(kind, sentence(&denied))
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let says = sentence(&refused);
        match refused {
            Refused::AlreadyAnswered { id, name } => {
                let detail = format!("{says} Send \"take_over\": true to take it from them.");
                let mut problem = Self::new(Kind::AlreadyAnswered, detail);
                problem.0.responder = Some(PersonView { id: id.0, name });
                problem
            }
            Refused::NotByHand(_) => Self::field("milestone", refused.to_string()),
            Refused::NobodyThere(_) => Self::field("targets", refused.to_string()),
            Refused::Empty => Self::field("text", refused.to_string()),
            Refused::UnknownService(_) => Self::field("service", refused.to_string()),
            Refused::NobodyMaySwitch | Refused::OtherCustomer => Self::new(Kind::Forbidden, says),
            Refused::SwitchedOff
            | Refused::NotAsked
            | Refused::Unnamed
            | Refused::Closed
            | Refused::TicketOver
            | Refused::NotCalled
            | Refused::IntoItself
            | Refused::NotRestored => Self::new(Kind::Refused, says),
        }
    }
}

impl From<domain::switch::Refused> for Problem {
    fn from(refused: domain::switch::Refused) -> Self {
        use domain::switch::Refused;
        match &refused {
            Refused::NoRule(_)
            | Refused::NeedsConsent
            | Refused::NeedsLead { .. }
            | Refused::SharedAddress { .. }
            | Refused::NotAPerson { .. } => Self::new(Kind::Forbidden, sentence(&refused)),
            Refused::SamePerson { .. } | Refused::NothingAsked | Refused::TooManyServices => {
                Self::new(Kind::Refused, sentence(&refused))
            }
            Refused::UnknownService { .. } => Self::field("service", refused.to_string()),
            Refused::NoReason => Self::field("reason", refused.to_string()),
            Refused::UntilIsOver => Self::field("until", refused.to_string()),
        }
    }
}

impl From<EngineError> for Problem {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::NotFound => Self::not_found("emergency"),
            EngineError::Refused(refused) => refused.into(),
            EngineError::SwitchRefused(refused) => refused.into(),
            EngineError::Duty(_) | EngineError::Proof(_) => {
                Self::new(Kind::Refused, sentence(&error))
            }
            EngineError::Store(error) => error.into(),
            EngineError::KeyReused => {
                let detail =
                    "This Idempotency-Key came with another request before: use a new one.";
                Self::new(Kind::KeyReused, detail)
            }
            EngineError::DirectoryChanged => Self::new(Kind::Changed, sentence(&error)),
            EngineError::DirectoryInvalid(invalid) => {
                let errors = invalid.into_iter().map(|it| FieldError::new(it.place, it.problem));
                Self::invalid(errors.collect())
            }
            EngineError::DirectoryHoles(holes) => {
                let errors = holes
                    .into_iter()
                    .map(|it| FieldError::new(it.place, format!("{} [{}]", it.problem, it.name)));
                let detail = "At some times nobody would be called: mend it, or send it again \
                              with ?accept_holes=true, or with the names in brackets in \
                              \"accept\".";
                Self::new(Kind::Holes, detail).with_errors(errors.collect())
            }
        }
    }
}

impl From<PageError> for Problem {
    fn from(error: PageError) -> Self {
        match error {
            PageError::NotFound => Self::not_found("page"),
            PageError::SignIn(_) => Denied::Unknown.into(),
            PageError::TooMuch => Self::new(Kind::Unavailable, "Wait a minute, then try again."),
            PageError::Incomplete(what) => Self::field("body", what),
            PageError::Denied(denied) => denied.into(),
            PageError::Engine(error) => error.into(),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        tracing::error!(error = &error as &dyn std::error::Error, "the store failed a call");
        match error {
            StoreError::Conflict => {
                let detail = "Somebody else changed it at the same moment: try again.";
                Self::new(Kind::Refused, detail).retry_after(1)
            }
            StoreError::Unavailable(_) => {
                Self::new(Kind::Unavailable, "Try again in a few seconds.").retry_after(5)
            }
            StoreError::Taken
            | StoreError::Damaged { .. }
            | StoreError::Forbidden(_)
            | StoreError::Address(_) => {
                Self::new(Kind::Internal, "It is in our log; nothing of yours was changed.")
            }
        }
    }
}

/// An error's text as a sentence: a capital first and a full stop last.
fn sentence(error: &dyn std::error::Error) -> String {
    let text = error.to_string();
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", chars.as_str().trim_end_matches('.'))
}
