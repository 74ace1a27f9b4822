//! Why the rules said no. What a person hardly ever meets by text message is said in the words of the
//! rules, which are English.

use domain::{Refused, proof};

use super::{Speaker, name};
use crate::{foreign, phrases::fill};

/// The longest reason, in UTF-16 units.
const MAX_UNITS: usize = 260;

pub(super) fn said(refused: &Refused, speaker: Speaker<'_>) -> String {
    let t = &speaker.t.answers;
    match refused {
        Refused::Closed | Refused::TicketOver => t.is_closed.to_owned(),
        Refused::AlreadyAnswered { name: by, .. } => fill(t.has_it, &[("by", &name(by))]),
        Refused::NotCalled => t.not_called.to_owned(),
        Refused::NobodyThere(words) => fill(t.nobody_there, &[("words", &foreign::cut(words, 40))]),
        Refused::SwitchedOff => t.switched_off.to_owned(),
        Refused::NotByHand(_)
        | Refused::IntoItself
        | Refused::NotRestored
        | Refused::NobodyMaySwitch
        | Refused::UnknownService(_)
        | Refused::NotAsked
        | Refused::OtherCustomer
        | Refused::Unnamed
        | Refused::Empty => fill(t.refused_else, &[("refused", &foreign(&refused.to_string()))]),
    }
}

pub(super) fn of_code(refused: &proof::Refused, speaker: Speaker<'_>) -> String {
    let t = &speaker.t.on_call;
    match refused {
        proof::Refused::NoCode => t.no_code.to_owned(),
        proof::Refused::Wrong { attempts } => {
            fill(t.wrong_code, &[("attempts", &attempts.to_string())])
        }
        proof::Refused::WrongTooOften => t.code_void.to_owned(),
        proof::Refused::NoSuchWay | proof::Refused::TooSoon(_) => foreign(&refused.to_string()),
    }
}

/// In the words of the rules.
pub(super) fn foreign(reason: &str) -> String {
    foreign::cut(reason, MAX_UNITS)
}
