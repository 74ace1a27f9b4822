//! A directory in the making: ids of the other system become names that people can read, and what
//! cannot be carried over is noted.

use std::collections::BTreeMap;

use domain::{
    Directory, ResponderId,
    directory::{Contact, ContactKind, Policy, Responder, Role, Rotation, Step, Target, Window},
};
use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::TimeZone};

#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) directory: Directory,
    notes: Vec<String>,
    /// The name of each thing by its kind and its id over there.
    names: BTreeMap<(Kind, String), String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Person,
    Team,
    Schedule,
    Policy,
}

const WEEK: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const DAY_SECS: i64 = 24 * 3600;
const WEEK_SECS: i64 = 7 * DAY_SECS;

impl Draft {
    pub(super) fn is_empty(&self) -> bool {
        let directory = &self.directory;
        directory.responders.is_empty()
            && directory.schedules.is_empty()
            && directory.policies.is_empty()
    }

    /// The first policy becomes the default, the first person the one who may apply it.
    pub(super) fn finish(mut self) -> (Directory, Vec<String>) {
        if let Some(first) = self.directory.policies.first_mut() {
            first.default = true;
        }
        if let Some(first) = self.directory.responders.first_mut() {
            first.roles = vec![Role::Responder, Role::Admin];
            let note = format!("{} was made the admin: change roles as you need them", first.name);
            self.notes.push(note);
        }
        (self.directory, self.notes)
    }

    pub(super) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// A name for what has the id `foreign` over there: short, readable, and nobody else's.
    pub(super) fn name(&mut self, kind: Kind, foreign: &str, called: &str) -> String {
        let plain = called.split('@').next().unwrap_or_default().to_lowercase();
        let words = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let mut name = words.collect::<Vec<_>>().join("-");
        if name.is_empty() {
            name = "unnamed".to_owned();
        }
        let taken = |name: &String| {
            self.names.iter().any(|((other, _), known)| *other == kind && known == name)
        };
        let plain = name.clone();
        let mut count = 2;
        while taken(&name) {
            name = format!("{plain}-{count}");
            count += 1;
        }
        self.names.insert((kind, foreign.to_owned()), name.clone());
        name
    }

    pub(super) fn known(&self, kind: Kind, foreign: &str) -> Option<&str> {
        self.names.get(&(kind, foreign.to_owned())).map(String::as_str)
    }

    /// The same thing has another id over there, too.
    pub(super) fn also(&mut self, kind: Kind, foreign: &str, name: &str) {
        self.names.entry((kind, foreign.to_owned())).or_insert_with(|| name.to_owned());
    }

    /// The person with this id over there; noted if there is none.
    pub(super) fn person(&mut self, foreign: &str, place: &str) -> Option<ResponderId> {
        let found = self.known(Kind::Person, foreign).map(ResponderId::from);
        if found.is_none() {
            self.note(format!("{place}: the export has no user \"{foreign}\", who was left out"));
        }
        found
    }

    pub(super) fn target(&mut self, kind: Kind, foreign: &str, place: &str) -> Option<Target> {
        let Some(name) = self.known(kind, foreign) else {
            self.note(format!("{place}: the export has no \"{foreign}\", which was left out"));
            return None;
        };
        match kind {
            Kind::Person => Some(Target::Responder(name.into())),
            Kind::Team => Some(Target::Team(name.into())),
            Kind::Schedule => Some(Target::Schedule(name.into())),
            Kind::Policy => None,
        }
    }

    /// A policy with those of its steps that page somebody.
    pub(super) fn policy(&mut self, id: &str, steps: Vec<Step>) {
        let (kept, empty): (Vec<_>, Vec<_>) =
            steps.into_iter().partition(|step| !step.page.is_empty());
        if !empty.is_empty() {
            self.note(format!("policy {id}: {} steps page nobody and were left out", empty.len()));
        }
        if kept.is_empty() {
            self.note(format!("policy {id}: it pages nobody and was left out"));
            return;
        }
        let repeat_last_every = SignedDuration::from_mins(5);
        let id = id.into();
        let policy =
            Policy { id, default: false, steps: kept, last_resort: None, repeat_last_every };
        self.directory.policies.push(policy);
    }
}

pub(super) fn step(page: Vec<Target>, minutes: i64) -> Step {
    Step { page, answer_within: SignedDuration::from_mins(minutes.clamp(1, 24 * 60)) }
}

pub(super) fn responder(id: &str, name: String, time_zone: Option<String>) -> Responder {
    let known = |zone: &String| domain::zone::named(zone).is_some();
    Responder {
        id: id.into(),
        name,
        time_zone: time_zone.filter(known).unwrap_or_else(|| "UTC".to_owned()),
        language: None,
        roles: vec![Role::Responder],
        contact: Vec::new(),
        rules: Vec::new(),
    }
}

/// Adds a contact method under an id of its own; that id.
pub(super) fn add_contact(person: &mut Responder, kind: ContactKind, address: &str) -> String {
    let known = |contact: &&Contact| contact.kind == kind && contact.address == address;
    if let Some(same) = person.contact.iter().find(known) {
        return same.id.to_string();
    }
    let plain = match kind.name() {
        "email" => "mail",
        "webhook" => "hook",
        other => other,
    };
    let count = person.contact.iter().filter(|contact| contact.kind == kind).count();
    let id = if count == 0 { plain.to_owned() } else { format!("{plain}-{}", count + 1) };
    person.contact.push(Contact {
        id: id.as_str().into(),
        kind,
        address: address.to_owned(),
        secret: None,
    });
    id
}

/// `+15550100001` of what people write; a country where there is none beside it.
pub(super) fn phone(country: Option<&str>, number: &str) -> String {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let country = country.filter(|_| !number.trim_start().starts_with('+'));
    format!("+{}{}", digits(country.unwrap_or_default()), digits(number))
}

pub(super) fn rotation(members: Vec<ResponderId>, starts: DateTime, turn: i64) -> Rotation {
    let handoff = domain::duration::write(SignedDuration::from_secs(turn.max(60)));
    Rotation { members, starts, handoff, time_zone: None, during: Vec::new() }
}

/// A moment such as `2026-01-05T09:00:00-05:00` on the clocks of a zone; as it is written, where
/// it names no offset.
pub(super) fn local(text: &str, zone: &str) -> Option<DateTime> {
    if let Ok(at) = text.parse::<Timestamp>() {
        let zone = domain::zone::named(zone).unwrap_or(TimeZone::UTC);
        return Some(zone.to_datetime(at));
    }
    text.parse().ok()
}

/// So many seconds from a time of one day of the week (0 is Monday) on, in windows of a day at
/// most. A week or more is no window: always.
pub(super) fn windows(day: usize, from: jiff::civil::Time, seconds: i64) -> Vec<Window> {
    let mut windows = Vec::new();
    if seconds >= WEEK_SECS {
        return windows;
    }
    let mut rest = seconds;
    let mut day = day;
    while rest > 0 {
        let piece = rest.min(DAY_SECS);
        windows.push(window(WEEK[day % 7], from, piece));
        rest -= piece;
        day += 1;
    }
    windows
}

/// From a time on, for a day at most, on `days`.
pub(super) fn window(days: &str, from: jiff::civil::Time, seconds: i64) -> Window {
    let until = from.wrapping_add(SignedDuration::from_secs(seconds));
    Window { days: days.to_owned(), from: Some(from), until: Some(until) }
}
