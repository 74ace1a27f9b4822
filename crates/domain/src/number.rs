//! Numbers that people say on the phone.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The number of an emergency: `E-1042`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Number(pub u32);

/// The number of a ticket: `T-1042`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TicketNumber(pub u32);

/// The text is not a number of this kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a number such as E-1042 or T-1042")]
pub struct NotANumber(String);

impl Number {
    /// The first number that is given out.
    pub const FIRST: Self = Self(1001);

    /// The short code that a page by text message carries: the last three digits, without
    /// leading zeros. Two open emergencies share one only if a thousand lie between them.
    pub fn code(self) -> u32 {
        self.0 % 1000
    }

    /// Whether `typed`, a code or the whole number, can mean this emergency.
    pub fn is_meant_by(self, typed: u32) -> bool {
        typed == self.0 || typed == self.code()
    }
}

impl TicketNumber {
    /// The first number that is given out.
    pub const FIRST: Self = Self(1001);
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "E-{}", self.0)
    }
}

impl fmt::Display for TicketNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "T-{}", self.0)
    }
}

impl FromStr for Number {
    type Err = NotANumber;

    /// Reads `E-1042`, and what people type instead: `e1042`, `1042`.
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        digits_after('e', text).map(Self)
    }
}

impl FromStr for TicketNumber {
    type Err = NotANumber;

    /// Reads `T-1042`, and what people type instead: `t1042`, `1042`.
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        digits_after('t', text).map(Self)
    }
}

fn digits_after(letter: char, text: &str) -> Result<u32, NotANumber> {
    let text = text.trim();
    let rest = text.strip_prefix([letter, letter.to_ascii_uppercase()]).unwrap_or(text);
    let digits = rest.strip_prefix('-').unwrap_or(rest);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = plain.then(|| digits.parse().ok()).flatten();
    number.ok_or_else(|| NotANumber(text.chars().take(40).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_people_type_it() {
        for typed in ["E-1042", "e-1042", "e1042", "1042", " E1042 "] {
            assert_eq!(typed.parse(), Ok(Number(1042)), "{typed}");
        }
        for typed in ["", "E-", "T-1042", "E-10x", "99999999999", "-", "E--1"] {
            assert!(typed.parse::<Number>().is_err(), "{typed}");
        }
    }

    #[test]
    fn a_code_is_short_and_the_whole_number_does_too() {
        assert_eq!(Number(1007).code(), 7);
        assert!(Number(1007).is_meant_by(7));
        assert!(Number(1007).is_meant_by(1007));
        assert!(!Number(1017).is_meant_by(7));
    }
}
