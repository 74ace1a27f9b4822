//! The hours of the weeks to come in which an emergency pages at once.

use jiff::{SignedDuration, Timestamp, civil::DateTime};
use serde::Serialize;

use super::{chance::Chance, play::Played, waits::Answers, waits::Waits};
use crate::{
    Directory, Settings,
    settings::InHours,
    span::{Span, common, without},
    zone::Clock,
};

/// One hour, or what is left of it off-hours.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hour {
    pub from: Timestamp,
    /// The beginning of the hour on the clocks of the rehearsal's zone.
    pub local: DateTime,
    pub answer: Waits,
}

#[derive(Clone, Debug, Default)]
pub(super) struct OffHours {
    pub(super) hours: Vec<OffHour>,
}

#[derive(Clone, Debug)]
pub(super) struct OffHour {
    pub(super) local: DateTime,
    /// Never empty.
    parts: Vec<Span>,
}

const HOUR: SignedDuration = SignedDuration::from_hours(1);

impl OffHours {
    pub(super) fn of(
        directory: &Directory,
        settings: &Settings,
        ahead: Span,
        time_zone: &str,
    ) -> Self {
        let open = match settings.coverage.in_hours {
            InHours::Portal => directory.open_hours(ahead),
            InHours::Page => Vec::new(),
        };
        let off_hours = without(&[ahead], &open);
        let Some(clock) = Clock::of(time_zone).or_else(|| Clock::of("UTC")) else {
            return Self::default();
        };
        let mut rest = off_hours.as_slice();
        let mut hours = Vec::new();
        let mut from = whole_hour(ahead.from, &clock);
        while let Some(hour) = Span::new(from, from.saturating_add(HOUR).unwrap_or(Timestamp::MAX))
            && from < ahead.until
        {
            rest = &rest[rest.iter().take_while(|span| span.until <= hour.from).count()..];
            let near = rest.iter().take_while(|span| span.from < hour.until).count();
            let parts = common(&[hour], &rest[..near]);
            if !parts.is_empty() {
                hours.push(OffHour { local: clock.shows(from), parts });
            }
            from = hour.until;
        }
        Self { hours }
    }

    /// What was played in each hour; `played` is in the order of the hours.
    pub(super) fn told(&self, played: &[Played], late_after: SignedDuration) -> Vec<Hour> {
        let told = played.chunk_by(|one, next| one.hour == next.hour).map(|its| {
            let hour = &self.hours[its[0].hour];
            let answer = Answers::of(its).waits(late_after);
            Hour { from: hour.parts[0].from, local: hour.local, answer }
        });
        told.collect()
    }
}

impl OffHour {
    /// Some moment of it.
    pub(super) fn any_moment(&self, chance: &mut Chance) -> Timestamp {
        let length = |span: &Span| span.from.duration_until(span.until).as_secs_f64();
        let mut into = chance.share() * self.parts.iter().map(length).sum::<f64>();
        for part in &self.parts {
            let here = length(part);
            if into < here {
                let into = SignedDuration::try_from_secs_f64(into).unwrap_or_default();
                return part.from.saturating_add(into).unwrap_or(part.from);
            }
            into -= here;
        }
        self.parts[0].from
    }
}

/// The zone of the first region, else of the first schedule.
pub(super) fn home_zone(directory: &Directory) -> String {
    let region = directory.regions.first().map(|region| &region.time_zone);
    let zone = region.or_else(|| directory.schedules.first().map(|schedule| &schedule.time_zone));
    let zone = zone.filter(|zone| Clock::of(zone).is_some());
    zone.map_or_else(|| "UTC".to_owned(), Clone::clone)
}

/// The last full hour that the clocks have shown.
fn whole_hour(at: Timestamp, clock: &Clock) -> Timestamp {
    let shown = clock.shows(at).time();
    let past = i64::from(shown.minute()) * 60 + i64::from(shown.second());
    let past = SignedDuration::new(past, shown.subsec_nanosecond());
    at.saturating_sub(past).unwrap_or(Timestamp::MIN)
}
