//! What a requester wrote in a mail, apart from what the mail quotes, and what is meant by it.

use domain::request::Sender;

use crate::{Language, language::in_each};

/// The most of a mail that becomes part of a case, in characters; the rest stays in the mail.
const MAX_CHARS: usize = 20_000;
/// The longest word of thanks that nobody is called for, in characters.
const THANKS_MAX_CHARS: usize = 200;
/// What is no longer is the mark of a date, and no word.
const MARK_MAX_BYTES: usize = 3;

/// What requesters write in one language. All languages are looked for in every mail: nobody guesses
/// which one it is.
pub(crate) struct Written {
    /// It is not over.
    pub(crate) broken: &'static [&'static str],
    pub(crate) thanks: &'static [&'static str],
    /// What makes thanks more than that.
    pub(crate) asks: &'static [&'static str],
    /// Words by which a ticket turns out to be an emergency, and what takes them back.
    pub(crate) alarm: &'static [&'static str],
    pub(crate) denied: &'static [&'static str],
    /// What mail programs put below a mail.
    pub(crate) signature: &'static [&'static str],
    /// How the line before a quote starts, and what it says.
    pub(crate) starts: &'static [&'static str],
    pub(crate) wrote: &'static [&'static str],
    /// What stands above a mail that is quoted whole.
    pub(crate) original: &'static [&'static str],
    pub(crate) from: &'static [&'static str],
    pub(crate) follows: &'static [&'static str],
}

fn every() -> impl Iterator<Item = &'static Written> {
    Language::ALL.into_iter().map(|language| in_each!(language, letter::WRITTEN))
}

/// Whether any language has one of these words in the text.
fn has(text: &str, words: fn(&Written) -> &'static [&'static str]) -> bool {
    every().flat_map(words).any(|word| text.contains(word))
}

fn begins(line: &str, words: &[&str]) -> bool {
    words.iter().any(|word| line.starts_with(word))
}

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

/// Whether somebody with a ticket says that it has become an emergency.
pub fn is_alarm(text: &str) -> bool {
    let text = plain(text);
    has(&text, |it| it.alarm) && !has(&text, |it| it.denied)
}

/// In small letters, with the plain apostrophe.
fn plain(text: &str) -> String {
    text.to_lowercase().replace(['\u{2019}', '\u{2018}'], "'")
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
    let text = plain(text);
    if has(&text, |it| it.broken) {
        return Wish::StillBroken;
    }
    let is_short = text.chars().count() <= THANKS_MAX_CHARS;
    if is_short && has(&text, |it| it.thanks) && !has(&text, |it| it.asks) {
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
    line == "--" || every().any(|it| begins(line, it.signature))
}

/// "On Tuesday Ana wrote:", perhaps on two lines, before lines that are quoted.
fn introduces_a_quote(rest: &[&str]) -> bool {
    let Some(first) = rest.first() else { return false };
    let says = |it: &Written, line: &str| {
        line.ends_with(':') && it.wrote.iter().any(|wrote| line.contains(wrote))
    };
    every().any(|it| {
        let starts = begins(first, it.starts) && rest.iter().take(2).any(|line| says(it, line));
        starts || it.wrote.iter().any(|wrote| wrote.len() > MARK_MAX_BYTES && is_only(first, wrote))
    })
}

/// "Ana wrote:", without a date.
fn is_only(line: &str, wrote: &str) -> bool {
    line.ends_with(':')
        && line.trim_end_matches([':', ' ']).ends_with(wrote.trim_end_matches([':', ' ']))
}

/// What some mail programs put above a whole mail that they quote without a mark.
fn quotes_the_rest(rest: &[&str]) -> bool {
    let Some(first) = rest.first().map(|line| line.trim()) else { return false };
    let is_line = first.len() >= 20 && first.bytes().all(|byte| byte == b'_');
    let follows = |it: &Written| rest.iter().skip(1).take(4).any(|line| begins(line, it.follows));
    let is_quoted =
        |it: &Written| begins(first, it.original) || (begins(first, it.from) && follows(it));
    is_line || every().any(is_quoted)
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
            (
                "Geht nicht.\n\nAm Di., 3. Feb. 2026 um 03:04 Uhr schrieb Frontline <e@x.example>:\n> x",
                "Geht",
            ),
            (
                "Oui.\n\nLe mar. 3 févr. 2026 à 03:04, Frontline <e@x.example> a écrit :\n> x",
                "Oui.",
            ),
            (
                "Sí.\n\nEl mar, 3 feb 2026 a las 3:04, Frontline (<e@x.example>) escribió:\n> x",
                "Sí.",
            ),
            ("はい。\n\n2026年2月3日(火) 3:04 Frontline <e@x.example>:\n\n> x", "はい。"),
            ("Hallo\n\nVon: Frontline\nGesendet: Dienstag\nAn: Ria\n\nWe are on it.", "Hallo"),
            ("Bonjour\n\nDe : Frontline\nEnvoyé : mardi\n\nWe are on it.", "Bonjour"),
            ("Hola\n-----Mensaje original-----\nWe are on it.", "Hola"),
            ("止まりました\niPhoneから送信", "止まりました"),
        ] {
            let typed = written(sent);
            assert!(typed.starts_with(kept), "{sent:?} gave {typed:?}");
            assert!(!typed.contains("We are on it"), "{typed:?}");
            let programs = ["schrieb", "écrit", "escribió", "e@x", "送信", "Gesendet", "Envoyé"];
            assert!(programs.iter().all(|word| !typed.contains(word)), "{typed:?}");
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
            ("Das ist jetzt ein Notfall", true),
            ("Kein Notfall, es eilt nicht", false),
            ("La caisse est en panne !", true),
            ("Ce n\u{2019}est pas une urgence", false),
            ("Todo está caído", true),
            ("No es urgente, gracias", false),
            ("レジが止まっています", true),
            ("緊急ではありません", false),
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
            ("Es geht immer noch nicht", Wish::StillBroken),
            ("Ich habe immer noch nichts gehört", Wish::Says),
            ("Vielen Dank für alles!", Wish::Thanks),
            ("Danke, aber die Kasse steht", Wish::Says),
            ("Ça ne fonctionne toujours pas.", Wish::StillBroken),
            ("Merci beaucoup !", Wish::Thanks),
            ("Merci, mais la caisse est lente", Wish::Says),
            ("Sigue sin funcionar", Wish::StillBroken),
            ("Muchas gracias", Wish::Thanks),
            ("Gracias, pero no carga", Wish::Says),
            ("まだ直っていません", Wish::StillBroken),
            ("ありがとうございました", Wish::Thanks),
            ("ありがとうございます。まだ遅いです", Wish::Says),
        ] {
            assert_eq!(wish(text), meant, "{text}");
        }
    }
}
