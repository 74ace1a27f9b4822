//! A calendar feed (RFC 5545): shifts as events, in UTC, so that no calendar has to know a zone.

use jiff::Timestamp;

/// What a feed is called and holds.
#[derive(Clone, Debug, Default)]
pub struct Feed {
    pub name: String,
    pub events: Vec<Event>,
    /// When what it holds was computed.
    pub stamp: Timestamp,
}

/// One shift, or a hole.
#[derive(Clone, Debug)]
pub struct Event {
    /// The same for the same shift each time it is fetched; unique in the world.
    pub uid: String,
    pub from: Timestamp,
    pub until: Timestamp,
    pub schedule: String,
    pub who: Who,
}

#[derive(Clone, Debug)]
pub enum Who {
    Nobody,
    /// The name, and that of whom they stand in for.
    Person {
        name: String,
        instead_of: Option<String>,
    },
}

/// RFC 5545, 3.1: no line is longer than this, without its line end.
const LINE_MAX_BYTES: usize = 75;

/// The whole document.
pub fn feed(feed: &Feed) -> String {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Frontline//On call//EN".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        format!("NAME:{}", text(&feed.name)),
        format!("X-WR-CALNAME:{}", text(&feed.name)),
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H".to_owned(),
        "X-PUBLISHED-TTL:PT1H".to_owned(),
    ];
    for event in &feed.events {
        let (summary, description) = told(event);
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}", text(&event.uid)),
            format!("DTSTAMP:{}", utc(feed.stamp)),
            format!("DTSTART:{}", utc(event.from)),
            format!("DTEND:{}", utc(event.until)),
            format!("SUMMARY:{}", text(&summary)),
        ]);
        lines.extend(description.map(|told| format!("DESCRIPTION:{}", text(&told))));
        // A shift does not make somebody busy: they can still be invited.
        lines.extend(["TRANSP:TRANSPARENT".to_owned(), "END:VEVENT".to_owned()]);
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

fn told(event: &Event) -> (String, Option<String>) {
    match &event.who {
        Who::Nobody => (
            format!("Nobody is on call ({})", event.schedule),
            Some("The regular desk is closed: somebody has to be put on call here.".to_owned()),
        ),
        Who::Person { name, instead_of } => (
            format!("On call: {name} ({})", event.schedule),
            instead_of.as_ref().map(|usual| format!("Instead of {usual}.")),
        ),
    }
}

fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// RFC 5545, 3.3.11.
fn text(plain: &str) -> String {
    let mut escaped = String::with_capacity(plain.len());
    for c in plain.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// A line with its end, in pieces that are short enough; a character stays whole.
fn folded(line: &str) -> String {
    let mut folded = String::with_capacity(line.len() + 4);
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > LINE_MAX_BYTES {
            folded.push_str("\r\n ");
            length = 1;
        }
        folded.push(c);
        length += c.len_utf8();
    }
    folded.push_str("\r\n");
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_are_called_cannot_break_out_of_its_line() {
        let at: Timestamp = "2026-11-23T07:10:00Z".parse().unwrap();
        let hostile = "Ana\r\nEND:VEVENT\nBEGIN:VEVENT;,\\ \u{1}é".to_owned() + &"ä".repeat(80);
        let who = Who::Person { name: hostile.clone(), instead_of: Some("Ben, the second".into()) };
        let event = Event { uid: "u".into(), from: at, until: at, schedule: "s".into(), who };
        let written = feed(&Feed { name: "On call".into(), events: vec![event], stamp: at });
        assert_eq!(written.matches("\r\nBEGIN:VEVENT\r\n").count(), 1);
        assert_eq!(written.matches("\r\nEND:VEVENT\r\n").count(), 1);
        for line in written.split_terminator("\r\n") {
            assert!(line.len() <= LINE_MAX_BYTES, "{line}");
            assert!(!line.contains(['\r', '\n', '\u{1}']), "{line:?}");
        }
        let whole = written.replace("\r\n ", "");
        let name = "Ana\\nEND:VEVENT\\nBEGIN:VEVENT\\;\\,\\\\ é";
        assert!(whole.contains(&format!("SUMMARY:On call: {name}ä")), "{whole}");
        assert!(whole.contains("DESCRIPTION:Instead of Ben\\, the second.\r\n"), "{whole}");
    }
}
