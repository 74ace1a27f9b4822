//! What a call says after a responder pressed a key.

use domain::Number;

use super::{Speaker, name};
use crate::{Reader, keys::Pressed, phrases::fill};

pub(crate) fn after(pressed: &Pressed, reader: &Reader) -> String {
    let t = &Speaker::of(reader).t.keys;
    match pressed {
        Pressed::Answered { number } => {
            let emergency = fill(t.emergency, &[("digits", &digits(*number))]);
            fill(t.answered, &[("emergency", &emergency)])
        }
        Pressed::TakenBy { name: by } => fill(t.taken_by, &[("by", &name(by))]),
        Pressed::Declined => t.declined.to_owned(),
        Pressed::CalledNext => t.called_next.to_owned(),
        Pressed::Here => t.here.to_owned(),
        Pressed::Over => t.over.to_owned(),
        Pressed::Failed => t.failed.to_owned(),
    }
}

/// Digit by digit.
fn digits(number: Number) -> String {
    let digits: Vec<_> = number.0.to_string().chars().map(String::from).collect();
    digits.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_answers_hears_the_number_digit_by_digit() {
        let said = |locale: &str| {
            let reader = Reader { locale: locale.to_owned(), ..Reader::default() };
            after(&Pressed::Answered { number: Number(1042) }, &reader)
        };
        assert!(said("").starts_with("Thank you. Emergency 1 0 4 2 is yours"), "{}", said(""));
        assert!(said("de").starts_with("Danke. Notfall 1 0 4 2 ist bei Ihnen"), "{}", said("de"));
    }
}
