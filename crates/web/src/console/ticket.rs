//! `/console/tickets/{number}`: one ticket, and what the desk does with it.

use askama::Template;
use axum::{
    Router,
    extract::{DefaultBodyLimit, Path, Query, Request, State},
    http::HeaderMap,
    response::{Redirect, Response},
    routing::{get, post},
};
use domain::{
    ResponderId, TicketNumber,
    forward::{Forwarded, Way},
    ticket::{Ticket, TicketInput, TicketStatus},
};
use serde::Deserialize;

use super::{
    Desk,
    emergency::reach,
    may_respond,
    recordings::{self, RecordingLine},
    tickets::{assignee, from, is_overdue, people, status_name},
};
use crate::{
    SignedIn, Web,
    attachments::{self, FileLine, MAX_FILES, MAX_FORM_BYTES},
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
    recordings: Vec<RecordingLine>,
    files: Vec<FileLine>,
    said: Option<&'static str>,
    /// To which desk outside, and whether it has it.
    forwarded: Option<String>,
    undelivered: Vec<String>,
    max_files: usize,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    said: Option<String>,
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
        .layer(DefaultBodyLimit::max(MAX_FORM_BYTES))
}

async fn show(
    State(web): State<Web>,
    who: SignedIn,
    Path(number): Path<String>,
    Query(asked): Query<Asked>,
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
        recordings: recordings::lines(store.recordings_of_ticket(number).await?, &desk.clock),
        files: attachments::lines(&store.attachments_of_ticket(number).await?, "/console/files"),
        said: (asked.said.as_deref() == Some("files")).then_some(
            "It was kept, but for a file: it was too large, one too many, or could not be read.",
        ),
        forwarded: ticket.forwarded.as_ref().map(|it| forwarded(it, &desk)),
        undelivered: undelivered(&ticket),
        max_files: MAX_FILES,
        desk,
    }))
}

fn forwarded(forwarded: &Forwarded, desk: &Desk) -> String {
    match forwarded.picked_up_at {
        Some(at) => format!("{}, who took it at {}", forwarded.desk, desk.clock.plain(at)),
        None => format!("{}, who have not said yet that they have it", forwarded.desk),
    }
}

/// What did not get to the desk outside, and matters still.
fn undelivered(ticket: &Ticket) -> Vec<String> {
    let Some(forwarded) = ticket.forwarded.as_ref().filter(|_| ticket.is_undelivered()) else {
        return Vec::new();
    };
    let ways = forwarded.undelivered.iter();
    let line = |(way, problem): (&Way, &String)| {
        let way = match way {
            Way::Webhook => "webhook",
            Way::Email => "mail",
        };
        format!("{} does not get it by {way}: {problem}", forwarded.desk)
    };
    ways.map(line).collect()
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
    write(&web, &who, &number, request, true).await
}

async fn note(
    State(web): State<Web>,
    who: SignedIn,
    Path(number): Path<String>,
    request: Request,
) -> Result<Redirect, PageError> {
    write(&web, &who, &number, request, false).await
}

/// What was written, once: the same form sent twice says it once.
async fn write(
    web: &Web,
    who: &SignedIn,
    number: &str,
    request: Request,
    to_requester: bool,
) -> Result<Redirect, PageError> {
    let (number, by) = (acting(who, number)?, who.by.clone());
    let ticket = web.engine.store().ticket(number).await?.ok_or(PageError::NotFound)?.ticket;
    let received = Received::read(web, request).await;
    let input = |text| match to_requester {
        true => TicketInput::Reply { by, text },
        false => TicketInput::Note { by, text },
    };
    match web.desk_says(&ticket, received, to_requester, input).await? {
        "empty" => Err(PageError::Incomplete("write something, or choose a file, first")),
        "files" => Ok(Redirect::to(&format!("/console/tickets/{number}?said=files"))),
        _ => Ok(back(number)),
    }
}
