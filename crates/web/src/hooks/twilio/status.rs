//! What became of a delivery.

use axum::extract::{Path, State};

use super::signed::Signed;
use crate::{Web, api::problem::Problem};

/// Tells the engine whether it arrived. Reports that come late, twice or say nothing final change
/// nothing: a delivery's status only goes forward.
pub(crate) async fn reported(
    State(web): State<Web>,
    Path(delivery): Path<String>,
    form: Signed,
) -> Result<(), Problem> {
    if web.engine.store().delivery(&delivery).await?.is_none() {
        return Err(Problem::not_found("delivery"));
    }
    if let Some(arrived) = outcome(&form) {
        web.engine.delivery_reported(&delivery, arrived).await?;
    }
    Ok(())
}

/// What a status means; `None` while it is on its way.
fn outcome(form: &Signed) -> Option<Result<(), String>> {
    let status = match form.get("MessageStatus") {
        "" => form.get("CallStatus"),
        status => status,
    };
    let failed = |what: &str| {
        let code = form.get("ErrorCode");
        let code = if code.is_empty() { String::new() } else { format!(" (error {code})") };
        Some(Err(format!("{what}{code}")))
    };
    match status {
        "delivered" | "read" | "in-progress" | "completed" => Some(Ok(())),
        "undelivered" => failed("the network did not deliver it"),
        "failed" => failed("the provider could not send it"),
        "busy" => failed("the line was busy"),
        "no-answer" => failed("nobody took the call"),
        "canceled" => failed("it was canceled"),
        _ => None,
    }
}
