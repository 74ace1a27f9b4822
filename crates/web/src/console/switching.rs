//! What a tap on a switch does. Each door hands one input to the engine.

use axum::{
    Router,
    extract::{Path, Request, State},
    response::Redirect,
    routing::post,
};
use domain::{
    Input, OrganizationId,
    switch::{Asker, Scope, SwitchInput, Through, Wish},
};
use jiff::SignedDuration;

use super::may_respond;
use crate::{
    SignedIn, Web,
    error::PageError,
    form::{Form, Received},
};

const REASON_MAX_CHARS: usize = 500;

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/console/switches/{id}/off", post(off))
        .route("/console/switches/{id}/confirm", post(confirm))
        .route("/console/switches/{id}/on", post(on))
        .route("/console/switches/{id}/consent", post(consent))
}

async fn off(
    State(web): State<Web>,
    who: SignedIn,
    Path(id): Path<OrganizationId>,
    request: Request,
) -> Result<Redirect, PageError> {
    may_respond(&who)?;
    let form = Received::read(&web, request).await.form;
    let scope = scope(&form)?;
    let reason = form.filled("reason").unwrap_or_default();
    let reason = reason.chars().take(REASON_MAX_CHARS).collect();
    let minutes = form.text("minutes").parse::<i32>().ok().filter(|mins| *mins > 0);
    let length = minutes.map(|minutes| SignedDuration::from_mins(minutes.into()));
    let until = length.and_then(|length| web.engine.now().checked_add(length).ok());
    let emergency = form.text("emergency").parse().ok();
    let wish = Wish { reason, until, emergency, agreement: None };
    let who = asker(&web, who);
    let input = SwitchInput::Disable { who, scope: scope.clone(), wish };
    let switch = web.engine.switch(&id, input).await?;
    let is_asked = switch.position(&scope).is_some_and(|position| position.asked.is_some());
    Ok(back(&id, if is_asked { "asked" } else { "off" }))
}

async fn confirm(
    State(web): State<Web>,
    who: SignedIn,
    Path(id): Path<OrganizationId>,
    request: Request,
) -> Result<Redirect, PageError> {
    may_respond(&who)?;
    let form = Received::read(&web, request).await.form;
    let scope = scope(&form)?;
    // Only what the page showed.
    let question = form.text("question").parse().ok();
    let who = asker(&web, who);
    let input = SwitchInput::Confirm { who, scope: scope.clone(), question, agreement: None };
    let switch = web.engine.switch(&id, input).await?;
    let is_asked = switch.position(&scope).is_some_and(|position| position.asked.is_some());
    Ok(back(&id, if is_asked { "stands" } else { "off" }))
}

async fn on(
    State(web): State<Web>,
    who: SignedIn,
    Path(id): Path<OrganizationId>,
    request: Request,
) -> Result<Redirect, PageError> {
    may_respond(&who)?;
    let scope = scope(&Received::read(&web, request).await.form)?;
    web.engine.switch(&id, SwitchInput::Enable { by: who.by, scope, note: None }).await?;
    Ok(back(&id, "on"))
}

/// Asks the requesters of an emergency of this customer to agree.
async fn consent(
    State(web): State<Web>,
    who: SignedIn,
    Path(id): Path<OrganizationId>,
    request: Request,
) -> Result<Redirect, PageError> {
    may_respond(&who)?;
    let form = Received::read(&web, request).await.form;
    let number = form.text("emergency").parse().map_err(|_| PageError::NotFound)?;
    let saved = web.engine.store().emergency(number).await?.ok_or(PageError::NotFound)?;
    if saved.emergency.organization.as_ref() != Some(&id) {
        return Err(PageError::NotFound);
    }
    let reason = form.filled("reason").unwrap_or_default();
    let reason = reason.chars().take(REASON_MAX_CHARS).collect();
    let input = Input::AskConsent { by: who.by, scope: scope(&form)?, reason };
    web.engine.apply(number, input).await?;
    Ok(back(&id, "consent"))
}

fn scope(form: &Form) -> Result<Scope, PageError> {
    Scope::of(form.filled("service").as_deref())
        .map_err(|_| PageError::Incomplete("the service is not one"))
}

fn asker(web: &Web, who: SignedIn) -> Asker {
    let leads = web.engine.directory().1.is_lead(&who.by.id);
    Asker { by: who.by, leads, through: Through::Themselves }
}

fn back(id: &OrganizationId, said: &str) -> Redirect {
    Redirect::to(&format!("/console/switches/{id}?said={said}"))
}
