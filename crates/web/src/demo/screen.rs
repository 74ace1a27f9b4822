//! What stands on each phone and in each mailbox of the wall, newest first.

use std::{cmp::Reverse, collections::BTreeMap};

use channels::wall::{Kind, Shown};
use domain::{Directory, Number, directory::ContactKind};
use jiff::Timestamp;
use serde_json::Value;

use super::exchange::{Book, Call};

/// How many messages a phone or a mailbox shows.
const SHOWN_MAX: usize = 40;
/// How many webhooks are listed.
const ANNOUNCED_MAX: usize = 8;

/// Everything on the wall.
#[derive(Debug, Default)]
pub(super) struct Screens {
    /// The responders, in the order of the directory.
    pub(super) team: Vec<Person>,
    /// Everybody else who was sent something: the requesters.
    pub(super) others: Vec<Person>,
    /// What the vendor's own software was told, newest first.
    pub(super) software: Vec<Announced>,
    /// The private page of the latest requester.
    pub(super) requester_page: Option<String>,
}

#[derive(Debug, Default)]
pub(super) struct Person {
    /// Unique on the page.
    pub(super) id: String,
    pub(super) name: String,
    pub(super) on_call: bool,
    pub(super) number: Option<String>,
    pub(super) off: bool,
    pub(super) chat: Vec<Entry>,
    pub(super) mails: Vec<Mail>,
    /// The emergency that the latest text message was about.
    pub(super) about: Option<Number>,
    /// Text messages that make sense now, with what they mean.
    pub(super) replies: Vec<(String, &'static str)>,
}

/// One thing on a phone.
#[derive(Debug)]
pub(super) enum Entry {
    Text { mine: bool, at: Timestamp, text: String },
    Call { sequence: u64, at: Timestamp, text: String, state: CallState },
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum CallState {
    Rings,
    Missed,
    /// Keys can still be pressed.
    Talking(Vec<(char, String)>),
    Over(Vec<(char, String)>),
}

/// A webhook, in short.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Announced {
    pub(super) at: Timestamp,
    pub(super) kind: String,
    pub(super) about: String,
}

#[derive(Debug)]
pub(super) struct Mail {
    pub(super) sequence: u64,
    pub(super) at: Timestamp,
    pub(super) subject: String,
    pub(super) text: String,
}

impl Screens {
    pub(super) fn of(
        directory: &Directory,
        shown: &[impl AsRef<Shown>],
        book: &Book,
        now: Timestamp,
    ) -> Self {
        let mut screens = Self { team: team(directory, book, now), ..Self::default() };
        let owners = owners(directory);
        for message in shown.iter().map(AsRef::as_ref).rev() {
            if message.kind == Kind::Webhook {
                screens.software.push(announced(message));
                continue;
            }
            let person = screens.person(&owners, &message.to);
            person.show(message, book);
        }
        for text in &book.texts {
            screens.person(&owners, &text.from).chat.push(Entry::Text {
                mine: true,
                at: text.at,
                text: text.body.clone(),
            });
        }
        for person in screens.team.iter_mut().chain(&mut screens.others) {
            // What rings comes first. Stable: what came at the same moment stays in its order.
            person.chat.sort_by_key(|entry| (!entry.is_ringing(), Reverse(entry.at())));
            person.chat.truncate(SHOWN_MAX);
            person.mails.truncate(SHOWN_MAX);
        }
        screens.software.truncate(ANNOUNCED_MAX);
        screens.requester_page = screens.others.iter().find_map(Person::private_page);
        screens
    }

    fn person(&mut self, owners: &BTreeMap<String, usize>, address: &str) -> &mut Person {
        if let Some(&index) = owners.get(address) {
            return &mut self.team[index];
        }
        let index = self.others.iter().position(|person| person.name == address);
        let index = index.unwrap_or_else(|| {
            let number = address.starts_with('+').then(|| address.to_owned());
            let id = format!("other-{}", self.others.len());
            self.others.push(Person { id, name: address.into(), number, ..Person::default() });
            self.others.len() - 1
        });
        &mut self.others[index]
    }

    /// Whether anybody was ever sent anything.
    pub(super) fn is_quiet(&self) -> bool {
        self.others.is_empty() && self.team.iter().all(Person::is_quiet)
    }
}

impl Person {
    pub(super) fn is_quiet(&self) -> bool {
        self.chat.is_empty() && self.mails.is_empty()
    }

    pub(super) fn first_name(&self) -> &str {
        self.name.split(' ').next().unwrap_or(&self.name)
    }

    fn show(&mut self, message: &Shown, book: &Book) {
        let (sequence, at, text) = (message.sequence, message.at, message.text.clone());
        match message.kind {
            Kind::Sms | Kind::Note => {
                self.about = self.about.or_else(|| number_in(&text));
                self.chat.push(Entry::Text { mine: false, at, text });
            }
            Kind::Call => {
                let state = match book.calls.get(&sequence) {
                    None => CallState::Rings,
                    Some(Call::Missed) => CallState::Missed,
                    Some(Call::Taken { talk, goes_on: Some(_) }) => {
                        CallState::Talking(talk.clone())
                    }
                    Some(Call::Taken { talk, goes_on: None }) => CallState::Over(talk.clone()),
                };
                self.chat.push(Entry::Call { sequence, at, text, state });
            }
            Kind::Mail => {
                let subject = message.subject.clone().unwrap_or_default();
                self.mails.push(Mail { sequence, at, subject, text });
            }
            Kind::Webhook => {}
        }
    }

    fn private_page(&self) -> Option<String> {
        let texts = self.mails.iter().map(|mail| &mail.text);
        let chats = self.chat.iter().filter_map(|entry| match entry {
            Entry::Text { mine: false, text, .. } => Some(text),
            Entry::Text { .. } | Entry::Call { .. } => None,
        });
        texts.chain(chats).find_map(|text| {
            pieces(text).into_iter().find_map(|piece| match piece {
                Piece::Link(link) if link.contains("/r/") => Some(link),
                Piece::Link(_) | Piece::Words(_) => None,
            })
        })
    }
}

impl CallState {
    pub(super) fn takes_keys(&self) -> bool {
        matches!(self, Self::Rings | Self::Talking(_))
    }

    pub(super) fn talk(&self) -> &[(char, String)] {
        match self {
            Self::Talking(talk) | Self::Over(talk) => talk,
            Self::Rings | Self::Missed => &[],
        }
    }
}

impl Entry {
    fn is_ringing(&self) -> bool {
        matches!(self, Self::Call { state: CallState::Rings | CallState::Talking(_), .. })
    }

    pub(super) fn at(&self) -> Timestamp {
        match self {
            Self::Text { at, .. } | Self::Call { at, .. } => *at,
        }
    }
}

/// A part of a text: words, or an address that can be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Words(String),
    Link(String),
}

/// Finds the addresses in a text.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(start) =
        [rest.find("http://"), rest.find("https://")].into_iter().flatten().min()
    {
        let end = rest[start..].find(|c: char| c.is_whitespace() || "<>\"".contains(c));
        let end = end.map_or(rest.len(), |length| start + length);
        let link = rest[start..end].trim_end_matches(['.', ',', ')', ';', '!', '?']);
        if 0 < start {
            pieces.push(Piece::Words(rest[..start].to_owned()));
        }
        pieces.push(Piece::Link(link.to_owned()));
        rest = &rest[start + link.len()..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Words(rest.to_owned()));
    }
    pieces
}

fn team(directory: &Directory, book: &Book, now: Timestamp) -> Vec<Person> {
    let is_on_call = |id: &_| {
        directory.schedules.iter().any(|schedule| schedule.on_call(now).as_ref() == Some(id))
    };
    let people = directory.responders.iter().map(|responder| {
        let phone = responder.contact.iter().find(|contact| is_phone(contact.kind));
        let number = phone.map(|contact| contact.address.clone());
        Person {
            id: responder.id.to_string(),
            name: responder.name.clone(),
            on_call: is_on_call(&responder.id),
            off: number.as_ref().is_some_and(|number| book.off.contains(number)),
            number,
            ..Person::default()
        }
    });
    people.collect()
}

/// Whose address it is, by the place in the directory.
fn owners(directory: &Directory) -> BTreeMap<String, usize> {
    let all = directory.responders.iter().enumerate();
    all.flat_map(|(index, responder)| {
        responder.contact.iter().map(move |contact| (contact.address.clone(), index))
    })
    .collect()
}

fn is_phone(kind: ContactKind) -> bool {
    matches!(kind, ContactKind::Sms | ContactKind::Voice)
}

fn announced(message: &Shown) -> Announced {
    let body: Value = serde_json::from_str(&message.text).unwrap_or_default();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let data = &body["data"];
    let mut about: Vec<_> = ["number", "state", "milestone", "responder"]
        .into_iter()
        .filter_map(|name| text(&data[name]))
        .collect();
    about.dedup();
    Announced {
        at: message.at,
        kind: text(&body["type"]).unwrap_or_default(),
        about: about.join(", "),
    }
}

/// The number of an emergency that a text names.
fn number_in(text: &str) -> Option<Number> {
    let digits = text.split("E-").nth(1)?;
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().ok().map(Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_a_text_can_be_opened() {
        let words = |text: &str| Piece::Words(text.to_owned());
        let link = |text: &str| Piece::Link(text.to_owned());
        assert_eq!(pieces("no link"), [words("no link")]);
        assert_eq!(
            pieces("See https://a.example/r/x. Then http://b.example/?a=1"),
            [
                words("See "),
                link("https://a.example/r/x"),
                words(". Then "),
                link("http://b.example/?a=1")
            ]
        );
    }

    #[test]
    fn the_emergency_of_a_text_is_found() {
        assert_eq!(number_in("E-1007: Acme cannot sell. Reply 7 ok"), Some(Number(1007)));
        assert_eq!(number_in("Nothing here"), None);
    }
}
