//! A responder's own duty: what they are on call for, "I am ill", swaps. By a private link on a
//! phone (`/d/{token}`) or signed in (`/console/duty`). Opening either changes nothing.

mod view;

use axum::{
    Router,
    extract::{Path, Query, Request, State},
    http::HeaderMap,
    response::{Redirect, Response},
    routing::{get, post},
};
use domain::{
    SwapId,
    access::Action,
    duty::{Stretch, Swap, SwapState},
    input::By,
};
use engine::Link;
use jiff::Timestamp;
use serde::Deserialize;

use crate::{
    SignedIn, Web,
    error::PageError,
    form::{Form, Received},
};

/// Whose page it is, and where it is.
pub(crate) struct Own {
    pub(crate) by: By,
    pub(crate) base: String,
}

#[derive(Debug, Deserialize)]
struct Asked {
    said: Option<String>,
}

pub(crate) fn router() -> Router<Web> {
    Router::new().route("/d/{token}", get(by_link)).route("/d/{token}/{act}", post(act_by_link))
}

/// Merged into the console, which guards its forms.
pub(crate) fn console_router() -> Router<Web> {
    Router::new()
        .route("/console/duty", get(signed_in))
        .route("/console/duty/{act}", post(act_signed_in))
}

async fn by_link(
    State(web): State<Web>,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let own = web.own_duty(&token)?;
    view::by_link(&web, own, asked.said.as_deref(), &headers).await
}

async fn signed_in(
    State(web): State<Web>,
    who: SignedIn,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    view::signed_in(&web, &who, asked.said.as_deref(), &headers).await
}

async fn act_by_link(
    State(web): State<Web>,
    Path((token, act)): Path<(String, String)>,
    request: Request,
) -> Result<Redirect, PageError> {
    let own = web.own_duty(&token)?;
    let form = Received::read(&web, request).await.form;
    own.act(&web, &act, &form).await
}

async fn act_signed_in(
    State(web): State<Web>,
    who: SignedIn,
    Path(act): Path<String>,
    request: Request,
) -> Result<Redirect, PageError> {
    who.caller.may(Action::Respond)?;
    let own = Own { by: who.by.clone(), base: "/console/duty".to_owned() };
    let form = Received::read(&web, request).await.form;
    own.act(&web, &act, &form).await
}

impl Web {
    pub(crate) fn own_duty(&self, token: &str) -> Result<Own, PageError> {
        let Some(Link::Duty(id)) = self.engine.read_link(token) else {
            return Err(PageError::NotFound);
        };
        // Who has left the directory has no duty any more.
        let directory = self.engine.directory();
        let person = directory.1.responder(&id).ok_or(PageError::NotFound)?;
        let by = By { id, name: person.name.clone() };
        Ok(Own { by, base: format!("/d/{token}") })
    }
}

impl Own {
    async fn act(&self, web: &Web, act: &str, form: &Form) -> Result<Redirect, PageError> {
        let id = &self.by.id;
        let said = match act {
            "ill" => {
                let covers = web.engine.take_off(id, None, &self.by).await?;
                if covers.iter().all(|cover| cover.by.is_some()) { "off" } else { "nobody" }
            }
            "ask" => {
                self.ask(web, form).await?;
                "asked"
            }
            "accept" => {
                web.engine.answer_swap(&swap_id(form), id, true).await?;
                "accepted"
            }
            "decline" => {
                web.engine.answer_swap(&swap_id(form), id, false).await?;
                "declined"
            }
            "withdraw" => {
                web.engine.withdraw_swap(&swap_id(form), id).await?;
                "withdrawn"
            }
            _ => return Err(PageError::NotFound),
        };
        Ok(Redirect::to(&format!("{}?said={said}", self.base)))
    }

    /// The shifts come from the lists of the page: `primary|FROM|UNTIL|ana`.
    async fn ask(&self, web: &Web, form: &Form) -> Result<(), PageError> {
        let (schedule, gives, _) =
            shift(form.text("gives")).ok_or(PageError::Incomplete("choose a shift of yours"))?;
        let takes = form
            .filled("takes")
            .map(|text| shift(&text).ok_or(PageError::Incomplete("choose a shift of the other")));
        let takes = takes.transpose()?;
        let of = match (&takes, form.filled("of")) {
            (Some((_, _, who)), _) => who.as_str().into(),
            (None, Some(of)) => of.as_str().into(),
            (None, None) => return Err(PageError::Incomplete("say whom you ask")),
        };
        if takes.as_ref().is_some_and(|(other, ..)| *other != schedule) {
            return Err(PageError::Incomplete("choose two shifts of one schedule"));
        }
        let now = web.engine.now();
        let wish = Swap {
            id: SwapId(String::new()),
            schedule: schedule.as_str().into(),
            by: self.by.id.clone(),
            of,
            gives,
            takes: takes.map(|(_, stretch, _)| stretch),
            asked_at: now,
            lapses_at: now,
            state: SwapState::Asked,
        };
        web.engine.ask_swap(wish).await?;
        Ok(())
    }
}

fn swap_id(form: &Form) -> SwapId {
    SwapId(form.text("swap").to_owned())
}

fn shift(text: &str) -> Option<(String, Stretch, String)> {
    let mut parts = text.rsplitn(4, '|');
    let who = parts.next()?.to_owned();
    let until: Timestamp = parts.next()?.parse().ok()?;
    let from: Timestamp = parts.next()?.parse().ok()?;
    Some((parts.next()?.to_owned(), Stretch { from, until }, who))
}
