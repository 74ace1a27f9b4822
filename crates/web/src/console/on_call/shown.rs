//! Which days and whose a calendar shows, as its address says it.

use std::collections::BTreeSet;

use domain::{Directory, calendar::View};
use jiff::{Span, ToSpan, civil::Date};
use serde::Deserialize;

use super::form_urlencoded;
use crate::moment::Clock;

/// What was asked for; whatever cannot be read is left out.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    view: String,
    from: String,
    schedule: String,
    zone: String,
    said: String,
}

/// What is shown.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) is_month: bool,
    pub(super) title: String,
    /// A day of the month or week that is shown.
    anchor: Date,
    first: Date,
    days: u16,
    pub(super) today: Date,
    /// The one schedule; all, if empty.
    pub(super) schedule: String,
    pub(super) schedules: Vec<String>,
    pub(super) zone: String,
    pub(super) zones: Vec<String>,
}

impl Asked {
    pub(super) fn zone(&self) -> Option<&str> {
        (!self.zone.is_empty()).then_some(self.zone.as_str())
    }

    /// What was just done.
    pub(super) fn said(&self) -> Option<&'static str> {
        match self.said.as_str() {
            "added" => Some("Saved: the override counts from now on."),
            "removed" => Some("Saved: the override is gone."),
            _ => None,
        }
    }
}

impl Shown {
    pub(super) fn of(asked: &Asked, directory: &Directory, clock: &Clock) -> Self {
        let zone = clock.zone_id().to_owned();
        let today = clock.today();
        let anchor = asked.from.parse().unwrap_or(today);
        let is_month = asked.view != "week";
        let (first, last, title) = if is_month {
            let (first, last) = (anchor.first_of_month(), anchor.last_of_month());
            (monday(first), sunday(last), anchor.strftime("%B %Y").to_string())
        } else {
            let (first, last) = (monday(anchor), sunday(anchor));
            let title = format!("{} to {}", first.strftime("%-d %b"), last.strftime("%-d %b %Y"));
            (first, last, title)
        };
        let days = (last - first).get_days() + 1;
        let schedules: Vec<_> = directory.schedules.iter().map(|one| one.id.to_string()).collect();
        let known = schedules.contains(&asked.schedule);
        Self {
            is_month,
            title,
            anchor,
            first,
            days: u16::try_from(days).unwrap_or(7),
            today,
            schedule: if known { asked.schedule.clone() } else { String::new() },
            schedules,
            zones: zones(directory, &zone),
            zone,
        }
    }

    pub(super) fn wants(&self, schedule: &str) -> bool {
        self.schedule.is_empty() || self.schedule == schedule
    }

    pub(super) fn view(&self) -> View<'_> {
        View { first: self.first, days: self.days, time_zone: &self.zone }
    }

    /// Whether a day of the shown weeks belongs to the month before or after.
    pub(super) fn is_outside(&self, date: Date) -> bool {
        self.is_month && date.month() != self.anchor.month()
    }

    pub(super) fn from(&self) -> String {
        self.anchor.to_string()
    }

    pub(super) fn earlier(&self) -> String {
        self.link(self.is_month, self.moved(-1))
    }

    pub(super) fn later(&self) -> String {
        self.link(self.is_month, self.moved(1))
    }

    pub(super) fn now(&self) -> String {
        format!("{}#today", self.link(self.is_month, self.today))
    }

    pub(super) fn as_month(&self) -> String {
        self.link(true, self.anchor)
    }

    /// The week of today, if that is shown, else the first of what is.
    pub(super) fn as_week(&self) -> String {
        let has_today =
            self.is_month && self.today.first_of_month() == self.anchor.first_of_month();
        self.link(false, if has_today { self.today } else { self.anchor })
    }

    fn moved(&self, by: i64) -> Date {
        let step: Span = if self.is_month { by.months() } else { by.weeks() };
        let from = if self.is_month { self.anchor.first_of_month() } else { self.anchor };
        from.saturating_add(step)
    }

    fn link(&self, is_month: bool, from: Date) -> String {
        let from = from.to_string();
        let view = if is_month { "month" } else { "week" };
        let mut pairs = vec![("view", view), ("from", from.as_str()), ("zone", self.zone.as_str())];
        if !self.schedule.is_empty() {
            pairs.push(("schedule", &self.schedule));
        }
        format!("/console/on-call?{}", form_urlencoded(&pairs))
    }
}

fn monday(date: Date) -> Date {
    date.saturating_sub(i64::from(date.weekday().to_monday_zero_offset()).days())
}

fn sunday(date: Date) -> Date {
    date.saturating_add((6 - i64::from(date.weekday().to_monday_zero_offset())).days())
}

/// The zones in which somebody lives or works, and the reader's.
fn zones(directory: &Directory, own: &str) -> Vec<String> {
    let people = directory.responders.iter().map(|person| person.time_zone.as_str());
    let schedules = directory.schedules.iter().map(|schedule| schedule.time_zone.as_str());
    let regions = directory.regions.iter().map(|region| region.time_zone.as_str());
    let all: BTreeSet<_> = people.chain(schedules).chain(regions).chain([own, "UTC"]).collect();
    let known = all.into_iter().filter(|zone| domain::zone::named(zone).is_some());
    known.map(str::to_owned).collect()
}
