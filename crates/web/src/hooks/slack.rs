//! Slack: buttons that were tapped, and the command. <https://docs.slack.dev/interactivity/handling-user-interaction>,
//! <https://docs.slack.dev/interactivity/implementing-slash-commands>

use axum::{
    Json, Router,
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
        problem::{Kind, Problem},
    },
};

const SIGNATURE: &str = "x-slack-signature";
const TIMESTAMP: &str = "x-slack-request-timestamp";

pub(crate) fn router() -> Router<Web> {
    Router::new()
        .route("/hooks/slack/interactions", post(tapped))
        .route("/hooks/slack/commands", post(commanded))
}

/// The parameters of a form whose signature was right.
struct Signed(Vec<(String, String)>);

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
        Ok(Self(form_urlencoded::parse(&body).into_owned().collect()))
    }
}

impl Signed {
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

/// A button was tapped. The answer goes out through the outbox, so there is none here; a button
/// that only opens a page comes here, too.
async fn tapped(State(web): State<Web>, form: Signed) -> Result<StatusCode, Problem> {
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
async fn commanded(State(web): State<Web>, form: Signed) -> Result<Response, Problem> {
    let name = Some(form.get("user_name").to_owned()).filter(|name| !name.is_empty());
    let from = Chatter { kind: ContactKind::Slack, id: form.get("user_id").to_owned(), name };
    let text = form.get("text").trim();
    if web.engine.knows_chatter(&from) || text.is_empty() || words::reply::is_a_command(text) {
        web.engine.chat_received(&from, text).await?;
        return Ok(StatusCode::OK.into_response());
    }
    let text = web.engine.reported_in_chat(&from, text, form.get("trigger_id")).await?;
    Ok(Json(json!({ "response_type": "ephemeral", "text": text })).into_response())
}
