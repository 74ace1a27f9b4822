//! `PagerDuty`'s Events API v2 as its clients speak it: `POST /v2/enqueue`. The routing key is the
//! text of a token.

use axum::{
    Json,
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use engine::Submission;
use serde::Serialize;
use serde_json::Value;

use super::{EVENT_MAX_BYTES, Event, alert, impact_of};
use crate::{
    ClientAddress, Web,
    api::{fields::read_some, requests::reading},
    error::PageError,
    secret::new_secret,
};

const KEY_MAX_CHARS: usize = 255;
const SUMMARY_MAX_CHARS: usize = 1024;
const SEVERITIES: [&str; 4] = ["critical", "error", "warning", "info"];

#[derive(Clone, Copy, Debug)]
enum Action {
    Trigger,
    Acknowledge,
    Resolve,
}

/// Says what became of an event, in `PagerDuty`'s words.
#[derive(Debug, Serialize)]
struct Answer {
    #[serde(skip)]
    code: StatusCode,
    status: &'static str,
    message: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    dedup_key: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<String>,
}

/// An event that is as it must be.
#[derive(Debug)]
struct Understood {
    action: Action,
    key: String,
}

/// Takes an event.
pub(super) async fn enqueue(
    State(web): State<Web>,
    ClientAddress(address): ClientAddress,
    request: Request,
) -> Response {
    let Ok((raw, is_whole)) = read_some(request, EVENT_MAX_BYTES).await else {
        return Answer::invalid(vec!["the body was cut off".to_owned()]).into_response();
    };
    if !is_whole {
        let errors = vec!["the event is larger than 512 KiB".to_owned()];
        let code = StatusCode::PAYLOAD_TOO_LARGE;
        return Answer { code, ..Answer::invalid(errors) }.into_response();
    }
    let answer = take(&web, raw.into(), address.to_string()).await;
    answer.unwrap_or_else(|error| Answer::of(&error)).into_response()
}

async fn take(web: &Web, raw: Vec<u8>, source: String) -> Result<Answer, PageError> {
    let event: Value = match serde_json::from_slice(&raw) {
        Ok(event) => event,
        Err(error) => return Ok(Answer::invalid(vec![format!("the body is not JSON: {error}")])),
    };
    let Some(routing_key) = text(&event, "/routing_key") else {
        return Ok(Answer::invalid(vec!["'routing_key' is missing or blank".to_owned()]));
    };
    let reporter = match web.reporter(routing_key).await {
        Err(PageError::Denied(_)) => {
            return Ok(Answer::invalid(vec!["'routing_key' is not known here".to_owned()]));
        }
        other => other?,
    };
    match check(&event) {
        Err(errors) => {
            web.engine.keep_unreadable(raw, source, "monitoring").await?;
            Ok(Answer::invalid(errors))
        }
        Ok(Understood { action, key }) => {
            match action {
                Action::Trigger => {
                    let request = read(&event, key.clone()).into_request(&reporter);
                    let submission = Submission { request, raw, source, idempotency_key: None };
                    web.engine.alert_fires(submission).await?;
                }
                // Only a person answers a page.
                Action::Acknowledge => {}
                Action::Resolve => web.engine.alert_ends(&alert(&reporter, &key)).await?,
            }
            Ok(Answer::accepted(key))
        }
    }
}

/// What is wrong with an event, all at once.
fn check(event: &Value) -> Result<Understood, Vec<String>> {
    let mut errors = Vec::new();
    let action = match text(event, "/event_action") {
        Some("trigger") => Some(Action::Trigger),
        Some("acknowledge") => Some(Action::Acknowledge),
        Some("resolve") => Some(Action::Resolve),
        _ => None,
    };
    if action.is_none() {
        errors.push("'event_action' must be trigger, acknowledge or resolve".to_owned());
    }
    let key = match event.pointer("/dedup_key") {
        None | Some(Value::Null) => None,
        Some(Value::String(key)) if key.chars().count() <= KEY_MAX_CHARS => Some(key.clone()),
        Some(_) => {
            errors.push(format!("'dedup_key' must be a text of {KEY_MAX_CHARS} characters"));
            None
        }
    };
    let key = key.filter(|key| !key.trim().is_empty());
    if matches!(action, Some(Action::Trigger)) {
        check_payload(event, &mut errors);
    } else if key.is_none() {
        errors.push("'dedup_key' is missing or blank".to_owned());
    }
    match action {
        Some(action) if errors.is_empty() => {
            Ok(Understood { action, key: key.unwrap_or_else(new_secret) })
        }
        _ => Err(errors),
    }
}

fn check_payload(event: &Value, errors: &mut Vec<String>) {
    for field in ["summary", "source", "severity"] {
        if text(event, &format!("/payload/{field}")).is_none() {
            errors.push(format!("'payload.{field}' is missing or blank"));
        }
    }
    if text(event, "/payload/summary").is_some_and(|it| it.chars().count() > SUMMARY_MAX_CHARS) {
        errors.push(format!("'payload.summary' is longer than {SUMMARY_MAX_CHARS} characters"));
    }
    let severity = text(event, "/payload/severity").map(str::to_lowercase);
    if severity.is_some_and(|severity| !SEVERITIES.contains(&severity.as_str())) {
        errors.push(format!("'payload.severity' must be one of {}", SEVERITIES.join(", ")));
    }
}

fn read(event: &Value, key: String) -> Event {
    let of = |pointer: &str| text(event, pointer).unwrap_or_default();
    let some = |pointer: &str| text(event, pointer).map(str::to_owned);
    let mut read = Event {
        key,
        summary: of("/payload/summary").to_owned(),
        impact: impact_of(of("/payload/severity")),
        organization: some("/payload/custom_details/organization")
            .or_else(|| some("/payload/custom_details/customer")),
        service: some("/payload/component"),
        started_at: reading::moment(of("/payload/timestamp"), None),
        ..Event::default()
    };
    let details = &mut read.details;
    for (name, field) in [
        ("Source", "source"),
        ("Severity", "severity"),
        ("Component", "component"),
        ("Group", "group"),
        ("Class", "class"),
        ("Since", "timestamp"),
    ] {
        details.line(name, of(&format!("/payload/{field}")));
    }
    details.line("Client", &format!("{} {}", of("/client"), of("/client_url")));
    for link in list(event, "/links") {
        let words = text(link, "/text").unwrap_or_default();
        details.line("Link", &format!("{words} {}", text(link, "/href").unwrap_or_default()));
    }
    for image in list(event, "/images") {
        details.line("Image", text(image, "/src").unwrap_or_default());
    }
    match event.pointer("/payload/custom_details") {
        None | Some(Value::Null) => {}
        Some(Value::Object(fields)) => {
            for (name, value) in fields {
                details
                    .line(name, &value.as_str().map_or_else(|| value.to_string(), str::to_owned));
            }
        }
        Some(other) => {
            let told = other.as_str().map_or_else(|| other.to_string(), str::to_owned);
            details.line("Details", &told);
        }
    }
    read
}

/// A text that is not blank.
fn text<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer)?.as_str().filter(|text| !text.trim().is_empty())
}

fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

impl Answer {
    fn accepted(key: String) -> Self {
        Self {
            code: StatusCode::ACCEPTED,
            status: "success",
            message: "Event processed",
            dedup_key: Some(key),
            errors: Vec::new(),
        }
    }

    fn invalid(errors: Vec<String>) -> Self {
        Self {
            code: StatusCode::BAD_REQUEST,
            status: "invalid event",
            message: "Event object is invalid",
            dedup_key: None,
            errors,
        }
    }

    /// Clients send it again after this.
    fn of(error: &PageError) -> Self {
        tracing::error!(error = error as &dyn std::error::Error, "an event could not be taken");
        Self {
            code: StatusCode::SERVICE_UNAVAILABLE,
            status: "unavailable",
            message: "Try again in a few seconds",
            dedup_key: None,
            errors: Vec::new(),
        }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        (self.code, Json(self)).into_response()
    }
}
