//! What can be wrong with a journal.

use std::fmt;

/// Something that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The emergency's number, as it is stored.
    pub number: i64,
    pub wrong: Wrong,
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

impl Wrong {
    /// Its name for programs.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "missing",
            Self::Altered { .. } => "altered",
            Self::Inserted { .. } => "inserted",
            Self::Removed { .. } => "removed",
            Self::Swapped { .. } => "swapped",
            Self::CutOff { .. } => "cut_off",
            Self::Rewritten { .. } => "rewritten",
            Self::Gone { .. } => "gone",
            Self::Empty => "empty",
            Self::Orphaned => "orphaned",
        }
    }

    /// The entries that it is about, if it is about some.
    pub fn entries(&self) -> Option<(i64, i64)> {
        match *self {
            Self::Missing { from, to }
            | Self::Altered { from, to }
            | Self::Inserted { from, to }
            | Self::Swapped { from, to }
            | Self::CutOff { from, to } => Some((from, to)),
            Self::Removed { before, .. } => Some((before, before)),
            Self::Rewritten { upto } => Some((1, upto)),
            Self::Gone { entries } => Some((1, entries)),
            Self::Empty | Self::Orphaned => None,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "E-{}: ", self.number)?;
        match self.wrong {
            Wrong::Missing { from, to } => write!(f, "{} missing", Are(from, to)),
            Wrong::Altered { from, to } => {
                write!(f, "{} not what was written: altered or forged", Are(from, to))
            }
            Wrong::Inserted { from, to } => {
                write!(f, "{} not written by Frontline: inserted by something else", Are(from, to))
            }
            Wrong::Removed { before, count } => {
                let what = if count == 1 {
                    "an entry was".to_owned()
                } else {
                    format!("{count} entries were")
                };
                write!(f, "{what} removed before entry {before}, and the rest renumbered")
            }
            Wrong::Swapped { from, to } => {
                write!(f, "entries {from} and {to} stand in each other's place")
            }
            Wrong::CutOff { from, to } => {
                write!(f, "{} missing at the end: the anchor knows them", Are(from, to))
            }
            Wrong::Rewritten { upto } => write!(
                f,
                "entry {upto} is not the one of the anchor: it or one before it was written anew"
            ),
            Wrong::Gone { entries } => {
                write!(f, "the anchor knows {entries} entries of it, and none is left")
            }
            Wrong::Empty => write!(f, "it is there, and its journal is not"),
            Wrong::Orphaned => write!(f, "its journal is there, and it itself is not"),
        }
    }
}

/// "entry 3 is" or "entries 3 to 5 are".
struct Are(i64, i64);

impl fmt::Display for Are {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(from, to) = self;
        if from == to {
            write!(f, "entry {from} is")
        } else {
            write!(f, "entries {from} to {to} are")
        }
    }
}
