//! Names for what is new. A simulation has them counted, so that a night can be played twice.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use uuid::Uuid;

#[derive(Clone, Debug, Default)]
pub enum Ids {
    /// UUIDs in the order of time (version 7 of RFC 9562), for all nodes.
    #[default]
    Unique,
    /// One after the other: for those who share the counter.
    Counted(Arc<AtomicU64>),
}

impl Ids {
    pub fn counted() -> Self {
        Self::Counted(Arc::default())
    }

    /// 32 hexadecimal digits; a later one is greater.
    pub(crate) fn next(&self) -> String {
        match self {
            Self::Unique => Uuid::now_v7().simple().to_string(),
            Self::Counted(count) => format!("{:032x}", count.fetch_add(1, Ordering::SeqCst)),
        }
    }
}
