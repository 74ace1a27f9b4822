//! What is said while a caller waits for the responder on call, and to that responder.

use domain::Number;

use crate::{Reader, english};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// To the caller: they may hold.
    Hold { number: Number },
    /// The next person is tried.
    HoldOn,
    /// To the responder, before a key is pressed.
    Take { number: Number, organization: Option<String> },
    /// The responder's key came too late.
    TakenBy { name: String },
    /// The responder's key could not be carried out, or it is over.
    NotTaken,
    /// To the caller: this person has it.
    Has { number: Number, name: String },
    /// To the caller: nobody took the call.
    Nobody { number: Number },
}

pub fn said(said: &Said, _reader: &Reader) -> String {
    english::connect::said(said)
}
