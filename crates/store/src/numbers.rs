//! Where the next free number comes from.

pub(crate) mod aside;
mod counted;

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use domain::{Number, TicketNumber};

use self::counted::Counted;
use crate::{StoreError, database::Database};

/// A backup does not know the last numbers that were given. None may be given twice: links, calls and
/// answers by text message go by them. So what counts after a restoration begins this much later.
pub(crate) const SKIP_SOME: &str = "
    INSERT INTO flags (name, value) VALUES
        ('emergency_numbers_after',
            (SELECT COALESCE(MAX(number), 1000) + 1000 FROM emergencies)),
        ('ticket_numbers_after',
            (SELECT COALESCE(MAX(number), 1000) + 1000 FROM tickets))
    ON CONFLICT (name) DO UPDATE SET value = excluded.value";

/// Where numbers came with the rows, those that are given from now on come after them.
pub(crate) const COUNT_ON: [&str; 2] = [
    "SELECT setval('emergency_numbers', GREATEST(1000,
        (SELECT COALESCE(MAX(number), 0) FROM emergencies),
        (SELECT COALESCE(MAX(CAST(value AS BIGINT)), 0) FROM flags
            WHERE name = 'emergency_numbers_after')))",
    "SELECT setval('ticket_numbers', GREATEST(1000,
        (SELECT COALESCE(MAX(number), 0) FROM tickets),
        (SELECT COALESCE(MAX(CAST(value AS BIGINT)), 0) FROM flags
            WHERE name = 'ticket_numbers_after')))",
];

/// One process counts by itself; where there are several, the database counts for them. A spare takes
/// those that the shared database has set aside.
#[derive(Debug)]
pub(crate) enum Numbers {
    Here { emergency: AtomicU32, ticket: AtomicU32 },
    InDatabase { emergency: Counted, ticket: Counted },
    SetAside,
}

impl Numbers {
    /// Those of a shared database.
    pub(crate) fn in_database(database: &Arc<Database>) -> Self {
        Self::InDatabase {
            emergency: Counted::by(database, counted::EMERGENCIES),
            ticket: Counted::by(database, counted::TICKETS),
        }
    }

    pub(crate) async fn of(database: &Arc<Database>) -> Result<Self, StoreError> {
        if database.is_shared() {
            return Ok(Self::in_database(database));
        }
        let emergency = last(
            database,
            "SELECT MAX(number) FROM emergencies UNION ALL
             SELECT CAST(value AS INTEGER) FROM flags WHERE name = 'emergency_numbers_after'",
        );
        let ticket = last(
            database,
            "SELECT MAX(number) FROM tickets UNION ALL
             SELECT CAST(value AS INTEGER) FROM flags WHERE name = 'ticket_numbers_after'",
        );
        let (emergency, ticket) = (emergency.await?, ticket.await?);
        Ok(Self::Here {
            emergency: AtomicU32::new(emergency.map_or(Number::FIRST.0, |last| last + 1)),
            ticket: AtomicU32::new(ticket.map_or(TicketNumber::FIRST.0, |last| last + 1)),
        })
    }

    pub(crate) async fn emergency(&self, database: &Database) -> Result<Number, StoreError> {
        match self {
            Self::Here { emergency, .. } => Ok(Number(emergency.fetch_add(1, Ordering::Relaxed))),
            Self::InDatabase { emergency, .. } => emergency.next().await.map(Number),
            Self::SetAside => aside::take(database, aside::EMERGENCY).await.map(Number),
        }
    }

    pub(crate) async fn ticket(&self, database: &Database) -> Result<TicketNumber, StoreError> {
        match self {
            Self::Here { ticket, .. } => Ok(TicketNumber(ticket.fetch_add(1, Ordering::Relaxed))),
            Self::InDatabase { ticket, .. } => ticket.next().await.map(TicketNumber),
            Self::SetAside => aside::take(database, aside::TICKET).await.map(TicketNumber),
        }
    }
}

async fn last(database: &Database, sql: &'static str) -> Result<Option<u32>, StoreError> {
    let rows = database.fetch_few(sql, Vec::new()).await?;
    let numbers = rows.into_iter().map(|row| row.single::<Option<u32>>("number"));
    Ok(numbers.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().max())
}
