//! The sample vendor, with durations as in life and for a night in a minute.

use domain::{Directory, Settings};
use jiff::{SignedDuration, Timestamp, ToSpan, tz::TimeZone};
use web::demo::Tempo;

const DIRECTORY: &str = include_str!("directory.toml");

/// Durations as in life.
pub(crate) fn calm(now: Timestamp) -> Tempo {
    Tempo { settings: Settings::default(), directory: directory(now) }
}

/// A night in a minute: an hour becomes some twenty seconds.
pub(crate) fn quick(now: Timestamp) -> Tempo {
    let secs = SignedDuration::from_secs;
    let mut settings = Settings::default();
    let emergency = &mut settings.emergency;
    emergency.cadence = secs(20);
    emergency.remind_before = vec![secs(8), secs(3)];
    emergency.investigate_within = secs(10);
    emergency.nudge_every = secs(4);
    emergency.unanswered_news_every = secs(12);
    emergency.close_after = secs(120);
    emergency.join_window = secs(120);
    emergency.restore_within = secs(60);
    settings.coverage.pickup_within = secs(20);
    let mut directory = directory(now);
    for rule in directory.responders.iter_mut().flat_map(|person| &mut person.rules) {
        rule.after /= 20;
    }
    for policy in &mut directory.policies {
        policy.repeat_last_every = secs(8);
        policy.steps.iter_mut().for_each(|step| step.answer_within = secs(8));
    }
    Tempo { settings, directory }
}

/// Whatever the time is, it is off-hours: the sample vendor's desk has no region.
fn directory(now: Timestamp) -> Directory {
    let here = TimeZone::system();
    let zone = here.iana_name().unwrap_or("UTC").to_owned();
    let yesterday = now.to_zoned(here).date().saturating_sub(1.day());
    let text = DIRECTORY.replace("{zone}", &zone).replace("{yesterday}", &yesterday.to_string());
    toml::from_str(&text).expect("the sample directory is tested")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ana_is_on_call_whenever_the_demo_is_started() {
        for now in ["2026-01-01T00:00:00Z", "2026-03-29T01:30:00Z", "2026-11-23T03:00:00Z"] {
            let now: Timestamp = now.parse().unwrap();
            for tempo in [calm(now), quick(now)] {
                assert_eq!(tempo.directory.contradictions(), []);
                let on_call = tempo.directory.schedules[0].on_call(now);
                assert_eq!(on_call, Some("ana".into()), "{now}");
                assert!(!tempo.directory.coverage(now).open);
            }
        }
    }
}
