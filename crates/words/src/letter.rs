//! What a requester wrote in a mail, apart from what the mail quotes, and what is meant by it.

use domain::request::Sender;

/// The most of a mail that becomes part of a case, in characters; the rest stays in the mail.
const MAX_CHARS: usize = 20_000;
/// The longest word of thanks that nobody is called for, in characters.
const THANKS_MAX_CHARS: usize = 200;

const BROKEN: [&str; 10] = [
    "still broken",
    "still down",
    "still not working",
    "still does not work",
    "still doesn't work",
    "still failing",
    "not fixed",
    "broken again",
    "down again",
    "is back again",
];
const THANKS: [&str; 4] = ["thank", "thx", "cheers", "great work"];

/// How sure it is who sent a mail, for responders.
pub fn sender(sender: &Sender) -> String {
    let checks = match sender.checks.as_str() {
        "" => "nothing was checked",
        checks => checks,
    };
    if sender.unverified {
        return format!("The sender is not verified, and may be somebody else ({checks}).");
    }
    format!("It came by mail ({checks}).")
}

/// What a ticket's conversation says of a file that came.
pub fn attached(name: &str) -> String {
    format!("Attached: {name}")
}

/// What a mail is called that has neither a subject nor a text.
pub const WITHOUT_WORDS: &str = "A mail without words";

/// Words by which a ticket turns out to be an emergency.
const ALARM: [&str; 8] = [
    "emergency",
    "outage",
    "is down",
    "are down",
    "urgent",
    "stopping our business",
    "hurting us",
    "cannot work",
];

/// Whether somebody with a ticket says that it has become an emergency.
pub fn is_alarm(text: &str) -> bool {
    let text = text.to_lowercase();
    let denied = ["no emergency", "not an emergency", "not urgent"];
    ALARM.iter().any(|word| text.contains(word)) && !denied.iter().any(|no| text.contains(no))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// It is not over.
    StillBroken,
    /// Kind words, and nothing to do.
    Thanks,
    Says,
}

/// What a requester means. In doubt it is something to be read by a person.
pub fn wish(text: &str) -> Wish {
    let text = text.to_lowercase().replace(['\u{2019}', '\u{2018}'], "'");
    if BROKEN.iter().any(|phrase| text.contains(phrase)) {
        return Wish::StillBroken;
    }
    let is_short = text.chars().count() <= THANKS_MAX_CHARS;
    let asks = ["?", "but ", "however", "still", "again", "not ", "n't"];
    let asks = asks.iter().any(|word| text.contains(word));
    if is_short && !asks && THANKS.iter().any(|word| text.contains(word)) {
        return Wish::Thanks;
    }
    Wish::Says
}

/// The text without what it quotes and without the signature; all of it, if nothing else is left.
pub fn written(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut kept: Vec<&str> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let rest = &lines[at..];
        if is_signature(line) || quotes_the_rest(rest) {
            break;
        }
        if !line.trim_start().starts_with('>') && !introduces_a_quote(rest) {
            kept.push(line);
        }
    }
    let kept = kept.join("\n").trim().to_owned();
    let all = if kept.is_empty() { text.trim() } else { &kept };
    all.chars().filter(|c| !c.is_control() || *c == '\n').take(MAX_CHARS).collect()
}

fn is_signature(line: &str) -> bool {
    line == "--" || line.starts_with("Sent from my ") || line.starts_with("Get Outlook for ")
}

/// "On Tuesday Ana wrote:", perhaps on two lines, before lines that are quoted.
fn introduces_a_quote(rest: &[&str]) -> bool {
    let ends = |line: &&str| line.ends_with("wrote:") || line.ends_with("schrieb:");
    let starts =
        rest.first().is_some_and(|line| line.starts_with("On ") || line.starts_with("Am "));
    (starts && rest.iter().take(2).any(ends)) || rest.first().is_some_and(ends)
}

/// What some mail programs put above a whole mail that they quote without a mark.
fn quotes_the_rest(rest: &[&str]) -> bool {
    let Some(first) = rest.first().map(|line| line.trim()) else { return false };
    let is_rule = first.starts_with("-----Original Message")
        || (first.len() >= 20 && first.bytes().all(|byte| byte == b'_'));
    let follows = |name: &str| rest.iter().skip(1).take(4).any(|line| line.starts_with(name));
    is_rule || (first.starts_with("From: ") && (follows("Sent: ") || follows("Date: ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_typed_counts() {
        for (sent, kept) in [
            ("It is worse now.\n\nOn Tue, Ana wrote:\n> We are on it.\n", "It is worse now."),
            ("> We are on it.\nStill down here.", "Still down here."),
            ("Hi\n-- \nRia\nAcme", "Hi"),
            ("Hi\n\nFrom: Frontline\nSent: Tuesday\nTo: Ria\n\nstill broken", "Hi"),
            ("Hi\n________________________________\nFrom: x", "Hi"),
            ("> all of it is quoted", "> all of it is quoted"),
            ("On Tue, 3 Feb 2026 at 03:04, Frontline\n<e@x.example> wrote:\n> a\nb", "b"),
        ] {
            let typed = written(sent);
            assert!(typed.starts_with(kept), "{sent:?} gave {typed:?}");
            assert!(!typed.contains("We are on it"), "{typed:?}");
        }
        assert!(written(&"x".repeat(100_000)).len() <= MAX_CHARS);
    }

    #[test]
    fn who_says_that_it_is_an_emergency_is_believed() {
        for (text, alarms) in [
            ("This is an EMERGENCY now", true),
            ("all tills are down", true),
            ("It is not an emergency, take your time", false),
            ("Any news?", false),
        ] {
            assert_eq!(is_alarm(text), alarms, "{text}");
        }
    }

    #[test]
    fn still_broken_is_heard_and_thanks_wake_nobody() {
        for (text, meant) in [
            ("It's STILL BROKEN for us", Wish::StillBroken),
            ("Sorry, it still doesn\u{2019}t work", Wish::StillBroken),
            ("Thank you so much!", Wish::Thanks),
            ("Thanks, but checkout fails", Wish::Says),
            ("Thanks. Is it safe to restart?", Wish::Says),
            ("The till shows error 42", Wish::Says),
        ] {
            assert_eq!(wish(text), meant, "{text}");
        }
    }
}
