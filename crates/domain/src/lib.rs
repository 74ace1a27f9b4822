//! The rules of emergencies: pure functions of a state, an input, the directory and the time.
//!
//! Deliberately absent: I/O, clocks, randomness, async, SQL, HTTP, logging and wording. Ids and
//! moments come in as arguments, so that a night can be simulated in microseconds.

pub mod access;
pub mod attachment;
pub mod calendar;
pub mod coverage;
pub mod directory;
pub mod drill;
pub mod duration;
pub mod duty;
pub mod effect;
pub mod emergency;
pub mod fact;
pub mod forward;
pub mod gate;
pub mod id;
pub mod input;
pub mod joining;
pub mod message;
pub mod milestone;
pub mod number;
pub mod proof;
pub mod readiness;
pub mod rehearsal;
pub mod request;
pub mod settings;
pub mod shift;
pub mod span;
pub mod switch;
pub mod ticket;
pub mod zone;

pub use directory::Directory;
pub use emergency::{Emergency, Phase, Refused, Transition};
pub use fact::{Actor, Fact, Happening};
pub use id::*;
pub use input::Input;
pub use milestone::Milestone;
pub use number::{Number, TicketNumber};
pub use request::{Impact, Request};
pub use settings::Settings;
