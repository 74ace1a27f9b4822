//! `/hooks`

mod chats;
mod line;
mod switch;
mod twilio;
