//! What is said to people on their way into a conference.

use domain::{Number, emergency::Bridge, message::Brief};

use crate::{
    Language, Reader, foreign,
    line::name,
    phrases::{Calls, fill},
    sentence::Label,
    sms_length::Piece,
    wording::Wording,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    Joining,
    /// At the end of the greeting, while a conference is open.
    NineJoins,
    /// At the end of a page that is read out, while a conference is open.
    FiveJoins,
    /// To the first one, who hears nobody yet.
    Waiting,
    /// It is closed, or there is another call by now.
    Over,
    AskPin,
    WrongPin,
    NoMorePins,
    /// Nobody pressed the key.
    NotJoined,
}

pub fn said(said: Said, language: Language) -> &'static str {
    let t = &language.phrases().calls;
    match said {
        Said::Joining => t.joining,
        Said::NineJoins => t.nine_joins,
        Said::FiveJoins => t.five_joins,
        Said::Waiting => t.waiting,
        Said::Over => t.over,
        Said::AskPin => t.ask_pin,
        Said::WrongPin => t.wrong_pin,
        Said::NoMorePins => t.no_more_pins,
        Said::NotJoined => t.not_put_through,
    }
}

/// To whoever was called into it.
pub(crate) fn join_call(brief: &Brief, reader: &Reader) -> Wording {
    let language = Language::of(reader);
    let t = &language.phrases().calls;
    let nameless = || language.label(Label::ThisEmergency).to_owned();
    let number = brief.number.map_or_else(nameless, |number| number.to_string());
    let who = foreign::some(brief.organization.as_deref()).filter(|_| !brief.of_several);
    let lead = match who.map(name) {
        Some(who) => fill(t.about_who, &[("number", &number), ("who", &who)]),
        None => fill(t.about, &[("number", &number)]),
    };
    Wording { lead, keys: Some(t.press_to_join), ..Wording::default() }
}

/// The conference could not be used.
pub(crate) fn moved(brief: &Brief, language: Language, wording: &mut Wording) {
    let sentence = language.phrases().calls.moved;
    wording.text(sentence);
    wording.lead = sentence.to_owned();
    let way_in = brief.bridge.as_ref().map(Bridge::way_in).unwrap_or_default();
    if let Some(way_in) = foreign::some(Some(&way_in)) {
        wording.text(foreign::cut(way_in, 200));
        wording.fact(language.phrases().calls.call, foreign::cut(way_in, 500));
    }
}

/// Whoever wants in is called.
pub(crate) fn calling_in(number: Number, bridge: &Bridge, t: &Calls) -> Vec<Piece> {
    let number = number.to_string();
    let mut pieces = vec![Piece::Ours(fill(t.calling_you, &[("number", &number)]))];
    let phone = foreign::some(bridge.phone.as_deref());
    if let (Some(phone), Some(pin)) = (phone, foreign::some(bridge.pin.as_deref())) {
        let (phone, pin) = (foreign::cut(phone, 40), foreign::cut(pin, 20));
        pieces.push(Piece::Ours(fill(t.or_dial, &[("phone", &phone), ("pin", &pin)])));
    }
    pieces
}
