//! What is taken away from the built program while it works under load, a file a fault. Whatever it
//! was, the same holds in the end: [`verdict`].

mod clocks;
mod full_disk;
mod kill;
mod mail;
mod network;
mod provider;
mod providers;
mod proxy;
mod shared;
mod sync;
mod trial;
mod verdict;

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use anyhow::Context;
use clap::ValueEnum;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Fault {
    /// `kill -9` at random moments.
    Kill,
    /// `kill -9` at random moments while mail comes in.
    Mail,
    /// No room left where the data is.
    FullDisk,
    /// The disk loses what it was told to keep, and says so; then the power goes.
    Sync,
    /// The wall clock jumps, eight hours ahead and one back.
    Clocks,
    /// Providers that hang, answer late, refuse, or deliver twice.
    Providers,
    /// The network between requesters and the program drops, delays and cuts.
    Network,
    /// The database of two nodes is stopped and started, and frozen.
    Database,
    /// The network between two nodes and their database drops, delays and cuts.
    DatabaseNetwork,
    /// The database of two nodes is away for longer than the deadlines of what is open.
    DatabaseAway,
    /// One of two nodes is killed.
    Nodes,
    /// Two nodes are exchanged for another version, one after the other. Needs `--older`.
    Upgrade,
}

#[derive(Debug)]
pub(crate) struct Programs {
    pub(crate) newer: PathBuf,
    /// Of the release before.
    pub(crate) older: Option<PathBuf>,
}

/// Each of `faults`, or all.
pub(crate) async fn prove(
    programs: &Programs,
    faults: &[Fault],
    rounds: u32,
    seed: u64,
) -> anyhow::Result<()> {
    println!("seed {seed}");
    let is_possible = |fault: &Fault| *fault != Fault::Upgrade || programs.older.is_some();
    let all: Vec<_> = Fault::value_variants().iter().copied().filter(is_possible).collect();
    let faults = if faults.is_empty() { &all[..] } else { faults };
    let program = &programs.newer;
    for fault in faults {
        let started = Instant::now();
        let random = fastrand::Rng::with_seed(seed);
        // These take seconds each.
        let few = rounds.div_ceil(5);
        let bad_for = Duration::from_secs(u64::from(rounds.clamp(10, 120)));
        let found = match fault {
            Fault::Kill => kill::prove(program, rounds, random).await,
            Fault::Mail => mail::prove(program, few, random).await,
            Fault::FullDisk => full_disk::prove(program).await,
            Fault::Sync => sync::prove(program, random).await,
            Fault::Clocks => clocks::prove(program).await,
            Fault::Providers => providers::prove(program).await,
            Fault::Network => network::prove(program, random).await,
            Fault::Database => shared::database::prove(program, few, random).await,
            Fault::DatabaseNetwork => shared::network::prove(program, bad_for, random).await,
            Fault::DatabaseAway => shared::open::prove(program, random).await,
            Fault::Nodes => shared::nodes::prove(program, few, random).await,
            Fault::Upgrade => {
                let older = programs.older.as_ref().context("name the release before: --older")?;
                shared::upgrade::prove(older, program, random).await
            }
        };
        let said = found.with_context(|| format!("{fault:?}, seed {seed}"))?;
        println!("{fault:?} ({:.0?}): {said}", started.elapsed());
    }
    println!("{} passed, 0 failed", faults.len());
    Ok(())
}
