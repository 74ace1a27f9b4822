//! How long requesters wait until a person answers.

use jiff::SignedDuration;
use serde::Serialize;

use super::play::Played;

/// The distribution of the time to answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Waits {
    pub emergencies: u64,
    /// Those that nobody answered within the time that is played.
    pub unanswered: u64,
    /// The share that waited longer than `late_after_seconds`, from 0 to 1.
    pub late: f64,
    /// So much of all waits no longer than so many seconds; `None` where nobody answered.
    pub half_seconds: Option<f64>,
    pub ninety_percent_seconds: Option<f64>,
    pub ninety_five_percent_seconds: Option<f64>,
    pub ninety_nine_percent_seconds: Option<f64>,
    pub longest_seconds: Option<f64>,
}

/// All waits, the shortest first; those without an answer last.
#[derive(Clone, Debug)]
pub(super) struct Answers(Vec<SignedDuration>);

impl Answers {
    pub(super) fn of<'a>(played: impl IntoIterator<Item = &'a Played>) -> Self {
        let waits = played.into_iter().map(|one| one.answered_after.unwrap_or(SignedDuration::MAX));
        let mut waits: Vec<_> = waits.collect();
        waits.sort_unstable();
        Self(waits)
    }

    pub(super) fn waits(&self, late_after: SignedDuration) -> Waits {
        let answered = self.0.partition_point(|wait| *wait < SignedDuration::MAX);
        let in_time = self.0.partition_point(|wait| *wait <= late_after);
        Waits {
            emergencies: count(self.0.len()),
            unanswered: count(self.0.len() - answered),
            late: share(self.0.len() - in_time, self.0.len()),
            half_seconds: self.longest_of(50),
            ninety_percent_seconds: self.longest_of(90),
            ninety_five_percent_seconds: self.longest_of(95),
            ninety_nine_percent_seconds: self.longest_of(99),
            longest_seconds: self.longest_of(100),
        }
    }

    /// The longest of the shortest `percent` (nearest rank).
    fn longest_of(&self, percent: usize) -> Option<f64> {
        let rank = (self.0.len() * percent).div_ceil(100).max(1);
        let wait = self.0.get(rank - 1).filter(|wait| **wait < SignedDuration::MAX)?;
        Some((wait.as_secs_f64() * 10.0).round() / 10.0)
    }
}

pub(super) fn share(part: usize, of: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    if of == 0 { 0.0 } else { (number(part) / number(of) * 10_000.0).round() / 10_000.0 }
}

pub(super) fn count(of: usize) -> u64 {
    u64::try_from(of).unwrap_or(u64::MAX)
}
