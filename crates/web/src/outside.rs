//! `/f/{token}`: where a desk outside works on a ticket that was forwarded to it, without signing in.
//! Opening the link changes nothing: mail programs open links, too.

use askama::Template;
use axum::{
    Router,
    extract::{DefaultBodyLimit, Path, Query, Request, State},
    http::HeaderMap,
    response::{Redirect, Response},
    routing::{get, post},
};
use domain::{
    TicketNumber,
    input::By,
    ticket::{Ticket, TicketInput, TicketStatus},
};
use engine::Link;
use serde::Deserialize;

use crate::{
    ClientAddress, Web,
    attachments::{self, FileLine, MAX_FILES, MAX_FORM_BYTES},
    console::{from, reach, status_name},
    error::PageError,
    form::Received,
    front::{Front, Reach, page},
    moment::{Clock, Moment, zone_cookie},
    requester::{Line, conversation},
    secret::new_secret,
};

/// A longer name is cut off.
const NAME_MAX_CHARS: usize = 80;

#[derive(Template)]
#[template(path = "outside.html")]
struct OutsidePage {
    site: Front,
    clock: Clock,
    base: String,
    key: String,
    desk: String,
    number: String,
    status: &'static str,
    summary: String,
    from: String,
    reach: Option<Reach>,
    impact: Option<&'static str>,
    opened: Moment,
    pick_up_by: Option<Moment>,
    respond_by: Option<Moment>,
    overdue: bool,
    workaround: Option<String>,
    emergency: Option<String>,
    has_it: bool,
    open: bool,
    over: bool,
    max_files: usize,
    lines: Vec<Line>,
    files: Vec<FileLine>,
    said: Option<&'static str>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    said: Option<String>,
}

pub(crate) fn router() -> Router<Web> {
    Router::new()
        .route("/f/{token}", get(show))
        .route("/f/{token}/files/{file}", get(file))
        .route("/f/{token}/pick-up", post(pick_up))
        .route("/f/{token}/reply", post(reply))
        .route("/f/{token}/solve", post(solve))
        .route("/f/{token}/emergency", post(emergency))
        .layer(DefaultBodyLimit::max(MAX_FORM_BYTES))
}

impl Web {
    /// The ticket of a link, and who acts in it under the name they gave.
    async fn outside(&self, token: &str, name: Option<&str>) -> Result<(Ticket, By), PageError> {
        let Some(Link::Desk { ticket, desk }) = self.engine.read_link(token) else {
            return Err(PageError::NotFound);
        };
        self.engine.outside_person(ticket, &desk, name).await?.ok_or(PageError::NotFound)
    }

    /// The same for whoever wants to do something.
    async fn acting_outside(
        &self,
        token: &str,
        ClientAddress(address): ClientAddress,
    ) -> Result<(Ticket, By), PageError> {
        if !self.limits.allows_word(address) {
            return Err(PageError::TooMuch);
        }
        self.outside(token, None).await
    }
}

async fn show(
    State(web): State<Web>,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let (ticket, by) = web.outside(&token, None).await?;
    let cookie = zone_cookie(&headers);
    let clock = Clock::new(web.engine.now(), cookie.as_deref());
    let (reader, request, number) = (clock.reader(), &ticket.request, ticket.number);
    let replies = web.engine.store().ticket_replies(number).await?;
    let files = files_of(&web, &ticket).await?;
    let open = ticket.status.is_open();
    let respond_by = ticket.respond_by.filter(|_| open);
    Ok(page(&OutsidePage {
        site: Front::of(&web.site),
        base: format!("/f/{token}"),
        key: new_secret(),
        desk: by.name,
        number: number.to_string(),
        status: status_name(ticket.status),
        summary: request.summary.clone(),
        from: from(&ticket),
        reach: reach(&request.requester),
        impact: request.impact.map(|impact| words::names::impact(impact, &reader)),
        opened: clock.moment(ticket.opened_at),
        pick_up_by: clock.maybe(ticket.wake_at()),
        respond_by: clock.maybe(respond_by),
        overdue: respond_by.is_some_and(|due| due <= clock.now),
        workaround: request.workaround.clone(),
        emergency: ticket.emergency.map(|number| number.to_string()),
        has_it: ticket.forwarded.as_ref().is_some_and(|it| it.picked_up_at.is_some()),
        open,
        over: ticket.status == TicketStatus::Escalated,
        max_files: MAX_FILES,
        lines: conversation(&ticket, &replies, &clock, false),
        files: attachments::lines(&files, &format!("/f/{token}/files")),
        said: said(asked.said.as_deref()),
        clock,
    }))
}

/// What was just done, in words.
fn said(code: Option<&str>) -> Option<&'static str> {
    Some(match code? {
        "yours" => "Thank you. You have it, and nobody else is called for it.",
        "sent" => "Sent to the requester.",
        "files" => {
            "Sent to the requester. A file did not come with it: it was too large, or one too many."
        }
        "solved" => "It is solved. The requester is asked whether that is so.",
        "empty" => "There was nothing to send: write something, or choose a file.",
        _ => return None,
    })
}

/// What the requester can see, the desk outside can see.
async fn files_of(web: &Web, ticket: &Ticket) -> Result<Vec<store::Attachment>, PageError> {
    let mut files = web.engine.store().attachments_of_ticket(ticket.number).await?;
    files.retain(|file| file.requester.is_some());
    Ok(files)
}

async fn file(
    State(web): State<Web>,
    Path((token, file)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let (ticket, _) = web.outside(&token, None).await?;
    let is_its = files_of(&web, &ticket).await?.iter().any(|one| one.id == file);
    if !is_its {
        return Err(PageError::NotFound);
    }
    web.file(&file, None).await
}

async fn pick_up(
    State(web): State<Web>,
    Path(token): Path<String>,
    address: ClientAddress,
) -> Result<Redirect, PageError> {
    let (ticket, by) = web.acting_outside(&token, address).await?;
    web.engine.apply_ticket(ticket.number, TicketInput::PickUp { by }).await?;
    Ok(back(&token, "yours"))
}

async fn solve(
    State(web): State<Web>,
    Path(token): Path<String>,
    address: ClientAddress,
) -> Result<Redirect, PageError> {
    let (ticket, by) = web.acting_outside(&token, address).await?;
    web.engine.apply_ticket(ticket.number, TicketInput::Solve { by }).await?;
    Ok(back(&token, "solved"))
}

/// "We cannot help here": the person on call is paged at once.
async fn emergency(
    State(web): State<Web>,
    Path(token): Path<String>,
    address: ClientAddress,
) -> Result<Redirect, PageError> {
    let (ticket, _) = web.acting_outside(&token, address).await?;
    web.engine.ticket_escalate(ticket.number).await?;
    Ok(Redirect::to(&format!("/f/{token}")))
}

/// A word to the requester, once: the same form sent twice says it once.
async fn reply(
    State(web): State<Web>,
    Path(token): Path<String>,
    address: ClientAddress,
    request: Request,
) -> Result<Redirect, PageError> {
    let (ticket, _) = web.acting_outside(&token, address).await?;
    let received = Received::read(&web, request).await;
    let name: Option<String> =
        received.form.filled("name").map(|name| name.chars().take(NAME_MAX_CHARS).collect());
    let (_, by) = web.outside(&token, name.as_deref()).await?;
    let input = |text| TicketInput::Reply { by, text };
    let said = web.desk_says(&ticket, received, true, input).await?;
    Ok(back(&token, said))
}

impl Web {
    /// What somebody at a desk wrote, with its files. What became of it, as a code.
    pub(crate) async fn desk_says(
        &self,
        ticket: &Ticket,
        received: Received,
        to_requester: bool,
        input: impl FnOnce(String) -> TicketInput,
    ) -> Result<&'static str, PageError> {
        let Received { form, files, left_out, .. } = received;
        let text = form.filled("text");
        if text.is_none() && files.is_empty() {
            return Ok("empty");
        }
        if self.was_said(ticket.number, &form.key).await? {
            return Ok("sent");
        }
        let names = self.keep_desk_files(files, ticket, to_requester).await?;
        let attached = (!names.is_empty()).then(|| words::letter::attached(&names.join(", ")));
        let parts: Vec<_> = text.into_iter().chain(attached).collect();
        self.engine.apply_ticket(ticket.number, input(parts.join("\n\n"))).await?;
        self.engine.remember_answer(&scope(ticket.number), &form.key, "true").await?;
        Ok(if left_out.is_empty() { "sent" } else { "files" })
    }

    async fn was_said(&self, ticket: TicketNumber, key: &str) -> Result<bool, PageError> {
        Ok(self.engine.store().remembered(&scope(ticket), key).await?.is_some())
    }
}

fn scope(ticket: TicketNumber) -> String {
    format!("desk:{ticket}")
}

fn back(token: &str, said: &str) -> Redirect {
    Redirect::to(&format!("/f/{token}?said={said}"))
}
