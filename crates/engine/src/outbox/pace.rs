//! How fast a lane sends: as its provider's contract says, and as the provider has shown by asking to
//! wait. Pages go first, and find a place whatever went just before them.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// So much below the limit, for what is squeezed together on the way.
const MARGIN: f64 = 0.95;
/// What may go at once, as a part of a second's worth; at least one.
const AT_ONCE: f64 = 0.02;
/// However long a provider asks to wait, it is tried again by then.
const HOLD_MAX: Duration = Duration::from_secs(30);
/// A lesson is forgotten after so long without another.
const LESSON_LASTS: Duration = Duration::from_secs(60);
const SECOND: Duration = Duration::from_secs(1);

/// The pace of one lane.
#[derive(Debug)]
pub(crate) struct Pace(Mutex<State>);

#[derive(Debug)]
struct State {
    /// How many pages may go now, for which only pages count.
    free: f64,
    /// How much else may go now, for which everything counts.
    rest: f64,
    /// When that was so.
    at: Instant,
    /// The provider asked to be left alone until then.
    held_until: Option<Instant>,
    /// What it takes in a second, by what it took before it asked; and since when that holds.
    lesson: Option<(f64, Instant)>,
    /// What it took within the second that began then, and the most of any since the last lesson.
    second: (Instant, f64),
    most: f64,
    pages_waiting: u32,
}

/// A page that waits for its turn: nothing else goes meanwhile.
pub(crate) struct Waiting<'a>(&'a Pace);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.with(|state| state.pages_waiting = state.pages_waiting.saturating_sub(1));
    }
}

impl Pace {
    pub(crate) fn new(now: Instant) -> Self {
        Self(Mutex::new(State {
            free: f64::MAX,
            rest: f64::MAX,
            at: now,
            held_until: None,
            lesson: None,
            second: (now, 0.0),
            most: 0.0,
            pages_waiting: 0,
        }))
    }

    fn with<T>(&self, ask: impl FnOnce(&mut State) -> T) -> T {
        ask(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn page_waits(&self) -> Waiting<'_> {
        self.with(|state| state.pages_waiting += 1);
        Waiting(self)
    }

    /// How many of `most` may go now; else after which time to ask again. `limit` is what the
    /// provider takes in a second.
    pub(crate) fn take(
        &self,
        (limit, is_page): (Option<f64>, bool),
        most: usize,
        now: Instant,
    ) -> Result<usize, Duration> {
        self.with(|state| state.take((limit, is_page), most, now))
    }

    /// So many were taken and did not go.
    pub(crate) fn put_back(&self, count: usize) {
        self.with(|state| {
            state.free += count as f64;
            state.rest += count as f64;
        });
    }

    /// The provider took a message.
    pub(crate) fn was_taken(&self, now: Instant) {
        self.with(|state| state.was_taken(now));
    }

    /// The provider asks to wait. What was on its way may be told the same: that is one lesson.
    pub(crate) fn was_held(&self, seconds: u64, now: Instant) {
        let until = now + Duration::from_secs(seconds).min(HOLD_MAX);
        self.with(|state| state.held_until = state.held_until.max(Some(until)));
    }
}

impl State {
    fn take(
        &mut self,
        (limit, is_page): (Option<f64>, bool),
        most: usize,
        now: Instant,
    ) -> Result<usize, Duration> {
        if let Some(until) = self.held_until {
            if now < until {
                return Err(until - now);
            }
            self.held_until = None;
            self.learn(now);
        }
        let Some(rate) = self.rate(limit, now) else { return Ok(most) };
        let at_once = (rate * AT_ONCE).max(1.0);
        let since = now.saturating_duration_since(self.at).as_secs_f64();
        self.free = (self.free + since * rate).min(at_once);
        self.rest = (self.rest + since * rate).min(at_once);
        self.at = now;
        if !is_page && self.pages_waiting > 0 {
            return Err(Duration::from_secs_f64(1.0 / rate).min(SECOND));
        }
        let may_go = if is_page { self.free } else { self.free.min(self.rest) };
        if may_go < 1.0 {
            return Err(Duration::from_secs_f64((1.0 - may_go) / rate).min(SECOND));
        }
        let count = most.min(may_go as usize);
        if is_page {
            self.free -= count as f64;
        }
        self.rest = (self.rest - count as f64).max(-1.0);
        Ok(count)
    }

    /// Messages a second; `None` if nothing is known against any number.
    fn rate(&mut self, limit: Option<f64>, now: Instant) -> Option<f64> {
        let limit = limit.map(|limit| limit * MARGIN);
        let Some((rate, since)) = self.lesson else { return limit };
        let age = now.saturating_duration_since(since);
        if age > LESSON_LASTS {
            self.lesson = None;
            return limit;
        }
        // Hardly more at first, for each question costs a second; then faster, should it have been
        // too little.
        let seconds = age.as_secs_f64();
        let tried = rate * (1.0 + seconds * seconds / 2000.0) + seconds / 20.0;
        Some(limit.map_or(tried, |limit| limit.min(tried)))
    }

    fn learn(&mut self, now: Instant) {
        let taken = self.most.max(self.second.1).max(1.0);
        self.lesson = Some(((taken * MARGIN).max(1.0), now));
        (self.most, self.second, self.at) = (0.0, (now, 0.0), now);
        (self.free, self.rest) = (0.0, 0.0);
    }

    fn was_taken(&mut self, now: Instant) {
        if now.saturating_duration_since(self.second.0) >= SECOND {
            self.most = self.most.max(self.second.1);
            self.second = (now, 0.0);
        }
        self.second.1 += 1.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    /// A provider that takes `limit` in each second, and asks for another second's patience beyond.
    struct Provider {
        limit: usize,
        times: Vec<Instant>,
        refused: usize,
    }

    impl Provider {
        fn takes(&mut self, now: Instant) -> bool {
            let recent = self.times.iter().filter(|&&time| now - time < SECOND).count();
            if recent < self.limit {
                self.times.push(now);
            } else {
                self.refused += 1;
            }
            recent < self.limit
        }
    }

    /// Ten seconds of pages without end, looked at each millisecond.
    fn storm(limit: Option<f64>, provider: &mut Provider) {
        let start = Instant::now();
        let pace = Pace::new(start);
        for millisecond in 0..10_000 {
            let now = start + MS * millisecond;
            for _ in 0..pace.take((limit, true), 64, now).unwrap_or(0) {
                if provider.takes(now) { pace.was_taken(now) } else { pace.was_held(1, now) }
            }
        }
    }

    #[test]
    fn a_limit_that_is_known_is_never_met() {
        for limit in [5_usize, 100, 800] {
            let mut provider = Provider { limit, times: Vec::new(), refused: 0 };
            storm(Some(limit as f64), &mut provider);
            assert_eq!(provider.refused, 0, "{limit} a second");
            let taken = provider.times.len();
            assert!(taken * 10 >= limit * 10 * 9, "{taken} of {limit} a second in 10 s");
        }
    }

    #[test]
    fn a_limit_that_is_not_known_is_learned() {
        let mut provider = Provider { limit: 100, times: Vec::new(), refused: 0 };
        storm(None, &mut provider);
        let (taken, refused) = (provider.times.len(), provider.refused);
        assert!(taken > 850, "only {taken} in 10 s");
        assert!(refused <= 64, "{refused} were sent in vain");
    }

    #[test]
    fn a_page_finds_a_place_whatever_goes_before_it() {
        let start = Instant::now();
        let pace = Pace::new(start);
        for millisecond in 0..5_000 {
            let now = start + MS * millisecond;
            let _news = pace.take((Some(1.0), false), 64, now);
        }
        assert_eq!(pace.take((Some(1.0), true), 64, start + MS * 5_000), Ok(1));
    }

    #[test]
    fn nothing_else_goes_while_a_page_waits() {
        let start = Instant::now();
        let pace = Pace::new(start);
        let waits = pace.page_waits();
        assert!(pace.take((Some(10.0), false), 1, start).is_err());
        drop(waits);
        assert_eq!(pace.take((Some(10.0), false), 1, start), Ok(1));
    }

    #[test]
    fn a_lesson_is_forgotten() {
        let start = Instant::now();
        let pace = Pace::new(start);
        pace.was_held(5, start);
        assert_eq!(pace.take((None, true), 64, start), Err(Duration::from_secs(5)));
        let later = start + Duration::from_secs(6);
        assert!(pace.take((None, true), 64, later).unwrap_or(0) < 64);
        assert_eq!(pace.take((None, true), 64, later + LESSON_LASTS + SECOND), Ok(64));
    }
}
