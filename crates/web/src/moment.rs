//! Moments as pages show them: in the reader's zone, always also as a distance, and the ring that
//! empties until one comes.

use std::fmt;

use askama::filters::HtmlSafe;
use axum::http::{HeaderMap, header};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use words::Language;

/// The reader's side of time.
#[derive(Clone, Debug)]
pub(crate) struct Clock {
    pub(crate) now: Timestamp,
    zone: TimeZone,
    name: String,
    language: Language,
}

/// A moment, ready for a page.
#[derive(Clone, Debug)]
pub(crate) struct Moment {
    at: Timestamp,
    clock: Clock,
}

/// What is left of a stretch of time.
#[derive(Clone, Debug)]
pub(crate) struct Ring {
    from: Timestamp,
    until: Timestamp,
    now: Timestamp,
    big: bool,
}

impl Clock {
    /// In the first of these zones that exists, else UTC.
    pub(crate) fn new<'a>(now: Timestamp, zones: impl IntoIterator<Item = &'a str>) -> Self {
        let found =
            zones.into_iter().find_map(|name| Some((TimeZone::get(name).ok()?, name.to_owned())));
        let (zone, name) = found.unwrap_or_else(|| (TimeZone::UTC, "UTC".to_owned()));
        Self { now, zone, name, language: Language::English }
    }

    /// The same for a reader of this language.
    pub(crate) fn speaking(self, language: Language) -> Self {
        Self { language, ..self }
    }

    pub(crate) fn moment(&self, at: Timestamp) -> Moment {
        Moment { at, clock: self.clone() }
    }

    /// A moment as plain text.
    pub(crate) fn plain(&self, at: Timestamp) -> String {
        at.to_zoned(self.zone.clone()).strftime("%a %-d %b, %H:%M").to_string()
    }

    pub(crate) fn maybe(&self, at: Option<Timestamp>) -> Option<Moment> {
        at.map(|at| self.moment(at))
    }

    pub(crate) fn ring(&self, from: Timestamp, until: Timestamp) -> Ring {
        Ring { from, until, now: self.now, big: false }
    }

    /// The date in the reader's zone.
    pub(crate) fn today(&self) -> jiff::civil::Date {
        self.zone.to_datetime(self.now).date()
    }

    /// The name of the zone, as people write it.
    pub(crate) fn zone_name(&self) -> String {
        self.name.replace('_', " ")
    }

    /// The IANA name, for `words`.
    pub(crate) fn zone_id(&self) -> &str {
        &self.name
    }

    /// A reader of this language in this zone.
    pub(crate) fn reader(&self) -> words::Reader {
        words::Reader {
            now: self.now,
            locale: self.language.tag().to_owned(),
            time_zone: self.name.clone(),
            ..words::Reader::default()
        }
    }

    pub(crate) fn now_millis(&self) -> i64 {
        self.now.as_millisecond()
    }

    /// How long ago or until then, without saying which.
    pub(crate) fn length(&self, since: Timestamp) -> String {
        let distance = words::time::distance(since, &self.reader());
        distance.trim_end_matches(" ago").trim_start_matches("in ").to_owned()
    }
}

impl Ring {
    pub(crate) fn big(self) -> Self {
        Self { big: true, ..self }
    }
}

/// The zone that the script left in a cookie.
pub(crate) fn zone_cookie(headers: &HeaderMap) -> Option<String> {
    let value = cookie(headers, "zone")?;
    let name = percent_encoding::percent_decode_str(&value).decode_utf8().ok()?;
    Some(name.into_owned())
}

pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let values = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs =
        values.flat_map(|value| value.split(';')).filter_map(|pair| pair.split_once('='));
    pairs.find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim().to_owned())
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reader = self.clock.reader();
        write!(
            f,
            r#"<time datetime="{at}" data-at="{millis}">{shown}, <span class="far">{far}</span></time>"#,
            at = self.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            millis = self.at.as_millisecond(),
            shown = words::time::when(self.at, &reader),
            far = words::time::distance(self.at, &reader),
        )
    }
}

impl HtmlSafe for Moment {}

impl fmt::Display for Ring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, left) = (self.until - self.from, self.until - self.now);
        let share = left.total(jiff::Unit::Second).unwrap_or(0.0)
            / whole.total(jiff::Unit::Second).unwrap_or(1.0).max(1.0);
        let share = share.clamp(0.0, 1.0) * 100.0;
        let minutes = minutes_left(self.until.duration_since(self.now));
        let (from, until) = (self.from.as_millisecond(), self.until.as_millisecond());
        let big = if self.big { " big" } else { "" };
        write!(
            f,
            concat!(
                r#"<svg class="ring{}" viewBox="0 0 40 40" aria-hidden="true" data-from="{}" data-until="{}">"#,
                r#"<circle cx="20" cy="20" r="17"/><circle class="left" cx="20" cy="20" r="17" pathLength="100" "#,
                r#"stroke-dasharray="{:.1} 100"/><text class="minutes" x="20" y="22">{}</text>"#,
                r#"<text class="unit" x="20" y="28">min</text></svg>"#,
            ),
            big, from, until, share, minutes,
        )
    }
}

impl HtmlSafe for Ring {}

fn minutes_left(left: SignedDuration) -> i64 {
    left.as_secs().max(0).saturating_add(59) / 60
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_in_the_readers_zone_and_says_utc_when_that_is_a_guess() {
        let now: Timestamp = "2026-11-23T03:33:00Z".parse().unwrap();
        let at: Timestamp = "2026-11-23T04:10:00Z".parse().unwrap();
        let berlin = Clock::new(now, ["Nowhere/Land", "Europe/Berlin"]).moment(at).to_string();
        assert!(berlin.contains(">05:10, <span"), "{berlin}");
        let unknown = Clock::new(now, []).moment(at).to_string();
        assert!(unknown.contains(">04:10 UTC, <span"), "{unknown}");
        let new_york = Clock::new(now, ["America/New_York"]).moment(now - at.duration_since(now));
        assert!(new_york.to_string().contains(">21:56, <span"), "{new_york}");
    }

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, "a=1; zone=Europe%2FBerlin".parse().unwrap());
        assert_eq!(zone_cookie(&headers).as_deref(), Some("Europe/Berlin"));
        assert_eq!(cookie(&headers, "b"), None);
    }
}
