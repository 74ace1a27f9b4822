//! `/hooks`

mod chats;
mod conference;
mod connect;
mod drill;
mod line;
mod recordings;
mod switch;
mod twilio;
