//! `/a/{token}`: a responder answers with one tap, from the link in a page. Opening the link
//! changes nothing: mail programs open links, too.

use askama::Template;
use axum::{
    Form as AxumForm, Router,
    extract::{Path, State},
    http::HeaderMap,
    response::{Redirect, Response},
    routing::{get, post},
};
use domain::{
    Emergency, Input, Milestone, Number, Phase, ResponderId, emergency::PageStatus, input::By,
};
use engine::Link;
use serde::Deserialize;
use words::{
    Language,
    pages::{self, Answering},
};

use crate::{
    Web,
    error::PageError,
    front::{Front, Reach, page},
    moment::{Clock, Moment, zone_cookie},
};

#[derive(Template)]
#[template(path = "tap.html")]
struct TapPage {
    site: Front,
    clock: Clock,
    token: String,
    number: String,
    t: &'static Answering,
    state: &'static str,
    state_said: &'static str,
    organization: Option<String>,
    summary: String,
    impact: Option<&'static str>,
    reported_by: Option<String>,
    call_back: Option<Reach>,
    opened: Moment,
    has_it: Option<String>,
    responder: String,
    mine: bool,
    closed: bool,
    can_decline: bool,
    /// Whoever has it; asked to take it over, and until when.
    offered: Option<Moment>,
    can_investigate: bool,
    said: Option<&'static str>,
}

#[derive(Debug, Deserialize)]
struct Taking {
    #[serde(default)]
    take_over: bool,
}

#[derive(Debug, Deserialize)]
struct Said {
    text: String,
}

pub(crate) fn router() -> Router<Web> {
    Router::new()
        .route("/a/{token}", get(show))
        .route("/a/{token}/answer", post(answer))
        .route("/a/{token}/decline", post(decline))
        .route("/a/{token}/investigating", post(investigating))
        .route("/a/{token}/reply", post(reply))
}

impl Web {
    /// Whom the link belongs to, and which emergency it is about.
    fn paged(&self, token: &str) -> Result<(Number, By), PageError> {
        let Some(Link::Page { number, responder, .. }) = self.engine.read_link(token) else {
            return Err(PageError::NotFound);
        };
        let directory = self.engine.directory();
        // Who has left the directory has nothing to answer any more.
        let person = directory.1.responder(&responder).ok_or(PageError::NotFound)?;
        Ok((number, By { id: person.id.clone(), name: person.name.clone() }))
    }
}

impl Web {
    /// A tap on what only that message carried: its way arrives. Opening it proves nothing, for mail
    /// programs do that, too.
    async fn tapped(&self, token: &str) {
        if let Some(Link::Page { responder, via: Some(via), .. }) = self.engine.read_link(token) {
            self.engine.answered_over(&responder, &via).await;
        }
    }
}

async fn show(
    State(web): State<Web>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let (number, by) = web.paged(&token)?;
    let saved = web.engine.store().emergency(number).await?.ok_or(PageError::NotFound)?;
    let directory = web.engine.directory();
    let zone = directory.1.responder(&by.id).map(|person| person.time_zone.clone());
    let cookie = zone_cookie(&headers);
    let language = web.language_of(&by.id);
    let clock = Clock::new(web.engine.now(), cookie.as_deref().into_iter().chain(zone.as_deref()));
    let clock = clock.speaking(language);
    Ok(page(&tap_page(&web, token, &saved.emergency, by, clock)))
}

fn tap_page(web: &Web, token: String, emergency: &Emergency, by: By, clock: Clock) -> TapPage {
    let reader = clock.reader();
    let language = Language::of(&reader);
    let has_it = emergency.responder();
    let asked = emergency.open_handoff().filter(|asked| asked.to.id == by.id);
    let offered = asked.map(|asked| clock.moment(asked.lapses_at));
    let mine = has_it.is_some_and(|person| person.id == by.id);
    TapPage {
        site: Front::speaking(&web.site, language),
        t: pages::answering(language),
        token,
        number: emergency.number.to_string(),
        state: emergency.state_name(),
        state_said: words::names::state(emergency, &reader),
        organization: emergency.organization_name.clone(),
        summary: emergency.summary.clone(),
        impact: emergency.impact.map(|impact| words::names::impact(impact, &reader)),
        reported_by: emergency.reported_by.clone(),
        call_back: emergency.call_back.clone().map(Reach::one),
        opened: clock.moment(emergency.opened_at),
        has_it: has_it.map(|person| person.name.clone()),
        mine,
        closed: emergency.is_closed(),
        can_decline: mine || is_ringing(emergency, &by.id) || offered.is_some(),
        offered,
        can_investigate: matches!(emergency.phase, Phase::Answered { .. }),
        responder: by.name,
        said: None,
        clock,
    }
}

/// Whether this person is being called.
pub(crate) fn is_ringing(emergency: &Emergency, id: &ResponderId) -> bool {
    emergency.page(id).is_some_and(|page| page.status == PageStatus::Ringing)
}

async fn answer(
    State(web): State<Web>,
    Path(token): Path<String>,
    AxumForm(taking): AxumForm<Taking>,
) -> Result<Redirect, PageError> {
    let (number, by) = web.paged(&token)?;
    web.engine.apply(number, Input::Answer { by, take_over: taking.take_over }).await?;
    web.tapped(&token).await;
    Ok(back(&token))
}

async fn decline(State(web): State<Web>, Path(token): Path<String>) -> Result<Redirect, PageError> {
    let (number, by) = web.paged(&token)?;
    web.engine.apply(number, Input::Decline { by }).await?;
    web.tapped(&token).await;
    Ok(back(&token))
}

async fn investigating(
    State(web): State<Web>,
    Path(token): Path<String>,
) -> Result<Redirect, PageError> {
    let (number, by) = web.paged(&token)?;
    let milestone = Milestone::Investigating;
    web.engine.apply(number, Input::Milestone { by, milestone, note: None }).await?;
    web.tapped(&token).await;
    Ok(back(&token))
}

/// What was tapped on a notification, in the words of a text message; the answer is shown there.
async fn reply(
    State(web): State<Web>,
    Path(token): Path<String>,
    AxumForm(said): AxumForm<Said>,
) -> Result<String, PageError> {
    let (number, by) = web.paged(&token)?;
    let answer = web.engine.tapped(number, &by.id, &said.text).await;
    web.tapped(&token).await;
    Ok(answer)
}

fn back(token: &str) -> Redirect {
    Redirect::to(&format!("/a/{token}"))
}
