//! What is known of the files that requesters attach; the files themselves lie outside.

use domain::{Number, TicketNumber, id::RequesterId};
use jiff::Timestamp;

use crate::{
    Store, StoreError, Unit,
    value::{Row, values},
};

/// A longer list of attachments is cut off here.
const MAX_ATTACHMENTS: u32 = 1_000;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    pub id: String,
    pub emergency: Option<Number>,
    pub ticket: Option<TicketNumber>,
    pub requester: Option<RequesterId>,
    /// As the requester called it.
    pub file_name: String,
    pub media_type: String,
    pub size_bytes: u64,
    /// Where it lies, below the folder of attachments.
    pub path: String,
    pub at: Timestamp,
}

impl Unit {
    pub fn attach(&mut self, attachment: &Attachment) -> &mut Self {
        self.insert(
            "INSERT INTO attachments (id, emergency, ticket, requester, file_name, media_type,
                 size, path, at_us)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            values![
                &attachment.id,
                attachment.emergency,
                attachment.ticket,
                attachment.requester.as_ref(),
                &attachment.file_name,
                &attachment.media_type,
                attachment.size_bytes,
                &attachment.path,
                attachment.at,
            ],
        )
    }
}

impl Store {
    pub async fn attachment(&self, id: &str) -> Result<Option<Attachment>, StoreError> {
        let sql = "SELECT id, emergency, ticket, requester, file_name, media_type, size, path,
                       at_us
                   FROM attachments WHERE id = ?1";
        self.database.find(sql, values![id]).await?.map(attachment).transpose()
    }

    pub async fn attachments_of(&self, number: Number) -> Result<Vec<Attachment>, StoreError> {
        let sql = "SELECT id, emergency, ticket, requester, file_name, media_type, size, path,
                       at_us
                   FROM attachments WHERE emergency = ?1 ORDER BY at_us, id LIMIT ?2";
        let rows = self.database.fetch(sql, values![number, MAX_ATTACHMENTS]).await?;
        rows.into_iter().map(attachment).collect()
    }

    pub async fn attachments_of_ticket(
        &self,
        ticket: TicketNumber,
    ) -> Result<Vec<Attachment>, StoreError> {
        let sql = "SELECT id, emergency, ticket, requester, file_name, media_type, size, path,
                       at_us
                   FROM attachments WHERE ticket = ?1 ORDER BY at_us, id LIMIT ?2";
        let rows = self.database.fetch(sql, values![ticket, MAX_ATTACHMENTS]).await?;
        rows.into_iter().map(attachment).collect()
    }
}

fn attachment(row: Row) -> Result<Attachment, StoreError> {
    let mut cells = row.cells("attachment");
    Ok(Attachment {
        id: cells.take()?,
        emergency: cells.take()?,
        ticket: cells.take()?,
        requester: cells.take()?,
        file_name: cells.take()?,
        media_type: cells.take()?,
        size_bytes: cells.take()?,
        path: cells.take()?,
        at: cells.take()?,
    })
}
