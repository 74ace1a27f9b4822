//! `/hooks`

mod twilio;
