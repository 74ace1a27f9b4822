//! Emergencies as lists, a stretch at a time.

use std::{fmt, str::FromStr};

use crate::{
    Saved, Store, StoreError,
    emergencies::readable,
    value::{Row, Value, values},
};

/// Which emergencies a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListState {
    /// Those that are not closed, ordered by their next deadline.
    #[default]
    Open,
    /// The newest first.
    Closed,
    /// The newest first.
    All,
    /// One state, named as by [`domain::Emergency::state_name`].
    Unanswered,
    Answered,
    Investigating,
    Restored,
}

impl ListState {
    pub const ALL: [Self; 7] = [
        Self::Open,
        Self::Closed,
        Self::All,
        Self::Unanswered,
        Self::Answered,
        Self::Investigating,
        Self::Restored,
    ];

    /// The name in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::All => "all",
            Self::Unanswered => "unanswered",
            Self::Answered => "answered",
            Self::Investigating => "investigating",
            Self::Restored => "restored",
        }
    }

    /// Reads [`ListState::name`].
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether it is ordered by deadline; else by number, the newest first.
    fn by_deadline(self) -> bool {
        !matches!(self, Self::Closed | Self::All)
    }

    fn sql(self) -> &'static str {
        match self {
            Self::Open => {
                "SELECT state, version, requesters, wake_at_us, number FROM emergencies
                 WHERE wake_at_us IS NOT NULL AND (wake_at_us, number) > (?1, ?2)
                     AND state_name <> 'closed'
                 ORDER BY wake_at_us, number LIMIT ?3"
            }
            Self::Unanswered | Self::Answered | Self::Investigating | Self::Restored => {
                "SELECT state, version, requesters, wake_at_us, number FROM emergencies
                 WHERE wake_at_us IS NOT NULL AND (wake_at_us, number) > (?1, ?2)
                     AND state_name = ?4
                 ORDER BY wake_at_us, number LIMIT ?3"
            }
            Self::All => {
                "SELECT state, version, requesters, 0, number FROM emergencies
                 WHERE number < ?1 ORDER BY number DESC LIMIT ?2"
            }
            Self::Closed => {
                "SELECT state, version, requesters, 0, number FROM emergencies
                 WHERE number < ?1 AND state_name = 'closed' ORDER BY number DESC LIMIT ?2"
            }
        }
    }

    fn values(self, after: Option<Cursor>, limit: u32) -> Vec<Value> {
        let start = if self.by_deadline() { (i64::MIN, 0) } else { (0, i64::MAX) };
        let (deadline, number) = after.map_or(start, |cursor| (cursor.0, cursor.1));
        match self {
            Self::Open => values![deadline, number, limit],
            Self::Unanswered | Self::Answered | Self::Investigating | Self::Restored => {
                values![deadline, number, limit, self.name()]
            }
            Self::All | Self::Closed => values![number, limit],
        }
    }
}

/// Where a list goes on. Its text form is for links and means nothing to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor(pub(crate) i64, pub(crate) i64);

/// The text is not a cursor of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not the place where a list goes on: take it from the list before")]
pub struct NotACursor;

/// A stretch of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed<T> {
    pub items: Vec<T>,
    /// Where it goes on; `None` at the end.
    pub next: Option<Cursor>,
}

impl Store {
    /// Emergencies of this state after `after`, `limit` at most.
    pub async fn list(
        &self,
        state: ListState,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Listed<Saved>, StoreError> {
        let rows = self.database.fetch(state.sql(), state.values(after, limit)).await?;
        let next = next(&rows, limit)?;
        Ok(Listed { items: readable(rows), next })
    }
}

/// The cursor after a full stretch: its last row ends with the two columns it is ordered by.
pub(crate) fn next(rows: &[Row], limit: u32) -> Result<Option<Cursor>, StoreError> {
    let Some(Row(last)) = rows.last().filter(|_| rows.len() >= limit as usize) else {
        return Ok(None);
    };
    let ends = last[last.len().saturating_sub(2)..].to_vec();
    let mut cells = Row(ends).cells("list");
    Ok(Some(Cursor(cells.take()?, cells.take()?)))
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

impl FromStr for Cursor {
    type Err = NotACursor;

    fn from_str(text: &str) -> Result<Self, NotACursor> {
        let (deadline, number) = text.split_once('.').ok_or(NotACursor)?;
        let read = |part: &str| part.parse().map_err(|_| NotACursor);
        Ok(Self(read(deadline)?, read(number)?))
    }
}
