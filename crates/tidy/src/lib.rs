//! What a machine can check of our conventions: form of files, and which crate may use which.
//! Deliberately absent: what rustfmt and clippy check already.

mod arrows;
mod form;

pub use arrows::wrong_arrows;
pub use form::faults;
