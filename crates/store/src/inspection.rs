//! Walks through the journals of all switches and emergencies, a page of entries at a time, and says which entry
//! is not what was written.

mod finding;
mod switches;
mod walk;

use std::iter::Peekable;

use crate::{
    Head, Store, StoreError,
    chain::{Hash, Link},
    value::{Row, values},
};
pub use finding::{Finding, Wrong};
use walk::Walk;

/// Entries that are held in memory at a time.
const PAGE_ENTRIES: u32 = 2_000;

/// Emergencies without a journal that are named; more than that say nothing new.
const MAX_EMPTY: u32 = 1_000;

/// Heads that somebody kept elsewhere, by number.
pub type Anchors = Box<dyn Iterator<Item = Head> + Send>;

/// An inspection under way.
pub struct Inspection {
    store: Store,
    anchors: Peekable<Anchors>,
    walk: Option<Walk>,
    after: (i64, i64),
    /// The switches that are still to come, by the number of their anchors.
    switches: Option<std::vec::IntoIter<(i64, String)>>,
    stage: Stage,
}

/// What the next page of entries led to.
#[derive(Debug, Default)]
pub struct Inspected {
    pub entries: u64,
    /// The last entries of the emergencies that were walked through to the end, by number.
    pub heads: Vec<Head>,
    pub findings: Vec<Finding>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Switches,
    Entries,
    EmptyJournals,
    Done,
}

/// An entry, and what is stored beside it.
struct Stored {
    link: Link,
    hash: Option<Hash>,
    /// Whether there is an emergency of its number.
    belongs: bool,
}

impl Store {
    /// Begins to inspect all journals, and whether each of `anchors` is still part of one. What is
    /// appended meanwhile may or may not be among what is inspected.
    pub fn inspect(&self, anchors: Anchors) -> Inspection {
        Inspection {
            store: self.clone(),
            anchors: anchors.peekable(),
            walk: None,
            after: (i64::MIN, i64::MIN),
            switches: None,
            stage: Stage::Switches,
        }
    }
}

impl Inspection {
    /// The next page; nothing once all is inspected.
    pub async fn next(&mut self) -> Result<Option<Inspected>, StoreError> {
        match self.stage {
            Stage::Switches => self.next_switch().await.map(Some),
            Stage::Entries => self.next_entries().await.map(Some),
            Stage::EmptyJournals => self.empty_journals().await.map(Some),
            Stage::Done => Ok(None),
        }
    }

    async fn next_entries(&mut self) -> Result<Inspected, StoreError> {
        let sql = "SELECT f.number, f.sequence, f.at_us, f.kind, f.actor, f.body, f.hash,
                       e.number IS NOT NULL
                   FROM facts f LEFT JOIN emergencies e ON e.number = f.number
                   WHERE (f.number, f.sequence) > (?1, ?2)
                   ORDER BY f.number, f.sequence LIMIT ?3";
        let values = values![self.after.0, self.after.1, PAGE_ENTRIES];
        let rows = self.store.database.fetch(sql, values).await?;
        let mut inspected = Inspected { entries: rows.len() as u64, ..Inspected::default() };
        let is_last = rows.len() < PAGE_ENTRIES as usize;
        for row in rows {
            self.take(stored(row)?, &mut inspected);
        }
        if is_last {
            self.finish(i64::MAX, &mut inspected);
            self.stage = Stage::EmptyJournals;
        }
        Ok(inspected)
    }

    fn take(&mut self, stored: Stored, inspected: &mut Inspected) {
        let (number, sequence) = (stored.link.number, stored.link.sequence);
        self.after = (number, sequence);
        if self.walk.as_ref().is_none_or(|walk| walk.number() != number) {
            self.finish(number, inspected);
            if !stored.belongs {
                inspected.findings.push(Finding::of(number, Wrong::Orphaned));
            }
        }
        let walk = self.walk.get_or_insert_with(|| Walk::new(number));
        walk.step(stored.link, stored.hash, &mut inspected.findings);
        self.compare((number, sequence), stored.hash, inspected);
    }

    /// Whether an anchor knows the same entry here.
    fn compare(&mut self, here: (i64, i64), hash: Option<Hash>, inspected: &mut Inspected) {
        let (number, sequence) = here;
        let is_here = |anchor: &Head| (anchor.number, anchor.sequence) == here;
        if let Some(anchor) = self.anchors.next_if(is_here)
            && Some(anchor.hash) != hash
        {
            inspected.findings.push(Finding::of(number, Wrong::Rewritten { upto: sequence }));
        }
    }

    /// Ends the walk through one emergency; `next` is the number of the one that follows.
    fn finish(&mut self, next: i64, inspected: &mut Inspected) {
        let ended = self.walk.take().map(|walk| walk.finish(&mut inspected.findings));
        while let Some(anchor) = self.anchors.next_if(|anchor| anchor.number < next) {
            let number = anchor.number;
            let wrong = match ended.filter(|head| head.number == number) {
                Some(head) if head.sequence < anchor.sequence => {
                    Wrong::CutOff { from: head.sequence + 1, to: anchor.sequence }
                }
                Some(_) => Wrong::Missing { from: anchor.sequence, to: anchor.sequence },
                None => Wrong::Gone { entries: anchor.sequence },
            };
            inspected.findings.push(Finding::of(number, wrong));
        }
        inspected.heads.extend(ended);
    }

    async fn empty_journals(&mut self) -> Result<Inspected, StoreError> {
        self.stage = Stage::Done;
        let sql = "SELECT e.number FROM emergencies e
                   WHERE NOT EXISTS (SELECT 1 FROM facts f WHERE f.number = e.number)
                   ORDER BY e.number LIMIT ?1";
        let rows = self.store.database.fetch(sql, values![MAX_EMPTY]).await?;
        let numbers = rows.into_iter().map(|row| row.single("number"));
        let finding = |number| Finding::of(number, Wrong::Empty);
        let findings = numbers.map(|number| number.map(finding)).collect::<Result<_, _>>()?;
        Ok(Inspected { findings, ..Inspected::default() })
    }
}

fn stored(row: Row) -> Result<Stored, StoreError> {
    let mut cells = row.cells("fact");
    let link = Link {
        number: cells.take()?,
        sequence: cells.take()?,
        at_us: cells.take()?,
        kind: cells.take()?,
        actor: cells.take()?,
        body: cells.take()?,
    };
    // One that is no hash is as wrong as one of something else.
    let hash = cells.take::<Option<Vec<u8>>>()?;
    let hash = hash.map(|bytes| Hash::try_from(bytes).unwrap_or([0xff; 32]));
    Ok(Stored { link, hash, belongs: cells.take()? })
}
