//! The outbox as the lanes see it: what is to be sent next, and who has taken it.

use jiff::Timestamp;

use crate::{
    Delivery, Lane, Store, StoreError, Unit,
    deliveries::delivery,
    value::{Row, values},
};

/// What is due of one urgency. Asked for one urgency at a time, the index leads to the first of
/// them past all that wait for later.
macro_rules! due {
    ($urgency:literal) => {
        concat!(
            "SELECT * FROM (SELECT id, urgency, due_at_us FROM deliveries
                 WHERE lane = ?1 AND status = 'waiting' AND urgency = ",
            $urgency,
            " AND due_at_us <= ?2 ORDER BY due_at_us LIMIT ?4 /*pg FOR UPDATE SKIP LOCKED*/) AS u",
            $urgency
        )
    };
}

const CLAIM: &str = concat!(
    "UPDATE deliveries SET attempts = attempts + 1, due_at_us = ?3, leased_until_us = ?3,
         leased_by = ?5
     WHERE id IN (SELECT id FROM (",
    due!("0"),
    " UNION ALL ",
    due!("1"),
    " UNION ALL ",
    due!("2"),
    " UNION ALL ",
    due!("3"),
    " UNION ALL ",
    due!("4"),
    ") AS due ORDER BY urgency, due_at_us LIMIT ?4)
     RETURNING id, emergency, ticket, lane, urgency, recipient,
         COALESCE(message, (SELECT body FROM messages WHERE messages.id = message_id)),
         queued_at_us, attempts, trace"
);

/// As [`CLAIM`], and of all urgencies only pages.
const CLAIM_PAGES: &str = concat!(
    "UPDATE deliveries SET attempts = attempts + 1, due_at_us = ?3, leased_until_us = ?3,
         leased_by = ?5
     WHERE id IN (SELECT id FROM (",
    due!("0"),
    ") AS due)
     RETURNING id, emergency, ticket, lane, urgency, recipient,
         COALESCE(message, (SELECT body FROM messages WHERE messages.id = message_id)),
         queued_at_us, attempts, trace"
);

/// By its end a lease is found in the index, and is no other than the one that is in doubt.
const LET_GO: &str = "UPDATE deliveries
     SET due_at_us = ?5, leased_until_us = NULL, attempts = attempts - 1
     WHERE lane = ?1 AND status = 'waiting' AND urgency IN (0, 1, 2, 3, 4) AND due_at_us = ?2
         AND leased_until_us = ?2 AND leased_by = ?3 AND (CAST(?4 AS TEXT) IS NULL OR id = ?4)
     RETURNING id";

/// A lease of this node of which it does not know whether it was stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    pub lane: Lane,
    /// The end of the lease.
    pub until: Timestamp,
    /// `None` for whatever was claimed with it.
    pub delivery: Option<String>,
}

impl Store {
    /// Takes what is due in a lane until `lease_until`, the most urgent first; it counts as an
    /// attempt. Whatever is neither done nor given back by then is due again, for anybody.
    pub async fn claim(
        &self,
        lane: Lane,
        now: Timestamp,
        lease_until: Timestamp,
        limit: u32,
    ) -> Result<Vec<Delivery>, StoreError> {
        self.claim_by(CLAIM, lane, (now, lease_until), limit).await
    }

    /// As [`Store::claim`], but only pages.
    pub async fn claim_pages(
        &self,
        lane: Lane,
        now: Timestamp,
        lease_until: Timestamp,
        limit: u32,
    ) -> Result<Vec<Delivery>, StoreError> {
        self.claim_by(CLAIM_PAGES, lane, (now, lease_until), limit).await
    }

    async fn claim_by(
        &self,
        sql: &'static str,
        lane: Lane,
        (now, lease_until): (Timestamp, Timestamp),
        limit: u32,
    ) -> Result<Vec<Delivery>, StoreError> {
        let mut unit = Unit::new();
        unit.returning(sql, values![lane.name(), now, lease_until, limit, &self.node]);
        let rows = self.write(unit).await?;
        let mut claimed = Vec::with_capacity(rows.len());
        for row in rows {
            let id = row.clone().single::<String>("delivery")?;
            match delivery(&mut row.cells("delivery")) {
                Ok(delivery) => claimed.push(delivery),
                Err(error) => self.give_up(&id, &error, now).await?,
            }
        }
        claimed.sort_by(|one, other| {
            (one.urgency, one.queued_at, &one.id).cmp(&(other.urgency, other.queued_at, &other.id))
        });
        Ok(claimed)
    }

    /// A delivery that cannot be read must not hold up those behind it.
    async fn give_up(
        &self,
        id: &str,
        error: &StoreError,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        tracing::error!(delivery = id, %error, "a delivery is given up");
        let mut unit = Unit::new();
        unit.failed(id, &error.to_string(), now);
        self.commit(unit).await
    }

    /// Makes due again what this node may hold without knowing it: a commit whose answer never came
    /// may have been carried out all the same. How many deliveries that were.
    pub async fn let_go(&self, doubt: &Doubt, now: Timestamp) -> Result<usize, StoreError> {
        let Doubt { lane, until, delivery } = doubt;
        let mut unit = Unit::new();
        unit.returning(LET_GO, values![lane.name(), *until, &self.node, delivery.as_deref(), now]);
        Ok(self.write(unit).await?.len())
    }

    /// When the next delivery of a lane is due: now, after a retry's wait, or at the end of a
    /// lease.
    pub async fn earliest_due(&self, lane: Lane) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT MIN(due) FROM (
                 SELECT MIN(due_at_us) AS due FROM deliveries
                     WHERE lane = ?1 AND status = 'waiting' AND urgency = 0
                 UNION ALL SELECT MIN(due_at_us) FROM deliveries
                     WHERE lane = ?1 AND status = 'waiting' AND urgency = 1
                 UNION ALL SELECT MIN(due_at_us) FROM deliveries
                     WHERE lane = ?1 AND status = 'waiting' AND urgency = 2
                 UNION ALL SELECT MIN(due_at_us) FROM deliveries
                     WHERE lane = ?1 AND status = 'waiting' AND urgency = 3
                 UNION ALL SELECT MIN(due_at_us) FROM deliveries
                     WHERE lane = ?1 AND status = 'waiting' AND urgency = 4) AS firsts";
        let found = self.database.find(sql, values![lane.name()]).await?;
        found.map_or(Ok(None), |row: Row| row.single("deadline"))
    }

    /// When the page that is due first in a lane is, or was: past, if nobody sends it.
    pub async fn earliest_page(&self, lane: Lane) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT MIN(due_at_us) FROM deliveries
                   WHERE lane = ?1 AND status = 'waiting' AND urgency = 0";
        let found = self.database.find(sql, values![lane.name()]).await?;
        found.map_or(Ok(None), |row: Row| row.single("deadline"))
    }

    /// What responders are to be sent now in a lane, pages first, without taking it: for when nothing
    /// can be written.
    pub async fn due_pages(
        &self,
        lane: Lane,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Delivery>, StoreError> {
        let sql = "SELECT id, emergency, ticket, lane, urgency, recipient,
                       COALESCE(message, (SELECT body FROM messages WHERE messages.id = message_id)),
                       queued_at_us, attempts, trace
                   FROM deliveries
                   WHERE lane = ?1 AND status = 'waiting' AND urgency IN (0, 1) AND due_at_us <= ?2
                   ORDER BY urgency, due_at_us LIMIT ?3";
        let rows = self.database.fetch_few(sql, values![lane.name(), now, limit]).await?;
        rows.into_iter().map(|row| delivery(&mut row.cells("delivery"))).collect()
    }

    /// Whether a delivery is still to be sent, and by this node: it was not answered or overtaken
    /// meanwhile, and nobody took it over while this node could not be heard.
    pub async fn may_send(&self, id: &str) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM deliveries
                   WHERE id = ?1 AND status = 'waiting' AND leased_by = ?2";
        Ok(self.database.find(sql, values![id, &self.node]).await?.is_some())
    }

    /// Makes everything that is leased due again, at the start of the one process that sends from
    /// this database: nobody else can hold a lease then. On a shared database it does nothing:
    /// see [`Store::heartbeat`].
    pub async fn release_all_leases(&self, now: Timestamp) -> Result<(), StoreError> {
        if self.is_shared() {
            return Ok(());
        }
        let mut unit = Unit::new();
        unit.any(
            "UPDATE deliveries SET due_at_us = ?1, leased_until_us = NULL
             WHERE status = 'waiting' AND leased_until_us IS NOT NULL",
            values![now],
        );
        self.commit(unit).await
    }
}
