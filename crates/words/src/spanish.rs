//! Spanish, for requesters: usted, calm, and never the time of a fix.

pub(crate) mod gate;
pub(crate) mod happened;
pub(crate) mod line;
pub(crate) mod names;
pub(crate) mod news;
pub(crate) mod pages;
pub(crate) mod ticket;
pub(crate) mod time;
