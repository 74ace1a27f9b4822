//! The switch as the vendor's software sees it: how fast it is asked, and how soon everybody who
//! listens knows of a change.

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::{Context, ensure};
use tokio::{
    sync::Barrier,
    task::JoinSet,
    time::{Instant, sleep_until, timeout},
};

use super::report::{Report, Spread, millis};
use crate::{
    place::{Place, SWITCHED},
    sink::Sink,
    wire::Wire,
};

const PER_SECOND: u32 = 10_000;
const CONNECTIONS: u32 = 40;
const WARM_UP: Duration = Duration::from_secs(2);
const DURATION: Duration = Duration::from_secs(10);
const P99_GOAL: Duration = Duration::from_millis(5);
const LISTENERS: usize = 1_000;
const HEARD_GOAL: Duration = Duration::from_secs(1);
/// Later than this somebody has heard nothing.
const HEARD_WITHIN: Duration = Duration::from_secs(30);
/// How often it is switched off and on again.
const ROUNDS: usize = 5;
/// So many listeners come at a time.
const AT_ONCE: usize = 50;

pub(crate) async fn measure(
    program: &Path,
    sink: &Arc<Sink>,
    report: &mut Report,
) -> anyhow::Result<()> {
    let place = Place::with_webhook(program, sink.port, None)?;
    let key = place.organization_key(SWITCHED)?;
    let mut running = place.start()?;
    running.ready().await?;

    evaluate(place.port, &key, WARM_UP).await?;
    let before = running.processor_time()?;
    let (times, took) = evaluate(place.port, &key, DURATION).await?;
    let spent = running.processor_time()?.saturating_sub(before);
    let rate = times.len() as f64 / took.as_secs_f64();
    let cores = spent.as_secs_f64() / took.as_secs_f64();
    let spread = Spread::of(times);
    let is_kept = rate >= 0.99 * f64::from(PER_SECOND);
    report.goal("evaluations of a switch", format!("{rate:.0}/s"), "10000/s", is_kept);
    let is_reached = spread.p99 < P99_GOAL;
    report.goal("the same, p99", millis(spread.p99), &millis(P99_GOAL), is_reached);
    let figure = format!("{}, {cores:.2} cores", millis(spread.p50));
    report.note("evaluations at 10000/s: p50, and what the program uses", figure);

    let heard = changes(&place, &key).await?;
    let worst = heard.iter().max().copied().unwrap_or_default();
    let what = format!("{LISTENERS} listeners: the last one knows of a change");
    report.goal(&what, millis(worst), &millis(HEARD_GOAL), worst < HEARD_GOAL);
    report.note("the same, p50 of all", millis(Spread::of(heard).p50));
    running.kill().await
}

/// Asks at a fixed pace, whether those before were answered or not; from the moment at which each
/// was due to its answer, so that a stall is not hidden by fewer questions.
async fn evaluate(
    port: u16,
    key: &str,
    length: Duration,
) -> anyhow::Result<(Vec<Duration>, Duration)> {
    let bytes: Arc<[u8]> = question(key).into();
    let every = Duration::from_secs(1) * CONNECTIONS / PER_SECOND;
    let begin = Instant::now() + Duration::from_millis(100);
    let mut asking = JoinSet::new();
    for turn in 0..CONNECTIONS {
        let (bytes, mut wire) = (Arc::clone(&bytes), Wire::connect(port).await?);
        let mut due = begin + every * turn / CONNECTIONS;
        asking.spawn(async move {
            let mut times = Vec::new();
            while due < begin + length {
                sleep_until(due).await;
                wire.send(&bytes).await?;
                let answer = wire.receive().await?.context("it hung up")?;
                let is_on = answer.body.windows(12).any(|part| part == b"\"value\":true");
                ensure!(answer.status() == Some(200) && is_on, "answered {}", answer.head);
                times.push(due.elapsed());
                due += every;
            }
            anyhow::Ok(times)
        });
    }
    let mut all = Vec::new();
    while let Some(done) = asking.join_next().await {
        all.extend(done??);
    }
    Ok((all, begin.elapsed()))
}

/// Everybody listens, then it is switched, again and again: from the first byte of each call to
/// every listener's event.
async fn changes(place: &Place, key: &str) -> anyhow::Result<Vec<Duration>> {
    let everybody = Arc::new(Barrier::new(LISTENERS + 1));
    let (port, request) = (place.port, listening(key));
    let mut listeners = JoinSet::new();
    for group in 0..LISTENERS / AT_ONCE {
        let mut coming = JoinSet::new();
        for _ in 0..AT_ONCE {
            let request = request.clone();
            coming.spawn(async move {
                let mut wire = Wire::connect(port).await?;
                wire.send(request.as_bytes()).await?;
                wire.until(b"\r\n\r\n").await?;
                anyhow::Ok(wire)
            });
        }
        while let Some(wire) = coming.join_next().await {
            let wire = wire?.with_context(|| format!("of group {group}"))?;
            listeners.spawn(listen(wire, Arc::clone(&everybody)));
        }
    }
    let mut switched = Vec::new();
    let mut wire = Wire::connect(port).await?;
    for round in 0..ROUNDS {
        everybody.wait().await;
        let call = call(&place.token, round % 2 == 0);
        switched.push(Instant::now());
        wire.send(call.as_bytes()).await?;
        let answer = wire.receive().await?.context("it hung up")?;
        ensure!(answer.status() == Some(200), "answered {}", answer.head);
    }
    let mut heard = Vec::new();
    while let Some(one) = listeners.join_next().await {
        let moments = one??;
        heard.extend(moments.iter().zip(&switched).map(|(at, from)| at.duration_since(*from)));
    }
    Ok(heard)
}

/// When this listener heard of each change.
async fn listen(mut wire: Wire, everybody: Arc<Barrier>) -> anyhow::Result<Vec<Instant>> {
    let mut heard = Vec::new();
    for _ in 0..ROUNDS {
        everybody.wait().await;
        let event = timeout(HEARD_WITHIN, wire.until(b"refetchEvaluation"));
        event.await.context("a listener heard nothing")??;
        heard.push(Instant::now());
    }
    Ok(heard)
}

fn question(key: &str) -> Vec<u8> {
    let body = format!(r#"{{"context": {{"targetingKey": "{SWITCHED}"}}}}"#);
    let path = "/ofrep/v1/evaluate/flags/services-enabled";
    message("POST", path, key, &body).into_bytes()
}

fn listening(key: &str) -> String {
    message("GET", "/ofrep/v1/events", key, "")
}

fn call(token: &str, off: bool) -> String {
    let state = if off { "disabled" } else { "enabled" };
    let body = format!(r#"{{"state": "{state}", "reason": "Measuring"}}"#);
    message("PUT", &format!("/api/v1/organizations/{SWITCHED}/switch"), token, &body)
}

fn message(method: &str, path: &str, token: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "{method} {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
}
