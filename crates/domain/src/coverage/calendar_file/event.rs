//! The lines of a calendar file, and the events that they make.

use jiff::{Span, ToSpan, civil::Date};

use super::{EVENT_MAX_DAYS, NotHolidays};

/// One event, as far as days go: times of the day do not matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Event {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) starts: Date,
    /// How many days it lasts.
    pub(super) days: i64,
    /// As in `FREQ=YEARLY;BYMONTH=11;BYDAY=4TH`.
    pub(super) rule: Option<String>,
    pub(super) also: Vec<Date>,
    pub(super) never: Vec<Date>,
    pub(super) instead_of: Option<Date>,
    pub(super) cancelled: bool,
}

/// `NAME;PARAMETER=..:value`.
struct Property<'a> {
    name: &'a str,
    value: &'a str,
}

pub(super) fn events(text: &str) -> Result<Vec<Event>, NotHolidays> {
    let text = text.trim_start_matches('\u{feff}');
    let lines = unfolded(text);
    let mut properties = lines.iter().filter_map(|line| property(line));
    let is_calendar = |first: Property<'_>| {
        first.name.eq_ignore_ascii_case("BEGIN") && first.value.eq_ignore_ascii_case("VCALENDAR")
    };
    if !properties.next().is_some_and(is_calendar) {
        return Err(NotHolidays::NotACalendar);
    }
    let mut events = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    let mut lines: Vec<Property<'_>> = Vec::new();
    for property in properties {
        match property.name.to_ascii_uppercase().as_str() {
            "BEGIN" => open.push(property.value),
            "END" => {
                let ended = open.pop().unwrap_or_default();
                if ended.eq_ignore_ascii_case("VEVENT") && open.is_empty() {
                    events.extend(event(&std::mem::take(&mut lines))?);
                }
            }
            // What is inside an event's own parts, such as an alarm, is not the event's.
            _ if open.len() == 1 && open[0].eq_ignore_ascii_case("VEVENT") => lines.push(property),
            _ => {}
        }
    }
    Ok(events)
}

/// A line that begins with a space goes on from the one before.
fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some(last)) => last.push_str(rest),
            _ if line.is_empty() => {}
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

fn property(line: &str) -> Option<Property<'_>> {
    let mut quoted = false;
    let colon = line.char_indices().find(|(_, c)| {
        quoted ^= *c == '"';
        *c == ':' && !quoted
    });
    let (colon, _) = colon?;
    let name = line[..colon].split(';').next().unwrap_or_default();
    Some(Property { name, value: line[colon + 1..].trim() })
}

/// `None` for what has no beginning.
fn event(lines: &[Property<'_>]) -> Result<Option<Event>, NotHolidays> {
    let all =
        |name: &'static str| lines.iter().filter(move |it| it.name.eq_ignore_ascii_case(name));
    let first = |name: &'static str| all(name).map(|it| it.value).next();
    let name = first("SUMMARY").or(first("UID")).unwrap_or("an event");
    let name: String = name.chars().take(60).collect();
    let problem = |problem| NotHolidays::Event { event: name.clone(), problem };
    let Some(start) = first("DTSTART") else { return Ok(None) };
    let starts = date(start).ok_or_else(|| problem("has a DTSTART that is no date"))?;
    let dates = |key: &'static str| {
        let values = all(key).flat_map(|it| it.value.split(','));
        values.map(|value| date(value.split('/').next()?)).collect::<Option<Vec<_>>>()
    };
    let days = match (first("DTEND"), first("DURATION")) {
        (Some(end), _) => days_until(start, starts, end),
        (None, Some(length)) => days_of(length),
        (None, None) => Some(1),
    };
    let days = days.ok_or_else(|| problem("does not say when it ends in a way that we know"))?;
    if days > EVENT_MAX_DAYS {
        return Err(problem("lasts longer than two months"));
    }
    Ok(Some(Event {
        id: first("UID").unwrap_or_default().to_owned(),
        starts,
        days,
        rule: first("RRULE").map(str::to_owned),
        also: dates("RDATE").ok_or_else(|| problem("has an RDATE that is no date"))?,
        never: dates("EXDATE").ok_or_else(|| problem("has an EXDATE that is no date"))?,
        instead_of: first("RECURRENCE-ID").and_then(date),
        cancelled: first("STATUS").is_some_and(|it| it.eq_ignore_ascii_case("CANCELLED")),
        name,
    }))
}

/// The date of `20261225` or `20261225T090000Z`, as it is written.
pub(super) fn date(value: &str) -> Option<Date> {
    let value = value.trim();
    let digits = value.get(..8).filter(|it| it.bytes().all(|byte| byte.is_ascii_digit()))?;
    let is_whole = value.len() == 8 || value.as_bytes().get(8) == Some(&b'T');
    let part = |from: usize, to: usize| digits[from..to].parse::<i16>().ok();
    let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    Date::new(year, month, day).ok().filter(|_| is_whole)
}

/// An end is not part of the event; one at midnight, or without a time, ends the day before.
fn days_until(start: &str, starts: Date, end: &str) -> Option<i64> {
    let last = date(end)?;
    let time = end.trim().get(9..15).filter(|time| *time != "000000");
    let whole = i64::from((last - starts).get_days());
    let days = if time.is_some() { whole + 1 } else { whole };
    // An end that is the beginning is an event of no length, and yet a day that somebody noted.
    (days > 0 || end.trim() == start.trim() || whole == 0).then_some(days.max(1))
}

fn days_of(length: &str) -> Option<i64> {
    let span: Span = length.trim().parse().ok()?;
    let hours = i64::from(span.get_hours()) + i64::from(span.get_weeks()) * 7 * 24;
    let hours = hours + i64::from(span.get_days()) * 24;
    let more = i64::from(span.get_minutes() > 0 || span.get_seconds() > 0);
    let whole = span.get_months() == 0 && span.get_years() == 0 && !span.is_negative();
    whole
        .then(|| (hours + more).div_euclid(24) + i64::from((hours + more) % 24 > 0))
        .map(|days| days.max(1))
        .filter(|days| *days <= EVENT_MAX_DAYS.days().get_days().into())
}
