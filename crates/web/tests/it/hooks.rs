//! `/hooks`

mod chats;
mod drill;
mod line;
mod switch;
mod twilio;
