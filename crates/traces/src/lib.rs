//! One request through all rooms: what each room opens a span with, and how a span finds the one that
//! caused it after the outbox, a restart or another node. Deliberately absent: where spans go.

mod origin;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

pub use origin::Origin;
pub use tracing::Instrument;

/// What spans of this crate are told apart by from the log.
pub const TARGET: &str = "traces";

static IS_ON: AtomicBool = AtomicBool::new(false);
static SENT: AtomicU64 = AtomicU64::new(0);
static LOST: AtomicU64 = AtomicU64::new(0);

/// Opens a span. Its fields are for operators: numbers, names of lanes, outcomes; never an address, a
/// text or a link. Where nobody collects traces it costs nothing.
#[macro_export]
macro_rules! span {
    ($name:literal $(, $($field:tt)*)?) => {
        $crate::__private::info_span!(target: $crate::TARGET, $name, $($($field)*)?)
    };
}

#[doc(hidden)]
pub mod __private {
    pub use tracing::info_span;
}

/// From now on spans are collected.
pub fn switch_on() {
    IS_ON.store(true, Relaxed);
}

pub fn is_on() -> bool {
    IS_ON.load(Relaxed)
}

/// What became of finished spans.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The collector took them.
    pub sent: u64,
    /// It did not.
    pub lost: u64,
}

pub fn counts() -> Counts {
    Counts { sent: SENT.load(Relaxed), lost: LOST.load(Relaxed) }
}

/// The collector was offered so many spans.
pub fn count(spans: usize, was_taken: bool) {
    let counter = if was_taken { &SENT } else { &LOST };
    counter.fetch_add(spans as u64, Relaxed);
}
