//! Where the next free number comes from.

use std::sync::atomic::{AtomicU32, Ordering};

use domain::{Number, TicketNumber};

use crate::{StoreError, database::Database};

/// One process counts by itself; where there are several, the database counts for them.
#[derive(Debug)]
pub(crate) enum Numbers {
    Here { emergency: AtomicU32, ticket: AtomicU32 },
    InDatabase,
}

impl Numbers {
    pub(crate) async fn of(database: &Database) -> Result<Self, StoreError> {
        if database.is_shared() {
            return Ok(Self::InDatabase);
        }
        let sql = "SELECT (SELECT MAX(number) FROM emergencies), (SELECT MAX(number) FROM tickets)";
        let (mut emergency, mut ticket) = (None, None);
        if let Some(row) = database.find(sql, Vec::new()).await? {
            let mut cells = row.cells("number");
            (emergency, ticket) = (cells.take::<Option<u32>>()?, cells.take::<Option<u32>>()?);
        }
        Ok(Self::Here {
            emergency: AtomicU32::new(emergency.map_or(Number::FIRST.0, |last| last + 1)),
            ticket: AtomicU32::new(ticket.map_or(TicketNumber::FIRST.0, |last| last + 1)),
        })
    }

    pub(crate) async fn emergency(&self, database: &Database) -> Result<Number, StoreError> {
        match self {
            Self::Here { emergency, .. } => Ok(Number(emergency.fetch_add(1, Ordering::Relaxed))),
            Self::InDatabase => {
                counted(database, "SELECT nextval('emergency_numbers')").await.map(Number)
            }
        }
    }

    pub(crate) async fn ticket(&self, database: &Database) -> Result<TicketNumber, StoreError> {
        match self {
            Self::Here { ticket, .. } => Ok(TicketNumber(ticket.fetch_add(1, Ordering::Relaxed))),
            Self::InDatabase => {
                counted(database, "SELECT nextval('ticket_numbers')").await.map(TicketNumber)
            }
        }
    }
}

async fn counted(database: &Database, sql: &'static str) -> Result<u32, StoreError> {
    let row = database.find(sql, Vec::new()).await?;
    let gone = || StoreError::Damaged { what: "number", problem: "none was given".to_owned() };
    row.ok_or_else(gone)?.single("number")
}
