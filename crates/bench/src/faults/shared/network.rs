//! A network that drops, delays and cuts between two nodes and their database.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use jiff::SignedDuration;

use super::Shared;

/// The longest silence: an answer that is swallowed is given up after five seconds, and so is the
/// attempt to connect.
const GOES_ON_WITHIN: Duration = Duration::from_secs(15);

pub(in crate::faults) async fn prove(
    program: &Path,
    bad_for: Duration,
    random: fastrand::Rng,
) -> anyhow::Result<String> {
    let shared = Shared::set_up(program, random).await?;
    let load = shared.load();
    shared.trial.takes_requests(20, GOES_ON_WITHIN).await?;
    let since = Instant::now();
    shared.proxy.spoil();
    while since.elapsed() < bad_for {
        shared.trial.takes_requests(5, GOES_ON_WITHIN).await.context("while it is bad")?;
        shared.trial.pages_go_on(&[], GOES_ON_WITHIN).await.context("while it is bad")?;
    }
    shared.proxy.mend();
    let orphans = shared.trial.unpaged();
    let took = shared.trial.pages_go_on(&orphans, GOES_ON_WITHIN).await?;
    shared.trial.book.fault_since(since);
    shared.trial.takes_requests(50, GOES_ON_WITHIN).await?;
    shared.trial.stop(load).await?;
    let broken = shared.proxy.broken();
    ensure!(broken > 0, "no connection was cut: the trial proves nothing");
    let verdict = shared.trial.verdict(SignedDuration::ZERO).await?;
    shared.end().await?;
    Ok(format!(
        "{broken} connections to the database were cut or fell silent; in the end {} requests were not yet \
         paged, and were {took:.0?} later; {verdict}",
        orphans.len()
    ))
}
