//! What a provider said, as it may stand in a log: without the addresses and numbers of people.

/// A word with so many digits is a number somebody can be called by.
const NUMBER_DIGITS: usize = 6;
const HIDDEN: &str = "[...]";

/// The whole stands with the delivery, for those who may see the case.
pub(super) fn discreet(problem: &str) -> String {
    let words = problem.split_whitespace().map(|word| {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        let tells = word.contains('@') || word.contains("://") || digits >= NUMBER_DIGITS;
        if tells || word.starts_with("+") { HIDDEN } else { word }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_providers_say_is_kept_and_whom_they_say_it_of_is_not() {
        let said = "the channel refused the message: answered 400 Bad Request: The 'To' number \
                    +15550109999 is not valid, see https://provider.example/21211";
        let kept = "the channel refused the message: answered 400 Bad Request: The 'To' number \
                    [...] is not valid, see [...]";
        assert_eq!(discreet(said), kept);
        assert_eq!(
            discreet("550 5.1.1 <kim@acme.example>: no such mailbox"),
            "550 5.1.1 [...] no such mailbox"
        );
    }
}
