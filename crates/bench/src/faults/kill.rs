//! `kill -9` at random moments: paging goes on within a second of the restart, and retries with the
//! same idempotency key open nothing twice.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use jiff::SignedDuration;

use super::trial::Trial;

const LIVES_MS: std::ops::Range<u64> = 50..1500;
const PAGING_GOES_ON_WITHIN: Duration = Duration::from_secs(1);

pub(super) async fn prove(
    program: &Path,
    rounds: u32,
    mut random: fastrand::Rng,
) -> anyhow::Result<String> {
    let trial = Trial::set_up(program).await?;
    let mut running = trial.begin().await?;
    let load = trial.load();
    let (mut slowest, mut on_their_way) = (Duration::ZERO, 0);
    for round in 1..=rounds {
        let life = Duration::from_millis(random.u64(LIVES_MS));
        tokio::time::sleep(life).await;
        let killed_at = Instant::now();
        running.kill().await?;
        let orphans = trial.unpaged();
        running = trial.start().await?;
        trial.book.fault_since(killed_at);
        let took = trial.pages_go_on(&orphans, PAGING_GOES_ON_WITHIN).await;
        let took = took.with_context(|| format!("round {round}, killed after {life:?}"))?;
        slowest = slowest.max(took);
        on_their_way += orphans.len();
    }
    trial.stop(load).await?;
    let verdict = trial.verdict(SignedDuration::ZERO).await?;
    running.kill().await?;
    ensure!(on_their_way > 0, "no kill hit a page on its way: the trial proves nothing");
    Ok(format!(
        "killed {rounds} times, {on_their_way} requests accepted and not yet paged at that moment, paging \
         went on after {slowest:.0?} at most; {verdict}"
    ))
}
