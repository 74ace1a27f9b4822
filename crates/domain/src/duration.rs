//! Durations as people write them in configuration: `90s`, `5m`, `1h`, `0.5s`, `2d`, `1w`.

use jiff::SignedDuration;
use serde::{Deserialize, Deserializer, Serializer, de};

/// The text is not a duration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a duration: write it as 90s, 5m, 1h, 2d or 1w")]
pub struct NotADuration(String);

/// More is nobody's wish, and could not be read to the millisecond.
const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 366 * 1000);

/// Reads a duration. A day has 24 hours here and a week seven days; parts can be joined: `1h30m`.
/// Below a millisecond nothing counts.
pub fn parse(text: &str) -> Result<SignedDuration, NotADuration> {
    let refused = || NotADuration(text.chars().take(40).collect());
    let mut rest = text.trim();
    let mut sum = 0.0;
    if rest.is_empty() {
        return Err(refused());
    }
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').ok_or_else(refused)?;
        let amount: f64 = rest[..end].parse().map_err(|_| refused())?;
        let unit_end = rest[end..]
            .find(|c: char| !c.is_ascii_alphabetic())
            .map_or(rest.len(), |length| end + length);
        let seconds = match &rest[end..unit_end] {
            "ms" => 0.001,
            "s" => 1.0,
            "m" => 60.0,
            "h" => 3600.0,
            "d" => 86_400.0,
            "w" => 604_800.0,
            _ => return Err(refused()),
        };
        sum += amount * seconds;
        rest = rest[unit_end..].trim_start();
    }
    let read = SignedDuration::try_from_secs_f64(sum).map_err(|_| refused())?;
    if read > LONGEST {
        return Err(refused());
    }
    let millis = (read.as_micros() + 500) / 1000;
    i64::try_from(millis).map(SignedDuration::from_millis).map_err(|_| refused())
}

/// Writes a duration so that [`parse`] reads it back: the largest unit that needs no fraction.
pub fn write(duration: SignedDuration) -> String {
    let millis = duration.as_millis();
    let units =
        [("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000)];
    if millis == 0 {
        return "0s".to_owned();
    }
    let whole = units.iter().find(|(_, size)| millis % size == 0);
    whole.map_or_else(|| format!("{millis}ms"), |(unit, size)| format!("{}{unit}", millis / size))
}

/// For `#[serde(with = "duration")]`.
pub fn serialize<S: Serializer>(value: &SignedDuration, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&write(*value))
}

/// For `#[serde(with = "duration")]`.
pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<SignedDuration, D::Error> {
    let text = String::deserialize(from)?;
    parse(&text).map_err(de::Error::custom)
}

/// For `#[serde(with = "duration::list")]`.
/// The same for what may be left out.
pub mod option {
    use super::{Deserializer, Serializer, SignedDuration};

    pub fn serialize<S: Serializer>(
        value: &Option<SignedDuration>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => super::serialize(value, to),
            None => to.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<SignedDuration>, D::Error> {
        super::deserialize(from).map(Some)
    }
}

pub mod list {
    use super::{Deserialize, Deserializer, Serializer, SignedDuration, de, parse, write};

    pub fn serialize<S: Serializer>(values: &[SignedDuration], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(values.iter().map(|value| write(*value)))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Vec<SignedDuration>, D::Error> {
        let texts = Vec::<String>::deserialize(from)?;
        texts.iter().map(|text| parse(text).map_err(de::Error::custom)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for (text, millis) in [
            ("90s", 90_000),
            ("5m", 300_000),
            ("1h", 3_600_000),
            ("2d", 172_800_000),
            ("1w", 604_800_000),
            ("250ms", 250),
            ("0s", 0),
        ] {
            let duration = SignedDuration::from_millis(millis);
            assert_eq!(parse(text), Ok(duration), "{text}");
            assert_eq!(parse(&write(duration)), Ok(duration), "{text}");
        }
        assert_eq!(parse("0.5s"), Ok(SignedDuration::from_millis(500)));
        assert_eq!(parse("1h30m"), Ok(SignedDuration::from_mins(90)));
        assert_eq!(parse("2.50ms"), Ok(SignedDuration::from_millis(3)), "to the millisecond");
    }

    #[test]
    fn nonsense_is_refused() {
        for text in ["", "5", "m", "-5m", "5 minutes", "1.2.3s", "1e9s", "99999999999999999999w"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
