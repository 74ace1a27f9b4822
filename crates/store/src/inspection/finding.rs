//! What can be wrong with a journal.

/// Something that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The emergency's number, as it is stored; that of an anchor, if it is of a switch.
    pub number: i64,
    /// Whose switch it is, if it is not the journal of an emergency.
    pub organization: Option<String>,
    pub wrong: Wrong,
}

impl Finding {
    /// Of an emergency.
    pub fn of(number: i64, wrong: Wrong) -> Self {
        Self { number, organization: None, wrong }
    }
}

/// Entries are named by the sequence numbers that they have now, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Sequence numbers that nothing has.
    Missing { from: i64, to: i64 },
    /// Their content, or their hash, is not what was written.
    Altered { from: i64, to: i64 },
    /// Entries that were not written by the program.
    Inserted { from: i64, to: i64 },
    /// Entries were removed, and those that followed got their numbers.
    Removed { before: i64, count: i64 },
    /// Two entries that stand in each other's place.
    Swapped { from: i64, to: i64 },
    /// An anchor knows entries after the last one.
    CutOff { from: i64, to: i64 },
    /// An anchor knows another entry here: this one or one before it was written anew, with hashes
    /// that fit.
    Rewritten { upto: i64 },
    /// An anchor knows the emergency, and nothing is left of its journal.
    Gone { entries: i64 },
    /// The emergency is there, and its journal is not.
    Empty,
    /// The journal is there, and its emergency is not.
    Orphaned,
}
