//! `/hooks`

mod line;
mod twilio;
