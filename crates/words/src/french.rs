//! French, for requesters: vous, calm, and never the time of a fix.

pub(crate) mod answering;
pub(crate) mod answers;
pub(crate) mod calls;
pub(crate) mod duty;
pub(crate) mod gate;
pub(crate) mod happened;
pub(crate) mod letter;
pub(crate) mod line;
pub(crate) mod names;
pub(crate) mod news;
pub(crate) mod pages;
pub(crate) mod paging;
pub(crate) mod switching;
pub(crate) mod ticket;
pub(crate) mod time;

use crate::phrases::Phrases;

pub(crate) const PHRASES: &Phrases = &Phrases {
    page: paging::PAGE,
    notice: paging::NOTICE,
    drill: paging::DRILL,
    keys: paging::KEYS,
    desk: paging::DESK,
    duty: duty::DUTY,
    handoff: duty::HANDOFF,
    switch: switching::SWITCH,
    switched: switching::SWITCHED,
    answers: answers::ANSWERS,
    on_call: answers::ON_CALL,
    calls: calls::CALLS,
};
