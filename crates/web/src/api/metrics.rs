//! Figures for Prometheus: `/metrics`. What this process counted since its start, and what the
//! database holds now. Still answered when the database is not.

mod format;

use std::sync::atomic::AtomicU64;

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
    routing::get,
};
use engine::Findings;
use jiff::{SignedDuration, Timestamp};
use prometheus_client::{
    encoding::text::encode,
    metrics::{family::Family, gauge::Gauge},
    registry::{Registry, Unit},
};
use store::{Counts, StoreError, TicketCounts};

use super::problem::{Kind, Problem};
use crate::Web;

/// A deadline that was due so long ago is overdue.
const OVERDUE_AFTER: SignedDuration = SignedDuration::from_secs(5);
/// More overdue deadlines than this are as bad as this many.
const OVERDUE_MAX: u32 = 1_000;

/// A label and its value.
type Labels = [(&'static str, String); 1];
/// Whose switch, and of which service.
type SwitchLabels = [(&'static str, String); 2];
type Seconds = Gauge<f64, AtomicU64>;

pub(crate) fn router() -> Router<Web> {
    Router::new().route("/metrics", get(metrics))
}

async fn metrics(State(web): State<Web>, headers: HeaderMap) -> Result<Response, Problem> {
    let now = web.engine.now();
    let mut registry = Registry::with_prefix("frontline");
    web.engine.figures().register(&mut registry);
    let build: Family<Labels, Gauge> = Family::default();
    set(&build, "version", env!("CARGO_PKG_VERSION"), 1);
    registry.register("build_info", "The version that runs", build);
    let (off, seconds) = switches(&web, now);
    registry.register("switches_disabled", "Services that are switched off now", off);
    let help = "How long services were switched off altogether";
    registry.register_with_unit("switch_off", help, Unit::Seconds, seconds);
    let help = "Holes in the next twelve weeks through which a page could fall";
    let findings = web.engine.findings().await;
    registry.register("holes", help, holes(&findings));
    let help = "People who are paged and have fewer than two verified contact methods";
    registry.register("unverified_people", help, gauge(findings.unverified.len()));

    let looked = look(&web, now).await;
    let up: Gauge = Gauge::default();
    up.set(looked.is_ok().into());
    registry.register("database_up", "Whether the database answers: 1 or 0", up);
    match looked {
        Ok(found) => found.register(now, &mut registry),
        Err(error) => tracing::warn!(%error, "figures of the database are left out"),
    }

    let alone = Gauge::<i64>::default();
    alone.set(web.engine.standing().is_away().into());
    let help = "Whether this node works without the database, from its own disk: 1 or 0";
    registry.register("alone", help, alone);
    if let Some(room) = web.engine.room() {
        let bytes = Family::<Labels, Gauge>::default();
        set(&bytes, "what", "free", room.free_bytes);
        set(&bytes, "what", "reserve", room.reserve_bytes);
        let help = "Room on the database's disk: free, and kept for when it is full";
        registry.register_with_unit("disk_room", help, Unit::Bytes, bytes);
    }
    let failing = Gauge::<i64>::default();
    failing.set(i64::try_from(web.engine.failing_providers().len()).unwrap_or(i64::MAX));
    registry.register("failing_providers", "Providers that fail again and again", failing);

    let spans = Family::<Labels, Gauge>::default();
    let counts = traces::counts();
    set(&spans, "outcome", "sent", counts.sent);
    set(&spans, "outcome", "lost", counts.lost);
    registry.register("trace_spans", "Spans of traces that the collector took, or did not", spans);
    documents(&web, &mut registry);

    let mut text = String::new();
    encode(&mut text, &registry)
        .map_err(|error| Problem::new(Kind::Internal, format!("Figures: {error}.")))?;
    let (kind, text) = format::wanted(&headers, text);
    Ok(([(header::CONTENT_TYPE, kind)], text).into_response())
}

/// Whether the signed documents of switches stand in their folder, if there is one.
fn documents(web: &Web, registry: &mut Registry) {
    if web.engine.options().switch_documents.is_some() {
        let written = Gauge::<i64>::default();
        written.set(web.engine.documents_failing().is_none().into());
        let help = "Whether the signed documents of switches can be written: 1 or 0";
        registry.register("switch_documents_written", help, written);
    }
}

/// What the database holds now.
struct Found {
    counts: Counts,
    tickets: TicketCounts,
    overdue: usize,
    nodes: usize,
}

async fn look(web: &Web, now: Timestamp) -> Result<Found, StoreError> {
    let store = web.engine.store();
    let counts = store.counts().await?;
    let overdue = store.due(now - OVERDUE_AFTER, OVERDUE_MAX).await?.len();
    // Alone, a node does not write itself down.
    let nodes = if store.is_shared() { store.nodes().await?.len() } else { 1 };
    let tickets = store.ticket_counts(now).await?;
    Ok(Found { counts, tickets, overdue, nodes })
}

impl Found {
    fn register(&self, now: Timestamp, registry: &mut Registry) {
        let (waiting, oldest) = lanes(&self.counts, now);
        registry.register("open_emergencies", "Emergencies that are not closed", self.open());
        registry.register("deliveries_waiting", "Messages not taken by a provider", waiting);
        let help = "How long the oldest of them has waited";
        registry.register_with_unit("delivery_oldest_waiting", help, Unit::Seconds, oldest);
        let help = "Deadlines that passed 5 s ago, unhandled";
        registry.register("overdue_deadlines", help, gauge(self.overdue));
        let tickets = Family::<Labels, Gauge>::default();
        let (waiting, count) = (self.tickets.waiting, self.tickets);
        for (state, count) in [("new", count.new), ("open", count.open), ("waiting", waiting)] {
            set(&tickets, "state", state, count);
        }
        registry.register("open_tickets", "Tickets that are not solved", tickets);
        let count = |count: u64| gauge(usize::try_from(count).unwrap_or(usize::MAX));
        let help = "Tickets whose requester was to hear from the desk by now";
        registry.register("overdue_tickets", help, count(self.tickets.overdue));
        let help = "Open tickets that a desk outside does not get";
        registry.register("tickets_not_forwarded", help, count(self.tickets.not_forwarded));
        registry.register("nodes", "Nodes that are at work on the database", gauge(self.nodes));
    }

    /// Each state, also the empty ones: a graph must not lose its line.
    fn open(&self) -> Family<Labels, Gauge> {
        let family = Family::default();
        for state in ["unanswered", "answered", "investigating", "restored"] {
            let found = self.counts.states.iter().find(|(name, _)| name == state);
            set(&family, "state", state, found.map_or(0, |(_, count)| *count));
        }
        family
    }
}

/// How many messages wait in each lane, and for how long the oldest has.
fn lanes(counts: &Counts, now: Timestamp) -> (Family<Labels, Gauge>, Family<Labels, Seconds>) {
    let (waiting, oldest) = (Family::default(), Family::<Labels, Seconds>::default());
    for lane in store::Lane::ALL {
        let found = counts.waiting.iter().find(|it| it.lane == lane);
        set(&waiting, "lane", lane.name(), found.map_or(0, |it| it.count));
        let waited = found.map_or(0.0, |it| now.duration_since(it.since).as_secs_f64());
        oldest.get_or_create(&[("lane", lane.name().to_owned())]).set(waited);
    }
    (waiting, oldest)
}

/// Those that somebody accepted by name stay visible.
fn holes(findings: &Findings) -> Family<Labels, Gauge> {
    let family = Family::default();
    for (accepted, holes) in [("false", &findings.open), ("true", &findings.accepted)] {
        set(&family, "accepted", accepted, u64::try_from(holes.len()).unwrap_or(u64::MAX));
    }
    family
}

/// What is off now, and for how long it was off, by organization and service (`*` for all).
fn switches(web: &Web, now: Timestamp) -> (Gauge, Family<SwitchLabels, Seconds>) {
    let (off, seconds) = (Gauge::default(), Family::<SwitchLabels, Seconds>::default());
    for switch in web.engine.switches().all() {
        for (scope, position) in &switch.positions {
            off.inc_by(i64::from(position.off.is_some()));
            let organization = ("organization", switch.organization.to_string());
            let labels = [organization, ("service", scope.to_string())];
            seconds.get_or_create(&labels).set(position.total_off(now).as_secs_f64());
        }
    }
    (off, seconds)
}

fn gauge(count: usize) -> Gauge {
    let gauge = Gauge::default();
    gauge.set(i64::try_from(count).unwrap_or(i64::MAX));
    gauge
}

fn set(family: &Family<Labels, Gauge>, label: &'static str, value: &str, count: u64) {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    family.get_or_create(&[(label, value.to_owned())]).set(count);
}
