//! `/r/{token}`: the requester's own page, for an emergency or a ticket.

mod consent;
mod emergency;
mod ticket;

pub(crate) use emergency::{BridgeLine, ring};
pub(crate) use ticket::conversation;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Path, Query, Request, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::{Fact, Input, input::From, ticket::TicketInput};
use engine::{CallMe, Case, Link};
use serde::Deserialize;
use store::RequesterRow;
use words::{Language, pages::Said};

use crate::{
    ClientAddress, Web,
    attachments::MAX_FORM_BYTES,
    error::PageError,
    form::Received,
    live::{Listener, Watched},
    moment::{Clock, Moment, zone_cookie},
    tongue::Tongue,
};

/// What a page is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// What was just done.
    said: Option<String>,
    /// Without script: a page that does not renew itself while one writes.
    writing: Option<String>,
    /// What was written and could not be taken now.
    #[serde(skip)]
    draft: String,
}

/// One entry of what happened or was said.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) at: Moment,
    pub(crate) text: String,
    pub(crate) note: Option<String>,
    /// By the reader of the page.
    pub(crate) own: bool,
}

/// Whom a private link belongs to, and what it is about.
struct Owner {
    token: String,
    row: RequesterRow,
    case: Case,
    /// What the page speaks.
    language: Language,
}

pub(crate) fn router() -> Router<Web> {
    Router::new()
        .route("/r/{token}", get(show))
        .route("/r/{token}/live", get(live))
        .route("/r/{token}/files/{file}", get(file))
        .route("/r/{token}/say", post(say))
        .route("/r/{token}/heard-nothing", post(heard_nothing))
        .route("/r/{token}/call-me", post(call_me))
        .route("/r/{token}/confirm", post(confirm))
        .route("/r/{token}/still-broken", post(still_broken))
        .route("/r/{token}/emergency", post(emergency_after_all))
        .route("/r/{token}/solved", post(solved))
        .route("/r/{token}/consent", get(consent::show).post(consent::answer))
        .route("/r/{token}/not-solved", post(not_solved))
        .layer(DefaultBodyLimit::max(MAX_FORM_BYTES))
}

impl Web {
    async fn owner(&self, token: String, tongue: Tongue) -> Result<Owner, PageError> {
        let Some(Link::Requester(id)) = self.engine.read_link(&token) else {
            return Err(PageError::NotFound);
        };
        let row = self.engine.store().requester(&id).await?.ok_or(PageError::NotFound)?;
        let case = Case::of(&row).ok_or(PageError::NotFound)?;
        let language = tongue.language_for(row.requester.locale.as_deref());
        Ok(Owner { token, row, case, language })
    }

    /// The owner of a link who wants to do something.
    async fn acting(
        &self,
        token: String,
        ClientAddress(address): ClientAddress,
    ) -> Result<Owner, PageError> {
        if !self.limits.allows_word(address) {
            return Err(PageError::TooMuch);
        }
        self.owner(token, Tongue::default()).await
    }
}

impl Owner {
    fn from(&self) -> From {
        From { id: self.row.id.clone(), name: self.row.requester.name.clone() }
    }

    fn name(&self) -> String {
        self.row.requester.name.clone().unwrap_or_else(|| words::names::NAMELESS.to_owned())
    }

    fn clock(&self, web: &Web, headers: &HeaderMap) -> Clock {
        let cookie = zone_cookie(headers);
        let told = self.row.requester.time_zone.as_deref();
        let zones = cookie.as_deref().into_iter().chain(told);
        Clock::new(web.engine.now(), zones).speaking(self.language)
    }

    fn reader(&self, web: &Web, clock: &Clock) -> words::Reader {
        let coverage = web.engine.directory().1.coverage(clock.now);
        words::Reader {
            now: clock.now,
            locale: self.language.tag().to_owned(),
            time_zone: clock.zone_id().to_owned(),
            link: None,
            code: None,
            phone: web.site.phone.clone(),
            desk_opens_at: coverage.changes_at.filter(|_| !coverage.open),
        }
    }

    fn page_saying(&self, said: &str) -> Redirect {
        Redirect::to(&said_link(&self.token, Some(said)))
    }

    async fn apply(&self, web: &Web, input: Input) -> Result<(), PageError> {
        let Case::Emergency(number) = self.case else {
            return Err(PageError::NotFound);
        };
        web.engine.apply(number, input).await?;
        Ok(())
    }
}

/// The address of a requester's page, with what was just done.
pub(crate) fn said_link(token: &str, said: Option<&str>) -> String {
    said.map_or_else(|| format!("/r/{token}"), |said| format!("/r/{token}?said={said}"))
}

/// What was just done, in words.
fn said(code: Option<&str>, t: &'static Said) -> Option<&'static str> {
    Some(match code? {
        "added" => t.added,
        "sent" => t.sent,
        "files" => t.files,
        "heard" => t.heard,
        "confirmed" => t.confirmed,
        "broken" => t.broken,
        "emergency" => t.emergency,
        "solved" => t.solved,
        "agreed" => t.agreed,
        "disagreed" => t.disagreed,
        "not-solved" => t.not_solved,
        "calling" => t.calling,
        "called-enough" => t.called_enough,
        "slower" => t.slower,
        "empty" => t.empty,
        _ => return None,
    })
}

async fn show(
    State(web): State<Web>,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
    tongue: Tongue,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let owner = web.owner(token, tongue).await?;
    web.requester_page(&owner, &asked, &headers).await
}

impl Web {
    async fn requester_page(
        &self,
        owner: &Owner,
        asked: &Asked,
        headers: &HeaderMap,
    ) -> Result<Response, PageError> {
        match owner.case {
            Case::Emergency(number) => emergency::show(self, owner, number, asked, headers).await,
            Case::Ticket(number) => ticket::show(self, owner, number, asked, headers).await,
        }
    }
}

async fn live(
    State(web): State<Web>,
    Path(token): Path<String>,
    listener: Listener,
) -> Result<Response, PageError> {
    let owner = web.owner(token, Tongue::default()).await?;
    web.live(listener, Watched::Of(owner.row.id, owner.case))
}

async fn file(
    State(web): State<Web>,
    Path((token, file)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let owner = web.owner(token, Tongue::default()).await?;
    web.file(&file, Some(&owner.row.id)).await
}

async fn say(
    State(web): State<Web>,
    Path(token): Path<String>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, PageError> {
    let owner = web.owner(token, Tongue::of(&headers, &web.site)).await?;
    let Received { form, files, left_out, .. } = Received::read(&web, request).await;
    if !web.limits.allows_word(address) {
        let draft = form.text("text").to_owned();
        let asked = Asked { said: Some("slower".to_owned()), draft, ..Asked::default() };
        let page = web.requester_page(&owner, &asked, &headers).await?;
        return Ok((StatusCode::TOO_MANY_REQUESTS, page).into_response());
    }
    let said = match (form.filled("text"), files.is_empty()) {
        (None, true) if left_out.is_empty() => "empty",
        (None, true) => "files",
        _ if web.is_done(&owner, &form.key).await? => owner.thanks(),
        (text, _) => {
            if let Some(text) = text {
                owner.say(&web, text).await?;
            }
            web.done(&owner, &form.key).await?;
            let kept = web.keep_files(files, owner.case, &owner.from()).await;
            if kept.is_err() || !left_out.is_empty() { "files" } else { owner.thanks() }
        }
    };
    Ok(owner.page_saying(said).into_response())
}

impl Owner {
    async fn say(&self, web: &Web, text: String) -> Result<(), PageError> {
        match self.case {
            Case::Emergency(_) => self.apply(web, Input::Said { from: self.from(), text }).await,
            Case::Ticket(number) => {
                let name = self.row.requester.name.clone();
                Ok(web.engine.requester_said(number, name, text).await?)
            }
        }
    }

    fn thanks(&self) -> &'static str {
        match self.case {
            Case::Emergency(_) => "added",
            Case::Ticket(_) => "sent",
        }
    }
}

impl Web {
    /// Whether this form of this requester was sent before.
    async fn is_done(&self, owner: &Owner, key: &str) -> Result<bool, PageError> {
        let scope = format!("page:{}", owner.row.id);
        Ok(self.engine.store().remembered(&scope, key).await?.is_some())
    }

    async fn done(&self, owner: &Owner, key: &str) -> Result<(), PageError> {
        Ok(self.engine.remember_answer(&format!("page:{}", owner.row.id), key, "true").await?)
    }
}

async fn heard_nothing(
    State(web): State<Web>,
    Path(token): Path<String>,
    address: ClientAddress,
) -> Result<Redirect, PageError> {
    let owner = web.acting(token, address).await?;
    owner.apply(&web, Input::HeardNothing { from: owner.from() }).await?;
    Ok(owner.page_saying("heard"))
}

/// "Call me": into the conference, on the number that they gave.
async fn call_me(
    State(web): State<Web>,
    Path(token): Path<String>,
    address: ClientAddress,
) -> Result<Redirect, PageError> {
    let owner = web.acting(token, address).await?;
    match web.engine.dial_requester(&owner.row.id).await? {
        CallMe::Calling => Ok(owner.page_saying("calling")),
        CallMe::Enough => Ok(owner.page_saying("called-enough")),
        CallMe::Nowhere => Err(PageError::NotFound),
    }
}

async fn confirm(
    State(web): State<Web>,
    Path(token): Path<String>,
    address: ClientAddress,
) -> Result<Redirect, PageError> {
    let owner = web.acting(token, address).await?;
    owner.apply(&web, Input::Confirm { from: owner.from() }).await?;
    Ok(owner.page_saying("confirmed"))
}

async fn still_broken(
    State(web): State<Web>,
    Path(token): Path<String>,
    address: ClientAddress,
) -> Result<Redirect, PageError> {
    let owner = web.acting(token, address).await?;
    owner.apply(&web, Input::StillBroken { from: owner.from(), note: None }).await?;
    Ok(owner.page_saying("broken"))
}

/// "This is stopping our business": a ticket becomes an emergency, and its owner is believed.
async fn emergency_after_all(
    State(web): State<Web>,
    Path(token): Path<String>,
) -> Result<Redirect, PageError> {
    let owner = web.owner(token, Tongue::default()).await?;
    if let Case::Ticket(number) = owner.case {
        web.engine.ticket_escalate(number).await?;
    }
    Ok(owner.page_saying("emergency"))
}

/// "It is not solved": the desk goes on with it.
async fn not_solved(
    State(web): State<Web>,
    Path(token): Path<String>,
    address: ClientAddress,
) -> Result<Redirect, PageError> {
    let owner = web.acting(token, address).await?;
    let Case::Ticket(number) = owner.case else { return Err(PageError::NotFound) };
    web.engine.apply_ticket(number, TicketInput::Reopen { by: owner.name() }).await?;
    Ok(owner.page_saying("not-solved"))
}

async fn solved(
    State(web): State<Web>,
    Path(token): Path<String>,
    address: ClientAddress,
) -> Result<Redirect, PageError> {
    let owner = web.acting(token, address).await?;
    let Case::Ticket(number) = owner.case else { return Err(PageError::NotFound) };
    web.engine.apply_ticket(number, TicketInput::Confirm { by: owner.name() }).await?;
    Ok(owner.page_saying("solved"))
}

/// Whether a fact was this requester's doing.
fn is_by(fact: &Fact, row: &RequesterRow) -> bool {
    matches!(&fact.actor, domain::Actor::Requester { id, .. } if *id == row.id)
}
