//! Doors for providers: `/hooks`. Each checks the provider's signature before it looks at anything.

mod slack;
mod telegram;
mod twilio;

use axum::Router;

use crate::Web;

pub(crate) fn router() -> Router<Web> {
    twilio::router().merge(slack::router()).merge(telegram::router())
}
