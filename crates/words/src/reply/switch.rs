//! The words about the switch. What switches services off for a customer must be unmistakable: the
//! whole message is the word and the six figures that only the question carried, or it is nothing.

/// How many figures a question carries.
const FIGURES: usize = 6;
/// Longer is a letter, and no command.
const MAX_BYTES: usize = 400;
/// What people put around a name.
const MARKS: [char; 10] = ['.', ',', ';', ':', '!', '"', '\'', '(', ')', '’'];

/// What somebody wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SwitchWord {
    /// The second word for what the question with this code asks.
    Confirm { code: String },
    /// On again, or what was asked taken back: all of this customer's, or one service.
    On { organization: String, service: Option<String> },
    /// It begins like a confirmation, and is not quite one.
    NotQuite,
    /// On again, and it does not say whose.
    OnWhose,
    /// That is never done by text message.
    Off,
}

/// `None` if it is about something else.
pub fn switch(text: &str) -> Option<SwitchWord> {
    if text.len() > MAX_BYTES {
        return None;
    }
    let typed = text.replace(['\u{a0}', '\u{2009}', '\u{202f}'], " ");
    let words: Vec<_> = typed
        .split_whitespace()
        .map(|word| word.trim_matches(MARKS))
        .filter(|word| !word.is_empty())
        .collect();
    let (first, rest) = words.split_first()?;
    match first.to_lowercase().as_str() {
        "confirm" => confirmation(rest),
        "switch" => {
            let (how, rest) = rest.split_first()?;
            match (how.to_lowercase().as_str(), rest) {
                ("on", []) => Some(SwitchWord::OnWhose),
                ("on", [organization]) => Some(on(organization, None)),
                ("on", [organization, service]) => Some(on(organization, Some(service))),
                ("off", _) => Some(SwitchWord::Off),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The text message that confirms.
pub fn confirming(code: &str) -> String {
    format!("confirm {code}")
}

/// The text message that switches on again.
pub fn switching_on(organization: &str, service: Option<&str>) -> String {
    let service = service.map(|service| format!(" {service}")).unwrap_or_default();
    format!("switch on {organization}{service}")
}

/// The figures may be parted as people part them: `482 913`, `482-913`.
fn confirmation(rest: &[&str]) -> Option<SwitchWord> {
    let said = rest.concat().replace('-', "");
    let is_number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    let is_code = said.len() == FIGURES && said.bytes().all(|byte| byte.is_ascii_digit());
    if is_code && rest.len() <= 2 {
        return Some(SwitchWord::Confirm { code: said });
    }
    rest.first().is_none_or(is_number).then_some(SwitchWord::NotQuite)
}

fn on(organization: &str, service: Option<&&str>) -> SwitchWord {
    SwitchWord::On {
        organization: organization.to_owned(),
        service: service.map(|&service| service.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn confirm(code: &str) -> Option<SwitchWord> {
        Some(SwitchWord::Confirm { code: code.to_owned() })
    }

    #[test]
    fn only_the_whole_message_confirms() {
        for text in [
            "confirm 048291",
            "Confirm 048291.",
            " CONFIRM  048 291 ",
            "confirm: 048-291",
            "Confirm\u{a0}048291!",
            "confirm\n048291",
        ] {
            assert_eq!(switch(text), confirm("048291"), "{text}");
        }
        for text in [
            "confirm",
            "confirm 48291",
            "confirm 0482911",
            "confirm 048291?",
            "confirm 048291 no wait",
            "confirm 048291 please",
            "confirm 0 4 8 2 9 1",
            "confirm 048291 048291",
            "confirm ٠٤٨٢٩١",
            "confirm 0482x1",
        ] {
            let said = switch(text);
            let is_nothing = matches!(said, None | Some(SwitchWord::NotQuite));
            assert!(is_nothing, "{text}: {said:?}");
        }
        for text in [
            "",
            "048291",
            "ok",
            "yes",
            "ok confirm 048291",
            "do not confirm 048291",
            "don't confirm 048291",
            "confirmed 048291",
            "confirm that 048291 is right",
            "Liked \u{201c}confirm 048291\u{201d}",
            "> confirm 048291",
            "7 ok",
            "💊",
        ] {
            assert_eq!(switch(text), None, "{text}");
        }
    }

    #[test]
    fn on_again_names_whose() {
        let on = |organization: &str, service: Option<&str>| {
            Some(SwitchWord::On {
                organization: organization.to_owned(),
                service: service.map(str::to_owned),
            })
        };
        assert_eq!(switch("switch on acme"), on("acme", None));
        assert_eq!(switch("Switch ON Acme-2.eu!"), on("Acme-2.eu", None));
        assert_eq!(switch("switch on acme checkout."), on("acme", Some("checkout")));
        assert_eq!(switch("switch on"), Some(SwitchWord::OnWhose));
        assert_eq!(switch("switch off acme"), Some(SwitchWord::Off));
        for text in ["switch", "switch on acme checkout now please", "switch over", "on acme"] {
            assert_eq!(switch(text), None, "{text}");
        }
        let said = switching_on("acme", Some("checkout"));
        assert_eq!(switch(&said), on("acme", Some("checkout")));
        assert_eq!(switch(&confirming("000001")), confirm("000001"));
    }

    #[test]
    fn nothing_that_is_typed_breaks_it() {
        let mut random = fastrand::Rng::with_seed(7);
        let parts = ["confirm", "switch", "on", "off", "048291", " ", "\n", "é", "\u{0}", "-", "’"];
        for _ in 0..2_000 {
            let count = random.usize(0..12);
            let text: String = (0..count).map(|_| parts[random.usize(..parts.len())]).collect();
            if let Some(SwitchWord::Confirm { code }) = switch(&text) {
                assert!(code.len() == FIGURES && code.bytes().all(|it| it.is_ascii_digit()));
            }
        }
        switch(&"confirm 1 ".repeat(100_000));
    }
}
