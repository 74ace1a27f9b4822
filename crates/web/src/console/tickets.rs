//! `/console/tickets`: the desk's side of the portal.

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, Request, State},
    http::HeaderMap,
    response::{Redirect, Response},
    routing::{get, post},
};
use domain::{
    TicketNumber,
    ticket::{Ticket, TicketStatus},
};
use serde::Deserialize;
use store::TicketFilter;

use super::{Desk, emergency::reach, may_respond};
use crate::{
    SignedIn, Web,
    attachments::{self, FileLine},
    error::PageError,
    form::Received,
    front::{Reach, page},
    moment::{Moment, Ring},
    requester::{Line, conversation, status_name},
    secret::new_secret,
};

const PAGE_ROWS: u32 = 50;
const VIEWS: [&str; 2] = ["waiting", "all"];

#[derive(Template)]
#[template(path = "console/tickets.html")]
struct TicketsPage {
    desk: Desk,
    heading: &'static str,
    empty: &'static str,
    rows: Vec<Row>,
    views: [&'static str; 2],
    more: Option<String>,
}

#[derive(Debug)]
struct Row {
    ring: Option<Ring>,
    number: String,
    summary: String,
    from: String,
    status: &'static str,
    pick_up_by: Option<Moment>,
    opened: Moment,
}

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
    from: String,
    reach: Option<Reach>,
    impact: &'static str,
    opened: Moment,
    emergency: Option<String>,
    workaround: Option<String>,
    open: bool,
    is_new: bool,
    lines: Vec<Line>,
    files: Vec<FileLine>,
    said: Option<&'static str>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    status: String,
    after: String,
}

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/console/tickets", get(list))
        .route("/console/tickets/{number}", get(show))
        .route("/console/tickets/{number}/pick-up", post(pick_up))
        .route("/console/tickets/{number}/solve", post(solve))
        .route("/console/tickets/{number}/emergency", post(escalate))
        .route("/console/tickets/{number}/reply", post(reply))
}

async fn list(
    State(web): State<Web>,
    who: SignedIn,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let all = asked.status == "all";
    let filter = if all { TicketFilter::All } else { TicketFilter::Waiting };
    let listed = web.engine.store().tickets(filter, asked.after.parse().ok(), PAGE_ROWS).await?;
    let desk = Desk::of(&web, &who, "/console/tickets", &headers);
    let view = if all { VIEWS[1] } else { VIEWS[0] };
    Ok(page(&TicketsPage {
        heading: if all { "All tickets" } else { "Tickets that wait for the desk" },
        empty: if all { "There is no ticket yet." } else { "Nothing waits for the desk." },
        rows: listed.items.iter().map(|saved| row(&saved.ticket, &desk)).collect(),
        views: VIEWS,
        more: listed.next.map(|next| format!("/console/tickets?status={view}&after={next}")),
        desk,
    }))
}

fn row(ticket: &Ticket, desk: &Desk) -> Row {
    let pick_up_by = ticket.wake_at();
    Row {
        ring: pick_up_by.map(|by| desk.clock.ring(ticket.opened_at, by)),
        number: ticket.number.to_string(),
        summary: ticket.request.summary.clone(),
        from: from(ticket),
        status: status_name(ticket.status),
        pick_up_by: desk.clock.maybe(pick_up_by),
        opened: desk.clock.moment(ticket.opened_at),
    }
}

fn from(ticket: &Ticket) -> String {
    let who = ticket.request.requester.name.clone().unwrap_or_else(|| "Somebody".to_owned());
    match &ticket.request.organization {
        Some(organization) => format!("{who}, {organization}"),
        None => who,
    }
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
    let reader = desk.reader(&web);
    let replies = store.ticket_replies(number).await?;
    let request = &ticket.request;
    Ok(page(&TicketPage {
        base: format!("/console/tickets/{number}"),
        key: new_secret(),
        number: number.to_string(),
        status: status_name(ticket.status),
        summary: request.summary.clone(),
        pick_up_by: desk.clock.maybe(ticket.wake_at()),
        from: from(&ticket),
        reach: reach(&request.requester),
        impact: request.impact.map_or("Not said", |impact| words::names::impact(impact, &reader)),
        opened: desk.clock.moment(ticket.opened_at),
        emergency: ticket.emergency.map(|number| number.to_string()),
        workaround: request.workaround.clone(),
        open: matches!(ticket.status, TicketStatus::New | TicketStatus::Open),
        is_new: ticket.status == TicketStatus::New,
        lines: conversation(&ticket, &replies, &desk.clock, true),
        files: attachments::lines(&store.attachments_of_ticket(number).await?, "/console/files"),
        said: None,
        desk,
    }))
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
    let number = acting(&who, &number)?;
    web.engine.ticket_pick_up(number).await?;
    Ok(back(number))
}

async fn solve(
    State(web): State<Web>,
    who: SignedIn,
    Path(number): Path<String>,
) -> Result<Redirect, PageError> {
    let number = acting(&who, &number)?;
    web.engine.ticket_solve(number).await?;
    Ok(back(number))
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
    let number = acting(&who, &number)?;
    let form = Received::read(&web, request).await.form;
    let text = form.filled("text").ok_or(PageError::Incomplete("write something first"))?;
    let (scope, store) = (format!("desk:{number}"), web.engine.store());
    if store.remembered(&scope, &form.key).await?.is_none() {
        web.engine.ticket_reply(number, who.by.name, true, text).await?;
        web.engine.remember_answer(&scope, &form.key, "true").await?;
    }
    Ok(back(number))
}
