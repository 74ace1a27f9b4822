//! Telegram: buttons that were tapped, and what was written to our bot.
//! <https://core.telegram.org/bots/api#setwebhook>

use axum::{
    Extension, Json, Router,
    extract::{Request, State},
    response::{IntoResponse, Response},
    routing::post,
};
use domain::directory::ContactKind;
use engine::Chatter;
use serde::Deserialize;
use serde_json::json;
use subtle::ConstantTimeEq;

use crate::{
    Web,
    api::{
        fields::{BODY_MAX_BYTES, read_some, too_large},
        idempotency::InFlight,
        problem::{Kind, Problem},
    },
};

const TOKEN: &str = "x-telegram-bot-api-secret-token";
/// Under which the store keeps the updates that were carried out.
const SCOPE: &str = "telegram";

pub(crate) fn router() -> Router<Web> {
    Router::new().route("/hooks/telegram", post(updated)).layer(Extension(InFlight::default()))
}

/// What we read of an update.
#[derive(Deserialize)]
struct Update {
    update_id: i64,
    message: Option<Message>,
    callback_query: Option<Tap>,
}

#[derive(Deserialize)]
struct Message {
    from: Option<User>,
    text: Option<String>,
}

#[derive(Deserialize)]
struct Tap {
    id: String,
    from: User,
    data: Option<String>,
}

#[derive(Deserialize)]
struct User {
    id: i64,
    first_name: Option<String>,
}

/// Carries an update out, once: it comes again until we say that we have it.
async fn updated(
    State(web): State<Web>,
    Extension(in_flight): Extension<InFlight>,
    request: Request,
) -> Result<Response, Problem> {
    let token = request.headers().get(TOKEN).map(|token| token.as_bytes().to_vec());
    let expected = web.site.telegram_secret.as_ref();
    let is_theirs = token.zip(expected).is_some_and(|(token, expected)| {
        !expected.expose().is_empty() && bool::from(token.ct_eq(expected.expose().as_bytes()))
    });
    if !is_theirs {
        tracing::warn!("a call to the hook of Telegram did not show its secret token");
        let detail = "X-Telegram-Bot-Api-Secret-Token is missing or wrong.";
        return Err(Problem::new(Kind::BadSignature, detail));
    }
    let (body, is_whole) = read_some(request, BODY_MAX_BYTES).await?;
    if !is_whole {
        return Err(too_large());
    }
    // Kinds of updates that we do not know are done with.
    let Ok(update) = serde_json::from_slice::<Update>(&body) else { return Ok(done(None)) };
    let id = update.update_id.to_string();
    let turn = in_flight.turn(&id);
    let _turn = turn.lock().await;
    let tap = update.callback_query.as_ref().map(|tap| tap.id.clone());
    if web.engine.store().remembered(SCOPE, &id).await?.is_none() {
        if let Some((from, text)) = said(update) {
            web.engine.chat_received(&from, &text).await?;
        }
        web.engine.remember_answer(SCOPE, &id, "{}").await?;
    }
    Ok(done(tap))
}

fn said(update: Update) -> Option<(Chatter, String)> {
    let (user, text) = match (update.callback_query, update.message) {
        (Some(tap), _) => (tap.from, tap.data?),
        (None, Some(message)) => (message.from?, message.text?),
        (None, None) => return None,
    };
    let from =
        Chatter { kind: ContactKind::Telegram, id: user.id.to_string(), name: user.first_name };
    Some((from, text))
}

/// A call to Telegram can stand in the answer to its own: the button stops turning.
fn done(tap: Option<String>) -> Response {
    match tap {
        Some(tap) => Json(json!({ "method": "answerCallbackQuery", "callback_query_id": tap }))
            .into_response(),
        None => Json(json!({})).into_response(),
    }
}
