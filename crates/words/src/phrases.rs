//! What responders are told, phrase by phrase: a language is a table of each kind, and one that lacks
//! a phrase does not compile. When which is said is decided in `responder`.

mod answers;
mod calls;
mod duty;
mod paging;
mod switching;

pub(crate) use answers::{Answers, OnCall};
pub(crate) use calls::Calls;
pub(crate) use duty::{Duty, Handoff};
pub(crate) use paging::{Desk, Drill, Keys, Notice, Page};
pub(crate) use switching::{Switch, Switched};

/// A struct of phrases.
macro_rules! table {
    ($(#[$doc:meta])* $name:ident { $($field:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub(crate) struct $name {
            $(pub(crate) $field: &'static str),+
        }

        #[cfg(test)]
        impl $name {
            pub(crate) fn all(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($field), self.$field)),+]
            }
        }
    };
}
use table;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Phrases {
    pub(crate) page: Page,
    pub(crate) notice: Notice,
    pub(crate) drill: Drill,
    pub(crate) keys: Keys,
    pub(crate) desk: Desk,
    pub(crate) duty: Duty,
    pub(crate) handoff: Handoff,
    pub(crate) switch: Switch,
    pub(crate) switched: Switched,
    pub(crate) answers: Answers,
    pub(crate) on_call: OnCall,
    pub(crate) calls: Calls,
}

/// Fills in what stands in braces, once: what is filled in is never looked at again.
pub(crate) fn fill(phrase: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(phrase.len() + 64);
    let mut rest = phrase;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            rest = after;
            continue;
        };
        let value = values.iter().find(|(known, _)| *known == name);
        filled.push_str(value.map_or("", |(_, value)| value));
        rest = after;
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::Language;

    fn all(language: Language) -> Vec<(&'static str, &'static str)> {
        let it = language.phrases();
        [
            it.page.all(),
            it.notice.all(),
            it.drill.all(),
            it.keys.all(),
            it.desk.all(),
            it.duty.all(),
            it.handoff.all(),
            it.switch.all(),
            it.switched.all(),
            it.answers.all(),
            it.on_call.all(),
            it.calls.all(),
        ]
        .concat()
    }

    fn named(phrase: &str) -> BTreeSet<&str> {
        phrase.split('{').skip(1).filter_map(|part| part.split('}').next()).collect()
    }

    #[test]
    fn each_phrase_has_the_same_names_in_every_language() {
        for language in Language::ALL {
            for ((name, english), (_, phrase)) in all(Language::English).iter().zip(all(language)) {
                assert_eq!(named(english), named(phrase), "{name} in {}", language.name());
                assert!(!phrase.is_empty(), "{name} in {}", language.name());
            }
        }
    }

    /// Words that only stand in English, and what is typed as it is in every language.
    #[test]
    fn no_phrase_was_left_in_english() {
        const ENGLISH: [&str; 28] = [
            "the", "is", "are", "were", "you", "your", "we", "it", "of", "and", "or", "to", "for",
            "by", "with", "this", "that", "nobody", "somebody", "please", "reply", "now", "yet",
            "has", "have", "they", "from", "until",
        ];
        for language in Language::ALL.into_iter().skip(1) {
            for ((name, english), (_, phrase)) in all(Language::English).iter().zip(all(language)) {
                let words = phrase.split(|c: char| !c.is_alphanumeric() && !"{}'".contains(c));
                let left = words.filter(|word| ENGLISH.contains(&word.to_lowercase().as_str()));
                let left: Vec<_> = left.collect();
                assert!(left.is_empty(), "{name} in {}: {left:?}", language.name());
                let own = english.split(['{', '}']).step_by(2).collect::<String>();
                let is_word = own.split_whitespace().any(|word| word.len() > 3);
                assert!(
                    !is_word || english.split(' ').count() < 3 || phrase != *english,
                    "{name} in {}",
                    language.name()
                );
            }
        }
    }

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        let values = [("by", "{due}"), ("due", "now")];
        assert_eq!(fill("{by} by {due}.", &values), "{due} by now.");
        assert_eq!(fill("{gone}a } b {open", &values), "a } b open");
    }
}
