//! Server-sent events for those that want to know at once: "evaluate again", and nothing else.

use std::{convert::Infallible, sync::Arc};

use axum::{
    extract::{Path, State, rejection::PathRejection},
    http::HeaderMap,
    response::{Response, sse::Event},
};
use domain::OrganizationId;
use engine::{Link, Switches};
use serde::Serialize;
use serde_json::json;
use tokio::sync::watch::Receiver;

use super::{failure::Failure, keys::Key};
use crate::{
    Web,
    limits::{Holder, LivePermit},
    live::Listener,
};

/// A hidden page of a browser may hang up after so long, and asks again when it is seen.
const INACTIVITY_DELAY_SECS: u32 = 120;

/// Where a provider listens for changes.
#[derive(Debug, Serialize)]
pub(super) struct EventStream {
    #[serde(rename = "type")]
    kind: &'static str,
    /// It carries its own seal: browsers cannot send a header with it.
    url: String,
    #[serde(rename = "inactivityDelaySec")]
    inactivity_delay_secs: u32,
}

struct Watch {
    switches: Receiver<Arc<Switches>>,
    organization: OrganizationId,
    /// What the listener knows.
    version: i64,
    _permit: LivePermit,
}

impl EventStream {
    pub(super) fn of(web: &Web, organization: &OrganizationId) -> Self {
        let url = web.engine.link_url(&Link::Events(organization.clone()));
        Self { kind: "sse", url, inactivity_delay_secs: INACTIVITY_DELAY_SECS }
    }
}

pub(super) async fn with_link(
    State(web): State<Web>,
    token: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    listener: Listener,
) -> Result<Response, Failure> {
    let link = token.ok().and_then(|Path(token)| web.engine.read_link(&token));
    let Some(Link::Events(organization)) = link else { return Err(Failure::not_found()) };
    listen(&web, organization, &headers, listener)
}

pub(super) async fn with_key(
    State(web): State<Web>,
    key: Key,
    headers: HeaderMap,
    listener: Listener,
) -> Result<Response, Failure> {
    let Some(organization) = key.organization() else {
        return Err(Failure::invalid("only the key of an organization can listen here"));
    };
    listen(&web, organization.clone(), &headers, listener)
}

fn listen(
    web: &Web,
    organization: OrganizationId,
    headers: &HeaderMap,
    listener: Listener,
) -> Result<Response, Failure> {
    let holder = Holder::Organization(organization.0.clone());
    let permit = web.limits.live(holder).ok_or_else(Failure::too_many)?;
    let switches = web.engine.switches_changing();
    let now = version(&web.engine.switches(), &organization);
    // Whoever comes back and has missed something hears of it at once.
    let known = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let watch = Watch { switches, organization, version: known.unwrap_or(now), _permit: permit };
    let changes = futures_util::stream::unfold(watch, |mut watch| async move {
        loop {
            let switches = watch.switches.borrow_and_update().clone();
            let version = version(&switches, &watch.organization);
            if version != watch.version {
                watch.version = version;
                return Some((Ok::<_, Infallible>(evaluate_again(version)), watch));
            }
            watch.switches.changed().await.ok()?;
        }
    });
    Ok(listener.stream(changes))
}

fn version(switches: &Switches, organization: &OrganizationId) -> i64 {
    switches.of(organization).map_or(0, |saved| saved.version)
}

fn evaluate_again(version: i64) -> Event {
    let data = json!({ "type": "refetchEvaluation", "etag": version.to_string() });
    Event::default().id(version.to_string()).data(data.to_string())
}
