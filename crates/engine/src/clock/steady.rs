//! The system's clock, made fit to keep deadlines by: it never goes back.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use jiff::{SignedDuration, Timestamp};

/// Ahead of the wall clock, time passes this fraction slower until the wall clock has caught up: an
/// hour becomes 36 s longer.
const SLOWER_BY: i64 = 100;

/// The time, in microseconds: forward with the wall clock at once, also after the machine slept.
///
/// Where the wall clock is set back, deadlines that were set before would lie too far ahead, and nobody
/// would be called: so time goes on from where it was, a little slower, until the wall clock has caught up.
#[derive(Debug)]
pub struct Steady {
    started: Instant,
    course: Mutex<Course>,
}

#[derive(Debug)]
struct Course {
    /// Since the start, by the clock that nobody can set: when `time` was the time.
    at: i64,
    time: i64,
    /// What the database's clock said, and when, where there is one for several nodes.
    heard: Option<(i64, i64)>,
}

impl Default for Steady {
    fn default() -> Self {
        let course = Course { at: 0, time: wall(), heard: None };
        Self { started: Instant::now(), course: Mutex::new(course) }
    }
}

impl Steady {
    pub(super) fn now(&self) -> i64 {
        let mut course = self.course();
        course.time(self.elapsed(), wall())
    }

    /// How far this is ahead of the wall clock, which was set back.
    pub(super) fn ahead(&self) -> SignedDuration {
        let mut course = self.course();
        let (elapsed, wall) = (self.elapsed(), wall());
        let ahead = course.time(elapsed, wall) - course.wall(elapsed, wall);
        SignedDuration::from_micros(ahead.max(0))
    }

    /// Not earlier than this: what is stored already was stored by then.
    pub(super) fn begin_after(&self, floor: Timestamp) {
        let mut course = self.course();
        let elapsed = self.elapsed();
        let time = course.time(elapsed, wall()).max(floor.as_microsecond());
        (course.at, course.time) = (elapsed, time);
    }

    /// Nothing waits for any deadline: the wall clock's time is taken, though it is earlier.
    pub(super) fn take_wall(&self) {
        let mut course = self.course();
        let elapsed = self.elapsed();
        (course.at, course.time) = (elapsed, course.wall(elapsed, wall()));
    }

    /// What the clock that all nodes share says. From now on it is the wall clock, and this machine's
    /// own is not asked any more.
    pub(super) fn hear(&self, shared: Timestamp) {
        let mut course = self.course();
        let is_first = course.heard.is_none();
        let elapsed = self.elapsed();
        course.heard = Some((elapsed, shared.as_microsecond()));
        if is_first {
            // Nothing was decided by this machine's own clock yet.
            (course.at, course.time) = (elapsed, shared.as_microsecond());
        }
    }

    fn elapsed(&self) -> i64 {
        i64::try_from(self.started.elapsed().as_micros()).unwrap_or(i64::MAX)
    }

    fn course(&self) -> MutexGuard<'_, Course> {
        self.course.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Course {
    fn time(&mut self, elapsed: i64, wall: i64) -> i64 {
        let passed = (elapsed - self.at).max(0);
        let slow = self.time.saturating_add(passed - passed / SLOWER_BY);
        let wall = self.wall(elapsed, wall);
        if wall < slow {
            return slow;
        }
        (self.at, self.time) = (elapsed, wall);
        wall
    }

    fn wall(&self, elapsed: i64, own: i64) -> i64 {
        self.heard.map_or(own, |(at, time)| time.saturating_add((elapsed - at).max(0)))
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the clock that others ask")]
fn wall() -> i64 {
    Timestamp::now().as_microsecond()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000;
    const HOUR: i64 = 3_600 * SECOND;
    const NOON: i64 = 1_764_000_000 * SECOND;

    fn course() -> Course {
        Course { at: 0, time: NOON, heard: None }
    }

    #[test]
    fn time_follows_the_wall_clock_ahead_at_once() {
        let mut course = course();
        assert_eq!(course.time(SECOND, NOON + 8 * HOUR), NOON + 8 * HOUR);
        assert_eq!(course.time(2 * SECOND, NOON + 8 * HOUR + SECOND), NOON + 8 * HOUR + SECOND);
    }

    #[test]
    fn a_wall_clock_that_is_set_back_delays_no_deadline() {
        let mut course = course();
        let back = NOON - HOUR;
        for minute in 1..=60 {
            let passed = minute * 60 * SECOND;
            let time = course.time(passed, back + passed);
            let late = NOON + passed - time;
            assert!((0..=passed / SLOWER_BY).contains(&late), "minute {minute}: late by {late}");
        }
    }

    #[test]
    fn the_wall_clock_catches_up_in_the_end_and_is_followed_again() {
        let mut course = course();
        let back = NOON - 10 * SECOND;
        let mut last = NOON;
        for second in 1..=1_100 {
            let time = course.time(second * SECOND, back + second * SECOND);
            assert!(time >= last, "second {second}: time went back");
            last = time;
        }
        assert_eq!(last, back + 1_100 * SECOND);
    }

    #[test]
    fn the_clock_that_nodes_share_counts_more_than_the_machines_own() {
        let mut course = course();
        course.heard = Some((0, NOON));
        assert_eq!(course.time(SECOND, NOON + 8 * HOUR), NOON + SECOND);
        assert_eq!(course.time(2 * SECOND, NOON - HOUR), NOON + 2 * SECOND);
    }

    #[test]
    fn time_begins_after_what_is_stored_until_nothing_waits() {
        let steady = Steady::default();
        let stored = Timestamp::from_microsecond(wall() + HOUR).unwrap();
        steady.begin_after(stored);
        assert!(steady.now() >= stored.as_microsecond());
        assert!(steady.ahead() > SignedDuration::from_mins(59));
        steady.take_wall();
        assert!(steady.now() < stored.as_microsecond());
        assert!(steady.ahead() < SignedDuration::from_secs(1));
    }
}
