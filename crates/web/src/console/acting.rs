//! What a tap on the console does. Each door hands one input to the engine.

use axum::{
    Router,
    extract::{Path, Request, State},
    response::Redirect,
    routing::post,
};
use domain::{Input, Number, directory::Target};

use super::may_respond;
use crate::{
    SignedIn, Web,
    error::PageError,
    form::{Form, Received},
};

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/console/emergencies/{number}/answer", post(answer))
        .route("/console/emergencies/{number}/decline", post(decline))
        .route("/console/emergencies/{number}/call-next", post(call_next))
        .route("/console/emergencies/{number}/note", post(note))
        .route("/console/emergencies/{number}/escalate", post(escalate))
        .route("/console/emergencies/{number}/bridge", post(bridge))
        .route("/console/emergencies/{number}/call-me", post(call_me))
        .route("/console/emergencies/{number}/merge", post(merge))
        .route("/console/emergencies/{number}/ticket", post(ticket))
}

/// A responder who acts on an emergency, with the form that says how.
pub(super) struct Acting {
    pub(super) number: Number,
    pub(super) who: SignedIn,
    pub(super) form: Form,
}

impl Web {
    pub(super) async fn acting_on(
        &self,
        who: SignedIn,
        number: &str,
        request: Request,
    ) -> Result<Acting, PageError> {
        may_respond(&who)?;
        let number = number.parse().map_err(|_| PageError::NotFound)?;
        let form = Received::read(self, request).await.form;
        Ok(Acting { number, who, form })
    }
}

impl Acting {
    pub(super) fn back(&self, said: &str) -> Redirect {
        Redirect::to(&format!("/console/emergencies/{}?said={said}", self.number))
    }

    async fn apply(&self, web: &Web, input: Input, said: &str) -> Result<Redirect, PageError> {
        web.engine.apply(self.number, input).await?;
        Ok(self.back(said))
    }
}

async fn answer(
    State(web): State<Web>,
    who: SignedIn,
    Path(number): Path<String>,
    request: Request,
) -> Result<Redirect, PageError> {
    let acting = web.acting_on(who, &number, request).await?;
    let take_over = acting.form.is("take_over", "true");
    let by = acting.who.by.clone();
    acting.apply(&web, Input::Answer { by, take_over }, "answered").await
}

async fn decline(
    State(web): State<Web>,
    who: SignedIn,
    Path(number): Path<String>,
    request: Request,
) -> Result<Redirect, PageError> {
    let acting = web.acting_on(who, &number, request).await?;
    acting.apply(&web, Input::Decline { by: acting.who.by.clone() }, "declined").await
}

async fn call_next(
    State(web): State<Web>,
    who: SignedIn,
    Path(number): Path<String>,
    request: Request,
) -> Result<Redirect, PageError> {
    let acting = web.acting_on(who, &number, request).await?;
    acting.apply(&web, Input::CallNext { by: acting.who.by.clone() }, "called").await
}

/// A note for the team only.
async fn note(
    State(web): State<Web>,
    who: SignedIn,
    Path(number): Path<String>,
    request: Request,
) -> Result<Redirect, PageError> {
    let acting = web.acting_on(who, &number, request).await?;
    let text = acting.form.filled("note").unwrap_or_default();
    let by = acting.who.by.clone();
    acting.apply(&web, Input::Update { by, text, visible: false }, "noted").await
}

async fn escalate(
    State(web): State<Web>,
    who: SignedIn,
    Path(number): Path<String>,
    request: Request,
) -> Result<Redirect, PageError> {
    let acting = web.acting_on(who, &number, request).await?;
    let targets: Vec<Target> =
        acting.form.all("target").filter_map(|target| target.parse().ok()).collect();
    if targets.is_empty() {
        return Err(PageError::Incomplete("choose whom to call"));
    }
    let (by, note) = (acting.who.by.clone(), acting.form.filled("note"));
    acting.apply(&web, Input::Escalate { by, targets, note }, "escalated").await
}

async fn bridge(
    State(web): State<Web>,
    who: SignedIn,
    Path(number): Path<String>,
    request: Request,
) -> Result<Redirect, PageError> {
    let acting = web.acting_on(who, &number, request).await?;
    let host = acting.form.text("host").parse().ok();
    web.engine.open_bridge(acting.number, acting.who.by.clone(), host).await?;
    Ok(acting.back("bridge"))
}

/// Into the conference, on their own number.
async fn call_me(
    State(web): State<Web>,
    who: SignedIn,
    Path(number): Path<String>,
    request: Request,
) -> Result<Redirect, PageError> {
    let acting = web.acting_on(who, &number, request).await?;
    let is_called = web.engine.dial_responder(acting.number, &acting.who.by.id).await?;
    Ok(acting.back(if is_called { "calling" } else { "no-number" }))
}

async fn merge(
    State(web): State<Web>,
    who: SignedIn,
    Path(number): Path<String>,
    request: Request,
) -> Result<Redirect, PageError> {
    let acting = web.acting_on(who, &number, request).await?;
    let into: Number = acting
        .form
        .text("into")
        .parse()
        .map_err(|_| PageError::Incomplete("choose the emergency in which it goes on"))?;
    web.engine.merge(acting.number, into, acting.who.by.clone()).await?;
    Ok(Redirect::to(&format!("/console/emergencies/{into}?said=merged")))
}

async fn ticket(
    State(web): State<Web>,
    who: SignedIn,
    Path(number): Path<String>,
    request: Request,
) -> Result<Redirect, PageError> {
    let acting = web.acting_on(who, &number, request).await?;
    let note = acting.form.filled("note");
    let ticket = web.engine.make_ticket(acting.number, acting.who.by.clone(), note).await?;
    Ok(Redirect::to(&format!("/console/tickets/{ticket}")))
}
