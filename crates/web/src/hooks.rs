//! Doors for providers: `/hooks`. Each checks the provider's signature before it looks at anything.

mod twilio;

pub(crate) use twilio::router;
