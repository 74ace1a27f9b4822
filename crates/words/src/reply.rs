//! What responders text back, and what they are answered.

mod command;
mod confirmation;
mod doubt;
mod duty;
mod grammar;
mod keyword;
mod quoted;
mod switch;
mod target;
mod tokens;

pub use command::{Command, Reply};
pub use confirmation::{Confirmation, OpenPage, SwitchDone, Wanted};
pub use duty::{DutyDone, DutyWord, code, duty};
pub use grammar::parse;
pub use switch::{SwitchWord, confirming, switch, switching_on};
pub use target::{Found, find_target};

use crate::{Reader, responder, sms_length};

/// The most segments that a confirmation may have.
const MAX_SEGMENTS: usize = 2;

/// Whether it is no more than a responder's command: words for a person are longer.
pub fn is_a_command(text: &str) -> bool {
    if switch(text).is_some() {
        return true;
    }
    let reply = parse(text);
    let is_understood = !matches!(reply.command, Command::Unclear { .. });
    is_understood && (reply.code.is_some() || text.split_whitespace().count() <= 2)
}

/// The text of a confirmation. It fits two segments.
pub fn answer(confirmation: &Confirmation, reader: &Reader) -> String {
    let pieces = responder::answers::pieces(confirmation, reader);
    sms_length::fit(&pieces, MAX_SEGMENTS)
}
