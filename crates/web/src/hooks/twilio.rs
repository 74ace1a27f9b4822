//! Twilio, or what speaks like it: text messages that come in, calls that are taken, and what
//! became of deliveries. <https://www.twilio.com/docs/usage/webhooks>

mod conference;
mod connect;
mod line;
mod signed;
mod sms;
mod status;
mod told;
mod voice;

use axum::{
    Extension, Router,
    http::header,
    response::{IntoResponse, Response},
    routing::post,
};

use crate::{Web, api::idempotency::InFlight};

pub(crate) fn router() -> Router<Web> {
    Router::new()
        .route("/hooks/twilio/sms", post(sms::received))
        .route("/hooks/twilio/voice", post(line::called))
        .route("/hooks/twilio/voice/in/{step}", post(line::step))
        .route("/hooks/twilio/voice/{delivery}", post(voice::answered))
        .route("/hooks/twilio/voice/{delivery}/key", post(voice::key_pressed))
        .route("/hooks/twilio/conference", post(conference::told))
        .route("/hooks/twilio/conference/{step}", post(conference::step))
        .route("/hooks/twilio/connect", post(connect::goes_on))
        .route("/hooks/twilio/connect/{token}", post(connect::picked_up))
        .route("/hooks/twilio/connect/{token}/key", post(connect::key_pressed))
        .route("/hooks/twilio/status/{delivery}", post(status::reported))
        .layer(Extension(InFlight::default()))
}

/// What the provider is told to say or do.
struct TwiMl(String);

impl IntoResponse for TwiMl {
    fn into_response(self) -> Response {
        ([(header::CONTENT_TYPE, "text/xml; charset=utf-8")], self.0).into_response()
    }
}
