//! A message in sentences, before it takes the form of a mail, a text message or a call. A language
//! makes it; the forms are the same for all of them.

use crate::sms_length::Piece;

/// The longest subject of a mail, in characters.
const SUBJECT_MAX_CHARS: usize = 120;

#[derive(Clone, Debug, Default)]
pub(crate) struct Wording {
    /// The same for all mails of one emergency to one kind of reader, so that they thread.
    pub(crate) subject: String,
    /// The news itself, in one or two sentences.
    pub(crate) lead: String,
    pub(crate) quote: Option<Quote>,
    /// What else there is to say, a paragraph each.
    pub(crate) more: Vec<String>,
    /// What must be found at a glance.
    pub(crate) facts: Vec<(&'static str, String)>,
    pub(crate) button: Option<Button>,
    /// What a mail says below its button.
    pub(crate) footnote: &'static str,
    /// The text message.
    pub(crate) short: Vec<Piece>,
    /// What a call says first, where mails have the subject.
    pub(crate) opening: String,
    /// What a call says in the place of the lead, if the ear needs it otherwise.
    pub(crate) spoken: Option<String>,
    /// What a reader may answer with one tap: a label and the text message that says the same.
    pub(crate) choices: Vec<(&'static str, String)>,
    /// What a call adds at its end: the keys.
    pub(crate) keys: Option<&'static str>,
}

/// Somebody's own words.
#[derive(Clone, Debug)]
pub(crate) struct Quote {
    /// "Ana Ruiz writes:"
    pub(crate) intro: String,
    pub(crate) text: String,
}

/// The one thing to do.
#[derive(Clone, Debug)]
pub(crate) struct Button {
    pub(crate) label: &'static str,
    pub(crate) link: String,
}

impl Wording {
    pub(crate) fn say(&mut self, sentence: impl Into<String>) {
        self.more.push(sentence.into());
    }

    pub(crate) fn fact(&mut self, label: &'static str, value: impl Into<String>) {
        self.facts.push((label, value.into()));
    }

    pub(crate) fn text(&mut self, ours: impl Into<String>) {
        self.short.push(Piece::Ours(ours.into()));
    }

    pub(crate) fn text_theirs(&mut self, theirs: impl Into<String>) {
        self.short.push(Piece::Theirs(theirs.into()));
    }

    /// The button, and the link of the text message.
    pub(crate) fn button(&mut self, label: &'static str, link: Option<&String>) {
        if let Some(link) = link {
            self.button = Some(Button { label, link: link.clone() });
            self.short.push(Piece::Link(link.clone()));
        }
    }

    /// Nothing is left to do that a text message should lead to.
    pub(crate) fn drop_short_link(&mut self) {
        self.short.retain(|piece| !matches!(piece, Piece::Link(_)));
    }

    /// The subject on one line, short enough for a header.
    pub(crate) fn subject_line(&self) -> String {
        crate::foreign::cut(&self.subject, SUBJECT_MAX_CHARS)
    }
}
