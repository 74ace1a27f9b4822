//! `/t/{token}`: a test page is answered with one tap, from the link in it. Opening the link changes
//! nothing: mail programs open links, too.

use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    http::HeaderMap,
    response::{Redirect, Response},
    routing::{get, post},
};
use domain::{
    drill::{Drill, DrillState},
    id::ContactId,
};
use engine::Link;
use words::pages::{self, Answering};

use crate::{
    Web,
    error::PageError,
    front::{Front, page},
    moment::{Clock, Moment, zone_cookie},
};

#[derive(Template)]
#[template(path = "drill.html")]
struct DrillPage {
    site: Front,
    t: &'static Answering,
    clock: Clock,
    token: String,
    schedule: String,
    heading: &'static str,
    /// Until when an answer counts; `None` if none is wanted any more.
    answer_by: Option<Moment>,
    /// Who stays on call, if the time was over.
    keeper: Option<String>,
}

pub(crate) fn router() -> Router<Web> {
    Router::new().route("/t/{token}", get(show)).route("/t/{token}/answer", post(answer))
}

impl Web {
    async fn drilled(&self, token: &str) -> Result<(Drill, ContactId), PageError> {
        let Some(Link::Drill { id, via }) = self.engine.read_link(token) else {
            return Err(PageError::NotFound);
        };
        let drill = self.engine.drill(&id).await?.ok_or(PageError::NotFound)?;
        Ok((drill, via))
    }
}

async fn show(
    State(web): State<Web>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let (drill, _) = web.drilled(&token).await?;
    let directory = web.engine.directory();
    let zone = directory.1.responder(&drill.responder).map(|person| person.time_zone.clone());
    let language = web.language_of(&drill.responder);
    let t = pages::answering(language);
    let cookie = zone_cookie(&headers);
    let now = web.engine.now();
    let clock = Clock::new(now, cookie.as_deref().into_iter().chain(zone.as_deref()));
    let clock = clock.speaking(language);
    let keeper = drill.before.as_ref().and_then(|id| directory.1.responder(id));
    let (heading, until) = match drill.state {
        DrillState::Ringing => (t.test_ringing, Some(drill.answer_by)),
        DrillState::Unanswered { .. } if now < drill.shift_until => {
            (t.test_missed, Some(drill.shift_until))
        }
        DrillState::Unanswered { .. } => (t.test_over, None),
        DrillState::Answered { .. } => (t.test_answered, None),
        DrillState::AnsweredLate { .. } => (t.test_late, None),
    };
    Ok(page(&DrillPage {
        site: Front::speaking(&web.site, language),
        t,
        token,
        schedule: drill.schedule.to_string(),
        heading,
        answer_by: until.map(|until| clock.moment(until)),
        keeper: keeper
            .filter(|_| matches!(drill.state, DrillState::Unanswered { .. }))
            .map(|person| person.name.clone()),
        clock,
    }))
}

async fn answer(State(web): State<Web>, Path(token): Path<String>) -> Result<Redirect, PageError> {
    let (drill, via) = web.drilled(&token).await?;
    web.engine.answer_drill(&drill.id).await?;
    web.engine.answered_over(&drill.responder, &via).await;
    Ok(Redirect::to(&format!("/t/{token}")))
}
