//! Whole nights by seed, with the real rules, engine and store: several nodes on one store, crashes
//! and freezes in the middle of what they do, wrong clocks, providers that fail and lie, people who
//! sleep. A failing seed is printed, with what led to it, and plays the same night again:
//! `SEED=42 cargo test -p engine --test it nights`. `NIGHTS=100000` plays that many.

mod broken;
mod night;
mod node;
mod people;
mod place;
mod properties;
mod seen;
mod shared;
mod switches;

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicU64, Ordering},
    thread,
};

use self::{
    broken::{BROKEN, BROKEN_AMONG_NODES, Broken},
    night::{Failure, Night},
    place::Place,
    properties::PROPERTIES,
};
use crate::cluster::database;

/// In every run; the rules alone play a thousand in `domain`.
const NIGHTS: u64 = 100;
const NIGHTS_ON_POSTGRES: u64 = 6;
/// Within so many nights what is broken must be seen.
const NIGHTS_TO_CATCH: u64 = 25;
const THREADS: u64 = 2;

#[test]
fn the_promises_hold_in_every_night() {
    if let Some(seed) = number("SEED") {
        let log = whole(play(seed, None));
        say(&log);
        return;
    }
    let nights = number("NIGHTS").unwrap_or(NIGHTS);
    let next = AtomicU64::new(0);
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= nights {
                        return;
                    }
                    whole(play(seed, None));
                    if seed % 10_000 == 9_999 {
                        say(&format!("{} of {nights} nights", seed + 1));
                    }
                }
            });
        }
    });
}

#[test]
fn the_same_seed_plays_the_same_night() {
    for seed in 0..6 {
        assert_eq!(whole(play(seed, None)), whole(play(seed, None)), "seed {seed}");
    }
}

#[test]
fn each_property_catches_what_is_broken_on_purpose() {
    for broken in &BROKEN {
        let caught = (0..NIGHTS_TO_CATCH).find_map(|seed| play(seed, Some(broken)).err());
        let caught = caught.unwrap_or_else(|| panic!("nothing notices that {}", broken.how));
        let is_seen = caught.wrong.iter().any(|(property, _)| *property == broken.caught_by);
        assert!(is_seen, "{}: {:?}", broken.how, caught.wrong);
        say(&format!("{}: seen in night {}", broken.how, caught.seed));
    }
    let all = BROKEN.iter().chain(&BROKEN_AMONG_NODES);
    let tested: BTreeSet<_> = all.map(|broken| broken.caught_by).collect();
    let all: BTreeSet<_> = PROPERTIES.iter().map(|(name, _)| *name).collect();
    assert_eq!(tested, all, "each property has something that it catches");
}

#[test]
fn real_postgres_the_promises_hold_in_nights_on_postgresql() {
    for seed in 0..NIGHTS_ON_POSTGRES {
        let place = async { Place::Postgres(database()) };
        whole(night(async { Night::new(seed, place.await).await.play().await }));
    }
}

#[test]
fn real_postgres_what_is_broken_among_nodes_is_caught_too() {
    for broken in &BROKEN_AMONG_NODES {
        let caught = (0..NIGHTS_TO_CATCH).find_map(|seed| {
            night(async {
                let mut night = Night::new(seed, Place::Postgres(database())).await;
                night.broken = Some(broken);
                night.play().await
            })
            .err()
        });
        let caught = caught.unwrap_or_else(|| panic!("nothing notices that {}", broken.how));
        let is_seen = caught.wrong.iter().any(|(property, _)| *property == broken.caught_by);
        assert!(is_seen, "{}: {:?}", broken.how, caught.wrong);
        say(&format!("{}: seen in night {}", broken.how, caught.seed));
    }
}

fn play(seed: u64, broken: Option<&'static Broken>) -> Result<String, Failure> {
    night(async {
        let mut night = Night::new(seed, Place::file().await).await;
        night.broken = broken;
        night.play().await
    })
}

/// On one thread, so that nothing depends on which of two is faster.
fn night<T>(played: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(played)
}

fn whole(played: Result<String, Failure>) -> String {
    played.unwrap_or_else(|Failure { seed, wrong, log }| {
        panic!("{log}\nseed {seed}: not so: {wrong:?}\nplay it again with SEED={seed}")
    })
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("a number"))
}

#[expect(clippy::print_stderr, reason = "the long run shows how far it is")]
fn say(text: &str) {
    eprintln!("{text}");
}
