use channels::Breaker;
use jiff::{SignedDuration, Timestamp};

use crate::now;

const REST: SignedDuration = SignedDuration::from_secs(30);

fn after(secs: i64) -> Timestamp {
    now() + SignedDuration::from_secs(secs)
}

fn open() -> Breaker {
    let mut breaker = Breaker::new(3, REST);
    for _ in 0..3 {
        assert!(breaker.try_pass(now()));
        breaker.failed(now());
    }
    breaker
}

#[test]
fn failures_in_a_row_open_it() {
    let mut breaker = Breaker::new(3, REST);
    breaker.failed(now());
    breaker.failed(now());
    breaker.succeeded();
    breaker.failed(now());
    breaker.failed(now());
    assert!(breaker.try_pass(now()));
    assert_eq!(breaker.resting_until(now()), None);
    breaker.failed(now());
    assert!(!breaker.try_pass(now()));
    assert_eq!(breaker.resting_until(now()), Some(after(30)));
}

#[test]
fn after_a_rest_one_trial_passes() {
    let mut breaker = open();
    assert!(!breaker.try_pass(after(29)));
    assert!(breaker.try_pass(after(30)));
    assert!(!breaker.try_pass(after(31)), "the trial is under way");
    breaker.succeeded();
    assert!(breaker.try_pass(after(31)));
    assert!(!breaker.is_open());
}

#[test]
fn a_failed_trial_opens_it_again() {
    let mut breaker = open();
    assert!(breaker.try_pass(after(30)));
    breaker.failed(after(40));
    assert_eq!(breaker.resting_until(after(40)), Some(after(70)));
    assert!(!breaker.try_pass(after(69)));
    assert!(breaker.try_pass(after(70)));
}

#[test]
fn a_trial_that_nothing_is_heard_of_is_followed_by_another() {
    let mut breaker = open();
    assert!(breaker.try_pass(after(30)));
    assert!(!breaker.try_pass(after(59)));
    assert!(breaker.try_pass(after(60)));
}

#[test]
fn late_failures_do_not_make_the_rest_longer() {
    let mut breaker = open();
    breaker.failed(after(20));
    assert_eq!(breaker.resting_until(after(20)), Some(after(30)));
}

#[test]
fn a_threshold_of_zero_means_one() {
    let mut breaker = Breaker::new(0, REST);
    assert!(breaker.try_pass(now()));
    breaker.failed(now());
    assert!(!breaker.try_pass(now()));
}
