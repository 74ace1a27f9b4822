//! The languages that we speak. Another one is a folder beside `english` and a variant here; every
//! door then asks for it by itself.

use domain::{Milestone, request::Impact};

use crate::{
    Reader,
    phrases::Phrases,
    sentence::{DeskSentence, Happened, Label, Sentence},
    time::{Distance, Length, Local, Moment},
};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    English,
    German,
    French,
    Spanish,
    Japanese,
}

/// The same function of each language: one that a language lacks does not compile.
macro_rules! in_each {
    ($language:expr, $($path:ident)::+) => {
        match $language {
            $crate::Language::English => $crate::english::$($path)::+,
            $crate::Language::German => $crate::german::$($path)::+,
            $crate::Language::French => $crate::french::$($path)::+,
            $crate::Language::Spanish => $crate::spanish::$($path)::+,
            $crate::Language::Japanese => $crate::japanese::$($path)::+,
        }
    };
}
pub(crate) use in_each;

impl Language {
    pub const ALL: [Self; 5] =
        [Self::English, Self::German, Self::French, Self::Spanish, Self::Japanese];

    /// The language of a BCP 47 tag, `None` if we do not speak it.
    pub fn spoken(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| primary.eq_ignore_ascii_case(language.tag()))
    }

    /// The first that we speak of what a browser accepts (RFC 9110, 12.5.4), the dearest first.
    pub fn accepted(header: &str) -> Option<Self> {
        const RANGES_MAX: usize = 20;
        let mut best: Option<(Self, f32)> = None;
        for range in header.split(',').take(RANGES_MAX) {
            let mut parts = range.split(';');
            let Some(language) = Self::spoken(parts.next().unwrap_or_default().trim()) else {
                continue;
            };
            let weight = parts.find_map(|part| part.trim().strip_prefix("q="));
            let weight = weight.map_or(1.0, |weight| weight.trim().parse().unwrap_or(0.0));
            if weight > 0.0 && best.is_none_or(|(_, most)| weight > most) {
                best = Some((language, weight));
            }
        }
        best.map(|(language, _)| language)
    }

    /// The language of a reader; English for those that we do not speak.
    pub fn of(reader: &Reader) -> Self {
        Self::spoken(&reader.locale).unwrap_or_default()
    }

    /// Its BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Japanese => "ja",
        }
    }

    /// Its tag with the country whose voice reads it aloud (RFC 5646), as providers of calls want it.
    pub fn voice(self) -> &'static str {
        match self {
            Self::English => "en-US",
            Self::German => "de-DE",
            Self::French => "fr-FR",
            Self::Spanish => "es-ES",
            Self::Japanese => "ja-JP",
        }
    }

    /// Its own name.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::French => "Français",
            Self::Spanish => "Español",
            Self::Japanese => "日本語",
        }
    }

    pub(crate) fn say(self, sentence: &Sentence<'_>) -> String {
        in_each!(self, news::sentence)(sentence)
    }

    pub(crate) fn desk(self, sentence: &DeskSentence<'_>) -> String {
        in_each!(self, ticket::sentence)(sentence)
    }

    pub(crate) fn happened(self, happened: &Happened<'_>) -> String {
        in_each!(self, happened::sentence)(happened)
    }

    pub(crate) fn label(self, label: Label) -> &'static str {
        in_each!(self, names::label)(label)
    }

    /// Before what somebody has written: "Ana Ruiz writes:"
    pub(crate) fn writes(self, by: Option<&str>) -> String {
        in_each!(self, news::writes)(by)
    }

    /// What responders are told.
    pub(crate) fn phrases(self) -> &'static Phrases {
        in_each!(self, PHRASES)
    }

    pub(crate) fn impact(self, impact: Impact) -> &'static str {
        in_each!(self, names::impact)(impact)
    }

    pub(crate) fn milestone(self, milestone: Milestone) -> &'static str {
        in_each!(self, names::milestone)(milestone)
    }

    /// The subject of all mails of an emergency, without its number.
    pub(crate) fn emergency_at(self, who: &str) -> String {
        in_each!(self, news::emergency_at)(who)
    }

    /// "checkout, search and 3 more"
    pub(crate) fn list(self, names: &[String], more: usize) -> String {
        in_each!(self, news::list)(names, more)
    }

    /// Two sentences, one after the other.
    pub(crate) fn join(self, first: &str, second: &str) -> String {
        match self {
            Self::English | Self::German | Self::French | Self::Spanish => {
                format!("{first} {second}")
            }
            Self::Japanese => format!("{first}{second}"),
        }
    }

    /// "04:10", "04:10 tomorrow"
    pub(crate) fn clock(self, local: &Local) -> String {
        in_each!(self, time::clock)(local)
    }

    /// The same in a sentence, with the word before it that some languages need.
    pub(crate) fn at(self, local: &Local) -> String {
        in_each!(self, time::at)(local)
    }

    /// The same, and how far away it is.
    pub(crate) fn at_moment(self, moment: &Moment) -> String {
        in_each!(self, time::at_moment)(moment)
    }

    pub(crate) fn distance(self, distance: Distance) -> String {
        in_each!(self, time::distance)(distance)
    }

    pub(crate) fn length(self, length: Length) -> String {
        in_each!(self, time::length)(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_directory_knows_the_same_languages() {
        assert_eq!(Language::ALL.map(Language::tag), domain::directory::LANGUAGES);
    }

    #[test]
    fn the_dearest_language_that_we_speak_is_chosen() {
        for (header, expected) in [
            ("de-CH, fr;q=0.8", Some(Language::German)),
            ("pt-BR,pt;q=0.9,es;q=0.5,en;q=0.4", Some(Language::Spanish)),
            ("en;q=0.2, ja;q=0.9", Some(Language::Japanese)),
            ("FR_ca", Some(Language::French)),
            ("de;q=0, en", Some(Language::English)),
            ("nl, tlh", None),
            ("", None),
            ("*;q=x,;;=,\u{202e}", None),
            ("de;q=NaN", None),
        ] {
            assert_eq!(Language::accepted(header), expected, "{header}");
        }
        assert_eq!(Language::accepted(&"x,".repeat(100_000)), None);
    }
}
