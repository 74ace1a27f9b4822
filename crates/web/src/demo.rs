//! The demo's phone wall: every phone and mailbox on one page, with keys to press.
//!
//! Mounted by `frontline demo` only. Deliberately absent: any way into the engine but the doors
//! that real providers and customers use.

mod exchange;
mod replies;
mod reporters;
mod screen;
mod spoken;

use std::{convert::Infallible, sync::Arc};

use askama::Template;
use axum::{
    Extension, Form, Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{
        Html, IntoResponse, Redirect, Response, Sse,
        sse::{Event, KeepAlive},
    },
    routing::{get, post},
};
use channels::{To, Wall};
use domain::{Directory, Phase, Settings};
use engine::NewDirectory;
use futures_util::{Stream, stream};
use serde::Deserialize;
use store::{Account, Unit};
use tokio::sync::broadcast;

use crate::{
    PageError, Site, Web, headers,
    moment::{Clock, zone_cookie},
    password,
};
use exchange::Exchange;
use screen::{CallState, Entry, Piece, Screens};

const STYLESHEET: &str = include_str!("../static/wall.css");
const SCRIPT: &str = include_str!("../static/wall.js");
/// A mail may bring its own style and nothing else.
const MAIL_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";

/// What a demo is made of.
#[derive(Debug)]
pub struct Demo {
    /// What every channel sends to.
    pub wall: Wall,
    /// The provider's, as the hooks check it.
    pub auth_token: String,
    /// The number that we send from, and that people text to.
    pub number: String,
    /// What every responder signs in with.
    pub password: String,
    /// Durations as in life.
    pub calm: Tempo,
    /// A night in a minute.
    pub quick: Tempo,
}

/// Durations stand in the settings and in the directory.
#[derive(Clone, Debug)]
pub struct Tempo {
    pub settings: Settings,
    pub directory: Directory,
}

#[derive(Clone, Debug)]
struct Stage {
    demo: Arc<Demo>,
    exchange: Arc<Exchange>,
}

/// Every door of the house, and the wall.
pub async fn router(web: Web, demo: Demo) -> Result<Router, PageError> {
    make_accounts(&web, &demo).await?;
    let doors = crate::router(web.clone());
    let url = web.site.public_url.as_str();
    let exchange = Exchange::new(demo.wall.clone(), doors.clone(), url, &demo.auth_token);
    let stage = Stage { demo: Arc::new(demo), exchange: Arc::new(exchange) };
    tokio::spawn(Arc::clone(&stage.exchange).run());
    let wall = Router::new()
        .route("/demo", get(wall))
        .route("/demo/live", get(live))
        .route("/demo/mail/{sequence}", get(mail))
        .route("/demo/report", post(report))
        .route("/demo/text", post(text))
        .route("/demo/press", post(press))
        .route("/demo/phone", post(phone))
        .route("/demo/pace", post(pace))
        .route("/demo/sign-in", post(sign_in))
        .route("/demo/wall.css", get(([(header::CONTENT_TYPE, "text/css")], STYLESHEET)))
        .route("/demo/wall.js", get(([(header::CONTENT_TYPE, "text/javascript")], SCRIPT)))
        .layer(Extension(stage));
    Ok(headers::around(wall, &web).with_state(web).merge(doors))
}

/// Everybody can sign in with the same password.
async fn make_accounts(web: &Web, demo: &Demo) -> Result<(), PageError> {
    let password_hash = password::hash(demo.password.clone()).await;
    let mut unit = Unit::default();
    for responder in &web.engine.directory().1.responders {
        unit.set_account(&Account {
            responder: responder.id.clone(),
            password_hash: password_hash.clone(),
            made_at: web.engine.now(),
        });
    }
    Ok(web.engine.store().commit(unit).await?)
}

#[derive(Template)]
#[template(path = "demo.html")]
struct WallPage {
    site: Arc<Site>,
    clock: Clock,
    screens: Screens,
    next_requester: &'static str,
    answered: bool,
    quick: bool,
}

async fn wall(
    State(web): State<Web>,
    Extension(stage): Extension<Stage>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let now = web.engine.now();
    let shown = stage.demo.wall.messages_since(0);
    let directory = web.engine.directory();
    let mut screens = Screens::of(&directory.1, &shown, &stage.exchange.book(), now);
    let mut answered = false;
    for person in &mut screens.team {
        let Some(number) = person.about else { continue };
        let Some(saved) = web.engine.store().emergency(number).await? else { continue };
        person.replies = replies::replies(&saved.emergency);
        answered |= saved.emergency.phase != Phase::Unanswered;
    }
    let page = WallPage {
        site: Arc::clone(&web.site),
        clock: Clock::new(now, zone_cookie(&headers).as_deref()),
        next_requester: reporters::next(screens.others.len()).name,
        screens,
        answered,
        quick: *web.engine.settings() == stage.demo.quick.settings,
    };
    let text = page.render().expect("writing into memory does not fail");
    Ok(Html(text).into_response())
}

/// An event for each change on the wall; what changed is read from the page.
async fn live(
    Extension(stage): Extension<Stage>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let events =
        stream::unfold(stage.exchange.changes(), async |mut changes| match changes.recv().await {
            Ok(()) | Err(broadcast::error::RecvError::Lagged(_)) => {
                Some((Ok(Event::default().event("change").data("wall")), changes))
            }
            Err(broadcast::error::RecvError::Closed) => None,
        });
    Sse::new(events).keep_alive(KeepAlive::default())
}

/// A mail as a mail program shows it.
async fn mail(Extension(stage): Extension<Stage>, Path(sequence): Path<u64>) -> Response {
    let shown = stage.demo.wall.messages_since(sequence.saturating_sub(1));
    let found = shown.first().filter(|shown| shown.sequence == sequence);
    match found.map(|shown| &shown.outgoing.to) {
        Some(To::Mail { mail, .. }) => {
            let policy = [(header::CONTENT_SECURITY_POLICY, MAIL_POLICY)];
            (policy, Html(mail.html.clone())).into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A customer reports the outage, through the door that programs use.
async fn report(State(web): State<Web>, Extension(stage): Extension<Stage>) -> Redirect {
    let shown = stage.demo.wall.messages_since(0);
    let book = stage.exchange.book();
    let screens = Screens::of(&web.engine.directory().1, &shown, &book, web.engine.now());
    stage.exchange.request(&reporters::next(screens.others.len()).request()).await;
    Redirect::to("/demo")
}

#[derive(Deserialize)]
struct TextForm {
    number: String,
    body: String,
}

async fn text(
    State(web): State<Web>,
    Extension(stage): Extension<Stage>,
    Form(form): Form<TextForm>,
) -> Redirect {
    let now = web.engine.now();
    stage.exchange.text(&form.number, &stage.demo.number, &form.body, now).await;
    Redirect::to("/demo")
}

#[derive(Deserialize)]
struct PressForm {
    sequence: u64,
    key: char,
}

async fn press(Extension(stage): Extension<Stage>, Form(form): Form<PressForm>) -> Redirect {
    stage.exchange.press(form.sequence, form.key).await;
    Redirect::to("/demo")
}

#[derive(Deserialize)]
struct PhoneForm {
    number: String,
    off: bool,
}

async fn phone(Extension(stage): Extension<Stage>, Form(form): Form<PhoneForm>) -> Redirect {
    stage.exchange.switch_off(&form.number, form.off);
    Redirect::to("/demo")
}

#[derive(Deserialize)]
struct PaceForm {
    quick: bool,
}

async fn pace(
    State(web): State<Web>,
    Extension(stage): Extension<Stage>,
    Form(form): Form<PaceForm>,
) -> Result<Redirect, PageError> {
    let tempo = if form.quick { &stage.demo.quick } else { &stage.demo.calm };
    web.engine.set_settings(tempo.settings.clone());
    let directory = NewDirectory {
        directory: tempo.directory.clone(),
        replaces: None,
        accept_holes: true,
        by: "the demo".to_owned(),
    };
    web.engine.replace_directory(directory).await?;
    stage.exchange.has_changed();
    Ok(Redirect::to("/demo"))
}

#[derive(Deserialize)]
struct SignInForm {
    responder: String,
}

/// Signs in without a password: there is nothing to guard here.
async fn sign_in(
    State(web): State<Web>,
    Form(form): Form<SignInForm>,
) -> Result<Response, PageError> {
    let cookie = web.open_session(form.responder.as_str().into(), "the demo's wall").await?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/console")).into_response())
}
