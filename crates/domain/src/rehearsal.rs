//! The nights to come, played before they come: the real rules over the real directory, with
//! people and providers as they usually are. Chance comes from a seed, so a rehearsal can be
//! repeated.

mod bad_night;
mod chance;
mod habits;
mod hours;
mod play;
mod waits;
mod what_if;

pub use bad_night::{BadNight, Cause};
pub use habits::Habits;
pub use hours::Hour;
pub use waits::Waits;
pub use what_if::{If, WhatIf};

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use self::{
    hours::{OffHours, home_zone},
    play::{Played, Stage},
    waits::Answers,
};
use crate::{Directory, Settings, directory::Hole, id::PolicyId, span::Span};

/// A rehearsal looks no further ahead.
pub const MAX_WEEKS: u32 = 26;
/// More emergencies are not played in one hour of the weeks to come.
pub const MAX_EACH_HOUR: u32 = 10_000;

/// What is rehearsed.
#[derive(Clone, Debug)]
pub struct Plan {
    pub from: Timestamp,
    /// At most [`MAX_WEEKS`].
    pub weeks: u32,
    /// How many emergencies are played in each hour off-hours, at most [`MAX_EACH_HOUR`].
    pub each_hour: u32,
    /// Who waits longer than this for an answer waits badly.
    pub late_after: SignedDuration,
    pub seed: u64,
    /// What goes wrong in all of it, before any what-if.
    pub given: If,
}

impl Plan {
    /// Four weeks, as `frontline rehearse` does.
    pub fn usual(from: Timestamp) -> Self {
        let late_after = SignedDuration::from_mins(15);
        Self { from, weeks: 4, each_hour: 40, late_after, seed: 1, given: If::NothingElse }
    }
}

/// What came out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rehearsal {
    pub from: Timestamp,
    pub until: Timestamp,
    /// The zone in which its hours and nights are told.
    pub time_zone: String,
    pub late_after_seconds: i64,
    /// From the report until a person answers.
    pub answer: Waits,
    pub policies: Vec<OfPolicy>,
    /// Every hour in which emergencies page at once, in order.
    pub hours: Vec<Hour>,
    /// The nights that would go badly, the earliest first.
    pub bad_nights: Vec<BadNight>,
    pub what_ifs: Vec<WhatIf>,
    pub holes: Vec<Hole>,
    /// How people and providers were assumed to be.
    pub assumed: Habits,
    /// All that were played, what-ifs included.
    pub played: u64,
}

/// The customers of one policy.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OfPolicy {
    pub policy: PolicyId,
    pub answer: Waits,
}

/// Of the emergencies with nothing unusual, one in so many is played again for each what-if.
const WHAT_IF_SHARE: u32 = 8;

/// Plays the weeks of `plan`.
pub fn rehearse(directory: &Directory, settings: &Settings, plan: &Plan) -> Rehearsal {
    let weeks = i64::from(plan.weeks.clamp(1, MAX_WEEKS));
    let until = plan.from.saturating_add(SignedDuration::from_hours(weeks * 7 * 24));
    let until = until.unwrap_or(Timestamp::MAX);
    let time_zone = home_zone(directory);
    let hours = match Span::new(plan.from, until) {
        Some(ahead) => OffHours::of(directory, settings, ahead, &time_zone),
        None => OffHours::default(),
    };
    let mut stage = Stage::new(directory, settings, plan);
    let played = stage.play(&hours, plan.each_hour.clamp(1, MAX_EACH_HOUR), &plan.given);
    let each_hour = (plan.each_hour.min(MAX_EACH_HOUR) / WHAT_IF_SHARE).max(1);
    let what_ifs = If::all(directory).into_iter().map(|it| {
        let both = If::Together { all: vec![plan.given.clone(), it.clone()] };
        let played = stage.play(&hours, each_hour, &both);
        WhatIf { answer: Answers::of(&played).waits(plan.late_after), it }
    });
    let what_ifs = what_ifs.collect();
    Rehearsal {
        from: plan.from,
        until,
        late_after_seconds: plan.late_after.as_secs(),
        answer: Answers::of(&played).waits(plan.late_after),
        policies: by_policy(&stage, &played, plan.late_after),
        hours: hours.told(&played, plan.late_after),
        bad_nights: bad_night::find(directory, &hours, &played, plan.late_after),
        what_ifs,
        holes: directory.holes(plan.from, until),
        assumed: Habits::usual(),
        played: stage.played(),
        time_zone,
    }
}

fn by_policy(stage: &Stage<'_>, played: &[Played], late_after: SignedDuration) -> Vec<OfPolicy> {
    let of = |(index, policy): (usize, &PolicyId)| {
        let its = played.iter().filter(|one| one.caller == index);
        OfPolicy { policy: policy.clone(), answer: Answers::of(its).waits(late_after) }
    };
    stage.policies().enumerate().map(of).collect()
}

#[cfg(test)]
mod tests;
