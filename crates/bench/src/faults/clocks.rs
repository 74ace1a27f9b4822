//! A wall clock that jumps eight hours ahead and one back while an emergency is open: nobody falls
//! silent, the missed promise is told once and not replayed, and the next one is kept.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use jiff::SignedDuration;

use super::trial::{BEAT, Trial};
use crate::{arrivals::Marker, load::From};

const SETTLES_WITHIN: Duration = Duration::from_secs(5);
const WATCHED: Duration = Duration::from_secs(3);
/// Words about eight hours of silence: one says it all.
const MOST_WORDS: usize = 2;
/// The one who waits through the jumps, with a promise of an hour.
const WAITS: Marker = Marker(900_000);
const LIBRARIES: [&str; 2] = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"];

pub(super) async fn prove(program: &Path) -> anyhow::Result<String> {
    let mut trial = Trial::set_up(program).await?;
    let offset = trial.place.folder().join("offset");
    fs::write(&offset, "+0")?;
    let library = library()?;
    let environment = [
        ("LD_PRELOAD", library.to_string_lossy().into_owned()),
        ("FAKETIME_TIMESTAMP_FILE", offset.to_string_lossy().into_owned()),
        ("FAKETIME_NO_CACHE", "1".to_owned()),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1".to_owned()),
        ("FRONTLINE_EMERGENCY__CADENCE", "1h".to_owned()),
        ("FRONTLINE_EMERGENCY__REMIND_BEFORE", "15m".to_owned()),
        ("FRONTLINE_EMERGENCY__UNANSWERED_NEWS_EVERY", "30m".to_owned()),
    ];
    trial.place.environment = environment.map(|(name, value)| (name.to_owned(), value)).into();
    let running = trial.begin().await?;
    let waits = trial.client().await?.request(WAITS, From::Requester).await?;
    trial.book.accepted.lock().expect("no holder panics").push(waits);
    trial.pages_go_on(&[WAITS], SETTLES_WITHIN).await?;

    let jumped_at = Instant::now();
    fs::write(&offset, "+28800")?;
    let mails = &trial.mails.arrivals;
    let told = mails.wait(SETTLES_WITHIN, |mails| mails.latest(WAITS) > Some(jumped_at));
    ensure!(told.await, "eight hours of silence, and nobody was told");
    trial.beats().await.context("eight hours ahead")?;
    let words = mails.again().iter().filter(|(marker, _)| *marker == WAITS).count();
    ensure!(words <= MOST_WORDS, "{words} messages for one stretch of silence");
    let emergency = trial.client().await?.emergency(waits.number).await?;
    let silences = emergency["silences"].as_u64().unwrap_or_default();

    fs::write(&offset, "+25200")?;
    trial.beats().await.context("one hour back")?;
    let load = trial.load();
    trial.takes_requests(100, SETTLES_WITHIN).await.context("one hour back")?;
    trial.stop(load).await?;
    trial.pages_go_on(&trial.unpaged(), SETTLES_WITHIN).await.context("one hour back")?;
    trial.book.fault_since(jumped_at);
    let verdict = trial.verdict(SignedDuration::from_hours(7)).await?;
    running.kill().await?;
    Ok(format!("{words} words about eight hours, silence counted {silences} times; {verdict}"))
}

impl Trial {
    /// The repeated page comes at its usual pace: neither silence nor a storm.
    async fn beats(&self) -> anyhow::Result<()> {
        self.pages_go_on(&[], SETTLES_WITHIN).await?;
        let count = || self.pages.arrivals.again().iter().filter(|one| one.0 == BEAT).count();
        let before = count();
        tokio::time::sleep(WATCHED).await;
        let came = count() - before;
        ensure!((3..=40).contains(&came), "the repeated page came {came} times in {WATCHED:?}");
        Ok(())
    }
}

/// Debian's faketime, for programs with threads.
fn library() -> anyhow::Result<PathBuf> {
    let places = LIBRARIES.map(|folder| Path::new(folder).join("faketime/libfaketimeMT.so.1"));
    places.into_iter().find(|path| path.exists()).context("Debian's package faketime is not there")
}
