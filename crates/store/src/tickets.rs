//! Tickets of the regular desk and their conversations.

use domain::{
    TicketNumber,
    ticket::{Ticket, TicketReply, TicketStatus},
};
use jiff::Timestamp;

use crate::{
    Cursor, Listed, Store, StoreError, Unit, listing,
    overdue::{overdue, take_overdue},
    value::{Row, Value, values},
};

/// A longer conversation is cut off here.
const MAX_REPLIES: u32 = 2_000;

/// A ticket with what is kept beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedTicket {
    pub ticket: Ticket,
    /// Grows with each change; [`Unit::save_ticket`] needs the one that was loaded.
    pub version: i64,
}

/// Which tickets a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TicketFilter {
    /// New or open, the oldest first.
    #[default]
    Waiting,
    /// The newest first.
    All,
}

impl Unit {
    /// A new ticket, of version 1.
    pub fn open_ticket(&mut self, ticket: &Ticket) -> &mut Self {
        self.insert(
            "INSERT INTO tickets (number, version, requester, ticket, status, wake_at_us,
                 opened_at_us)
             VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6)",
            values![
                ticket.number,
                &ticket.requester,
                Value::json(ticket),
                status_name(ticket.status),
                Value::deadline(ticket.wake_at()),
                ticket.opened_at,
            ],
        )
    }

    /// Saves what was decided on from `version`; [`StoreError::Conflict`] if it is not the current
    /// one any more.
    pub fn save_ticket(&mut self, ticket: &Ticket, version: i64) -> &mut Self {
        self.one(
            "UPDATE tickets SET version = version + 1, ticket = ?3, status = ?4, wake_at_us = ?5,
                 leased_until_us = 0
             WHERE number = ?1 AND version = ?2",
            values![
                ticket.number,
                version,
                Value::json(ticket),
                status_name(ticket.status),
                Value::deadline(ticket.wake_at()),
            ],
        )
    }

    /// The next entry of a ticket's conversation.
    pub fn ticket_reply(&mut self, ticket: TicketNumber, reply: &TicketReply) -> &mut Self {
        self.lock("SELECT number FROM tickets WHERE number = ?1 FOR UPDATE", values![ticket]);
        self.insert(
            "INSERT INTO ticket_replies (ticket, sequence, reply)
             VALUES (?1, COALESCE((SELECT sequence FROM ticket_replies WHERE ticket = ?1
                         ORDER BY sequence DESC LIMIT 1), 0) + 1, ?2)",
            values![ticket, Value::json(reply)],
        )
    }
}

impl Store {
    pub async fn ticket(&self, number: TicketNumber) -> Result<Option<SavedTicket>, StoreError> {
        let sql = "SELECT ticket, version FROM tickets WHERE number = ?1";
        self.database.find(sql, values![number]).await?.map(saved_ticket).transpose()
    }

    /// The conversation, from the first entry on.
    pub async fn ticket_replies(
        &self,
        number: TicketNumber,
    ) -> Result<Vec<TicketReply>, StoreError> {
        let sql = "SELECT reply FROM ticket_replies WHERE ticket = ?1 ORDER BY sequence LIMIT ?2";
        let rows = self.database.fetch(sql, values![number, MAX_REPLIES]).await?;
        rows.into_iter().map(|row| row.cells("reply").json()).collect()
    }

    /// Tickets that nobody has picked up in time, the most overdue first.
    pub async fn due_tickets(
        &self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<TicketNumber>, StoreError> {
        self.find_overdue(overdue!("tickets", "number"), now, limit).await
    }

    /// Takes them until `lease_until`, as [`Store::claim_due`] does with emergencies.
    pub async fn claim_due_tickets(
        &self,
        now: Timestamp,
        lease_until: Timestamp,
        limit: u32,
    ) -> Result<Vec<TicketNumber>, StoreError> {
        if !self.is_shared() {
            return self.due_tickets(now, limit).await;
        }
        self.take_overdue(take_overdue!("tickets"), now, limit, lease_until).await
    }

    /// Tickets after `after`, `limit` at most.
    pub async fn tickets(
        &self,
        filter: TicketFilter,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Listed<SavedTicket>, StoreError> {
        let (sql, start) = match filter {
            TicketFilter::Waiting => (
                "SELECT ticket, version, 0, number FROM tickets
                 WHERE status IN ('new', 'open') AND number > ?1 ORDER BY number LIMIT ?2",
                0,
            ),
            TicketFilter::All => (
                "SELECT ticket, version, 0, number FROM tickets
                 WHERE number < ?1 ORDER BY number DESC LIMIT ?2",
                i64::MAX,
            ),
        };
        let start = after.map_or(start, |cursor| cursor.1);
        let rows = self.database.fetch(sql, values![start, limit]).await?;
        let next = listing::next(&rows, limit)?;
        let items = rows.into_iter().map(saved_ticket).collect::<Result<_, _>>()?;
        Ok(Listed { items, next })
    }
}

fn status_name(status: TicketStatus) -> &'static str {
    match status {
        TicketStatus::New => "new",
        TicketStatus::Open => "open",
        TicketStatus::Solved => "solved",
        TicketStatus::Escalated => "escalated",
    }
}

fn saved_ticket(row: Row) -> Result<SavedTicket, StoreError> {
    let mut cells = row.cells("ticket");
    Ok(SavedTicket { ticket: cells.json()?, version: cells.take()? })
}
