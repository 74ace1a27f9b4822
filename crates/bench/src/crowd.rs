//! Very many open emergencies at once: what they cost while nothing happens.

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::ensure;

use crate::{
    figures::{Bench, push},
    place::{Place, Plan},
    report::{Report, millis},
    sink::Sink,
};

const ALL_PAGED_WITHIN: Duration = Duration::from_secs(600);
const SETTLE: Duration = Duration::from_secs(5);
const WATCHED: Duration = Duration::from_secs(10);

pub(crate) async fn measure(program: &Path, crowd: u32, report: &mut Report) -> anyhow::Result<()> {
    let sink = Arc::new(Sink::open(crowd + 1000, Duration::ZERO).await?);
    let place = Place::lay_out(program, &Plan { twilio: sink.port, mail: None })?;
    let mut running = place.start()?;
    running.ready().await?;
    let bench = Bench::new(Arc::clone(&sink), &place);
    push(&bench, move |sent| sent < crowd).await?;
    let all = |arrivals: &crate::arrivals::Arrivals| arrivals.distinct() >= u64::from(crowd);
    ensure!(sink.arrivals.wait(ALL_PAGED_WITHIN, all).await, "not every page came");
    let grown = running.resident_bytes()?;
    running.kill().await?;

    let mut running = place.start()?;
    let ready = running.ready().await?;
    tokio::time::sleep(SETTLE).await;
    let before = running.processor_time()?;
    tokio::time::sleep(WATCHED).await;
    let busy = running.processor_time()?.saturating_sub(before);
    let share = 100.0 * busy.as_secs_f64() / WATCHED.as_secs_f64();
    let memory = running.resident_bytes()?;
    let megabytes = |bytes: u64| format!("{} MB", bytes / 1_000_000);

    let what = |what: &str| format!("{crowd} open emergencies: {what}");
    let name = what("start to ready");
    report.goal(&name, millis(ready), "under 2 s".to_owned(), ready < Duration::from_secs(2));
    let name = what("processor while idle");
    report.goal(&name, format!("{share:.1} % of a core"), "under 1 %".to_owned(), share < 1.0);
    let is_small = memory.max(grown) < 150_000_000;
    let figure = format!("{}, {} after taking them in", megabytes(memory), megabytes(grown));
    report.goal(&what("memory"), figure, "under 150 MB".to_owned(), is_small);
    running.kill().await
}
