//! `/console/tickets/{number}`: one ticket, and what the desk does with it.

use askama::Template;
use axum::{
    Router,
    extract::{Path, Request, State},
    http::HeaderMap,
    response::{Redirect, Response},
    routing::{get, post},
};
use domain::{
    ResponderId, TicketNumber,
    ticket::{TicketInput, TicketStatus},
};

use super::{
    Desk,
    emergency::reach,
    may_respond,
    tickets::{assignee, from, is_overdue, people, status_name},
};
use crate::{
    SignedIn, Web,
    attachments::{self, FileLine},
    error::PageError,
    form::Received,
    front::{Reach, page},
    moment::Moment,
    requester::{Line, conversation},
    secret::new_secret,
};

#[derive(Template)]
#[template(path = "console/ticket.html")]
struct TicketPage {
    desk: Desk,
    base: String,
    key: String,
    number: String,
    status: &'static str,
    summary: String,
    pick_up_by: Option<Moment>,
    respond_by: Option<Moment>,
    overdue: bool,
    assignee: Option<String>,
    mine: bool,
    people: Vec<(String, String)>,
    from: String,
    reach: Option<Reach>,
    impact: &'static str,
    opened: Moment,
    emergency: Option<String>,
    workaround: Option<String>,
    open: bool,
    over: bool,
    lines: Vec<Line>,
    files: Vec<FileLine>,
    said: Option<&'static str>,
}

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/console/tickets/{number}", get(show))
        .route("/console/tickets/{number}/pick-up", post(pick_up))
        .route("/console/tickets/{number}/assign", post(assign))
        .route("/console/tickets/{number}/solve", post(solve))
        .route("/console/tickets/{number}/emergency", post(escalate))
        .route("/console/tickets/{number}/reply", post(reply))
        .route("/console/tickets/{number}/note", post(note))
}

async fn show(
    State(web): State<Web>,
    who: SignedIn,
    Path(number): Path<String>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let number: TicketNumber = number.parse().map_err(|_| PageError::NotFound)?;
    let store = web.engine.store();
    let ticket = store.ticket(number).await?.ok_or(PageError::NotFound)?.ticket;
    let desk = Desk::of(&web, &who, "/console/tickets", &headers);
    let (reader, directory) = (desk.reader(&web), web.engine.directory());
    let replies = store.ticket_replies(number).await?;
    let request = &ticket.request;
    Ok(page(&TicketPage {
        base: format!("/console/tickets/{number}"),
        key: new_secret(),
        number: number.to_string(),
        status: status_name(ticket.status),
        summary: request.summary.clone(),
        pick_up_by: desk.clock.maybe(ticket.wake_at()),
        respond_by: desk.clock.maybe(ticket.respond_by.filter(|_| ticket.status.is_open())),
        overdue: is_overdue(&ticket, desk.clock.now),
        assignee: assignee(&ticket, &directory.1),
        mine: ticket.assignee.as_ref() == Some(&who.by.id) && ticket.status != TicketStatus::New,
        people: people(&directory.1),
        from: from(&ticket),
        reach: reach(&request.requester),
        impact: request.impact.map_or("Not said", |impact| words::names::impact(impact, &reader)),
        opened: desk.clock.moment(ticket.opened_at),
        emergency: ticket.emergency.map(|number| number.to_string()),
        workaround: request.workaround.clone(),
        open: ticket.status.is_open(),
        over: ticket.status == TicketStatus::Escalated,
        lines: conversation(&ticket, &replies, &desk.clock, true),
        files: attachments::lines(&store.attachments_of_ticket(number).await?, "/console/files"),
        said: None,
        desk,
    }))
}

/// Carries out what this person may do, and shows the ticket again.
async fn act(
    web: &Web,
    who: &SignedIn,
    number: &str,
    input: TicketInput,
) -> Result<Redirect, PageError> {
    let number = acting(who, number)?;
    web.engine.apply_ticket(number, input).await?;
    Ok(back(number))
}

/// Checks that this person may act on this ticket.
fn acting(who: &SignedIn, number: &str) -> Result<TicketNumber, PageError> {
    may_respond(who)?;
    number.parse().map_err(|_| PageError::NotFound)
}

fn back(number: TicketNumber) -> Redirect {
    Redirect::to(&format!("/console/tickets/{number}"))
}

async fn pick_up(
    State(web): State<Web>,
    who: SignedIn,
    Path(number): Path<String>,
) -> Result<Redirect, PageError> {
    act(&web, &who, &number, TicketInput::PickUp { by: who.by.clone() }).await
}

async fn assign(
    State(web): State<Web>,
    who: SignedIn,
    Path(number): Path<String>,
    request: Request,
) -> Result<Redirect, PageError> {
    let form = Received::read(&web, request).await.form;
    let to = form.filled("to").map(|id| ResponderId::from(id.as_str()));
    act(&web, &who, &number, TicketInput::Assign { by: who.by.clone(), to }).await
}

async fn solve(
    State(web): State<Web>,
    who: SignedIn,
    Path(number): Path<String>,
) -> Result<Redirect, PageError> {
    act(&web, &who, &number, TicketInput::Solve { by: who.by.clone() }).await
}

async fn escalate(
    State(web): State<Web>,
    who: SignedIn,
    Path(number): Path<String>,
) -> Result<Redirect, PageError> {
    let emergency = web.engine.ticket_escalate(acting(&who, &number)?).await?;
    Ok(Redirect::to(&format!("/console/emergencies/{emergency}")))
}

async fn reply(
    State(web): State<Web>,
    who: SignedIn,
    Path(number): Path<String>,
    request: Request,
) -> Result<Redirect, PageError> {
    let by = who.by.clone();
    write(&web, &who, &number, request, |text| TicketInput::Reply { by, text }).await
}

async fn note(
    State(web): State<Web>,
    who: SignedIn,
    Path(number): Path<String>,
    request: Request,
) -> Result<Redirect, PageError> {
    let by = who.by.clone();
    write(&web, &who, &number, request, |text| TicketInput::Note { by, text }).await
}

/// What was written, once: the same form sent twice says it once.
async fn write(
    web: &Web,
    who: &SignedIn,
    number: &str,
    request: Request,
    input: impl FnOnce(String) -> TicketInput,
) -> Result<Redirect, PageError> {
    let number = acting(who, number)?;
    let form = Received::read(web, request).await.form;
    let text = form.filled("text").ok_or(PageError::Incomplete("write something first"))?;
    let (scope, store) = (format!("desk:{number}"), web.engine.store());
    if store.remembered(&scope, &form.key).await?.is_none() {
        web.engine.apply_ticket(number, input(text)).await?;
        web.engine.remember_answer(&scope, &form.key, "true").await?;
    }
    Ok(back(number))
}
