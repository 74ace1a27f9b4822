//! What a machine can check of our conventions: form of files, and which crate may use which.
//! Deliberately absent: what rustfmt and clippy check already.

mod arrows;
mod container;
mod form;

pub use arrows::wrong_arrows;
pub use container::container_faults;
pub use form::faults;
