//! What responders are told: which phrases, in which order. How each is said is the language's.

pub(crate) mod answers;
mod consent;
mod desk;
mod drill;
mod duty;
mod handoff;
pub(crate) mod keys;
mod notice;
mod page;
mod refusal;
mod switch;
mod switched;

pub(crate) use drill::page as drill;
pub(crate) use notice::wording as notice;
pub(crate) use page::{subject, wording as page};

use domain::message::Brief;
use jiff::Timestamp;

use crate::{
    Language, Reader, foreign,
    phrases::{Phrases, fill},
    sentence::Label,
    time::Moment,
    wording::Wording,
};

/// The longest name of a person or an organization, in UTF-16 units.
const NAME_MAX_UNITS: usize = 36;

/// A reader, and the phrases of their language.
#[derive(Clone, Copy)]
struct Speaker<'a> {
    language: Language,
    t: &'static Phrases,
    reader: &'a Reader,
}

impl<'a> Speaker<'a> {
    fn of(reader: &'a Reader) -> Self {
        let language = Language::of(reader);
        Self { language, t: language.phrases(), reader }
    }

    /// `04:10 EST tomorrow`, on its own.
    fn clock(self, at: Timestamp) -> String {
        self.language.clock(&Moment::of(at, self.reader).local)
    }

    /// The same in a sentence, where other languages put a word before it.
    fn at(self, at: Timestamp) -> String {
        self.language.at(&Moment::of(at, self.reader).local)
    }

    /// The same, and how far away it is.
    fn due(self, at: Timestamp) -> String {
        self.language.at_moment(&Moment::of(at, self.reader))
    }

    /// The same on its own: `04:10 EST, in 37 minutes`.
    fn moment(self, at: Timestamp) -> String {
        let moment = Moment::of(at, self.reader);
        let far = self.language.distance(moment.distance);
        match self.language {
            Language::English => format!("{}, {far}", self.clock(at)),
            Language::German | Language::French | Language::Spanish | Language::Japanese => {
                format!("{} ({far})", self.clock(at))
            }
        }
    }

    /// "one person", "3 people"
    fn people(self, count: u64) -> String {
        match count {
            1 => self.t.notice.one_person.to_owned(),
            _ => fill(self.t.notice.people, &[("count", &count.to_string())]),
        }
    }

    fn number(self, brief: &Brief) -> String {
        let nameless = || self.language.label(Label::ThisEmergency).to_owned();
        brief.number.map_or_else(nameless, |number| number.to_string())
    }
}

/// A name, short enough to stand in a text message.
fn name(text: &str) -> String {
    foreign::cut(text, NAME_MAX_UNITS)
}

fn name_or(text: Option<&str>, otherwise: &str) -> String {
    foreign::some(text).map_or_else(|| otherwise.to_owned(), name)
}

/// What a text message to a responder starts its reply hints with: `7 ` or nothing.
fn code(brief: &Brief) -> String {
    brief.number.map_or_else(String::new, |number| format!("{} ", number.code()))
}

/// The news itself, in every form.
fn tell(wording: &mut Wording, sentence: impl Into<String>) {
    wording.lead = sentence.into();
    wording.text(wording.lead.clone());
}

/// One more sentence, in every form.
fn tell_more(wording: &mut Wording, sentence: impl Into<String>) {
    let sentence = sentence.into();
    wording.text(sentence.clone());
    wording.say(sentence);
}

/// The answer to what was texted or tapped.
pub(crate) fn reply(text: &str, brief: &Brief, reader: &Reader) -> Wording {
    let t = Speaker::of(reader).t;
    let mut wording = Wording { lead: foreign::cut(text, 1_000), ..Wording::default() };
    wording.subject = match brief.number {
        Some(number) => format!("[{number}] {}", t.notice.reply_subject),
        None => t.notice.reply_subject.to_owned(),
    };
    wording.text(text);
    if reader.link.is_some() && brief.number.is_some() {
        wording.button(t.notice.open_it, reader.link.as_ref());
        wording.drop_short_link();
    }
    wording
}
