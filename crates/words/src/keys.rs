//! What a call says after somebody pressed a key.

use domain::Number;

use crate::{Reader, responder};

/// What became of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// 1: the page is theirs.
    Answered { number: Number },
    /// 1, but somebody else was faster.
    TakenBy { name: String },
    /// 2: cannot take it.
    Declined,
    /// 9: the next person is called now.
    CalledNext,
    /// 1, to a test page.
    Here,
    /// It is closed, or was not theirs any more.
    Over,
    /// It could not be carried out.
    Failed,
}

/// What is said, before the call ends.
pub fn after(pressed: &Pressed, reader: &Reader) -> String {
    responder::keys::after(pressed, reader)
}
