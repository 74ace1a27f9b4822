//! `/console/tickets`: the queue of the desk.

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    http::HeaderMap,
    response::Response,
    routing::get,
};
use domain::{
    Directory, ResponderId,
    ticket::{Ticket, TicketStatus},
};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use store::{TicketCounts, TicketFilter, TicketView};
use url::form_urlencoded;

use super::Desk;
use crate::{
    SignedIn, Web,
    error::PageError,
    front::page,
    moment::{Moment, Ring},
};

const PAGE_ROWS: u32 = 50;
/// More of a search is not looked at.
const SEARCH_MAX_CHARS: usize = 200;
/// A ring shows minutes; what is further away is only written.
const NEAR: SignedDuration = SignedDuration::from_mins(90);
/// Whose tickets: an id of the directory, or this.
const MINE: &str = "me";

#[derive(Template)]
#[template(path = "console/tickets.html")]
struct TicketsPage {
    desk: Desk,
    heading: &'static str,
    empty: &'static str,
    counts: TicketCounts,
    rows: Vec<Row>,
    view: &'static str,
    views: Vec<ViewLink>,
    people: Vec<(String, String)>,
    of: String,
    search: String,
    more: Option<String>,
}

#[derive(Debug)]
struct ViewLink {
    link: String,
    name: &'static str,
    count: Option<u64>,
    here: bool,
}

#[derive(Debug)]
struct Row {
    ring: Option<Ring>,
    number: String,
    summary: String,
    from: String,
    status: &'static str,
    assignee: Option<String>,
    pick_up_by: Option<Moment>,
    respond_by: Option<Moment>,
    overdue: bool,
    opened: Moment,
    /// The desk outside that has it.
    outside: Option<String>,
    not_forwarded: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    status: String,
    of: String,
    q: String,
    after: String,
}

pub(super) fn router() -> Router<Web> {
    Router::new().route("/console/tickets", get(list))
}

async fn list(
    State(web): State<Web>,
    who: SignedIn,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let view = TicketView::named(&asked.status).unwrap_or_default();
    let search: String = asked.q.trim().chars().take(SEARCH_MAX_CHARS).collect();
    let assignee = match asked.of.as_str() {
        "" => None,
        MINE => Some(who.by.id.clone()),
        id => Some(ResponderId::from(id)),
    };
    let filter = TicketFilter {
        view,
        assignee,
        search: Some(search.clone()).filter(|search| !search.is_empty()),
    };
    let store = web.engine.store();
    let listed = store.tickets(&filter, asked.after.parse().ok(), PAGE_ROWS).await?;
    let counts = store.ticket_counts(web.engine.now()).await?;
    let desk = Desk::of(&web, &who, "/console/tickets", &headers);
    let directory = web.engine.directory();
    let (heading, empty) = told(view);
    let is_narrowed = filter.assignee.is_some() || filter.search.is_some();
    Ok(page(&TicketsPage {
        heading,
        empty: if is_narrowed { "Nothing here is like that." } else { empty },
        counts,
        rows: listed.items.iter().map(|saved| row(&saved.ticket, &desk, &directory.1)).collect(),
        view: view.name(),
        views: views(view, &asked, counts),
        people: people(&directory.1),
        more: listed.next.map(|next| {
            address(&Asked {
                status: view.name().to_owned(),
                after: next.to_string(),
                ..asked.clone()
            })
        }),
        of: asked.of,
        search,
        desk,
    }))
}

/// What a list is called, and what it says when nothing is in it.
fn told(view: TicketView) -> (&'static str, &'static str) {
    match view {
        TicketView::Todo => ("Tickets that wait for the desk", "Nothing waits for the desk."),
        TicketView::New => ("New tickets", "Every ticket has been picked up."),
        TicketView::Open => ("Open tickets", "Nobody has a ticket that waits for an answer."),
        TicketView::Waiting => {
            ("Tickets that wait for the requester", "No requester owes us an answer.")
        }
        TicketView::Unsolved => ("Tickets that are not solved", "Every ticket is solved."),
        TicketView::Solved => ("Solved tickets", "No ticket was solved yet."),
        TicketView::Escalated => {
            ("Tickets that became emergencies", "No ticket became an emergency.")
        }
        TicketView::All => ("All tickets", "There is no ticket yet."),
    }
}

fn views(here: TicketView, asked: &Asked, counts: TicketCounts) -> Vec<ViewLink> {
    let all = [
        (TicketView::Todo, "To do", Some(counts.new + counts.open)),
        (TicketView::New, "New", Some(counts.new)),
        (TicketView::Open, "Open", Some(counts.open)),
        (TicketView::Waiting, "Waiting for the requester", Some(counts.waiting)),
        (TicketView::Solved, "Solved", None),
        (TicketView::All, "All", None),
    ];
    all.into_iter()
        .map(|(view, name, count)| {
            let status = view.name().to_owned();
            let link = address(&Asked { status, after: String::new(), ..asked.clone() });
            ViewLink { link, name, count, here: view == here }
        })
        .collect()
}

fn address(asked: &Asked) -> String {
    let parts =
        [("status", &asked.status), ("of", &asked.of), ("q", &asked.q), ("after", &asked.after)];
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in parts.into_iter().filter(|(_, value)| !value.is_empty()) {
        query.append_pair(name, value);
    }
    format!("/console/tickets?{}", query.finish())
}

/// Everybody a ticket can be given to.
pub(super) fn people(directory: &Directory) -> Vec<(String, String)> {
    let people = directory.responders.iter();
    people.map(|person| (person.id.to_string(), person.name.clone())).collect()
}

pub(super) fn assignee(ticket: &Ticket, directory: &Directory) -> Option<String> {
    let id = ticket.assignee.as_ref()?;
    Some(directory.responder(id).map_or_else(|| id.to_string(), |person| person.name.clone()))
}

pub(super) fn is_overdue(ticket: &Ticket, now: Timestamp) -> bool {
    ticket.status.is_open() && ticket.respond_by.is_some_and(|due| due <= now)
}

fn row(ticket: &Ticket, desk: &Desk, directory: &Directory) -> Row {
    let pick_up_by = ticket.wake_at();
    let respond_by = ticket.respond_by.filter(|_| ticket.status.is_open());
    let is_near = |next: &Timestamp| {
        let left = next.duration_since(desk.clock.now);
        left.is_positive() && left <= NEAR
    };
    let next = pick_up_by.or(respond_by).filter(is_near);
    Row {
        ring: next.map(|by| desk.clock.ring(ticket.opened_at, by)),
        number: ticket.number.to_string(),
        summary: ticket.request.summary.clone(),
        from: from(ticket),
        status: status_name(ticket.status),
        assignee: assignee(ticket, directory),
        pick_up_by: desk.clock.maybe(pick_up_by),
        respond_by: desk.clock.maybe(respond_by),
        overdue: is_overdue(ticket, desk.clock.now),
        opened: desk.clock.moment(ticket.opened_at),
        outside: ticket.forwarded.as_ref().map(|it| it.desk.clone()),
        not_forwarded: ticket.is_undelivered(),
    }
}

/// A status in words; its first one is also its class in the stylesheet.
pub(crate) fn status_name(status: TicketStatus) -> &'static str {
    match status {
        TicketStatus::Waiting => "waiting for the requester",
        TicketStatus::Escalated => "now an emergency",
        TicketStatus::New | TicketStatus::Open | TicketStatus::Solved => status.name(),
    }
}

pub(crate) fn from(ticket: &Ticket) -> String {
    let who = ticket.request.requester.name.clone().unwrap_or_else(|| "Somebody".to_owned());
    match &ticket.request.organization {
        Some(organization) => format!("{who}, {organization}"),
        None => who,
    }
}
