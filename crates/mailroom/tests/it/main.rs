//! The mailroom, as mail servers see it: over a real connection, with a real store behind it.

#![expect(clippy::unwrap_used, reason = "a failed expectation should stop a test")]

mod bombs;
mod bounces;
mod desks;
mod fuzz;
mod hostile;
mod machines;
#[path = "../../../words/tests/words/mutation.rs"]
mod mutation;
mod real_corpus;
mod real_mail;
mod replies;
mod requests;
mod room;
mod senders;
