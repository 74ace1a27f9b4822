//! What was done since the start, counted for whoever watches over the program.

use domain::{Fact, Happening};
use jiff::{SignedDuration, Timestamp};
use prometheus_client::{
    encoding::{EncodeLabelSet, EncodeLabelValue},
    metrics::{counter::Counter, family::Family, histogram::Histogram},
    registry::{Registry, Unit},
};

use crate::{Engine, Opened};

/// Seconds from a page's commit until a provider took it.
const TO_PAGE: [f64; 16] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0,
];
/// Seconds from a request until a person answered.
const TO_ANSWER: [f64; 11] =
    [5.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0];

/// Cheap to clone: clones count together.
#[derive(Clone, Debug)]
pub struct Figures {
    requests: Family<RequestLabels, Counter>,
    pages: Counter,
    pages_failed: Counter,
    answers: Counter,
    silences: Counter,
    to_page: Histogram,
    to_answer: Histogram,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    kind: RequestKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EncodeLabelValue)]
#[expect(non_camel_case_types, reason = "the names are the label's values")]
enum RequestKind {
    emergency,
    joined,
    ticket,
}

impl Default for Figures {
    fn default() -> Self {
        Self {
            requests: Family::default(),
            pages: Counter::default(),
            pages_failed: Counter::default(),
            answers: Counter::default(),
            silences: Counter::default(),
            to_page: Histogram::new(TO_PAGE),
            to_answer: Histogram::new(TO_ANSWER),
        }
    }
}

impl Figures {
    /// Puts the figures into a registry, to be read there.
    pub fn register(&self, registry: &mut Registry) {
        let Self { requests, pages, pages_failed, answers, silences, to_page, to_answer } =
            self.clone();
        registry.register("requests", "Requests that were accepted", requests);
        registry.register("pages", "Pages that a provider took", pages);
        registry.register("pages_failed", "Pages that will not arrive", pages_failed);
        registry.register("answers", "Pages that a person answered", answers);
        let help = "Times the longest silence ran out without a word of a person";
        registry.register("silences", help, silences);
        let help = "From the moment a page was due until a provider took it";
        registry.register_with_unit("time_to_page", help, Unit::Seconds, to_page);
        let help = "From the first request until a person answered";
        registry.register_with_unit("time_to_answer", help, Unit::Seconds, to_answer);
    }

    pub(crate) fn request_accepted(&self, opened: &Opened) {
        let kind = match opened {
            Opened::Emergency { joined: false, .. } => RequestKind::emergency,
            Opened::Emergency { joined: true, .. } => RequestKind::joined,
            Opened::Ticket { .. } => RequestKind::ticket,
        };
        self.requests.get_or_create(&RequestLabels { kind }).inc();
    }

    pub(crate) fn page_taken(&self, queued_at: Timestamp, now: Timestamp) {
        self.pages.inc();
        self.to_page.observe(seconds(now.duration_since(queued_at)));
    }

    /// Counts what has happened to an emergency that was opened then.
    pub(crate) fn happened(&self, facts: &[Fact], opened_at: Timestamp) {
        for fact in facts {
            if let Happening::Answered { took_over_from: None } = fact.happening {
                self.answers.inc();
                self.to_answer.observe(seconds(fact.at.duration_since(opened_at)));
            } else if let Happening::PageFailed { .. } = fact.happening {
                self.pages_failed.inc();
            } else if let Happening::SilenceFilled { .. } = fact.happening {
                self.silences.inc();
            }
        }
    }
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
        figures.happened(&[Fact { at, actor: Actor::System, happening }], opened_at);
        figures.request_accepted(&Opened::Emergency { number: Number(1001), joined: true });
        let mut registry = Registry::with_prefix("frontline");
        figures.register(&mut registry);
        let mut text = String::new();
        prometheus_client::encoding::text::encode(&mut text, &registry).unwrap();
        for line in [
            "frontline_answers_total 1",
            "frontline_time_to_answer_seconds_sum 42.0",
            "frontline_time_to_answer_seconds_bucket{le=\"60.0\"} 1",
            "frontline_requests_total{kind=\"joined\"} 1",
        ] {
            assert!(text.lines().any(|written| written == line), "{line} is not in\n{text}");
        }
    }
}
