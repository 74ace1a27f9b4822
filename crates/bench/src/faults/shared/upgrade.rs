//! Nodes are exchanged one after the other for a newer program; for a while both versions work on one
//! database, and each takes over what the other leaves behind.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use jiff::SignedDuration;

use super::Shared;

const SIDE_BY_SIDE: Duration = Duration::from_secs(5);
const GOES_ON_WITHIN: Duration = Duration::from_secs(10);
const STOPS_WITHIN: Duration = Duration::from_secs(30);

pub(in crate::faults) async fn prove(
    older: &Path,
    newer: &Path,
    random: fastrand::Rng,
) -> anyhow::Result<String> {
    let mut shared = Shared::set_up(older, random).await?;
    let load = shared.load();
    shared.works("the older on both").await?;

    shared.exchange(1, newer).await.context("the newer beside the older")?;
    shared.works("the newer beside the older").await?;
    // The older one must come back on the tables of the newer, and each takes over from the other.
    shared.dies_and_returns(0).await.context("the older dies beside the newer")?;
    shared.dies_and_returns(1).await.context("the newer dies beside the older")?;
    shared.works("after each has died once").await?;

    shared.exchange(0, newer).await.context("the newer on both")?;
    shared.works("the newer on both").await?;
    shared.trial.stop(load).await?;
    let verdict = shared.trial.verdict(SignedDuration::ZERO).await?;
    shared.end().await?;
    Ok(format!(
        "exchanged one after the other under load, each killed once beside the other; {verdict}"
    ))
}

impl Shared {
    async fn works(&self, when: &'static str) -> anyhow::Result<()> {
        let since = Instant::now();
        while since.elapsed() < SIDE_BY_SIDE {
            self.trial.takes_requests(10, GOES_ON_WITHIN).await.context(when)?;
            self.trial.pages_go_on(&[], GOES_ON_WITHIN).await.context(when)?;
        }
        Ok(())
    }

    /// Stopped gently, and started as another program.
    async fn exchange(&mut self, node: usize, program: &Path) -> anyhow::Result<()> {
        let since = Instant::now();
        let running = self.running[node].take().context("it runs")?;
        running.stop(STOPS_WITHIN).await?;
        let orphans = self.trial.unpaged();
        self.places[node].becomes(program)?;
        self.start(node).await?;
        self.trial.pages_go_on(&orphans, GOES_ON_WITHIN).await?;
        self.trial.book.fault_since(since);
        Ok(())
    }

    async fn dies_and_returns(&mut self, node: usize) -> anyhow::Result<()> {
        let since = Instant::now();
        self.kill(node).await?;
        let orphans = self.trial.unpaged();
        ensure!(self.running.iter().any(Option::is_some), "somebody is left");
        self.trial.pages_go_on(&orphans, GOES_ON_WITHIN).await?;
        self.start(node).await?;
        self.trial.book.fault_since(since);
        Ok(())
    }
}
