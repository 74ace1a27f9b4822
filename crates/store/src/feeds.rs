//! Calendar feeds: whose they are and what they show. The link itself is not kept.

use domain::id::ResponderId;
use jiff::Timestamp;

use crate::{
    Store, StoreError, Unit,
    value::{Row, values},
};

/// A feed that somebody made for themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    pub id: String,
    /// Whose it is.
    pub responder: ResponderId,
    /// `me` for one's own shifts, else `schedule:ID`.
    pub target: String,
    pub made_at: Timestamp,
    /// When a calendar last fetched it, to the hour.
    pub read_at: Option<Timestamp>,
}

impl Unit {
    /// [`StoreError::Taken`] if there is one with this id.
    pub fn make_feed(&mut self, feed: &Feed) -> &mut Self {
        self.insert(
            "INSERT INTO feeds (id, responder, target, made_at_us) VALUES (?1, ?2, ?3, ?4)",
            values![&feed.id, &feed.responder, &feed.target, feed.made_at],
        )
    }

    /// Ends a feed; only its owner can. [`StoreError::Conflict`] if there is none.
    pub fn revoke_feed(&mut self, id: &str, responder: &ResponderId) -> &mut Self {
        self.one("DELETE FROM feeds WHERE id = ?1 AND responder = ?2", values![id, responder])
    }

    pub fn feed_read(&mut self, id: &str, at: Timestamp) -> &mut Self {
        self.any("UPDATE feeds SET read_at_us = ?2 WHERE id = ?1", values![id, at])
    }
}

impl Store {
    /// `None` if it was revoked or never made.
    pub async fn feed(&self, id: &str) -> Result<Option<Feed>, StoreError> {
        let sql = "SELECT id, responder, target, made_at_us, read_at_us FROM feeds WHERE id = ?1";
        self.database.find(sql, values![id]).await?.map(feed).transpose()
    }

    /// Those of one person, the oldest first.
    pub async fn feeds_of(&self, responder: &ResponderId) -> Result<Vec<Feed>, StoreError> {
        let sql = "SELECT id, responder, target, made_at_us, read_at_us FROM feeds
                   WHERE responder = ?1 ORDER BY made_at_us, id LIMIT 100";
        let rows = self.database.fetch(sql, values![responder]).await?;
        rows.into_iter().map(feed).collect()
    }
}

fn feed(row: Row) -> Result<Feed, StoreError> {
    let mut cells = row.cells("feed");
    Ok(Feed {
        id: cells.take()?,
        responder: ResponderId(cells.take()?),
        target: cells.take()?,
        made_at: cells.take()?,
        read_at: cells.take()?,
    })
}
