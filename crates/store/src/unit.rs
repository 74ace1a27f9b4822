//! A unit of work, as data.

/// What is written in one transaction.
#[derive(Clone, Debug, Default)]
pub struct Unit {}
