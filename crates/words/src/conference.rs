//! What is said to people on their way into a conference.

use crate::{Reader, english};

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

pub fn said(said: Said, _reader: &Reader) -> &'static str {
    english::conference::said(said)
}
