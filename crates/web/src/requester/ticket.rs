//! The requester's page of a ticket.

use askama::Template;
use axum::{http::HeaderMap, response::Response};
use domain::{
    TicketNumber,
    message::TicketReason,
    ticket::{Ticket, TicketReply, TicketStatus},
};

use super::{Asked, Line, Owner, said};
use crate::{
    Web,
    attachments::{self, FileLine, MAX_FILES},
    error::PageError,
    front::{Front, page},
    moment::{Clock, Moment},
    secret::new_secret,
};

#[derive(Template)]
#[template(path = "requester_ticket.html")]
struct TicketPage {
    site: Front,
    t: &'static words::pages::Ticket,
    clock: Clock,
    token: String,
    number: String,
    status: &'static str,
    headline: &'static str,
    sentences: Vec<String>,
    pick_up_by: Option<Moment>,
    desk_opens: Option<Moment>,
    emergency: Option<String>,
    /// When we write next, at the latest.
    hear_by: Option<Moment>,
    is_late: bool,
    /// Whether to ask if it is solved.
    ask: bool,
    /// It goes on elsewhere.
    over: bool,
    open: bool,
    summary: String,
    received: Moment,
    said: Option<&'static str>,
    writing: bool,
    draft: String,
    key: String,
    max_files: usize,
    lines: Vec<Line>,
    files: Vec<FileLine>,
}

fn requester(clock: &Clock) -> &'static str {
    words::pages::pages(words::Language::of(&clock.reader())).status.requester
}

/// What happened, newest first; the requester reads what is for requesters.
pub(crate) fn conversation(
    ticket: &Ticket,
    replies: &[TicketReply],
    clock: &Clock,
    of_desk: bool,
) -> Vec<Line> {
    let request = &ticket.request;
    let reader = clock.reader();
    let first = Line {
        at: clock.moment(ticket.opened_at),
        text: request.requester.name.clone().unwrap_or_else(|| requester(clock).to_owned()),
        note: Some(format!("{}\n{}", request.summary, request.details).trim().to_owned()),
        own: !of_desk,
    };
    let line = |reply: &TicketReply| Line {
        at: clock.moment(reply.at),
        text: words::ticket::entry(reply, &reader, !of_desk),
        note: Some(reply.text.clone()).filter(|text| !text.is_empty()),
        own: reply.from_desk == of_desk,
    };
    let seen = replies.iter().filter(|reply| of_desk || reply.deed.visible_to_requester());
    seen.rev().map(line).chain([first]).collect()
}

pub(super) async fn show(
    web: &Web,
    owner: &Owner,
    number: TicketNumber,
    asked: &Asked,
    headers: &HeaderMap,
) -> Result<Response, PageError> {
    let store = web.engine.store();
    let ticket = store.ticket(number).await?.ok_or(PageError::NotFound)?.ticket;
    let clock = owner.clock(web, headers);
    let reader = owner.reader(web, &clock);
    let replies = store.ticket_replies(number).await?;
    let mut own_files = store.attachments_of_ticket(number).await?;
    own_files.retain(|file| file.requester.as_ref() == Some(&owner.row.id));
    let open = ticket.status.is_open();
    let site = Front::speaking(&web.site, owner.language);
    let (headline, sentences) = told(&ticket, &site.t.ticket, &reader);
    Ok(page(&TicketPage {
        said: said(asked.said.as_deref(), &site.t.said),
        t: &site.t.ticket,
        site,
        token: owner.token.clone(),
        number: number.to_string(),
        status: headline,
        headline,
        sentences,
        pick_up_by: clock.maybe(ticket.wake_at()),
        desk_opens: clock.maybe(reader.desk_opens_at.filter(|_| open)),
        emergency: ticket.emergency.map(|number| number.to_string()),
        hear_by: clock.maybe(ticket.respond_by.filter(|due| open && *due > clock.now)),
        is_late: open && ticket.respond_by.is_some_and(|due| due <= clock.now),
        ask: ticket.status == TicketStatus::Solved && !ticket.confirmed,
        over: ticket.status == TicketStatus::Escalated,
        open,
        summary: ticket.request.summary.clone(),
        received: clock.moment(ticket.opened_at),
        writing: asked.writing.is_some(),
        draft: asked.draft.clone(),
        key: new_secret(),
        max_files: MAX_FILES,
        lines: conversation(&ticket, &replies, &clock, false),
        files: attachments::lines(&own_files, &format!("/r/{}/files", owner.token)),
        clock,
    }))
}

/// The state in one line, and why it is a ticket.
fn told(
    ticket: &Ticket,
    t: &'static words::pages::Ticket,
    reader: &words::Reader,
) -> (&'static str, Vec<String>) {
    let headline = match (ticket.status, ticket.reason) {
        (TicketStatus::Solved, _) if ticket.confirmed => t.is_solved,
        (TicketStatus::Solved, _) => t.desk_says_solved,
        (TicketStatus::Waiting, _) => t.waits,
        (TicketStatus::Escalated, _) => t.escalated,
        (TicketStatus::Open, _) => t.on_it,
        (TicketStatus::New, TicketReason::RegularHours) => t.has_it,
        (TicketStatus::New, TicketReason::NotAnEmergency) => t.thanks,
    };
    let mut sentences = Vec::new();
    if ticket.status == TicketStatus::New {
        sentences.push(match ticket.reason {
            TicketReason::RegularHours => t.open_now.to_owned(),
            TicketReason::NotAnEmergency => {
                words::gate::not_met(ticket.request.impact, reader).to_owned()
            }
        });
    }
    (headline, sentences)
}
