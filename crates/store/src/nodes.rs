//! The processes that work on one database: how they know each other, and what becomes of the work
//! of one that is gone.

use data_encoding::HEXLOWER;
use jiff::Timestamp;

use crate::StoreError;

/// How long a node's name is.
const NODE_ID_BYTES: usize = 8;

/// One start of the program: after a restart it is another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeId(String);

/// The right to send a delivery, for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    pub by: NodeId,
    pub until: Timestamp,
}

impl NodeId {
    pub(crate) fn new() -> Result<Self, StoreError> {
        let mut fresh = [0; NODE_ID_BYTES];
        getrandom::fill(&mut fresh).map_err(|error| StoreError::Unavailable(error.into()))?;
        Ok(Self(HEXLOWER.encode(&fresh)))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}
