//! `/hooks`

mod chats;
mod line;
mod twilio;
