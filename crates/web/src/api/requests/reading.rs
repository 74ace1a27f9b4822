//! Reads what people write about themselves and about time. What cannot be read is kept in the
//! details of the request and never refuses it: in doubt, it may be an emergency.

use jiff::{Timestamp, civil, tz::TimeZone};

/// The address if it can be one (RFC 5321 allows 254 characters).
pub(crate) fn email(text: &str) -> Option<String> {
    let (local, domain) = text.rsplit_once('@')?;
    let is_plain =
        |part: &str| !part.is_empty() && !part.chars().any(|c| c.is_whitespace() || c.is_control());
    let no_list = !text.contains([',', ';', '<', '>', '"', '\\', '(', ')']) && !local.contains('@');
    let is_domain = !domain.starts_with('.') && !domain.ends_with('.') && !domain.contains("..");
    let fits = text.len() <= 254 && local.len() <= 64;
    (is_plain(local) && is_plain(domain) && no_list && is_domain && fits).then(|| text.to_owned())
}

/// The number in E.164 form: `+`, the country and up to 15 digits in all. `00` stands for `+`; a
/// number without its country cannot be called from elsewhere and is not guessed at.
pub(crate) fn phone(text: &str) -> Option<String> {
    let written = text.trim().replace("(0)", "");
    let written = written.strip_prefix("tel:").unwrap_or(&written);
    let international = written.strip_prefix('+').or_else(|| written.strip_prefix("00"))?;
    let mut digits = String::from("+");
    for c in international.chars() {
        match c {
            '0'..='9' => digits.push(c),
            ' ' | '-' | '.' | '/' | '(' | ')' | '\u{a0}' => {}
            _ => return None,
        }
    }
    let fits = (8..=16).contains(&digits.len()) && !digits.starts_with("+0");
    fits.then_some(digits)
}

/// The IANA name as the database writes it.
pub(crate) fn time_zone(text: &str) -> Option<String> {
    let zone = TimeZone::get(text.trim()).ok()?;
    zone.iana_name().map(str::to_owned)
}

/// A BCP 47 tag, with hyphens.
pub(crate) fn locale(text: &str) -> Option<String> {
    let tag = text.trim().split('.').next().unwrap_or_default().replace('_', "-");
    let mut parts = tag.split('-');
    let language = parts.next()?;
    let is_language = (2..=3).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    (is_language && tag.len() <= 35 && parts.all(is_part)).then_some(tag)
}

/// A moment, with its offset (RFC 3339) or, without one, in this zone.
pub(crate) fn moment(text: &str, zone: Option<&str>) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(moment);
    }
    let local = text.parse::<civil::DateTime>().ok()?;
    let zone = zone.and_then(|name| TimeZone::get(name).ok()).unwrap_or(TimeZone::UTC);
    local.to_zoned(zone).ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (written, read) in [
            ("+1 555 010 0001", Some("+15550100001")),
            ("+44 (0)20 7946-0000", Some("+442079460000")),
            ("0049 30/901820", Some("+4930901820")),
            ("tel:+15550100001", Some("+15550100001")),
            ("(555) 010-0001", None),
            ("+1 555 call me", None),
            ("+12345678901234567", None),
            ("+0123456789", None),
            ("", None),
        ] {
            assert_eq!(phone(written).as_deref(), read, "{written}");
        }
    }

    #[test]
    fn addresses_that_cannot_be_are_not_taken() {
        for written in
            ["ana@acme.example", "a.b+c@x.y.example", "ü@bücher.example", "root@localhost"]
        {
            assert_eq!(email(written).as_deref(), Some(written), "{written}");
        }
        let long = format!("a@{}.example", "x".repeat(250));
        for written in ["ana", "@acme.example", "ana@", "a b@c.example", "a@b.example,c@d.example"]
        {
            assert_eq!(email(written), None, "{written}");
        }
        for written in ["a@b..example", "a@.example", "a@@b.example", "a@b\n.example", &long] {
            assert_eq!(email(written), None, "{written}");
        }
    }

    #[test]
    fn a_moment_without_offset_is_local() {
        let utc = moment("2026-11-23T03:10:00Z", None).unwrap();
        assert_eq!(moment("2026-11-22T22:10:00-05:00", None), Some(utc));
        assert_eq!(moment("2026-11-22 22:10", Some("America/New_York")), Some(utc));
        assert_eq!(moment("2026-11-23 03:10", None), Some(utc));
        for written in ["an hour ago", "", "2026-13-01T00:00:00Z", "99999-01-01"] {
            assert_eq!(moment(written, None), None, "{written}");
        }
    }

    #[test]
    fn tags_and_zones_are_put_into_their_form() {
        assert_eq!(locale("de_DE.UTF-8").as_deref(), Some("de-DE"));
        assert_eq!(locale("en").as_deref(), Some("en"));
        assert_eq!(locale("english please"), None);
        assert_eq!(time_zone("europe/berlin").as_deref(), Some("Europe/Berlin"));
        assert_eq!(time_zone("Mars/Olympus"), None);
    }
}
