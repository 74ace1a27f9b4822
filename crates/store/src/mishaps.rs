//! What goes wrong with commits, on demand: for tests of what stands above the store.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::{StoreError, Unit, unit::Outcome};

/// How a commit goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mishap {
    /// Nothing is stored.
    Refused,
    /// It is stored, and whoever waits for it hears that the database is away.
    Unheard,
}

/// What is to go wrong; clones plan together.
#[derive(Clone, Debug, Default)]
pub struct Mishaps(Arc<Mutex<Vec<Planned>>>);

#[derive(Debug)]
struct Planned {
    /// So many commits that touch it go well before.
    skip: u32,
    table: &'static str,
    mishap: Mishap,
}

impl Mishaps {
    /// Of the commits that write into `table` (any, if it is empty) the one after `skip` others.
    pub fn plan(&self, skip: u32, table: &'static str, mishap: Mishap) {
        self.planned().push(Planned { skip, table, mishap });
    }

    /// From now on all goes well.
    pub fn clear(&self) {
        self.planned().clear();
    }

    pub fn is_empty(&self) -> bool {
        self.planned().is_empty()
    }

    /// What is to become of this unit.
    pub(crate) fn next(&self, unit: &Unit) -> Option<Mishap> {
        let mut planned = self.planned();
        let is_meant = |one: &Planned| {
            let into = format!(" {} ", one.table);
            one.table.is_empty() || unit.statements.iter().any(|it| it.sql.contains(&into))
        };
        let index = planned.iter().position(is_meant)?;
        if planned[index].skip > 0 {
            planned[index].skip -= 1;
            return None;
        }
        Some(planned.remove(index).mishap)
    }

    fn planned(&self) -> MutexGuard<'_, Vec<Planned>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(crate) fn away() -> Outcome {
    Err(StoreError::Unavailable("it was to go wrong".into()))
}
