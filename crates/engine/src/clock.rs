//! The one clock of the house. Everything else is told what time it is.

mod steady;

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use jiff::{SignedDuration, Timestamp};

pub use steady::Steady;

#[derive(Clone, Debug)]
pub enum Clock {
    System(Arc<Steady>),
    /// For tests and simulations: stands still until it is moved. Microseconds since the epoch.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's, which never goes back; clones are one clock.
    pub fn system() -> Self {
        Self::System(Arc::default())
    }

    pub fn manual(start: Timestamp) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(start.as_microsecond())))
    }

    /// Microsecond precision: what is stored reads back the same.
    pub fn now(&self) -> Timestamp {
        let micros = match self {
            Self::System(steady) => steady.now(),
            Self::Manual(micros) => micros.load(Ordering::SeqCst),
        };
        Timestamp::from_microsecond(micros).unwrap_or(Timestamp::MAX)
    }

    /// How far it is ahead of the wall clock, because that was set back.
    pub fn ahead(&self) -> SignedDuration {
        match self {
            Self::System(steady) => steady.ahead(),
            Self::Manual(_) => SignedDuration::ZERO,
        }
    }

    /// Time goes on from there, if the wall clock says that it is earlier.
    pub(crate) fn begin_after(&self, stored: Timestamp) {
        if let Self::System(steady) = self {
            steady.begin_after(stored);
        }
    }

    /// Follows the wall clock back; only while nothing waits for a deadline.
    pub(crate) fn take_wall(&self) {
        if let Self::System(steady) = self {
            steady.take_wall();
        }
    }

    /// What the clock of the database says, which all nodes go by.
    pub(crate) fn hear(&self, shared: Timestamp) {
        if let Self::System(steady) = self {
            steady.hear(shared);
        }
    }

    /// Moves a manual clock; the system's stays as it is.
    pub fn advance(&self, by: SignedDuration) {
        if let Self::Manual(micros) = self {
            let by = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
            micros.fetch_add(by, Ordering::SeqCst);
        }
    }
}
