//! Tickets as the desk's own software sees them: `/api/v1/tickets`.

mod actions;
mod view;

use axum::{Json, extract::State};
use domain::{ResponderId, TicketNumber};
use serde::Serialize;
use store::{Cursor, TicketFilter, TicketView as List};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use self::view::{TicketItem, TicketView};
use super::{
    arguments::{Arguments, TicketInPath},
    permission::MayRead,
    problem::Problem,
    schema,
};
use crate::Web;

const LIMIT_MAX: u32 = 200;
const LIMIT_DEFAULT: u32 = 50;
/// More of a search is not looked at.
const SEARCH_MAX_CHARS: usize = 200;

/// A stretch of a list of tickets.
#[derive(Debug, Serialize, ToSchema)]
struct TicketList {
    /// Those that are not solved by the next word that is due; solved ones and all with the newest first.
    items: Vec<TicketItem>,
    /// Where the list goes on, to be sent as `cursor`; `null` at the end.
    next_cursor: Option<String>,
}

/// Which stretch of which list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what `list` reads one by one")]
struct ListArguments {
    /// `todo` (new or open) if left out; `unsolved` has those that wait for the requester, too.
    #[param(schema_with = schema::ticket_list, required = false)]
    state: List,
    /// Whose, by the id in the directory.
    #[param(example = "ana")]
    assignee: Option<String>,
    /// What request, customer or requester must contain, in any case.
    #[param(max_length = 200)]
    search: Option<String>,
    /// `next_cursor` of the stretch before.
    cursor: Option<String>,
    /// How many at most; 50 if left out.
    #[param(minimum = 1, maximum = 200, example = 50)]
    limit: Option<u32>,
}

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(one)).merge(actions::router())
}

/// Lists tickets.
///
/// Those that are not solved come in the order of the next word that is due, all others with the newest first.
#[utoipa::path(
    get,
    path = "/tickets",
    operation_id = "list_tickets",
    tag = "tickets",
    params(ListArguments),
    responses((status = 200, description = "A stretch of the list", body = TicketList)),
)]
async fn list(
    State(web): State<Web>,
    _: MayRead,
    arguments: Arguments,
) -> Result<Json<TicketList>, Problem> {
    let view = match arguments.read::<String>("state", "a text")? {
        None => List::default(),
        Some(name) => List::named(&name).ok_or_else(|| {
            let names = List::ALL.map(List::name).join(", ");
            Problem::field("state", format!("must be one of {names}"))
        })?,
    };
    let assignee = arguments.read::<String>("assignee", "a text")?;
    let search = arguments.read::<String>("search", "a text")?;
    if search.as_ref().is_some_and(|text| text.chars().count() > SEARCH_MAX_CHARS) {
        return Err(Problem::field("search", "is too long: 200 characters at most"));
    }
    let cursor = arguments.read::<Cursor>("cursor", "the `next_cursor` of the stretch before")?;
    let limit = arguments.read("limit", "a number from 1 to 200")?.unwrap_or(LIMIT_DEFAULT);
    if !(1..=LIMIT_MAX).contains(&limit) {
        return Err(Problem::field("limit", "must be a number from 1 to 200"));
    }
    let filter = TicketFilter { view, assignee: assignee.map(ResponderId), search };
    let listed = web.engine.store().tickets(&filter, cursor, limit).await?;
    let directory = web.engine.directory();
    let items = listed.items.iter().map(|saved| TicketItem::of(&saved.ticket, &directory.1));
    let next_cursor = listed.next.map(|cursor| cursor.to_string());
    Ok(Json(TicketList { items: items.collect(), next_cursor }))
}

/// Shows one ticket with its timeline.
#[utoipa::path(
    get,
    path = "/tickets/{number}",
    operation_id = "get_ticket",
    tag = "tickets",
    params(("number" = String, Path, description = "As in `T-1042`", example = "T-1001")),
    responses((status = 200, description = "The ticket", body = TicketView)),
)]
async fn one(
    State(web): State<Web>,
    _: MayRead,
    TicketInPath(number): TicketInPath,
) -> Result<Json<TicketView>, Problem> {
    TicketView::load(&web, number).await.map(Json)
}

fn not_found() -> Problem {
    Problem::not_found("ticket")
}

impl Web {
    async fn ticket_exists(&self, number: TicketNumber) -> Result<(), Problem> {
        let found = self.engine.store().ticket(number).await?;
        found.map(drop).ok_or_else(not_found)
    }
}
