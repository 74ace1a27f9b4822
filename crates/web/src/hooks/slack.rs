//! Slack: buttons that were tapped, and the command. <https://docs.slack.dev/interactivity/handling-user-interaction>,
//! <https://docs.slack.dev/interactivity/implementing-slash-commands>

use axum::{
    Extension, Json, Router,
    extract::{FromRequest, Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::post,
};
use channels::slack::verify;
use domain::directory::ContactKind;
use engine::Chatter;
use serde::Deserialize;
use serde_json::json;
use url::form_urlencoded;

use crate::{
    Web,
    api::{
        fields::{BODY_MAX_BYTES, read_some, too_large},
        idempotency::InFlight,
        problem::{Kind, Problem},
    },
};

const SIGNATURE: &str = "x-slack-signature";
/// Under which the store keeps the events that were carried out.
const SCOPE: &str = "slack";
const TIMESTAMP: &str = "x-slack-request-timestamp";

pub(crate) fn router() -> Router<Web> {
    Router::new()
        .route("/hooks/slack/interactions", post(tapped))
        .route("/hooks/slack/commands", post(commanded))
        .route("/hooks/slack/events", post(happened))
        .layer(Extension(InFlight::default()))
}

/// A body whose signature was right.
struct Signed(Vec<u8>);

/// The same as the parameters of a form.
struct SignedForm(Vec<(String, String)>);

impl FromRequest<Web> for Signed {
    type Rejection = Problem;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Problem> {
        let [timestamp, signature] = [TIMESTAMP, SIGNATURE].map(|name| {
            let value = request.headers().get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        });
        let (body, is_whole) = read_some(request, BODY_MAX_BYTES).await?;
        if !is_whole {
            return Err(too_large());
        }
        let secret = web.site.slack_secret.as_ref();
        let now = web.engine.now();
        if !secret.is_some_and(|key| verify(key.expose(), &timestamp, &body, &signature, now)) {
            tracing::warn!("a call to a hook of Slack was not signed by it, or is old");
            let detail = "X-Slack-Signature is missing, wrong, or older than five minutes.";
            return Err(Problem::new(Kind::BadSignature, detail));
        }
        Ok(Self(body.to_vec()))
    }
}

impl FromRequest<Web> for SignedForm {
    type Rejection = Problem;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Problem> {
        let Signed(body) = Signed::from_request(request, web).await?;
        Ok(Self(form_urlencoded::parse(&body).into_owned().collect()))
    }
}

impl SignedForm {
    fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }
}

/// What we read of an interaction.
#[derive(Deserialize)]
struct Interaction {
    user: User,
    #[serde(default)]
    actions: Vec<Action>,
}

#[derive(Deserialize)]
struct User {
    id: String,
}

#[derive(Deserialize)]
struct Action {
    action_id: String,
    /// What our button said: a reply, in the grammar of text messages.
    value: Option<String>,
}

/// What we read of an event. <https://docs.slack.dev/apis/events-api>
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Envelope {
    UrlVerification {
        challenge: String,
    },
    EventCallback {
        event_id: String,
        event: Event,
    },
    #[serde(other)]
    Other,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Event {
    #[serde(rename = "type")]
    kind: String,
    /// Of what is no plain message: a join, an edit, a bot.
    subtype: Option<String>,
    bot_id: Option<String>,
    channel: String,
    user: String,
    text: String,
}

/// Somebody wrote in a channel that our app is in. An event comes again until we say that we have it.
async fn happened(
    State(web): State<Web>,
    Extension(in_flight): Extension<InFlight>,
    Signed(body): Signed,
) -> Result<Response, Problem> {
    let (event_id, event) = match serde_json::from_slice(&body) {
        Ok(Envelope::UrlVerification { challenge }) => {
            return Ok(Json(json!({ "challenge": challenge })).into_response());
        }
        Ok(Envelope::EventCallback { event_id, event }) => (event_id, event),
        Ok(Envelope::Other) | Err(_) => return Ok(StatusCode::OK.into_response()),
    };
    let is_said = event.kind == "message" && event.subtype.is_none() && event.bot_id.is_none();
    if is_said && !event.user.is_empty() {
        let turn = in_flight.turn(&event_id);
        let _turn = turn.lock().await;
        if web.engine.store().remembered(SCOPE, &event_id).await?.is_none() {
            let from = Chatter { kind: ContactKind::Slack, id: event.user, name: None };
            web.engine.said_in_room(&event.channel, &from, &event.text).await?;
            web.engine.remember_answer(SCOPE, &event_id, "{}").await?;
        }
    }
    Ok(StatusCode::OK.into_response())
}

/// A button was tapped. The answer goes out through the outbox, so there is none here; a button
/// that only opens a page comes here, too.
async fn tapped(State(web): State<Web>, form: SignedForm) -> Result<StatusCode, Problem> {
    let Ok(tapped) = serde_json::from_str::<Interaction>(form.get("payload")) else {
        return Ok(StatusCode::OK);
    };
    let from = Chatter { kind: ContactKind::Slack, id: tapped.user.id, name: None };
    for action in tapped.actions {
        if let Some(reply) = action.value.filter(|_| action.action_id.starts_with("reply-")) {
            web.engine.chat_received(&from, &reply).await?;
        }
    }
    Ok(StatusCode::OK)
}

/// The command, with whatever stands behind it: a responder's words, or somebody's report.
async fn commanded(State(web): State<Web>, form: SignedForm) -> Result<Response, Problem> {
    let name = Some(form.get("user_name").to_owned()).filter(|name| !name.is_empty());
    let from = Chatter { kind: ContactKind::Slack, id: form.get("user_id").to_owned(), name };
    let text = form.get("text").trim();
    if web.engine.knows_chatter(&from) || text.is_empty() || words::reply::is_a_command(text) {
        web.engine.chat_received_in(form.get("channel_id"), &from, text).await?;
        return Ok(StatusCode::OK.into_response());
    }
    let text = web.engine.reported_in_chat(&from, text, form.get("trigger_id")).await?;
    Ok(Json(json!({ "response_type": "ephemeral", "text": text })).into_response())
}
