//! The call into the conference, and what is said in it.

use domain::{Number, emergency::Bridge, message::Brief};

use super::{name, number};
use crate::{conference::Said, foreign, sms_length::Piece, wording::Wording};

pub(super) fn join_call(brief: &Brief) -> Wording {
    let number = number(brief);
    let lead = match foreign::some(brief.organization.as_deref()).filter(|_| !brief.of_several) {
        Some(organization) => format!("This is the call about {number}, {}.", name(organization)),
        None => format!("This is the call about {number}."),
    };
    Wording { lead, keys: Some("Press 1 to join it."), ..Wording::default() }
}

/// The conference could not be used.
pub(crate) fn call_moved(brief: &Brief, wording: &mut Wording) {
    let sentence = "The call by telephone could not be set up. The requesters have another way in.";
    wording.text(sentence);
    wording.lead = sentence.to_owned();
    let way_in = brief.bridge.as_ref().map(Bridge::way_in).unwrap_or_default();
    if let Some(way_in) = foreign::some(Some(&way_in)) {
        wording.text(foreign::cut(way_in, 200));
        wording.fact("Call", foreign::cut(way_in, 500));
    }
}

/// Whoever wants in is called.
pub(crate) fn calling_in(number: Number, bridge: &Bridge) -> Vec<Piece> {
    let mut pieces =
        vec![Piece::Ours(format!("{number}: we are calling you into the call. Press 1 there."))];
    let phone = foreign::some(bridge.phone.as_deref());
    if let (Some(phone), Some(pin)) = (phone, foreign::some(bridge.pin.as_deref())) {
        let (phone, pin) = (foreign::cut(phone, 40), foreign::cut(pin, 20));
        pieces.push(Piece::Ours(format!("Or dial {phone}, PIN {pin}.")));
    }
    pieces
}

pub(crate) fn said(said: Said) -> &'static str {
    match said {
        Said::Joining => "You are joining the call.",
        Said::NineJoins => "If you have a PIN for a call, press 9.",
        Said::FiveJoins => "Press 5 to join the call about it.",
        Said::Waiting => {
            "You are the first in the call. Please stay. Others hear you once they come."
        }
        Said::Over => "This call is over. Goodbye.",
        Said::AskPin => "Please type the PIN of the call, and press the hash key.",
        Said::WrongPin => "This PIN is not right. Please type it again, and press the hash key.",
        Said::NoMorePins => {
            "This PIN is not right. Please have yourself called from your page, or press 1 when you \
             call again, and a person is called. Goodbye."
        }
        Said::NotJoined => "You were not put through. Goodbye.",
    }
}
