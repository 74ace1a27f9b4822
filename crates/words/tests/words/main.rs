//! Everything that people read, in every form, to be read by whoever changes it.

mod confirmations;
mod forms;
mod fuzz;
mod hostile;
mod messages;
mod mutation;
mod pages;
mod rehearsals;
mod replies;
mod responders;
mod templates;
