//! `/console`: where responders work. What stands around every page of it is here.

mod accounts;
mod acting;
mod devices;
mod directory;
mod emergency;
mod feeds;
mod health;
mod list;
mod messages;
mod on_call;
mod outlook;
mod preview;
mod readiness;
mod recordings;
mod rehearsal;
mod sign_in;
mod switches;
mod switching;
mod ticket;
mod tickets;

pub(crate) use emergency::reach;
pub(crate) use rehearsal::Rehearsals;
pub(crate) use tickets::{from, status_name};

use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::get,
};
use domain::{Emergency, Input, access::Action, emergency::World};
use engine::Standing;
use store::Saved;
use tower_http::csrf::{CsrfLayer, ProtectionError};

use crate::{
    SignedIn, Web,
    error::PageError,
    live::{Listener, Watched},
    moment::{Clock, Moment, zone_cookie},
};

/// What stands around each page of the console.
#[derive(Debug)]
pub(crate) struct Desk {
    pub(crate) clock: Clock,
    pub(crate) name: String,
    pub(crate) on_call: Vec<OnCallLine>,
    /// How many schedules are not named.
    pub(crate) not_named: usize,
    /// What is to be known while the database is away.
    pub(crate) away: Option<String>,
    here: &'static str,
}

/// Who is on call for one schedule.
#[derive(Debug)]
pub(crate) struct OnCallLine {
    pub(crate) name: String,
    pub(crate) person: Option<String>,
    pub(crate) until: Option<Moment>,
}

/// So many schedules are named around each page; the others stand on the page of their own.
const MAX_NAMED: usize = 4;

/// An entry of the navigation.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) link: &'static str,
    pub(crate) name: &'static str,
    pub(crate) key: &'static str,
    pub(crate) here: bool,
}

pub(crate) fn router(web: &Web) -> Router<Web> {
    let mut guard = CsrfLayer::new();
    let origin = web.site.public_url.origin().ascii_serialization();
    match guard.clone().add_trusted_origin(&origin) {
        Ok(trusting) => guard = trusting,
        Err(error) => tracing::warn!(%error, "the public address is no origin of browsers"),
    }
    Router::new()
        .merge(list::router())
        .merge(messages::router())
        .merge(emergency::router())
        .merge(acting::router())
        .merge(preview::router())
        .merge(tickets::router())
        .merge(ticket::router())
        .merge(on_call::router())
        .merge(crate::duty::console_router())
        .merge(crate::contacts::console_router())
        .merge(devices::router())
        .merge(feeds::router())
        .merge(directory::router())
        .merge(switches::router())
        .merge(switching::router())
        .merge(health::router())
        .merge(readiness::router())
        .merge(rehearsal::router())
        .merge(accounts::router())
        .merge(sign_in::router())
        .route("/console/live", get(live))
        .route("/console/files/{file}", get(file))
        .layer(guard.with_rejection_response(refused))
}

fn refused(_error: ProtectionError) -> Response {
    StatusCode::FORBIDDEN.into_response()
}

async fn live(
    State(web): State<Web>,
    _who: SignedIn,
    listener: Listener,
) -> Result<Response, PageError> {
    web.live(listener, Watched::Everything)
}

async fn file(
    State(web): State<Web>,
    _who: SignedIn,
    Path(file): Path<String>,
) -> Result<Response, PageError> {
    web.file(&file, None).await
}

impl Desk {
    pub(crate) fn of(web: &Web, who: &SignedIn, here: &'static str, headers: &HeaderMap) -> Self {
        let (now, directory) = (web.engine.now(), web.engine.directory());
        let cookie = zone_cookie(headers);
        let zones = cookie.as_deref().into_iter().chain([who.time_zone.as_str()]);
        let clock = Clock::new(now, zones);
        let schedules = &directory.1.schedules;
        let on_call = schedules.iter().take(MAX_NAMED).map(|schedule| OnCallLine {
            name: schedule.id.to_string(),
            until: clock.maybe(schedule.next_change(now)),
            person: schedule.on_call(now).map(|id| {
                directory.1.responder(&id).map_or(id.to_string(), |person| person.name.clone())
            }),
        });
        Self {
            name: who.by.name.clone(),
            on_call: on_call.collect(),
            away: away(&web.engine.standing(), &clock),
            not_named: schedules.len().saturating_sub(MAX_NAMED),
            clock,
            here,
        }
    }

    /// Where one can go from here.
    pub(crate) fn places(&self) -> Vec<Place> {
        let all = [
            ("/console", "Emergencies", "1"),
            ("/console/tickets", "Tickets", "2"),
            ("/console/on-call", "On call", "3"),
            ("/console/directory", "Directory", "4"),
            ("/console/health", "Health", "5"),
            ("/console/accounts", "Accounts", "6"),
            ("/console/switches", "Switches", "7"),
            ("/console/readiness", "Readiness", "8"),
            ("/console/rehearsal", "Rehearsal", "9"),
        ];
        let place = |(link, name, key): &(&'static str, &'static str, &'static str)| Place {
            link,
            name,
            key,
            here: *link == self.here,
        };
        all.iter().map(place).collect()
    }

    pub(crate) fn reader(&self, web: &Web) -> words::Reader {
        words::Reader {
            now: self.clock.now,
            time_zone: self.clock.zone_id().to_owned(),
            phone: web.site.phone.clone(),
            ..words::Reader::default()
        }
    }
}

impl Web {
    /// What an input would lead to now; nothing happens.
    pub(crate) fn look_ahead(
        &self,
        saved: &Saved,
        input: Input,
    ) -> Result<domain::Transition, domain::Refused> {
        let directory = self.engine.directory();
        let world = World {
            directory: &directory.1,
            settings: &self.engine.settings(),
            now: self.engine.now(),
            requesters: saved.requesters,
        };
        saved.emergency.handle(input, world)
    }

    /// Whether the rules would take this input now.
    pub(crate) fn would_take(&self, saved: &Saved, input: Input) -> bool {
        self.look_ahead(saved, input).is_ok()
    }
}

fn away(standing: &Standing, clock: &Clock) -> Option<String> {
    match standing {
        Standing::Well => None,
        Standing::Away { since, pages_alone, .. } => {
            let calls = if *pages_alone { " and calls people by itself" } else { "" };
            let since = clock.plain(*since);
            Some(format!(
                "The database is out of reach since {since}. This node keeps what comes in on its own disk\
                 {calls}. You see only what came in here since then; all else is back with the database."
            ))
        }
        Standing::Returning => Some(
            "The database is back. What this node kept meanwhile is being handed over.".to_owned(),
        ),
    }
}

/// Who has it and since when, in words.
pub(crate) fn who(emergency: &Emergency, clock: &Clock) -> String {
    use domain::Phase;
    match &emergency.phase {
        Phase::Unanswered => format!("Nobody yet, for {}", clock.length(emergency.opened_at)),
        Phase::Answered { by, since, .. }
        | Phase::Investigating { by, since }
        | Phase::Restored { by, since, .. } => {
            format!("{}, for {}", by.name, clock.length(*since))
        }
        Phase::Closed { resolution, .. } => resolution.replace('_', " "),
    }
}

/// Checks that somebody may act, not only look.
pub(crate) fn may_respond(who: &SignedIn) -> Result<(), PageError> {
    Ok(who.caller.may(Action::Respond)?)
}
