//! The languages that we speak. Another one is a module beside `english` and a variant here; every
//! door then asks for it by itself.

use crate::Reader;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Language {
    #[default]
    English,
}

impl Language {
    /// The language of a reader; English for those that we do not speak.
    pub(crate) fn of(reader: &Reader) -> Self {
        let primary = reader.locale.split(['-', '_']).next().unwrap_or_default();
        match primary.to_ascii_lowercase().as_str() {
            "en" => Self::English,
            _ => Self::default(),
        }
    }

    /// Its BCP 47 tag.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
        }
    }
}
