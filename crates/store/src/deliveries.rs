//! Deliveries: what is put into the outbox, what becomes of it, and how it is looked at.
//!
//! A status only goes forward: what was dropped or has arrived stays so, whatever is said later.

use domain::{
    Number, TicketNumber,
    id::ResponderId,
    message::{Message, Urgency},
};
use jiff::Timestamp;
use traces::Origin;

use crate::{
    Delivery, DeliveryStatus, DeliveryView, Lane, Lease, NodeId, Recipient, Store, StoreError,
    Unit,
    value::{Cells, Row, Value, values},
};

/// A longer list of deliveries is cut off here.
const MAX_VIEWS: u32 = 1_000;

impl Unit {
    /// Puts a delivery into the outbox. With a lease it is that node that sends it, now; nobody
    /// else claims it before the lease runs out.
    pub fn deliver(&mut self, delivery: &Delivery, lease: Option<&Lease>) -> &mut Self {
        let responder = match &delivery.to {
            Recipient::Responder { responder, .. } => Some(responder),
            Recipient::Requester { .. }
            | Recipient::Address { .. }
            | Recipient::Subscriber { .. }
            | Recipient::Desk { .. } => None,
        };
        self.insert(
            "INSERT INTO deliveries (id, message, emergency, ticket, lane, urgency, responder,
                 recipient, status, queued_at_us, due_at_us, leased_until_us, attempts,
                 changed_at_us, leased_by, trace)
             VALUES /*each*/ (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'waiting', ?9,
                 COALESCE(?10, CAST(?9 AS BIGINT)), ?10, ?11, ?9, ?12, ?13)",
            values![
                &delivery.id,
                Value::json(&delivery.message),
                delivery.emergency,
                delivery.ticket,
                delivery.lane.name(),
                rank(delivery.urgency),
                responder,
                Value::json(&delivery.to),
                delivery.queued_at,
                Value::deadline(lease.map(|lease| lease.until)),
                delivery.attempts,
                lease.map(|lease| &lease.by),
                delivery.trace.as_deref(),
            ],
        )
    }

    /// One message for all requesters of an emergency who can hear, each by their own channel.
    /// `message_id` must be new; a delivery's id is made of it and of the requester's.
    pub fn spread(
        &mut self,
        number: Number,
        message: &Message,
        now: Timestamp,
        message_id: &str,
    ) -> &mut Self {
        self.insert(
            "INSERT INTO messages (id, body) VALUES (?1, ?2)",
            values![message_id, Value::json(message)],
        );
        self.any(
            "INSERT INTO deliveries (id, message_id, emergency, lane, urgency, recipient, status,
                 queued_at_us, due_at_us, attempts, changed_at_us, trace)
             SELECT CAST(?1 AS TEXT) || '-' || r.id, ?1, r.emergency, r.hears_by, ?3, r.recipient,
                 'waiting', ?4, ?4, 0, ?4, ?5
             FROM requesters r WHERE r.emergency = ?2 AND r.hears_by IS NOT NULL",
            values![
                message_id,
                number,
                rank(message.content.urgency()),
                now,
                Origin::current().map(|origin| origin.to_string())
            ],
        )
    }

    /// Drops the pages for this responder in this emergency that were not accepted yet.
    pub fn hush(&mut self, number: Number, responder: &ResponderId, now: Timestamp) -> &mut Self {
        self.any(
            "UPDATE deliveries SET status = 'dropped', leased_until_us = NULL, changed_at_us = ?3
             WHERE emergency = ?1 AND responder = ?2 AND status = 'waiting' AND urgency = 0",
            values![number, responder, now],
        )
    }

    /// Drops the news to requesters of this emergency that were queued before `older_than` and
    /// still wait: newer news are there. Receipts are never dropped.
    pub fn supersede(
        &mut self,
        number: Number,
        older_than: Timestamp,
        now: Timestamp,
    ) -> &mut Self {
        self.any(
            "UPDATE deliveries SET status = 'dropped', leased_until_us = NULL, changed_at_us = ?3
             WHERE emergency = ?1 AND responder IS NULL AND status = 'waiting' AND urgency = 3
                 AND queued_at_us < ?2",
            values![number, older_than, now],
        )
    }

    /// The provider took it. `is_final` if nothing more will be heard of it: then it counts as
    /// delivered.
    pub fn accepted(
        &mut self,
        id: &str,
        provider_id: Option<&str>,
        is_final: bool,
        now: Timestamp,
    ) -> &mut Self {
        let status = if is_final { DeliveryStatus::Delivered } else { DeliveryStatus::Accepted };
        self.any(
            "UPDATE deliveries
             SET status = ?2, provider_id = ?3, leased_until_us = NULL, changed_at_us = ?4,
                 problem = NULL
             /*each FROM EACH*/ WHERE id = ?1 AND status = 'waiting'",
            values![id, status.name(), provider_id, now],
        )
    }

    /// The provider says that it arrived.
    pub fn arrived(&mut self, id: &str, now: Timestamp) -> &mut Self {
        self.any(
            "UPDATE deliveries
             SET status = 'delivered', leased_until_us = NULL, changed_at_us = ?2
             WHERE id = ?1 AND status IN ('waiting', 'accepted', 'failed')",
            values![id, now],
        )
    }

    /// It did not work for the node that holds it, and will be tried again at `due_at`. If another
    /// node has taken it over meanwhile, that one goes on with it undisturbed.
    pub fn retry(&mut self, id: &str, by: &NodeId, due_at: Timestamp, problem: &str) -> &mut Self {
        self.any(
            "UPDATE deliveries SET due_at_us = ?3, leased_until_us = NULL, problem = ?4
             WHERE id = ?1 AND leased_by = ?2 AND status = 'waiting'",
            values![id, by, Value::deadline(due_at), problem],
        )
    }

    /// It will not arrive.
    pub fn failed(&mut self, id: &str, problem: &str, now: Timestamp) -> &mut Self {
        self.any(
            "UPDATE deliveries
             SET status = 'failed', problem = ?2, leased_until_us = NULL, changed_at_us = ?3
             WHERE id = ?1 AND status IN ('waiting', 'accepted')",
            values![id, problem, now],
        )
    }

    /// It was taken as delivered, and came back.
    pub fn bounced(&mut self, id: &str, problem: &str, now: Timestamp) -> &mut Self {
        self.any(
            "UPDATE deliveries SET status = 'failed', problem = ?2, changed_at_us = ?3
             WHERE id = ?1 AND status IN ('accepted', 'delivered')",
            values![id, problem, now],
        )
    }

    /// Gives what this node has claimed back untried: anybody may claim it now.
    pub fn release(&mut self, id: &str, by: &NodeId, now: Timestamp) -> &mut Self {
        self.any(
            "UPDATE deliveries
             SET due_at_us = ?3, leased_until_us = NULL, attempts = attempts - 1
             WHERE id = ?1 AND leased_by = ?2 AND status = 'waiting'
                 AND leased_until_us IS NOT NULL",
            values![id, by, now],
        )
    }
}

/// A delivery as it is looked at; the rest of the text says which ones.
macro_rules! view {
    ($which:literal) => {
        concat!(
            "SELECT d.id, d.emergency, d.ticket, d.lane, d.urgency, d.recipient,
                 COALESCE(d.message, (SELECT body FROM messages WHERE id = d.message_id)),
                 d.queued_at_us, d.attempts, d.trace, d.status, d.changed_at_us, d.problem, d.provider_id
             FROM deliveries d WHERE ",
            $which
        )
    };
}

/// Whether there are deliveries that were taken and never reported on, and what takes them.
macro_rules! unheard {
    ($which:literal) => {
        (
            concat!(
                "SELECT id FROM deliveries
                 WHERE status = 'accepted' AND ",
                $which,
                " AND unheard_at_us IS NULL AND changed_at_us < ?1 LIMIT 1"
            ),
            concat!(
                "UPDATE deliveries SET unheard_at_us = ?3
                 WHERE id IN (SELECT id FROM deliveries
                     WHERE status = 'accepted' AND ",
                $which,
                " AND unheard_at_us IS NULL AND changed_at_us < ?1
                     ORDER BY changed_at_us LIMIT ?2 /*pg FOR UPDATE SKIP LOCKED*/)
                 RETURNING id, emergency, ticket, lane, urgency, recipient,
                     COALESCE(message, (SELECT body FROM messages WHERE messages.id = message_id)),
                     queued_at_us, attempts, trace"
            ),
        )
    };
}

impl Store {
    /// One delivery, with its status.
    pub async fn delivery(
        &self,
        id: &str,
    ) -> Result<Option<(Delivery, DeliveryStatus)>, StoreError> {
        let found = self.database.find(view!("d.id = ?1"), values![id]).await?;
        found.map(with_status).transpose()
    }

    /// What was sent in an emergency, the newest first; no more than a thousand.
    pub async fn deliveries_of(&self, number: Number) -> Result<Vec<DeliveryView>, StoreError> {
        let sql = view!("d.emergency = ?1 ORDER BY d.queued_at_us DESC, d.id DESC LIMIT ?2");
        let rows = self.database.fetch(sql, values![number, MAX_VIEWS]).await?;
        rows.into_iter().map(delivery_view).collect()
    }

    /// What was sent to responders in an emergency, in the order in which it was queued.
    pub async fn page_deliveries_of(
        &self,
        number: Number,
    ) -> Result<Vec<DeliveryView>, StoreError> {
        let sql = view!(
            "d.emergency = ?1 AND d.responder IS NOT NULL AND d.urgency = 0
             ORDER BY d.queued_at_us, d.id LIMIT ?2"
        );
        let rows = self.database.fetch(sql, values![number, MAX_VIEWS]).await?;
        rows.into_iter().map(delivery_view).collect()
    }

    /// What was sent about a ticket, the newest first; no more than a thousand.
    pub async fn deliveries_of_ticket(
        &self,
        ticket: TicketNumber,
    ) -> Result<Vec<DeliveryView>, StoreError> {
        let sql = view!("d.ticket = ?1 ORDER BY d.queued_at_us DESC, d.id DESC LIMIT ?2");
        let rows = self.database.fetch(sql, values![ticket, MAX_VIEWS]).await?;
        rows.into_iter().map(delivery_view).collect()
    }

    /// Pages that a provider accepted before `before` and of which nothing was heard since. Each is
    /// given once, and to one node.
    pub async fn take_unconfirmed(
        &self,
        before: Timestamp,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Delivery>, StoreError> {
        self.take_unheard(unheard!("urgency = 0"), values![before, limit, now]).await
    }

    /// The same of text messages to requesters.
    pub async fn take_unheard_words(
        &self,
        before: Timestamp,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Delivery>, StoreError> {
        let which = unheard!("lane = 'sms' AND urgency IN (2, 3)");
        self.take_unheard(which, values![before, limit, now]).await
    }

    async fn take_unheard(
        &self,
        (any, take): (&'static str, &'static str),
        values: Vec<Value>,
    ) -> Result<Vec<Delivery>, StoreError> {
        if self.database.find(any, values[..1].to_vec()).await?.is_none() {
            return Ok(Vec::new());
        }
        let mut unit = Unit::new();
        unit.returning(take, values);
        let rows = self.write(unit).await?;
        rows.into_iter().map(|row| delivery(&mut row.cells("delivery"))).collect()
    }
}

/// Reads the first ten columns of a delivery.
pub(crate) fn delivery(cells: &mut Cells) -> Result<Delivery, StoreError> {
    Ok(Delivery {
        id: cells.take()?,
        emergency: cells.take()?,
        ticket: cells.take()?,
        lane: cells.named(Lane::named)?,
        urgency: urgency(cells)?,
        to: cells.json()?,
        message: cells.json()?,
        queued_at: cells.take()?,
        attempts: cells.take()?,
        trace: cells.take()?,
    })
}

fn with_status(row: Row) -> Result<(Delivery, DeliveryStatus), StoreError> {
    let mut cells = row.cells("delivery");
    Ok((delivery(&mut cells)?, cells.named(DeliveryStatus::named)?))
}

fn delivery_view(row: Row) -> Result<DeliveryView, StoreError> {
    let mut cells = row.cells("delivery");
    let delivery = delivery(&mut cells)?;
    Ok(DeliveryView {
        id: delivery.id,
        emergency: delivery.emergency,
        ticket: delivery.ticket,
        lane: delivery.lane,
        urgency: delivery.urgency,
        to: delivery.to,
        message: delivery.message,
        queued_at: delivery.queued_at,
        attempts: delivery.attempts,
        status: cells.named(DeliveryStatus::named)?,
        changed_at: cells.take()?,
        problem: cells.take()?,
        provider_id: cells.take()?,
    })
}

/// The order in which much is sent; [`outbox`](crate::outbox) and the statements above know it.
fn rank(urgency: Urgency) -> i64 {
    match urgency {
        Urgency::Page => 0,
        Urgency::Responder => 1,
        Urgency::Receipt => 2,
        Urgency::News => 3,
        Urgency::Announcement => 4,
    }
}

fn urgency(cells: &mut Cells) -> Result<Urgency, StoreError> {
    let stored: i64 = cells.take()?;
    let all =
        [Urgency::Page, Urgency::Responder, Urgency::Receipt, Urgency::News, Urgency::Announcement];
    let problem =
        || StoreError::Damaged { what: "urgency", problem: format!("there is no {stored}") };
    all.into_iter().find(|urgency| rank(*urgency) == stored).ok_or_else(problem)
}
