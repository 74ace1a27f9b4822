//! The paces at which the job is given: one after the other, so many a second, as many as go.

use std::{
    collections::VecDeque,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use anyhow::Context;
use tokio::task::JoinSet;

use super::{
    job::{Job, Line, Told},
    report::Spread,
};

/// Each message only once the page of the one before has come.
pub(crate) async fn one_at_a_time(job: &Job, count: u32) -> anyhow::Result<Spread> {
    let mut line = job.line(0).await?;
    let mut times = Vec::with_capacity(count as usize);
    for _ in 0..count {
        let told = line.tell().await?;
        times.extend(job.pages(&[told]).await?);
    }
    Ok(Spread::of(times))
}

/// Messages come when they come, whether those before them were answered or not.
pub(crate) async fn so_many(job: &Job, per_second: u32, seconds: u32) -> anyhow::Result<Spread> {
    let mut ticks = tokio::time::interval(Duration::from_secs(1) / per_second);
    let mut sending = JoinSet::new();
    // Taken in turn, so that none is idle for so long that the other side closes it.
    let mut idle: VecDeque<Line> = VecDeque::new();
    let mut told: Vec<Told> = Vec::new();
    for turn in 0..per_second * seconds {
        ticks.tick().await;
        while let Some(done) = sending.try_join_next() {
            let (line, one): (Line, Told) = done??;
            idle.push_back(line);
            told.push(one);
        }
        let mut line = match idle.pop_front() {
            Some(line) => line,
            None => job.line(turn as usize).await?,
        };
        sending.spawn(async move {
            let one = line.tell().await?;
            anyhow::Ok((line, one))
        });
    }
    while let Some(done) = sending.join_next().await {
        told.push(done??.1);
    }
    Ok(Spread::of(job.pages(&told).await?))
}

/// What went through.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Throughput {
    /// A second, counted until the last page has come.
    pub(crate) rate: f64,
    pub(crate) pages: Spread,
    pub(crate) count: u32,
}

/// As many as go through, over so many connections.
pub(crate) async fn flat_out(
    job: &Job,
    connections: usize,
    duration: Duration,
) -> anyhow::Result<Throughput> {
    let begin = Instant::now();
    let told = push(job, connections, move |_| begin.elapsed() < duration).await?;
    let pages = Spread::of(job.pages(&told).await?);
    let mut last = begin;
    for one in &told {
        last = last.max(job.arrived(one)?);
    }
    let rate = told.len() as f64 / last.duration_since(begin).as_secs_f64();
    Ok(Throughput { rate, pages, count: u32::try_from(told.len())? })
}

/// Sends over many connections while `goes_on` says so of the number already sent.
pub(crate) async fn push(
    job: &Job,
    connections: usize,
    goes_on: impl Fn(u32) -> bool + Clone + Send + 'static,
) -> anyhow::Result<Vec<Told>> {
    let sent = Arc::new(AtomicU32::new(0));
    let mut sending = JoinSet::new();
    for turn in 0..connections {
        let (goes_on, sent) = (goes_on.clone(), Arc::clone(&sent));
        let mut line = job.line(turn).await?;
        sending.spawn(async move {
            let mut told = Vec::new();
            while goes_on(sent.fetch_add(1, Relaxed)) {
                told.push(line.tell().await?);
            }
            anyhow::Ok(told)
        });
    }
    let mut all = Vec::new();
    while let Some(done) = sending.join_next().await {
        all.extend(done.context("a connection's task")??);
    }
    Ok(all)
}
