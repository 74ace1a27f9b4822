//! A door: mail servers hand mail over by SMTP or LMTP, and it becomes a request or lands in its
//! case. Mail syntax is only here. Deliberately absent: rules and sentences.

mod address;
mod bounce;
mod brake;
mod intake;
mod letter;
mod listener;
mod machine;
mod sender;
mod session;

pub use address::Address;
pub use letter::MAX_MAIL_BYTES;
pub use listener::{Mailroom, Settings};
