//! Emergencies that nobody answers are open when the database goes away for longer than their deadlines:
//! whoever comes next is called by a node alone, and an answer that is given then holds afterwards.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use jiff::SignedDuration;

use super::Shared;
use crate::{
    arrivals::{Arrivals, Marker},
    load::From,
    postgres::End,
};

const OPEN: u32 = 40;
/// Whoever has not answered after this time is passed, as the directory below says.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// The usual setting.
const PAGE_ALONE_AFTER: Duration = Duration::from_secs(10);
const SLACK: Duration = Duration::from_secs(2);
/// Nodes copy what is open once a second.
const COPIED_WITHIN: Duration = Duration::from_secs(3);
const STAYS_AWAY: Duration = Duration::from_secs(5);
const GOES_ON_WITHIN: Duration = Duration::from_secs(15);
const DIRECTORY: &str = r#"
responder = [
  { id = "ana", name = "Ana Ruiz", roles = ["responder", "lead", "admin"],
    contact = [{ id = "sms", kind = "sms", address = "+15550100001" }] },
  { id = "ben", name = "Ben Okafor",
    contact = [{ id = "sms", kind = "sms", address = "+15550100002" }] },
]
[[policy]]
id = "next"
default = true
steps = [{ page = ["responder:ana"], answer_within = "10s" },
  { page = ["responder:ben"], answer_within = "30d" }]
repeat_last_every = "30d"
"#;

pub(in crate::faults) async fn prove(
    program: &Path,
    random: fastrand::Rng,
) -> anyhow::Result<String> {
    let mut shared = Shared::set_up(program, random).await?;
    // Its commands reach the database through a proxy of ours, which must go on meanwhile.
    let place = shared.trial.place.clone();
    tokio::task::spawn_blocking(move || place.direct(DIRECTORY)).await??;
    tokio::time::sleep(COPIED_WITHIN).await;
    let opened = shared.open_some().await?;
    tokio::time::sleep(COPIED_WITHIN).await;
    let away = Instant::now();
    shared.server.stop(End::Immediate)?;
    let latest = shared.next_is_called(&opened).await?;
    let answered = shared.some_are_answered(&opened).await?;
    tokio::time::sleep(STAYS_AWAY).await;
    shared.server.start_again()?;
    let was_away = away.elapsed();
    shared.holds(&opened, &answered).await?;
    let again = shared.trial.pages.arrivals.again();
    let calls = again.iter().filter(|(marker, _)| opened.iter().any(|it| it.0 == *marker)).count();
    let doubles = calls - opened.len();
    let place = shared.trial.place.clone();
    let verified = tokio::task::spawn_blocking(move || place.verify()).await??;
    shared.end().await?;
    Ok(format!(
        "{OPEN} emergencies that nobody answered were open when the database went away for {was_away:.0?}; \
         the next person was called for each by a node alone, {latest:.1?} after the deadline at most; \
         {doubles} calls came from both nodes; {} answers were given meanwhile, and hold; {}",
        answered.len(),
        verified.lines().last().unwrap_or_default(),
    ))
}

/// What was opened, with its number and when.
type Opened = (Marker, u32, Instant);

impl Shared {
    /// Ana is called for each.
    async fn open_some(&self) -> anyhow::Result<Vec<Opened>> {
        let mut opened = Vec::new();
        for index in 1..=OPEN {
            let place = &self.places[index as usize % self.places.len()];
            let mut client = place.client().await?;
            let accepted = client.request(Marker(index), From::Requester).await?;
            opened.push((accepted.marker, accepted.number, Instant::now()));
        }
        let is_called = |arrivals: &Arrivals| {
            opened.iter().all(|(marker, ..)| arrivals.first(*marker).is_some())
        };
        let called = self.trial.pages.arrivals.wait(COPIED_WITHIN, is_called).await;
        ensure!(called, "the first person was not called");
        Ok(opened)
    }

    /// How long after its deadline the last one was called.
    async fn next_is_called(&self, opened: &[Opened]) -> anyhow::Result<Duration> {
        let within = PAGE_ALONE_AFTER + SLACK;
        let called = |arrivals: &Arrivals| {
            let again = arrivals.again();
            opened.iter().all(|(marker, ..)| again.iter().any(|(other, _)| other == marker))
        };
        self.trial.pages.arrivals.wait(ANSWER_WITHIN + within, called).await;
        let again = self.trial.pages.arrivals.again();
        let mut latest = Duration::ZERO;
        for (marker, number, since) in opened {
            let second = again.iter().find(|(other, _)| other == marker);
            let second =
                second.with_context(|| format!("nobody was called after Ana for E-{number}"))?;
            let late = second.1.duration_since(*since).saturating_sub(ANSWER_WITHIN);
            ensure!(late <= within, "Ben was called for E-{number} {late:?} after the deadline");
            latest = latest.max(late);
        }
        Ok(latest)
    }

    /// Every other one, at the one node or the other, while both are alone.
    async fn some_are_answered(&self, opened: &[Opened]) -> anyhow::Result<Vec<u32>> {
        let mut answered = Vec::new();
        for (index, (_, number, _)) in opened.iter().enumerate().step_by(2) {
            let place = &self.places[index / 2 % self.places.len()];
            place.client().await?.answer(*number, "ben").await?;
            answered.push(*number);
        }
        Ok(answered)
    }

    async fn holds(&self, opened: &[Opened], answered: &[u32]) -> anyhow::Result<()> {
        let begin = Instant::now();
        for place in &self.places {
            while let Err(error) = place.client().await?.open_emergencies(None).await {
                ensure!(begin.elapsed() < GOES_ON_WITHIN, "after {GOES_ON_WITHIN:?}: {error}");
                tokio::time::sleep(SLACK / 10).await;
            }
        }
        // Each hands over what it has.
        tokio::time::sleep(COPIED_WITHIN).await;
        let mut client = self.trial.client().await?;
        for (_, number, _) in opened {
            let found = client.emergency(*number).await?;
            let by = found["responder"]["id"].as_str();
            let wanted = answered.contains(number).then_some("ben");
            ensure!(by == wanted, "E-{number} is with {by:?} and should be with {wanted:?}");
        }
        let open = self.trial.open_emergencies(SignedDuration::ZERO).await?;
        for (marker, number, _) in opened {
            let numbers = open.get(marker).map_or(&[][..], Vec::as_slice);
            ensure!(numbers == [format!("E-{number}")], "E-{number} is there as {numbers:?}");
        }
        Ok(())
    }
}
