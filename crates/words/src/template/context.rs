//! What a template can say: a fixed set of names, each always there and a text, empty if there is
//! nothing.

use domain::message::{Content, Message, News};

use crate::{Reader, foreign, sms_length::Piece, wording::Wording};

const NAME_MAX_UNITS: usize = 60;

/// Every name, and what it stands for.
pub const VARIABLES: [(&str, &str); 12] = [
    ("number", "the number of the emergency or ticket: E-1007"),
    ("news", "the news itself, in the built-in words"),
    ("more", "what else there is to say, in the built-in words"),
    ("text", "the whole text message, in the built-in words, without its link"),
    ("quote", "what a person wrote; cut in a text message until it fits"),
    ("quote_by", "what stands before it: Ana Ruiz writes:"),
    ("responder", "the name of who has it"),
    ("organization", "the customer's name; empty if others are told as well"),
    ("milestone", "the milestone's name, as in restored; only in milestone"),
    ("next_word", "when the next word comes, as a sentence"),
    ("phone", "your phone number"),
    ("link", "the reader's private page"),
];

/// The texts of [`VARIABLES`].
#[derive(Clone, Debug, Default)]
pub(super) struct Context {
    number: String,
    news: String,
    more: String,
    text: String,
    quote: String,
    quote_by: String,
    responder: String,
    organization: String,
    milestone: &'static str,
    next_word: String,
    phone: String,
    link: String,
}

impl Context {
    /// With so much of what a person wrote, in UTF-16 units.
    pub(super) fn of(message: &Message, built_in: &Wording, reader: &Reader, most: usize) -> Self {
        let brief = &message.about;
        let name = |text: Option<&str>| {
            foreign::some(text).map(|text| foreign::cut(text, NAME_MAX_UNITS)).unwrap_or_default()
        };
        let text = built_in.short.iter().filter_map(|piece| match piece {
            Piece::Ours(text) => Some(foreign::line(text)),
            Piece::Theirs(text) => Some(foreign::sentence(&foreign::cut(text, most))),
            Piece::Link(_) => None,
        });
        let quote = built_in.quote.as_ref();
        Self {
            number: crate::requester::number_of(message),
            news: foreign::line(&built_in.lead),
            more: built_in.more.join("\n\n"),
            text: text.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" "),
            quote: quote.map(|quote| foreign::cut(&quote.text, most)).unwrap_or_default(),
            quote_by: quote.map(|quote| foreign::line(&quote.intro)).unwrap_or_default(),
            responder: name(brief.responder.as_deref()),
            organization: name(brief.organization.as_deref().filter(|_| !brief.of_several)),
            milestone: if let Content::News(News::Milestone { milestone, .. }) = &message.content {
                milestone.name()
            } else {
                ""
            },
            next_word: crate::requester::next_word(brief, reader).unwrap_or_default(),
            phone: foreign::line(reader.phone.as_deref().unwrap_or_default()),
            link: built_in.button.as_ref().map(|it| foreign::line(&it.link)).unwrap_or_default(),
        }
    }

    /// Each name with its text.
    pub(super) fn pairs(&self) -> [(&'static str, &str); 12] {
        [
            ("number", &self.number),
            ("news", &self.news),
            ("more", &self.more),
            ("text", &self.text),
            ("quote", &self.quote),
            ("quote_by", &self.quote_by),
            ("responder", &self.responder),
            ("organization", &self.organization),
            ("milestone", self.milestone),
            ("next_word", &self.next_word),
            ("phone", &self.phone),
            ("link", &self.link),
        ]
    }

    pub(super) fn link(&self) -> Option<&str> {
        Some(self.link.as_str()).filter(|link| !link.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_explained() {
        assert_eq!(Context::default().pairs().map(|(name, _)| name), VARIABLES.map(|it| it.0));
    }
}
