//! Figures for Prometheus, in the `OpenMetrics` form: `/metrics`.

use std::sync::atomic::AtomicU64;

use axum::{
    Router,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use jiff::SignedDuration;
use prometheus_client::{
    encoding::text::encode,
    metrics::{family::Family, gauge::Gauge},
    registry::{Registry, Unit},
};
use store::Counts;

use super::problem::{Kind, Problem};
use crate::Web;

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
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

async fn metrics(State(web): State<Web>) -> Result<Response, Problem> {
    let store = web.engine.store();
    let now = web.engine.now();
    let counts = store.counts().await?;
    let overdue = store.due(now - OVERDUE_AFTER, OVERDUE_MAX).await?.len();
    let waits_since = counts.oldest_waiting.map(|oldest| now.duration_since(oldest));

    let mut registry = Registry::with_prefix("frontline");
    web.engine.figures().register(&mut registry);
    registry.register("open_emergencies", "Emergencies that are not closed", open(&counts));
    registry.register("deliveries_waiting", "Messages not taken by a provider", waiting(&counts));
    let oldest = Seconds::default();
    oldest.set(waits_since.map_or(0.0, |wait| wait.as_secs_f64()));
    let help = "How long the oldest of them has waited";
    registry.register_with_unit("delivery_oldest_waiting", help, Unit::Seconds, oldest);
    let (off, seconds) = switches(&web, now);
    registry.register("switches_disabled", "Services that are switched off now", off);
    let help = "How long services were switched off altogether";
    registry.register_with_unit("switch_off", help, Unit::Seconds, seconds);
    let gauge: Gauge = Gauge::default();
    gauge.set(i64::try_from(overdue).unwrap_or(i64::MAX));
    registry.register("overdue_deadlines", "Deadlines that passed 5 s ago, unhandled", gauge);

    let mut text = String::new();
    encode(&mut text, &registry)
        .map_err(|error| Problem::new(Kind::Internal, format!("Figures: {error}.")))?;
    Ok(([(header::CONTENT_TYPE, OPEN_METRICS)], text).into_response())
}

/// Each state, also the empty ones: a graph must not lose its line.
fn open(counts: &Counts) -> Family<Labels, Gauge> {
    let family = Family::default();
    for state in ["unanswered", "answered", "investigating", "restored"] {
        let count = counts.states.iter().find(|(name, _)| name == state).map_or(0, |(_, it)| *it);
        set(&family, "state", state, count);
    }
    family
}

fn waiting(counts: &Counts) -> Family<Labels, Gauge> {
    let family = Family::default();
    for lane in store::Lane::ALL {
        let count = counts.waiting.iter().find(|(name, _)| *name == lane).map_or(0, |(_, it)| *it);
        set(&family, "lane", lane.name(), count);
    }
    family
}

/// What is off now, and for how long it was off, by organization and service (`*` for all).
fn switches(web: &Web, now: jiff::Timestamp) -> (Gauge, Family<SwitchLabels, Seconds>) {
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

fn set(family: &Family<Labels, Gauge>, label: &'static str, value: &str, count: u64) {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    family.get_or_create(&[(label, value.to_owned())]).set(count);
}
