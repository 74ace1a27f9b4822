//! What a change of the directory does to the weeks to come, in sentences for a page.

use domain::{
    Directory,
    calendar::{Load, Moved},
    directory::Hole,
    span::Span,
};
use jiff::{SignedDuration, Timestamp};

use crate::moment::Clock;

/// Longer lists are cut off here.
const MAX_SHOWN: usize = 20;

/// Ready for `console/outlook.html`.
#[derive(Debug, Default)]
pub(crate) struct Outlook {
    pub(crate) moved: Vec<String>,
    pub(crate) more_moved: usize,
    pub(crate) made: Vec<String>,
    pub(crate) mended: Vec<String>,
    pub(crate) doubled: Vec<String>,
    pub(crate) loads: Vec<LoadLine>,
    pub(crate) until: String,
}

#[derive(Debug)]
pub(crate) struct LoadLine {
    pub(crate) who: String,
    pub(crate) before: String,
    pub(crate) after: String,
    /// `12 h more`; empty if nothing changes.
    pub(crate) change: String,
}

/// What differs within `ahead`.
pub(crate) fn of(now: &Directory, then: &Directory, ahead: Span, clock: &Clock) -> Outlook {
    let found = now.consequences(then, ahead);
    let name = |id: &domain::ResponderId| {
        let person = then.responder(id).or_else(|| now.responder(id));
        person.map_or_else(|| id.to_string(), |person| person.name.clone())
    };
    let between = |span: Span| format!("{} to {}", clock.plain(span.from), clock.plain(span.until));
    let moved = |one: &Moved| {
        let who = |id: &Option<domain::ResponderId>| id.as_ref().map_or("nobody".into(), &name);
        let (before, after) = (who(&one.before), who(&one.after));
        format!("{}: {after} instead of {before}, {}", one.schedule, between(one.span))
    };
    let doubled = found.doubled.iter().map(|one| {
        format!(
            "{} is on call for {} too, {}",
            name(&one.responder),
            one.schedule,
            between(one.span)
        )
    });
    Outlook {
        moved: found.moved.iter().take(MAX_SHOWN).map(moved).collect(),
        more_moved: found.moved.len().saturating_sub(MAX_SHOWN),
        made: holes(&found.made, clock),
        mended: holes(&found.mended, clock),
        doubled: doubled.take(MAX_SHOWN).collect(),
        loads: found.loads.iter().map(|load| line(load, name(&load.responder))).collect(),
        until: clock.plain(ahead.until),
    }
}

/// Holes by place and time: what would mend them stands in the text of the check.
fn holes(holes: &[Hole], clock: &Clock) -> Vec<String> {
    let told = holes.iter().take(MAX_SHOWN).map(|hole| match (hole.from, hole.until) {
        (Some(from), Some(until)) => {
            format!("{}: nobody, {}", hole.place, between(from, until, clock))
        }
        _ => hole.to_string(),
    });
    told.collect()
}

fn between(from: Timestamp, until: Timestamp, clock: &Clock) -> String {
    format!("{} to {}", clock.plain(from), clock.plain(until))
}

fn line(load: &Load, who: String) -> LoadLine {
    let change = match (load.after - load.before).as_secs() {
        0 => String::new(),
        secs if secs > 0 => format!("{} more", hours(load.after - load.before)),
        _ => format!("{} less", hours(load.before - load.after)),
    };
    LoadLine { who, before: hours(load.before), after: hours(load.after), change }
}

/// `168 h`, `9 h 30 min`.
fn hours(length: SignedDuration) -> String {
    match (length.as_hours(), length.as_mins() % 60) {
        (hours, 0) => format!("{hours} h"),
        (0, minutes) => format!("{minutes} min"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}
