//! One emergency's journal, entry by entry. An entry that does not follow from the one before is held
//! in doubt until the next one that does follow from something tells what happened.

use super::finding::{Finding, Wrong};
use crate::{
    Head,
    chain::{Hash, Link, NOTHING},
};

/// Entries removed in one place of which the number is found out; of more only that they were.
const MAX_REMOVED: i64 = 64;

pub(super) struct Walk {
    /// The entry before, as it is stored.
    head: Head,
    /// What has to be added to a stored sequence number for the one it was written with.
    shift: i64,
    doubt: Option<Doubt>,
}

/// Entries in a row of which none follows from anything.
struct Doubt {
    from: i64,
    /// The hash before them.
    before: Hash,
    last: Link,
    /// None of them has a hash at all.
    bare: bool,
}

impl Walk {
    pub(super) fn new(number: i64) -> Self {
        let head = Head { number, sequence: 0, hash: NOTHING };
        Self { head, shift: 0, doubt: None }
    }

    pub(super) fn number(&self) -> i64 {
        self.head.number
    }

    pub(super) fn step(&mut self, link: Link, hash: Option<Hash>, findings: &mut Vec<Finding>) {
        let here = link.sequence;
        let mut stored = hash.unwrap_or(NOTHING);
        if here != self.head.sequence + 1 {
            self.settle(findings);
            self.report(Wrong::Missing { from: self.head.sequence + 1, to: here - 1 }, findings);
            // What it follows from is gone, so that it can only be believed.
            self.shift = 0;
        } else if link.hash_as(&self.head.hash, here + self.shift) == stored {
            self.settle(findings);
        } else if let Some(next_follows_from) = self.explain(&link, stored, findings) {
            stored = next_follows_from;
        } else {
            let (before, from) = (self.head.hash, here);
            let first = || Doubt { from, before, last: link.clone(), bare: true };
            let doubt = self.doubt.get_or_insert_with(first);
            doubt.bare &= hash.is_none();
            doubt.last = link;
        }
        self.head = Head { sequence: here, hash: stored, ..self.head };
    }

    /// Ends the walk; gives the last entry.
    pub(super) fn finish(mut self, findings: &mut Vec<Finding>) -> Head {
        self.settle(findings);
        self.head
    }

    /// What an entry that does not follow from the one before tells of those in doubt, and the hash
    /// from which the next one follows.
    fn explain(&mut self, link: &Link, stored: Hash, findings: &mut Vec<Finding>) -> Option<Hash> {
        let doubt = self.doubt.as_ref()?;
        let (here, from, last) = (link.sequence + self.shift, doubt.from, self.head.sequence);
        let (count, is_one) = (last - from + 1, from == last);
        // Only the hash of the entry before was exchanged.
        let computed = doubt.last.hash_as(&doubt.before, here - 1);
        if is_one && link.hash_as(&computed, here) == stored {
            self.settle(findings);
            return Some(stored);
        }
        if link.hash_as(&doubt.before, here - count) == stored {
            let swapped = is_one && doubt.last.hash_as(&stored, here) == self.head.hash;
            self.doubt = None;
            if swapped {
                self.report(Wrong::Swapped { from, to: link.sequence }, findings);
                return Some(self.head.hash);
            }
            self.report(Wrong::Inserted { from, to: last }, findings);
            self.shift -= count;
            return Some(stored);
        }
        let follows = |removed: &i64| link.hash_as(&self.head.hash, here + removed) == stored;
        let removed = (1..=MAX_REMOVED).find(follows)?;
        if !is_one {
            self.report(Wrong::Altered { from, to: last - 1 }, findings);
        }
        self.report(Wrong::Removed { before: last, count: removed }, findings);
        self.shift += removed;
        self.doubt = None;
        Some(stored)
    }

    /// Whatever was in doubt is not what was written; nothing more is known of it.
    fn settle(&mut self, findings: &mut Vec<Finding>) {
        let Some(Doubt { from, bare, .. }) = self.doubt.take() else { return };
        let to = self.head.sequence;
        let wrong = if bare { Wrong::Inserted { from, to } } else { Wrong::Altered { from, to } };
        self.report(wrong, findings);
    }

    fn report(&self, wrong: Wrong, findings: &mut Vec<Finding>) {
        findings.push(Finding::of(self.head.number, wrong));
    }
}
