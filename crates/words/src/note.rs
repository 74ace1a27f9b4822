//! A message as a chat or a push notification shows it: a title, plain text, a link, and what can be
//! answered with one tap.

use domain::message::{Content, Message};

use crate::{foreign, mail, wording::Wording};

/// The longest title, in UTF-16 units.
const TITLE_MAX_UNITS: usize = 120;
/// The longest text, in characters: what the tightest of the providers takes (3,000, and 4,096 bytes).
const TEXT_MAX_CHARS: usize = 1_300;

/// What a device shows when its owner tries it.
pub const TRIED: &str =
    "This is a trial. A page looks like this, and its buttons answer it. Nobody was called.";
/// What a device says if what was tapped did not reach us.
pub const NOT_SENT: &str = "That did not get through. Tap here and answer on the page.";

/// A note, still in no provider's form. All of it is plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// None for the confirmation of a reply.
    pub title: Option<String>,
    pub text: String,
    pub link: Option<NoteLink>,
    pub choices: Vec<Choice>,
    /// Whether it must wake somebody.
    pub is_page: bool,
}

/// Where there is more, behind a button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteLink {
    pub label: &'static str,
    pub url: String,
}

/// A button, and the text message that says the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub label: &'static str,
    /// In the grammar of [`crate::reply`], such as `42 ok`.
    pub reply: String,
}

pub(crate) fn note(message: &Message, wording: &Wording) -> Note {
    let is_reply = matches!(message.content, Content::Reply(_));
    let title = foreign::cut(&wording.subject, TITLE_MAX_UNITS);
    let link = wording.button.as_ref();
    let choices = wording.choices.iter();
    Note {
        title: (!is_reply && !title.is_empty()).then_some(title),
        text: shortened(&mail::blocks(wording).join("\n\n")),
        link: link.map(|button| NoteLink { label: button.label, url: button.link.clone() }),
        choices: choices.map(|(label, reply)| Choice { label, reply: reply.clone() }).collect(),
        is_page: matches!(message.content, Content::Page(_) | Content::Drill { .. }),
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(TEXT_MAX_CHARS) {
        Some((end, _)) => format!("{}...", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
