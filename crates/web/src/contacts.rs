//! A responder's own contact methods: which are verified, and how the others become so. By the private
//! link of one's duty (`/d/{token}/contacts`) or signed in (`/console/contacts`).

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, Request, State},
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::{ResponderId, access::Action, id::ContactId, input::By, proof::ProvedBy};
use engine::{ContactWay, EngineError};
use serde::Deserialize;

use crate::{
    SignedIn, Web,
    console::Desk,
    duty::Own,
    error::PageError,
    form::{Form, Received},
    front::{Front, page},
    moment::{Clock, Moment, zone_cookie},
};

#[derive(Template)]
#[template(path = "contacts.html")]
struct LinkPage {
    site: Front,
    clock: Clock,
    body: Body,
}

#[derive(Template)]
#[template(path = "console/contacts.html")]
struct ConsolePage {
    desk: Desk,
    body: Body,
}

/// What both pages show.
struct Body {
    base: String,
    back: String,
    said: Option<&'static str>,
    problem: Option<String>,
    verified: usize,
    ways: Vec<WayLine>,
}

struct WayLine {
    id: String,
    kind: &'static str,
    address: String,
    proved: Option<(Moment, &'static str)>,
    /// Until when the code that was sent can be entered.
    waits: Option<Moment>,
}

/// What is said on top after something was done.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    said: Option<String>,
}

pub(crate) fn router() -> Router<Web> {
    Router::new()
        .route("/d/{token}/contacts", get(by_link))
        .route("/d/{token}/contacts/{act}", post(act_by_link))
}

/// Merged into the console, which guards its forms.
pub(crate) fn console_router() -> Router<Web> {
    Router::new()
        .route("/console/contacts", get(signed_in))
        .route("/console/contacts/{act}", post(act_signed_in))
}

async fn by_link(
    State(web): State<Web>,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let own = web.own_duty(&token)?;
    link_page(&web, &own, &headers, Outcome::said(asked.said.as_deref())).await
}

async fn signed_in(
    State(web): State<Web>,
    who: SignedIn,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    console_page(&web, &who, &headers, Outcome::said(asked.said.as_deref())).await
}

async fn act_by_link(
    State(web): State<Web>,
    Path((token, act)): Path<(String, String)>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, PageError> {
    let own = web.own_duty(&token)?;
    let form = Received::read(&web, request).await.form;
    match act_on(&web, &own.by, &act, &form).await? {
        Outcome { code: Some(code), .. } => {
            Ok(Redirect::to(&format!("/d/{token}/contacts?said={code}")).into_response())
        }
        refused => link_page(&web, &own, &headers, refused).await,
    }
}

async fn act_signed_in(
    State(web): State<Web>,
    who: SignedIn,
    Path(act): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, PageError> {
    who.caller.may(Action::Respond)?;
    let form = Received::read(&web, request).await.form;
    match act_on(&web, &who.by, &act, &form).await? {
        Outcome { code: Some(code), .. } => {
            Ok(Redirect::to(&format!("/console/contacts?said={code}")).into_response())
        }
        refused => console_page(&web, &who, &headers, refused).await,
    }
}

/// What was done, or why not.
#[derive(Default)]
struct Outcome {
    code: Option<&'static str>,
    problem: Option<String>,
}

impl Outcome {
    fn said(code: Option<&str>) -> Self {
        let code = ["sent", "verified"].into_iter().find(|known| Some(*known) == code);
        Self { code, problem: None }
    }
}

async fn act_on(web: &Web, by: &By, act: &str, form: &Form) -> Result<Outcome, PageError> {
    let contact = ContactId(form.text("contact").to_owned());
    let done = match act {
        "code" => web.engine.send_code(&by.id, &contact).await.map(|_| "sent"),
        "enter" => {
            let entered = web.engine.enter_code(&by.id, &contact, form.text("code")).await;
            entered.map(|()| "verified")
        }
        _ => return Err(PageError::NotFound),
    };
    match done {
        Ok(code) => Ok(Outcome { code: Some(code), problem: None }),
        Err(EngineError::Proof(refused)) => {
            Ok(Outcome { code: None, problem: Some(sentence(&refused.to_string())) })
        }
        Err(error) => Err(error.into()),
    }
}

async fn link_page(
    web: &Web,
    own: &Own,
    headers: &HeaderMap,
    outcome: Outcome,
) -> Result<Response, PageError> {
    let directory = web.engine.directory();
    let zone = directory.1.responder(&own.by.id).map(|person| person.time_zone.clone());
    let cookie = zone_cookie(headers);
    let clock = Clock::new(web.engine.now(), cookie.as_deref().into_iter().chain(zone.as_deref()));
    let body = body(web, &own.by.id, &own.base, &clock, outcome).await?;
    Ok(page(&LinkPage { site: Front::of(&web.site), clock, body }))
}

async fn console_page(
    web: &Web,
    who: &SignedIn,
    headers: &HeaderMap,
    outcome: Outcome,
) -> Result<Response, PageError> {
    let desk = Desk::of(web, who, "/console/contacts", headers);
    let body = body(web, &who.by.id, "/console/duty", &desk.clock, outcome).await?;
    Ok(page(&ConsolePage { desk, body }))
}

async fn body(
    web: &Web,
    id: &ResponderId,
    duty: &str,
    clock: &Clock,
    outcome: Outcome,
) -> Result<Body, PageError> {
    let ways = web.engine.contact_ways(id).await?;
    let base = if duty.starts_with("/console") { "/console" } else { duty };
    Ok(Body {
        base: format!("{base}/contacts"),
        back: duty.to_owned(),
        said: outcome.code.map(words_for),
        problem: outcome.problem,
        verified: ways.iter().filter(|way| way.proof.proved.is_some()).count(),
        ways: ways.iter().map(|way| line(way, clock)).collect(),
    })
}

fn line(way: &ContactWay, clock: &Clock) -> WayLine {
    let how = |by| match by {
        ProvedBy::Code => "by a code",
        ProvedBy::Answer => "by an answer to a page",
        ProvedBy::Word => "by whoever set this up",
    };
    WayLine {
        id: way.contact.id.to_string(),
        kind: way.contact.kind.name(),
        address: way.contact.address.clone(),
        proved: way.proof.proved.map(|proved| (clock.moment(proved.at), how(proved.by))),
        waits: way.proof.waits(clock.now).map(|asked| clock.moment(asked.lapses_at)),
    }
}

fn sentence(problem: &str) -> String {
    let mut chars = problem.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}

fn words_for(code: &str) -> &'static str {
    match code {
        "sent" => "The code is on its way. Enter it below, or reply with it to the text message.",
        _ => "Verified: pages over it reach you.",
    }
}
