//! A message as a call says it: no links, numbers digit by digit.

use crate::{foreign, wording::Wording};

/// The longest text of somebody else's that is read aloud, in UTF-16 units.
const THEIRS_MAX_UNITS: usize = 300;

pub(crate) fn speech(wording: &Wording) -> String {
    let lead = wording.spoken.as_ref().unwrap_or(&wording.lead);
    let lead = foreign::sentence(&foreign::cut(lead, THEIRS_MAX_UNITS));
    let mut sentences = vec![foreign::line(&wording.opening), lead];
    if let Some(quote) = &wording.quote {
        sentences.push(foreign::line(&quote.intro));
        sentences.push(foreign::sentence(&foreign::cut(&quote.text, THEIRS_MAX_UNITS)));
    }
    sentences.extend(wording.more.iter().map(|sentence| foreign::line(sentence)));
    sentences.extend(wording.keys.map(str::to_owned));
    sentences.retain(|sentence| !sentence.is_empty());
    spelled(&sentences.join(" "))
}

/// `E-1042` becomes `E 1 0 4 2`.
fn spelled(text: &str) -> String {
    let mut spoken = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(at) = rest.find(['E', 'T']) {
        spoken.push_str(&rest[..at]);
        let starts = !spoken.ends_with(char::is_alphanumeric);
        let digits: String = rest[at + 1..]
            .strip_prefix('-')
            .map(|after| after.chars().take_while(char::is_ascii_digit).collect())
            .unwrap_or_default();
        spoken.push_str(&rest[at..=at]);
        rest = &rest[at + 1..];
        if starts && !digits.is_empty() {
            for digit in digits.chars() {
                spoken.push(' ');
                spoken.push(digit);
            }
            rest = &rest[1 + digits.len()..];
        }
    }
    spoken.push_str(rest);
    spoken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spelled() {
        assert_eq!(spelled("It is E-1042, was T-7."), "It is E 1 0 4 2, was T 7.");
        assert_eq!(spelled("NOTE-12 E- T"), "NOTE-12 E- T");
    }
}
