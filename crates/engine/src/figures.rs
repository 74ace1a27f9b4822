//! What was done since the start, counted for whoever watches over the program.

use std::sync::atomic::AtomicU64;

use channels::DeliveryError;
use domain::{Emergency, Fact, Happening, Transition, milestone::Milestone, request::Channel};
use jiff::{SignedDuration, Timestamp};
use prometheus_client::{
    encoding::{EncodeLabelSet, EncodeLabelValue},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::{Registry, Unit},
};
use store::{Delivery, Handed, Lane};

use crate::{Engine, Opened};

/// Seconds from a page's commit until a provider took it.
const TO_PAGE: [f64; 16] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0,
];
/// Seconds from a request until a person answered, or looked into it.
const TO_ANSWER: [f64; 11] =
    [5.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0];
/// Seconds from a request until it was over.
const TO_RESTORE: [f64; 10] =
    [300.0, 600.0, 1800.0, 3600.0, 7200.0, 10_800.0, 14_400.0, 28_800.0, 43_200.0, 86_400.0];
/// Seconds between two words; an hour is the usual promise, and a second is for its keeping.
const SILENCE: [f64; 10] =
    [60.0, 300.0, 600.0, 900.0, 1800.0, 2700.0, 3601.0, 5400.0, 7200.0, 14_400.0];

/// Cheap to clone: clones count together.
#[derive(Clone, Debug)]
pub struct Figures {
    requests: Family<RequestLabels, Counter>,
    pages: Family<[(&'static str, &'static str); 1], Counter>,
    pages_failed: Counter,
    drills: Family<[(&'static str, &'static str); 1], Counter>,
    templates_failed: Counter,
    attempts: Family<AttemptLabels, Counter>,
    answers: Counter,
    restored: Counter,
    promises_kept: Counter,
    promises_missed: Counter,
    silence: Histogram,
    longest_silence: Gauge<f64, AtomicU64>,
    to_page: Histogram,
    to_answer: Histogram,
    to_investigate: Histogram,
    to_restore: Histogram,
    kept_alone: Counter,
    handed_over: Counter,
    handed_over_doubles: Counter,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    channel: &'static str,
    kind: RequestKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EncodeLabelValue)]
#[expect(non_camel_case_types, reason = "the names are the label's values")]
enum RequestKind {
    emergency,
    joined,
    ticket,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct AttemptLabels {
    provider: String,
    outcome: &'static str,
}

impl Default for Figures {
    fn default() -> Self {
        let pages = Family::default();
        let pages_go = |lane: &Lane| !matches!(lane, Lane::Announcement | Lane::Forward);
        for lane in Lane::ALL.into_iter().filter(pages_go) {
            // From the start on, so that the first page is seen as an increase.
            drop(pages.get_or_create(&lane_label(lane)));
        }
        Self {
            kept_alone: Counter::default(),
            handed_over: Counter::default(),
            handed_over_doubles: Counter::default(),
            requests: Family::default(),
            pages,
            pages_failed: Counter::default(),
            drills: Family::default(),
            templates_failed: Counter::default(),
            attempts: Family::default(),
            answers: Counter::default(),
            restored: Counter::default(),
            promises_kept: Counter::default(),
            promises_missed: Counter::default(),
            silence: Histogram::new(SILENCE),
            longest_silence: Gauge::default(),
            to_page: Histogram::new(TO_PAGE),
            to_answer: Histogram::new(TO_ANSWER),
            to_investigate: Histogram::new(TO_ANSWER),
            to_restore: Histogram::new(TO_RESTORE),
        }
    }
}

impl Figures {
    /// Puts the figures into a registry, to be read there.
    pub fn register(&self, registry: &mut Registry) {
        let all = self.clone();
        registry.register("requests", "Requests that were accepted", all.requests);
        registry.register("pages", "Pages that a provider took", all.pages);
        registry.register("pages_failed", "Pages that will not arrive", all.pages_failed);
        let help = "Test pages at the beginning of shifts, and what became of them";
        registry.register("drills", help, all.drills);
        let help = "Messages whose own words failed, and that went out in the built-in ones";
        registry.register("templates_failed", help, all.templates_failed);
        let help = "Attempts to hand a message to a provider, and what it said";
        registry.register("delivery_attempts", help, all.attempts);
        registry.register("answers", "Pages that a person answered", all.answers);
        registry.register("restored", "Emergencies that were restored", all.restored);
        let help = "Words that requesters were told before the longest silence ran out";
        registry.register("promises_kept", help, all.promises_kept);
        let help = "Times the longest silence ran out, and requesters were told so";
        registry.register("promises_missed", help, all.promises_missed);
        let help =
            "The longest silence between two words that this process has ended since its start";
        registry.register_with_unit("longest_silence", help, Unit::Seconds, all.longest_silence);
        let help = "Requests that were kept on this node's disk, for the database was away";
        registry.register("requests_kept_alone", help, all.kept_alone);
        let help = "Cases that were handed over to the database once it was back";
        registry.register("cases_handed_over", help, all.handed_over);
        let help =
            "Cases handed over that the database had already: somebody may have been called twice";
        registry.register("cases_handed_over_doubles", help, all.handed_over_doubles);
        let mut histogram = |name: &str, help: &str, histogram: Histogram| {
            registry.register_with_unit(name, help, Unit::Seconds, histogram);
        };
        let help = "How long the requesters of an emergency were without a word";
        histogram("silence", help, all.silence);
        let help = "From the moment a page was due until a provider took it";
        histogram("time_to_page", help, all.to_page);
        let help = "From the first request until a person answered";
        histogram("time_to_answer", help, all.to_answer);
        let help = "From the first request until somebody was investigating";
        histogram("time_to_investigate", help, all.to_investigate);
        let help = "From the first request until it was restored";
        histogram("time_to_restore", help, all.to_restore);
    }

    pub(crate) fn request_accepted(&self, channel: Channel, opened: &Opened) {
        let kind = match opened {
            Opened::Emergency { joined: false, .. } => RequestKind::emergency,
            Opened::Emergency { joined: true, .. } => RequestKind::joined,
            Opened::Ticket { .. } => RequestKind::ticket,
        };
        self.requests.get_or_create(&RequestLabels { channel: channel.name(), kind }).inc();
    }

    pub(crate) fn was_kept_alone(&self) {
        self.kept_alone.inc();
    }

    pub(crate) fn was_handed_over(&self, handed: Handed) {
        self.handed_over.inc();
        if matches!(handed, Handed::Double | Handed::GaveWay) {
            self.was_double();
        }
    }

    pub(crate) fn was_double(&self) {
        self.handed_over_doubles.inc();
    }

    pub(crate) fn drill_was(&self, outcome: &'static str) {
        self.drills.get_or_create(&[("outcome", outcome)]).inc();
    }

    pub(crate) fn template_failed(&self) {
        self.templates_failed.inc();
    }

    pub(crate) fn page_taken(&self, page: &Delivery, now: Timestamp) {
        self.pages.get_or_create(&lane_label(page.lane)).inc();
        self.to_page.observe(seconds(now.duration_since(page.queued_at)));
    }

    /// A provider was asked to take a message.
    pub(crate) fn attempted<T>(&self, provider: &str, result: &Result<T, DeliveryError>) {
        let outcome = outcome(result);
        self.attempts
            .get_or_create(&AttemptLabels { provider: provider.to_owned(), outcome })
            .inc();
    }

    /// Counts what a turn led to; `before` it, unless it opened the emergency.
    pub(crate) fn happened(&self, before: Option<&Emergency>, turn: &Transition) {
        self.count_facts(&turn.facts, turn.next.opened_at);
        let Some(before) = before.map(|before| &before.promise) else { return };
        let promise = &turn.next.promise;
        if promise.last_word_at == before.last_word_at {
            return;
        }
        let silence = seconds(promise.last_word_at.duration_since(before.last_word_at));
        self.silence.observe(silence);
        if silence > self.longest_silence.get() {
            self.longest_silence.set(silence);
        }
        if promise.misses > before.misses {
            self.promises_missed.inc();
        } else {
            self.promises_kept.inc();
        }
    }

    fn count_facts(&self, facts: &[Fact], opened_at: Timestamp) {
        for fact in facts {
            let since_opened = || seconds(fact.at.duration_since(opened_at));
            if let Happening::Answered { took_over_from: None } = fact.happening {
                self.answers.inc();
                self.to_answer.observe(since_opened());
            } else if let Happening::PageFailed { .. } = fact.happening {
                self.pages_failed.inc();
            } else if let Happening::Milestone { milestone, again: false, .. } = fact.happening {
                if milestone == Milestone::Investigating {
                    self.to_investigate.observe(since_opened());
                } else if milestone == Milestone::Restored {
                    self.restored.inc();
                    self.to_restore.observe(since_opened());
                }
            }
        }
    }
}

/// What a provider said of a message.
pub(crate) fn outcome<T>(result: &Result<T, DeliveryError>) -> &'static str {
    match result {
        Ok(_) => "accepted",
        Err(DeliveryError::Refused(_)) => "refused",
        Err(DeliveryError::Busy(_)) => "busy",
        Err(DeliveryError::Unavailable(_)) => "unavailable",
    }
}

fn lane_label(lane: Lane) -> [(&'static str, &'static str); 1] {
    [("lane", lane.name())]
}

fn seconds(duration: SignedDuration) -> f64 {
    duration.as_secs_f64().max(0.0)
}

impl Engine {
    /// What was done since the start.
    pub fn figures(&self) -> &Figures {
        &self.shared.figures
    }
}

#[cfg(test)]
mod tests {
    use domain::{Actor, Number};

    use super::*;

    #[test]
    fn an_answer_is_counted_with_its_time() {
        let figures = Figures::default();
        let opened_at = Timestamp::UNIX_EPOCH;
        let at = opened_at + SignedDuration::from_secs(42);
        let happening = Happening::Answered { took_over_from: None };
        figures.count_facts(&[Fact { at, actor: Actor::System, happening }], opened_at);
        let opened = Opened::Emergency { number: Number(1001), joined: true };
        figures.request_accepted(Channel::Sms, &opened);
        figures.attempted::<()>("twilio", &Err(DeliveryError::Busy(7)));
        let mut registry = Registry::with_prefix("frontline");
        figures.register(&mut registry);
        let mut text = String::new();
        prometheus_client::encoding::text::encode(&mut text, &registry).unwrap();
        for line in [
            "frontline_answers_total 1",
            "frontline_time_to_answer_seconds_sum 42.0",
            "frontline_time_to_answer_seconds_bucket{le=\"60.0\"} 1",
            "frontline_requests_total{channel=\"sms\",kind=\"joined\"} 1",
            "frontline_delivery_attempts_total{provider=\"twilio\",outcome=\"busy\"} 1",
        ] {
            assert!(text.lines().any(|written| written == line), "{line} is not in\n{text}");
        }
    }
}
