//! The words of the grammar.

use super::tokens::Token;

/// What a word asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keyword {
    Ok,
    No,
    Investigating,
    Reproduced,
    Escalate,
    RootCause,
    FixDeveloped,
    FixDeployed,
    Restored,
    Update,
    Call,
    State,
    Help,
}

const WORDS: [(Keyword, &[&str]); 13] = [
    (
        Keyword::Ok,
        &[
            "ok",
            "okay",
            "okey",
            "okk",
            "k",
            "kk",
            "ack",
            "acked",
            "acknowledge",
            "acknowledged",
            "yes",
            "y",
            "yep",
            "yeah",
            "yup",
            "answer",
            "accept",
            "accepted",
        ],
    ),
    (Keyword::No, &["no", "n", "nope", "nah", "cant", "cannot", "unable", "decline", "declined"]),
    (Keyword::Investigating, &["inv", "invest", "investigate", "investigating"]),
    (Keyword::Reproduced, &["rep", "repro", "reproduced"]),
    (Keyword::Escalate, &["esc", "escalate"]),
    (Keyword::RootCause, &["rc", "rootcause"]),
    (Keyword::FixDeveloped, &["fix", "fixed"]),
    (Keyword::FixDeployed, &["dep", "deployed"]),
    (Keyword::Restored, &["res", "restored", "resolved"]),
    (Keyword::Update, &["up", "upd", "update"]),
    (Keyword::Call, &["call", "bridge"]),
    (Keyword::State, &["st", "stat", "state", "status"]),
    (Keyword::Help, &["help", "commands"]),
];

/// Short words of the other languages. They count only where nothing else is said (`doubt::is_alone`):
/// "si" is also French for "if". None of them is an English word; "no" is Spanish, too.
const ELSEWHERE: [(Keyword, &[&str]); 3] = [
    (Keyword::Ok, &["ja", "jawohl", "oui", "daccord", "si", "sí", "はい", "了解", "了解です"]),
    (Keyword::No, &["nein", "non", "いいえ", "無理", "無理です", "できません"]),
    (Keyword::Help, &["hilfe", "aide", "ayuda", "ヘルプ"]),
];

const PHRASES: [(Keyword, &[&str]); 23] = [
    (Keyword::Ok, &["on", "it"]),
    (Keyword::Ok, &["im", "on", "it"]),
    (Keyword::Ok, &["got", "it"]),
    (Keyword::Ok, &["take", "it"]),
    (Keyword::Ok, &["taking", "it"]),
    (Keyword::Ok, &["ill", "take", "it"]),
    (Keyword::Ok, &["i", "take", "it"]),
    (Keyword::Ok, &["i", "got", "it"]),
    (Keyword::Ok, &["i", "have", "it"]),
    (Keyword::No, &["can", "not"]),
    (Keyword::No, &["kann", "nicht"]),
    (Keyword::No, &["ich", "kann", "nicht"]),
    (Keyword::No, &["peux", "pas"]),
    (Keyword::No, &["no", "puedo"]),
    (Keyword::RootCause, &["root", "cause"]),
    (Keyword::FixDeveloped, &["fix", "developed"]),
    (Keyword::FixDeployed, &["fix", "deployed"]),
    (Keyword::FixDeployed, &["fix", "is", "deployed"]),
    (Keyword::FixDeployed, &["fixed", "and", "deployed"]),
    (Keyword::FixDeployed, &["fix", "is", "live"]),
    (Keyword::FixDeployed, &["fix", "is", "out"]),
    (Keyword::State, &["whats", "the", "status"]),
    (Keyword::State, &["what", "is", "the", "status"]),
];

/// Whether `word` is a keyword: `7ok` is then two words, and `7th` is not.
pub(super) fn is_one(word: &str) -> bool {
    is_elsewhere(word) || WORDS.iter().any(|(_, words)| words.contains(&word))
}

/// Whether it is a word of another language than English.
pub(super) fn is_elsewhere(word: &str) -> bool {
    ELSEWHERE.iter().any(|(_, words)| words.contains(&word))
}

/// The keyword that the tokens start with, and how many tokens it takes.
pub(super) fn at_start(tokens: &[Token]) -> Option<(Keyword, usize)> {
    let first = tokens.first()?;
    let phrases = PHRASES.iter().filter(|(_, words)| starts_with(tokens, words));
    let phrase = phrases.max_by_key(|(_, words)| words.len());
    if let Some((keyword, words)) = phrase {
        return Some((*keyword, words.len()));
    }
    let single =
        WORDS.iter().chain(&ELSEWHERE).find(|(_, words)| words.contains(&first.word.as_str()));
    single.map(|(keyword, _)| (*keyword, 1))
}

fn starts_with(tokens: &[Token], words: &[&str]) -> bool {
    tokens.len() >= words.len() && words.iter().zip(tokens).all(|(word, token)| token.word == *word)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_word_means_two_things_in_any_language() {
        let mut seen = BTreeSet::new();
        for word in WORDS.iter().chain(&ELSEWHERE).flat_map(|(_, words)| *words) {
            assert!(seen.insert(*word), "{word} means two things");
            assert_eq!(*word, word.to_lowercase(), "{word} is never found");
        }
        let mut phrases = BTreeSet::new();
        for (_, phrase) in &PHRASES {
            assert!(phrases.insert(phrase.join(" ")), "{phrase:?} means two things");
        }
    }
}
