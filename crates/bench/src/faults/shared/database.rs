//! The database is stopped and started, and frozen: requests are taken once, by the database or by a
//! node alone, or refused; nothing that was accepted is lost, and calling goes on by itself once it is back.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use jiff::SignedDuration;

use super::Shared;
use crate::postgres::End;

const WORKS_MS: std::ops::Range<u64> = 800..2500;
const AWAY_MS: std::ops::Range<u64> = 50..2500;
/// Longer than the program waits for an answer, and than a loop may stand still.
const FROZEN: Duration = Duration::from_secs(20);
/// A new connection to a database that was away is tried four times a second.
const GOES_ON_WITHIN: Duration = Duration::from_secs(10);
const LOOK_EVERY: Duration = Duration::from_secs(2);

pub(in crate::faults) async fn prove(
    program: &Path,
    rounds: u32,
    mut random: fastrand::Rng,
) -> anyhow::Result<String> {
    let mut shared = Shared::set_up(program, random.fork()).await?;
    let load = shared.load();
    let (mut slowest, mut on_their_way) = (Duration::ZERO, 0);
    for round in 1..=rounds {
        tokio::time::sleep(Duration::from_millis(random.u64(WORKS_MS))).await;
        let since = Instant::now();
        if round == rounds.div_ceil(2) {
            on_their_way += shared.freezes().await.context("frozen")?;
        } else {
            let end = if random.bool() { End::Fast } else { End::Immediate };
            on_their_way += shared.trial.unpaged().len();
            shared.server.stop(end)?;
            tokio::time::sleep(Duration::from_millis(random.u64(AWAY_MS))).await;
            shared.server.start_again()?;
        }
        shared.trial.book.fault_since(since);
        let orphans = shared.trial.unpaged();
        let took = shared.trial.pages_go_on(&orphans, GOES_ON_WITHIN).await;
        slowest = slowest.max(took.with_context(|| format!("round {round}"))?);
        shared.trial.takes_requests(20, GOES_ON_WITHIN).await?;
    }
    shared.trial.stop(load).await?;
    let refused = shared.trial.book.unavailable() + shared.trial.book.cut_off();
    let alone = shared.trial.book.taken_alone();
    ensure!(alone > 0, "no node took a request alone: the trial proves nothing");
    let verdict = shared.trial.verdict(SignedDuration::ZERO).await?;
    shared.end().await?;
    Ok(format!(
        "{} times stopped and started, once frozen for {FROZEN:?}; {on_their_way} requests were accepted \
         and not yet paged at these moments, paging went on after {slowest:.0?} at most; {alone} were \
         taken by a node alone, {refused} times a request had to be sent again; {verdict}",
        rounds - 1
    ))
}

impl Shared {
    async fn freezes(&self) -> anyhow::Result<usize> {
        let since = Instant::now();
        let on_their_way = self.trial.unpaged().len();
        self.server.freeze()?;
        while since.elapsed() < FROZEN {
            tokio::time::sleep(LOOK_EVERY).await;
            self.nobody_asks_for_a_restart().await?;
        }
        self.server.thaw()?;
        self.nobody_asks_for_a_restart().await?;
        Ok(on_their_way)
    }
}
