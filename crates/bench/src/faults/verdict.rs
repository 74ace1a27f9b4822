//! What holds after every fault: each request that was answered with 201 is there, once, with its
//! receipt and its page; no open emergency is without a deadline or overdue; nobody who was promised
//! a word waits beyond it; and whatever came twice stands beside a fault.

use std::{
    collections::BTreeMap,
    fmt,
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::trial::{BEAT, Trial};
use crate::arrivals::{Arrivals, Marker};

const ALL_ARRIVE_WITHIN: Duration = Duration::from_secs(120);
/// What is due is done within this time.
const OVERDUE_AFTER: SignedDuration = SignedDuration::from_secs(5);
/// A message that was on its way when something was taken away had left this long before at most.
const ON_ITS_WAY: Duration = Duration::from_secs(2);

/// What was counted.
#[derive(Debug)]
pub(super) struct Verdict {
    accepted: usize,
    pages_again: usize,
    receipts_again: usize,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "all {} requests that were answered with 201 are there, each once, with receipt and page; no \
             deadline is missing or overdue; {} pages and {} receipts came twice, each beside a fault",
            self.accepted, self.pages_again, self.receipts_again
        )
    }
}

impl Trial {
    /// `ahead` is how far the program's clock is ahead of ours.
    pub(super) async fn verdict(&self, ahead: SignedDuration) -> anyhow::Result<Verdict> {
        let accepted = self.book.accepted.lock().expect("no holder panics").clone();
        ensure!(accepted.len() > 1, "no request was accepted: the trial proves nothing");
        for (what, arrivals) in [("receipt", &self.mails.arrivals), ("page", &self.pages.arrivals)]
        {
            let missing = |arrivals: &Arrivals| {
                let waits = |marker| marker != BEAT && arrivals.first(marker).is_none();
                accepted.iter().filter(|one| waits(one.marker)).count()
            };
            let all = arrivals.wait(ALL_ARRIVE_WITHIN, |arrivals| missing(arrivals) == 0);
            ensure!(all.await, "{} of {} have no {what}", missing(arrivals), accepted.len());
        }
        let open = self.open_emergencies(ahead).await?;
        for request in &accepted {
            let numbers = open.get(&request.marker).map_or(&[][..], Vec::as_slice);
            let number = format!("E-{}", request.number);
            ensure!(numbers == [number.as_str()], "{number} was promised, there is {numbers:?}");
        }
        Ok(Verdict {
            accepted: accepted.len(),
            pages_again: self.explained("page", &self.pages.arrivals)?,
            receipts_again: self.explained("receipt", &self.mails.arrivals)?,
        })
    }

    /// The numbers that each marker has, after a look at the deadlines of all of them.
    pub(super) async fn open_emergencies(
        &self,
        ahead: SignedDuration,
    ) -> anyhow::Result<BTreeMap<Marker, Vec<String>>> {
        let mut client = self.client().await?;
        let mut open: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let mut cursor: Option<String> = None;
        loop {
            let listed = client.open_emergencies(cursor.as_deref()).await?;
            for item in listed["items"].as_array().context("a list has items")? {
                let number = item["number"].as_str().context("an emergency has a number")?;
                check_deadlines(item, now() + ahead).with_context(|| number.to_owned())?;
                let summary = item["summary"].as_str().unwrap_or_default();
                let marker = Marker::find(summary.as_bytes()).context("a marker")?;
                let numbers = open.entry(marker).or_default();
                // The list goes by deadlines: who gets a new one meanwhile may show up twice.
                if !numbers.iter().any(|known| known == number) {
                    numbers.push(number.to_owned());
                }
            }
            cursor = listed["next_cursor"].as_str().map(str::to_owned);
            if cursor.is_none() {
                return Ok(open);
            }
        }
    }

    /// How much came again, if a fault explains all of it.
    pub(super) fn explained(&self, what: &str, arrivals: &Arrivals) -> anyhow::Result<usize> {
        let again = arrivals.again();
        let faults = self.book.faults.lock().expect("no holder panics").clone();
        let mut count = 0;
        for (marker, at) in again.into_iter().filter(|(marker, _)| *marker != BEAT) {
            let first = arrivals.first(marker).context("who comes again came before")?;
            let explains = |(from, until): &(Instant, Instant)| {
                *from <= at && first + ON_ITS_WAY >= *from && first <= *until + ON_ITS_WAY
            };
            ensure!(
                faults.iter().any(explains),
                "the {what} of {marker} came again after {:?}, and no fault stands beside it",
                at - first
            );
            count += 1;
        }
        Ok(count)
    }
}

fn check_deadlines(item: &Value, now: Timestamp) -> anyhow::Result<()> {
    let at: Timestamp = item["next_deadline"]["at"].as_str().context("no deadline")?.parse()?;
    ensure!(at > now - OVERDUE_AFTER, "overdue since {at}, and it is {now}");
    let word: Timestamp = item["next_update_by"].as_str().context("no word is owed")?.parse()?;
    ensure!(word > now - OVERDUE_AFTER, "a word was owed by {word}, and it is {now}");
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "compares the program's clock with this one")]
fn now() -> Timestamp {
    Timestamp::now()
}
