//! The sample vendor, with durations as in life and for a night in a minute.

use domain::{Directory, Settings, coverage::Region};
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

/// Where the sample vendor's desk could be, with the days on which it is closed.
const PLACES: [(&str, &str); 6] = [
    ("America/Los_Angeles", "us-federal"),
    ("America/New_York", "us-federal"),
    ("Europe/London", "england"),
    ("Asia/Kolkata", ""),
    ("Asia/Tokyo", ""),
    ("Australia/Sydney", ""),
];

/// Whatever the time is, it is off-hours, and for as long as can be: the sample vendor's desk is where
/// that is so.
fn directory(now: Timestamp) -> Directory {
    let here = TimeZone::system();
    let zone = here.iana_name().unwrap_or("UTC").to_owned();
    let yesterday = now.to_zoned(here).date().saturating_sub(1.day());
    let text = DIRECTORY.replace("{zone}", &zone).replace("{yesterday}", &yesterday.to_string());
    let mut directory: Directory = toml::from_str(&text).expect("the sample directory is tested");
    let desks = PLACES.map(|(zone, holidays)| desk(zone, holidays));
    let opens = |desk: &Region| {
        let alone = Directory { regions: vec![desk.clone()], ..Directory::default() };
        let coverage = alone.coverage(now);
        coverage.changes_at.filter(|_| !coverage.open)
    };
    directory.regions.extend(desks.into_iter().max_by_key(opens));
    directory
}

fn desk(zone: &str, holidays: &str) -> Region {
    let holidays = match holidays {
        "" => String::new(),
        days => format!("holidays = \"{days}\"\n"),
    };
    let text = format!(
        "id = \"desk\"\ntime_zone = \"{zone}\"\n{holidays}\
         hours = [{{ days = \"mon-fri\", from = \"09:00\", until = \"17:00\" }}]"
    );
    toml::from_str(&text).expect("the sample desk is tested")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ana_is_on_call_whenever_the_demo_is_started() {
        let starts = ["2026-01-01T00:00:00Z", "2026-03-29T01:30:00Z", "2026-11-23T03:00:00Z"];
        let starts = starts.map(|start| start.parse::<Timestamp>().unwrap());
        let hours = (0..48).map(|hour| starts[2] + SignedDuration::from_hours(hour));
        for now in starts.into_iter().chain(hours) {
            for tempo in [calm(now), quick(now)] {
                assert_eq!(tempo.directory.contradictions(), []);
                let on_call = tempo.directory.schedules[0].on_call(now);
                assert_eq!(on_call, Some("ana".into()), "{now}");
                let desk = tempo.directory.coverage(now);
                let opens = desk.changes_at.expect("the desk opens some day");
                assert!(!desk.open && opens.duration_since(now).as_hours() >= 6, "{now}: {desk:?}");
            }
        }
    }
}
