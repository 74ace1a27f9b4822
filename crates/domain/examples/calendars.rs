//! How long it takes to say who is on call, and to look for every hole of twelve weeks:
//! `cargo run --release -p domain --example calendars`.

use std::{
    fmt::Write as _,
    hint::black_box,
    time::{Duration, Instant},
};

use domain::Directory;
use jiff::{SignedDuration, Timestamp};

const SCHEDULES: usize = 1_000;
const LAYERS: usize = 10;
const CHECKED: usize = 50;
const TIMES: u32 = 9;
const ZONES: [&str; 4] =
    ["America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu"];

#[expect(clippy::print_stdout, reason = "a figure for people")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let now: Timestamp = "2026-11-28T03:00:00Z".parse()?;
    let many = directory(SCHEDULES, LAYERS)?;
    let on_call = median(|| {
        black_box(many.schedules.iter().filter_map(|one| one.on_call(now)).count());
    });
    println!(
        "who is on call, {SCHEDULES} schedules of {LAYERS} layers: {:.1} ms (promised: 50 ms)",
        on_call.as_secs_f64() * 1e3
    );
    let some = directory(CHECKED, LAYERS)?;
    let until = now + SignedDuration::from_hours(12 * 7 * 24);
    let mut found = 0;
    let check = median(|| found = some.holes(now, until).len());
    println!(
        "every hole of 12 weeks, {CHECKED} schedules of {LAYERS} layers: {:.0} ms, {found} found \
         (promised: 1 s)",
        check.as_secs_f64() * 1e3
    );
    Ok(())
}

/// Schedules with hours and overrides of all kinds, each used by a policy.
fn directory(schedules: usize, layers: usize) -> Result<Directory, Box<dyn std::error::Error>> {
    let mut text = String::new();
    for person in 0..20 {
        writeln!(text, "[[responder]]\nid = \"p{person}\"\nname = \"P{person}\"")?;
    }
    for schedule in 0..schedules {
        let zone = ZONES[schedule % ZONES.len()];
        writeln!(text, "[[schedule]]\nid = \"s{schedule}\"\ntime_zone = \"{zone}\"")?;
        for layer in 0..layers {
            let (one, other) = (layer * 2 % 20, (layer * 2 + 1) % 20);
            let length = ["12h", "1d", "1w", "2w"][layer % 4];
            writeln!(
                text,
                "[[schedule.rotation]]\nmembers = [\"p{one}\", \"p{other}\"]\n\
                 starts = \"2020-01-06T09:00\"\nhandoff = \"{length}\"\n\
                 during = [{{ days = \"mon-thu\", from = \"1{layer}:00\", until = \"0{layer}:00\" }}]"
            )?;
        }
        for day in 1..5 {
            writeln!(
                text,
                "[[schedule.override]]\nresponder = \"p{day}\"\nfrom = \"2026-12-0{day}T09:00\"\n\
                 until = \"2026-12-0{day}T17:00\""
            )?;
        }
        writeln!(
            text,
            "[[policy]]\nid = \"s{schedule}\"\nsteps = [{{ page = [\"schedule:s{schedule}\"] }}]"
        )?;
    }
    Ok(toml::from_str(&text)?)
}

#[expect(clippy::disallowed_methods, reason = "a measurement needs a clock")]
fn median(mut what: impl FnMut()) -> Duration {
    let mut taken: Vec<_> = (0..TIMES)
        .map(|_| {
            let start = Instant::now();
            what();
            start.elapsed()
        })
        .collect();
    taken.sort();
    taken[taken.len() / 2]
}
