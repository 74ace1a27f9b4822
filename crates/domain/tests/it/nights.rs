//! Whole nights of the rules alone, by seed: whatever people, providers and the directory do, the
//! properties hold after each turn. A failing seed is printed, with what led to it, and plays the
//! same night again: `SEED=42 cargo test -p domain --test it nights`. `NIGHTS=1000000` plays that many.

mod broken;
mod night;
mod properties;

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicU64, Ordering},
    thread,
};

use self::{
    broken::BROKEN,
    night::{Failure, Night},
    properties::PROPERTIES,
};

/// In every run.
const NIGHTS: u64 = 1_000;
/// Within so many nights what is broken must be seen.
const NIGHTS_TO_CATCH: u64 = 50;
const THREADS: u64 = 2;

#[test]
fn the_promises_hold_in_every_night() {
    if let Some(seed) = number("SEED") {
        say(&play(seed).join("\n"));
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
                    play(seed);
                    if seed % 100_000 == 99_999 {
                        say(&format!("{} of {nights} nights", seed + 1));
                    }
                }
            });
        }
    });
}

#[test]
fn the_same_seed_plays_the_same_night() {
    for seed in 0..20 {
        assert_eq!(play(seed), play(seed), "seed {seed}");
    }
}

#[test]
fn each_property_catches_a_rule_that_is_broken_on_purpose() {
    for broken in &BROKEN {
        let caught = (0..NIGHTS_TO_CATCH).find_map(|seed| Night::play(seed, Some(broken)).err());
        let caught = caught.unwrap_or_else(|| panic!("nothing notices that {}", broken.how));
        assert_eq!(caught.property, broken.caught_by, "{}: {}", broken.how, caught.what);
    }
    let tested: BTreeSet<_> = BROKEN.iter().map(|broken| broken.caught_by).collect();
    let all: BTreeSet<_> = PROPERTIES.iter().map(|(name, _)| *name).collect();
    assert_eq!(tested, all, "each property has something that it catches");
}

fn play(seed: u64) -> Vec<String> {
    Night::play(seed, None).unwrap_or_else(|Failure { property, what, log }| {
        let log = log.join("\n");
        panic!("{log}\nseed {seed}: not so: {property}: {what}\nplay it again with SEED={seed}")
    })
}

#[expect(clippy::disallowed_methods, reason = "whoever plays a night again says which")]
fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("a number"))
}

#[expect(clippy::print_stderr, reason = "the long run shows how far it is")]
fn say(text: &str) {
    eprintln!("{text}");
}
