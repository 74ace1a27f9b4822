//! While the shared database is away: which requests go to the doors of the spare, and what is said to those
//! who want what is not in it. Nothing, where there is no spare.

use std::sync::{Arc, OnceLock};

use axum::{
    Extension, Router,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
};
use engine::{Case, Engine, Link, Standing, Stays};
use jiff::Timestamp;
use tower::{ServiceBuilder, ServiceExt};

use crate::{
    Site, Web,
    api::problem::{Kind, Problem},
    error, headers,
    moment::{Clock, zone_cookie},
};

/// Looking again sooner is of no use.
const AGAIN_AFTER_SECS: u32 = 5;

/// What can be sent while the database is away and names no case. Everything else that changes something
/// would be lost, or be done twice.
const TAKES: [&str; 6] = [
    "/api/v1/requests",
    "/console/sign-in",
    "/console/sign-out",
    "/portal",
    "/request",
    "/v2/enqueue",
];
const TAKES_BELOW: [&str; 3] = ["/api/v1/events/", "/hooks/", "/ofrep/v1/evaluate/"];

/// What tells of this process itself.
const OF_THIS_NODE: [&str; 3] = ["/healthz", "/metrics", "/readyz"];

/// Who is an API gets a problem, not a page.
const FOR_PROGRAMS: [&str; 4] = ["/api/", "/hooks/", "/ofrep/", "/v2/"];

#[derive(Clone)]
struct Board {
    web: Web,
    /// The same doors, over the spare, once they were needed.
    alone: Arc<OnceLock<Router>>,
    /// What explains that the database is away.
    nowhere: Router,
}

impl Board {
    fn alone(&self) -> Option<Router> {
        let spare = self.web.engine.spare()?;
        let doors = || crate::router(Web::new(Engine::clone(spare), Site::clone(&self.web.site)));
        Some(self.alone.get_or_init(doors).clone())
    }
}

/// Since when it is away.
#[derive(Clone, Copy)]
struct Since(Timestamp);

enum Way {
    Here,
    /// No case leaves the spare before the answer is there.
    Alone(Stays),
    /// It is in the database, which is away since then.
    Nowhere(Timestamp),
}

/// Puts the choice before all doors.
pub(crate) fn before(doors: Router, web: Web) -> Router {
    if !web.engine.may_have_spare() {
        return doors;
    }
    let nowhere = headers::around(Router::new().fallback(nowhere), &web).with_state(web.clone());
    let board = Board { web, alone: Arc::default(), nowhere };
    // A door that was found here would be looked for once more behind it.
    let choice = ServiceBuilder::new().layer(from_fn_with_state(board, direct)).service(doors);
    Router::new().fallback_service(choice)
}

async fn direct(State(board): State<Board>, mut request: Request, next: Next) -> Response {
    let way = way(&board.web.engine, request.method(), request.uri().path()).await;
    let (router, _stays) = match way {
        Way::Here => return next.run(request).await,
        Way::Alone(stays) => match board.alone() {
            Some(doors) => (doors, Some(stays)),
            None => return next.run(request).await,
        },
        Way::Nowhere(since) => {
            request.extensions_mut().insert(Since(since));
            (board.nowhere, None)
        }
    };
    let answered = router.oneshot(request).await;
    answered.unwrap_or_else(|never| match never {})
}

async fn way(engine: &Engine, method: &Method, path: &str) -> Way {
    let is_idle = !engine.standing().is_away() && !engine.may_keep_alone();
    if is_idle || OF_THIS_NODE.contains(&path) || path.starts_with("/static/") {
        return Way::Here;
    }
    let mut is_kept = is_kept(engine, path).await;
    if is_kept == Some(true) {
        let stays = engine.hold_spare().await;
        // It may have left while we waited.
        is_kept = self::is_kept(engine, path).await;
        if is_kept == Some(true) {
            return Way::Alone(stays);
        }
    }
    let Standing::Away { since, .. } = engine.standing() else { return Way::Here };
    let begins = method.is_safe()
        || TAKES.contains(&path)
        || TAKES_BELOW.iter().any(|below| path.starts_with(below));
    if is_kept.is_none() && begins { Way::Alone(engine.use_spare()) } else { Way::Nowhere(since) }
}

/// Whether the case that a path names is in the spare; `None` if it names none.
async fn is_kept(engine: &Engine, path: &str) -> Option<bool> {
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let store = engine.spare()?.store();
    let case = match parts.as_slice() {
        ["r", token, ..] => {
            let Some(Link::Requester(id)) = engine.read_link(token) else { return None };
            return Some(matches!(store.requester(&id).await, Ok(Some(_))));
        }
        ["hooks", "twilio", "voice" | "status", delivery, ..] if *delivery != "in" => {
            if matches!(store.delivery(delivery).await, Ok(Some(_))) {
                return Some(true);
            }
            // A call may have begun before.
            let call = engine.spare()?.find_delivery(delivery).await.ok().flatten();
            match call.and_then(|call| call.emergency).filter(|_| parts[2] == "voice") {
                Some(number) => Case::Emergency(number),
                None => return Some(false),
            }
        }
        // A list of what is here would look like a list of all there is.
        ["api", "v1", "emergencies" | "tickets"] => return Some(false),
        ["a", token, ..] | ["hooks", "twilio", "connect", token, ..] => {
            match engine.read_link(token) {
                Some(Link::Page { number, .. }) => Case::Emergency(number),
                _ => return None,
            }
        }
        ["f", token, ..] => match engine.read_link(token) {
            Some(Link::Desk { ticket, .. }) => Case::Ticket(ticket),
            _ => return None,
        },
        ["console", "emergencies", number, ..] | ["api", "v1", "emergencies", number, ..] => {
            Case::Emergency(number.parse().ok()?)
        }
        ["console", "tickets", number, ..] | ["api", "v1", "tickets", number, ..] => {
            Case::Ticket(number.parse().ok()?)
        }
        _ => return None,
    };
    Some(engine.keeps_alone(case).await)
}

async fn nowhere(
    State(web): State<Web>,
    Extension(Since(since)): Extension<Since>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    if FOR_PROGRAMS.iter().any(|start| uri.path().starts_with(start)) {
        let or_call =
            web.site.phone.as_ref().map_or(String::new(), |phone| format!(", or call {phone}"));
        let detail = format!(
            "The database has been out of reach since {since:.0}. New requests are taken and people are \
             called for them; this is not among them, so nothing was changed. Try again in a few \
             seconds{or_call}."
        );
        return Problem::new(Kind::Unavailable, detail)
            .retry_after(AGAIN_AFTER_SECS)
            .into_response();
    }
    let mut response = page(&web, &headers, since);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(AGAIN_AFTER_SECS));
    response
}

fn page(web: &Web, headers: &HeaderMap, since: Timestamp) -> Response {
    let zone = zone_cookie(headers);
    let since = Clock::new(web.engine.now(), zone.as_deref()).plain(since);
    let sentences = vec![
        format!(
            "Our database has been out of reach since {since}. What you look for is safe in it, and is \
             here again as soon as it is back. Nothing was changed."
        ),
        "You can still report an emergency: a person is called.".to_owned(),
    ];
    error::message(
        web,
        StatusCode::SERVICE_UNAVAILABLE,
        "We cannot show this right now",
        sentences,
        ("/request", "Report an emergency"),
    )
}
