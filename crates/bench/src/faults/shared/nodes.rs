//! One of two nodes is killed, again and again: what it had claimed goes on at the other.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use jiff::SignedDuration;

use super::Shared;
use crate::faults::trial::BEAT;

const LIVES_MS: std::ops::Range<u64> = 200..2000;
/// What a node that is gone had claimed goes on elsewhere.
const GOES_ON_WITHIN: Duration = Duration::from_secs(2);
/// What the provider and this program need for it.
const SLACK: Duration = Duration::from_millis(250);

pub(in crate::faults) async fn prove(
    program: &Path,
    rounds: u32,
    mut random: fastrand::Rng,
) -> anyhow::Result<String> {
    let mut shared = Shared::set_up(program, random.fork()).await?;
    let load = shared.load();
    let (mut slowest, mut on_their_way) = (Duration::ZERO, 0);
    for round in 1..=rounds {
        tokio::time::sleep(Duration::from_millis(random.u64(LIVES_MS))).await;
        let node = random.usize(0..2);
        let killed_at = Instant::now();
        shared.kill(node).await?;
        let orphans = shared.trial.unpaged();
        let took = shared.trial.pages_go_on(&orphans, GOES_ON_WITHIN + SLACK).await;
        let took = took.with_context(|| format!("round {round}: node {node} was killed"))?;
        shared.trial.book.fault_since(killed_at);
        slowest = slowest.max(took);
        on_their_way += orphans.iter().filter(|marker| **marker != BEAT).count();
        shared.start(node).await?;
    }
    shared.trial.stop(load).await?;
    let verdict = shared.trial.verdict(SignedDuration::ZERO).await?;
    shared.end().await?;
    ensure!(on_their_way > 0, "no kill hit a page on its way: the trial proves nothing");
    Ok(format!(
        "one of two nodes killed {rounds} times, {on_their_way} requests accepted and not yet paged at that \
         moment, all paged by the other after {slowest:.0?} at most; {verdict}"
    ))
}
