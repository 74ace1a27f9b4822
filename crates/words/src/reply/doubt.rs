//! Where a reply leaves doubt: about taking a page, about refusing it, about a milestone that is
//! still to come. Whoever is in doubt changes nothing.

use super::tokens::Token;

/// What turns a "yes" into doubt.
const DENIALS: [&str; 35] = [
    "nein",
    "nicht",
    "kein",
    "aber",
    "wenn",
    "falls",
    "non",
    "pas",
    "mais",
    "si",
    "pero",
    "いいえ",
    "no",
    "not",
    "nope",
    "never",
    "cant",
    "cannot",
    "wont",
    "dont",
    "doesnt",
    "didnt",
    "isnt",
    "unable",
    "neither",
    "nobody",
    "wrong",
    "but",
    "unless",
    "if",
    "later",
    "tomorrow",
    "else",
    "instead",
    "easy",
];
/// "No problem" is a yes.
const FRIENDLY_AFTER_NO: [&str; 5] = ["problem", "problems", "prob", "worries", "worry"];
/// What may stand beside a "no" or a command that takes no words.
const POLITE: [&str; 14] = [
    "please", "pls", "now", "thanks", "thank", "you", "sorry", "i", "im", "me", "sir", "guys",
    "so", "very",
];
/// What may stand beside a word of another language.
const POLITE_ELSEWHERE: [&str; 9] = [
    "bitte",
    "danke",
    "leider",
    "merci",
    "désolé",
    "désolée",
    "gracias",
    "お願いします",
    "すみません",
];
/// What makes a longer "no" a refusal: why not, or who else.
const UNABLE: [&str; 30] = [
    "cant",
    "cannot",
    "wont",
    "unable",
    "sick",
    "plane",
    "flying",
    "flight",
    "driving",
    "drunk",
    "drinking",
    "vacation",
    "holiday",
    "leave",
    "away",
    "off",
    "sleep",
    "sleeping",
    "busy",
    "unavailable",
    "travelling",
    "traveling",
    "hospital",
    "ask",
    "try",
    "page",
    "someone",
    "somebody",
    "else",
    "next",
];
/// What may follow a "can't" that refuses the page; "can't reproduce it" does not.
const AFTER_CANT: [&str; 16] = [
    "take", "do", "it", "this", "answer", "sorry", "make", "right", "now", "tonight", "today",
    "come", "help", "pls", "please", "thanks",
];
/// What makes a "no" an answer to something else.
const NOT_A_REFUSAL: [&str; 12] = [
    "yet", "wait", "hold", "moment", "idea", "without", "until", "problem", "worries", "luck",
    "news", "change",
];
/// A milestone that is still to come, or did not.
const NOT_YET: [&str; 27] = [
    "not",
    "no",
    "isnt",
    "didnt",
    "doesnt",
    "wont",
    "cant",
    "cannot",
    "never",
    "failed",
    "fails",
    "soon",
    "eta",
    "pending",
    "coming",
    "later",
    "tomorrow",
    "unknown",
    "unclear",
    "almost",
    "partially",
    "partly",
    "mostly",
    "nearly",
    "half",
    "this",
    "that",
];
const BEFORE_NOT_YET: [&str; 8] = ["is", "was", "has", "been", "still", "its", "it", "did"];
/// What may stand beside a command that takes no words, besides what is polite.
const FILLERS: [&str; 6] = ["the", "bridge", "it", "of", "for", "number"];

/// Whether a yes stays one with the words behind it.
pub(super) fn is_yes(said: &Token, rest: &[Token]) -> bool {
    // "Answer me" is an order, not an answer.
    let is_order = matches!(said.word.as_str(), "answer" | "accept") && !only_fillers(rest);
    !is_order
        && !rest.iter().enumerate().any(|(at, token)| {
            let after = rest.get(at + 1).map_or("", |token| token.word.as_str());
            let is_friendly = token.is("no") && FRIENDLY_AFTER_NO.contains(&after);
            token.is_in(&DENIALS) && !is_friendly
        })
}

/// Whether nothing else is said: "ja, bitte", "7 non".
pub(super) fn is_alone(rest: &[Token]) -> bool {
    rest.iter().all(|token| token.number.is_some() || token.is_in(&POLITE_ELSEWHERE))
}

/// Whether a no refuses the page.
pub(super) fn is_no(said: &Token, rest: &[Token]) -> bool {
    let words: Vec<_> = rest.iter().filter(|token| token.number.is_none()).collect();
    if words.iter().any(|token| token.is_in(&NOT_A_REFUSAL)) {
        return false;
    }
    if said.is_in(&["no", "n", "nope", "nah"]) {
        let is_polite = |token: &&&Token| token.is_in(&POLITE) || token.is_in(&POLITE_ELSEWHERE);
        let is_plain = words.iter().all(|token| is_polite(&token));
        return is_plain || words.iter().any(|token| token.is_in(&UNABLE));
    }
    words.first().is_none_or(|token| {
        token.is_in(&AFTER_CANT) || token.is_in(&POLITE) || token.is_in(&POLITE_ELSEWHERE)
    })
}

/// Whether a milestone with these words behind it has not been reached.
pub(super) fn is_not_yet(said: &Token, rest: &[Token]) -> bool {
    // "Fix it" is an order.
    if said.is("fix") && rest.first().is_some_and(|token| token.is("it")) {
        return true;
    }
    let mut rest = rest.iter().enumerate().skip_while(|(at, token)| {
        token.is_in(&BEFORE_NOT_YET) || (*at == 0 && token.number.is_some())
    });
    let Some((_, token)) = rest.next() else { return false };
    let comes_at = |token: &Token| token.word.starts_with(|c: char| c.is_ascii_digit());
    let comes_later = token.is("in") && rest.next().is_some_and(|(_, token)| comes_at(token));
    comes_later || token.is_in(&NOT_YET)
}

/// Whether somebody asks for news instead of giving some.
pub(super) fn is_plea(rest: &[Token]) -> bool {
    rest.iter().all(|token| token.is_in(&POLITE) || token.is_in(&FILLERS))
}

/// Whether the words say nothing of their own: "please", "now", a number.
pub(super) fn only_fillers(rest: &[Token]) -> bool {
    rest.iter().all(|token| {
        let is_filler = (token.is_in(&POLITE) && !token.is("me")) || token.is_in(&FILLERS);
        token.number.is_some() || is_filler
    })
}
