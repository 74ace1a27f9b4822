//! Tickets of the regular desk and their conversations.

use domain::{
    ResponderId, TicketNumber,
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TicketFilter {
    pub view: TicketView,
    pub assignee: Option<ResponderId>,
    /// What the request, the customer or the requester must contain, in any case.
    pub search: Option<String>,
}

/// The lists of the desk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TicketView {
    /// New or open: it is the desk's turn. The next word that is due comes first, here and in
    /// what follows.
    #[default]
    Todo,
    New,
    Open,
    Waiting,
    /// New, open, or waiting for the requester.
    Unsolved,
    /// The newest first, here and in what follows.
    Solved,
    Escalated,
    All,
}

/// How many tickets wait for somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TicketCounts {
    pub new: u64,
    pub open: u64,
    pub waiting: u64,
    /// Those for which the desk's word is overdue.
    pub overdue: u64,
    /// Those that a desk outside did not get.
    pub not_forwarded: u64,
}

impl TicketView {
    pub const ALL: [Self; 8] = [
        Self::Todo,
        Self::New,
        Self::Open,
        Self::Waiting,
        Self::Unsolved,
        Self::Solved,
        Self::Escalated,
        Self::All,
    ];

    /// The name in the API and in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Todo => "todo",
            Self::New => "new",
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Unsolved => "unsolved",
            Self::Solved => "solved",
            Self::Escalated => "escalated",
            Self::All => "all",
        }
    }

    /// Reads [`TicketView::name`].
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.name() == name)
    }

    /// The statuses of a list that is ordered by the next word that is due; else it is ordered by number, the
    /// newest first.
    fn by_due(self) -> Option<[&'static str; 3]> {
        match self {
            Self::Todo => Some(["new", "open", ""]),
            Self::New => Some(["new", "", ""]),
            Self::Open => Some(["open", "", ""]),
            Self::Waiting => Some(["waiting", "", ""]),
            Self::Unsolved => Some(["new", "open", "waiting"]),
            Self::Solved | Self::Escalated | Self::All => None,
        }
    }
}

impl Unit {
    /// A new ticket, of version 1.
    pub fn open_ticket(&mut self, ticket: &Ticket) -> &mut Self {
        self.insert(
            "INSERT INTO tickets (number, version, requester, ticket, status, wake_at_us,
                 opened_at_us, respond_by_us, overdue_at_us, search, not_forwarded)
             VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            values![
                ticket.number,
                &ticket.requester,
                Value::json(ticket),
                ticket.status.name(),
                Value::deadline(ticket.wake_at()),
                ticket.opened_at,
                Value::deadline(ticket.respond_by),
                Value::deadline(ticket.overdue_at()),
                searchable(ticket),
                i64::from(ticket.is_undelivered()),
            ],
        )
    }

    /// Saves what was decided on from `version`; [`StoreError::Conflict`] if it is not the current
    /// one any more.
    pub fn save_ticket(&mut self, ticket: &Ticket, version: i64) -> &mut Self {
        self.one(
            "UPDATE tickets SET version = version + 1, ticket = ?3, status = ?4, wake_at_us = ?5,
                 respond_by_us = ?6, overdue_at_us = ?7, assignee = ?8, not_forwarded = ?9,
                 leased_until_us = 0
             WHERE number = ?1 AND version = ?2",
            values![
                ticket.number,
                version,
                Value::json(ticket),
                ticket.status.name(),
                Value::deadline(ticket.wake_at()),
                Value::deadline(ticket.respond_by),
                Value::deadline(ticket.overdue_at()),
                ticket.assignee.as_ref(),
                i64::from(ticket.is_undelivered()),
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

    /// Tickets for which the desk's word has become overdue, and nobody was told of it.
    pub async fn overdue_tickets(
        &self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<TicketNumber>, StoreError> {
        let sql = "SELECT number FROM tickets WHERE overdue_at_us <= ?1
                   ORDER BY overdue_at_us LIMIT ?2";
        self.find_overdue(sql, now, limit).await
    }

    /// Tickets after `after`, `limit` at most.
    pub async fn tickets(
        &self,
        filter: &TicketFilter,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Listed<SavedTicket>, StoreError> {
        let assignee = filter.assignee.as_ref().map_or("", ResponderId::as_str);
        let search = filter.search.as_deref().map_or(String::new(), pattern);
        let rows = match filter.view.by_due() {
            Some([one, two, three]) => {
                let sql =
                    "SELECT ticket, version, COALESCE(respond_by_us, 9000000000000000), number
                           FROM tickets
                           WHERE status IN (?4, ?5, ?6)
                               AND (CAST(?7 AS TEXT) = '' OR assignee = ?7)
                               AND (CAST(?8 AS TEXT) = '' OR search LIKE ?8 ESCAPE '!')
                               AND (COALESCE(respond_by_us, 9000000000000000), number) > (?1, ?2)
                           ORDER BY COALESCE(respond_by_us, 9000000000000000), number LIMIT ?3";
                let start = after.map_or((i64::MIN, 0), |cursor| (cursor.0, cursor.1));
                let values = values![start.0, start.1, limit, one, two, three, assignee, search];
                self.database.fetch(sql, values).await?
            }
            None => {
                let sql = "SELECT ticket, version, 0, number FROM tickets
                           WHERE number < ?1 AND (CAST(?3 AS TEXT) = '' OR status = ?3)
                               AND (CAST(?4 AS TEXT) = '' OR assignee = ?4)
                               AND (CAST(?5 AS TEXT) = '' OR search LIKE ?5 ESCAPE '!')
                           ORDER BY number DESC LIMIT ?2";
                let start = after.map_or(i64::MAX, |cursor| cursor.1);
                let status = if filter.view == TicketView::All { "" } else { filter.view.name() };
                self.database.fetch(sql, values![start, limit, status, assignee, search]).await?
            }
        };
        let next = listing::next(&rows, limit)?;
        let items = rows.into_iter().map(saved_ticket).collect::<Result<_, _>>()?;
        Ok(Listed { items, next })
    }

    pub async fn ticket_counts(&self, now: Timestamp) -> Result<TicketCounts, StoreError> {
        let sql = "SELECT status, COUNT(*), COUNT(CASE WHEN respond_by_us <= ?1 THEN 1 END),
                       COUNT(CASE WHEN not_forwarded > 0 THEN 1 END)
                   FROM tickets WHERE status IN ('new', 'open', 'waiting') GROUP BY status";
        let mut counts = TicketCounts::default();
        for row in self.database.fetch(sql, values![now]).await? {
            let mut cells = row.cells("count");
            let (status, count) = (cells.named(TicketStatus::named)?, cells.take()?);
            counts.overdue += cells.take::<u64>()?;
            counts.not_forwarded += cells.take::<u64>()?;
            match status {
                TicketStatus::New => counts.new = count,
                TicketStatus::Open => counts.open = count,
                TicketStatus::Waiting => counts.waiting = count,
                TicketStatus::Solved | TicketStatus::Escalated => {}
            }
        }
        Ok(counts)
    }
}

/// What a ticket is found by.
fn searchable(ticket: &Ticket) -> String {
    let request = &ticket.request;
    let requester = &request.requester;
    let number = ticket.number.to_string();
    let parts = [
        Some(&number),
        Some(&request.summary),
        Some(&request.details),
        request.organization.as_ref(),
        request.service.as_ref(),
        requester.name.as_ref(),
        requester.email.as_ref(),
        requester.phone.as_ref(),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().map(String::as_str).collect();
    parts.join("\n").to_lowercase()
}

/// Whatever contains `text`, for `LIKE`.
fn pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.trim().to_lowercase().chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

fn saved_ticket(row: Row) -> Result<SavedTicket, StoreError> {
    let mut cells = row.cells("ticket");
    Ok(SavedTicket { ticket: cells.json()?, version: cells.take()? })
}
