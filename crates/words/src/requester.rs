//! What requesters are told: which sentences, in which order. How each is said is the language's.

mod consent;
mod gate;
mod headline;
mod news;
mod ticket;
mod timeline;

pub(crate) use consent::what_stops;
pub(crate) use gate::not_met;
pub(crate) use headline::headline;
pub(crate) use news::wording as news;
pub(crate) use ticket::{entry, wording as of_ticket};
pub(crate) use timeline::sentence as happened;

use domain::message::{Brief, Content, Message};

use crate::{
    Language, Reader, foreign,
    sentence::{DeskSentence, Label, Sentence},
    time::Moment,
    wording::{Quote, Wording},
};

/// The longest name of a person or an organization, in UTF-16 units.
const NAME_MAX_UNITS: usize = 36;

/// A wording on its way, in one language.
struct Telling<'a> {
    language: Language,
    reader: &'a Reader,
    brief: &'a Brief,
    wording: Wording,
}

impl<'a> Telling<'a> {
    fn new(brief: &'a Brief, reader: &'a Reader) -> Self {
        let language = Language::of(reader);
        Self { language, reader, brief, wording: Wording::default() }
    }

    fn number(&self) -> String {
        number(self.brief, self.language)
    }

    /// The news itself, in every form.
    fn tell(&mut self, sentence: &Sentence<'_>) {
        let said = self.language.say(sentence);
        self.tell_words(said);
    }

    fn tell_words(&mut self, said: String) {
        let number = self.number();
        self.wording.text(format!("{number}: {said}"));
        self.wording.lead = said;
    }

    /// One more sentence, in every form.
    fn also(&mut self, sentence: &Sentence<'_>) {
        let said = self.language.say(sentence);
        self.wording.text(said.clone());
        self.wording.say(said);
    }

    /// The same for what is said of a ticket.
    fn also_desk(&mut self, sentence: &DeskSentence<'_>) {
        let said = self.language.desk(sentence);
        self.wording.text(said.clone());
        self.wording.say(said);
    }

    fn quote(&mut self, by: Option<&str>, note: Option<&str>) {
        if let Some(note) = foreign::some(note) {
            let intro = self.language.writes(by_name(by).as_deref());
            self.wording.text_theirs(note);
            self.wording.quote = Some(Quote { intro, text: note.to_owned() });
        }
    }

    fn next_word(&self) -> Option<String> {
        next_word(self.brief, self.reader)
    }

    fn button(&mut self, label: Label) {
        let label = self.language.label(label);
        self.wording.button(label, self.reader.link.as_ref());
    }
}

/// The number that a requester knows it by; empty if it has none.
pub(crate) fn number_of(message: &Message) -> String {
    match &message.content {
        Content::Ticket(news) => ticket::ticket_of(news).to_string(),
        Content::News(_)
        | Content::Page(_)
        | Content::Drill { .. }
        | Content::Notice(_)
        | Content::Announcement(_)
        | Content::Forward(_)
        | Content::JoinCall
        | Content::Reply(_) => {
            message.about.number.map(|number| number.to_string()).unwrap_or_default()
        }
    }
}

pub(crate) fn next_word(brief: &Brief, reader: &Reader) -> Option<String> {
    brief.next_update_by.map(|due| next_word_by(due, reader))
}

/// "Next word from us by 04:10 EST, in 37 minutes."
fn next_word_by(due: jiff::Timestamp, reader: &Reader) -> String {
    let sentence = if due <= reader.now {
        Sentence::NextWordDue
    } else {
        Sentence::NextWord(Moment::of(due, reader))
    };
    Language::of(reader).say(&sentence)
}

fn number(brief: &Brief, language: Language) -> String {
    let nameless = || language.label(Label::ThisEmergency).to_owned();
    brief.number.map_or_else(nameless, |number| number.to_string())
}

fn name(text: &str) -> String {
    foreign::cut(text, NAME_MAX_UNITS)
}

fn by_name(by: Option<&str>) -> Option<String> {
    foreign::some(by).map(name)
}

/// The customer's name, unless others are told as well.
fn customer(brief: &Brief) -> Option<String> {
    by_name(brief.organization.as_deref().filter(|_| !brief.of_several))
}
