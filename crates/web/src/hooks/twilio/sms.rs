//! A text message has come in.

use axum::{Extension, extract::State};

use super::{TwiMl, signed::Signed};
use crate::{
    Web,
    api::{idempotency::InFlight, problem::Problem},
};

/// Under which the store keeps the messages that were carried out.
const SCOPE: &str = "twilio-sms";

/// Hands a text message to the engine, once: the provider may send it again. The reply goes out
/// through the outbox, so there is none here.
pub(crate) async fn received(
    State(web): State<Web>,
    Extension(in_flight): Extension<InFlight>,
    form: Signed,
) -> Result<TwiMl, Problem> {
    let sid = form.get("MessageSid");
    let turn = in_flight.turn(sid);
    let _turn = turn.lock().await;
    let is_known = !sid.is_empty() && web.engine.store().remembered(SCOPE, sid).await?.is_some();
    if !is_known {
        web.engine.text_received(form.get("From"), form.get("Body"), sid).await?;
        if !sid.is_empty() {
            web.engine.remember_answer(SCOPE, sid, "{}").await?;
        }
    }
    Ok(TwiMl(channels::twiml::empty()))
}
