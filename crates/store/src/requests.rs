//! Requests exactly as they came in, whatever became of them.

use domain::{Number, TicketNumber};

use crate::{
    RawRequest, Store, StoreError, Unit,
    value::{Row, Value, values},
};

/// More than the first thousand requests of one emergency say nothing new.
const MAX_REQUESTS: u32 = 1_000;

impl Unit {
    /// Keeps a request as it was sent.
    pub fn request(&mut self, raw: &RawRequest) -> &mut Self {
        self.insert(
            "INSERT INTO requests (id, received_at_us, channel, source, body, request, emergency,
                 ticket)
             VALUES /*each*/ (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            values![
                &raw.id,
                raw.received_at,
                &raw.channel,
                &raw.source,
                raw.body.as_slice(),
                raw.request.as_ref().map(Value::json),
                raw.emergency,
                raw.ticket,
            ],
        )
    }
}

impl Store {
    /// The requests that an emergency was opened by or that joined it, the first ones first.
    pub async fn requests_of(&self, number: Number) -> Result<Vec<RawRequest>, StoreError> {
        let sql = "SELECT id, received_at_us, channel, source, body, request, emergency, ticket
                   FROM requests WHERE emergency = ?1 ORDER BY received_at_us, id LIMIT ?2";
        let rows = self.database.fetch(sql, values![number, MAX_REQUESTS]).await?;
        rows.into_iter().map(raw_request).collect()
    }

    /// Requests that were not understood and belong to nothing, the first ones first.
    pub async fn unread_requests(&self, limit: u32) -> Result<Vec<RawRequest>, StoreError> {
        let sql = "SELECT id, received_at_us, channel, source, body, request, emergency, ticket
                   FROM requests WHERE request IS NULL AND emergency IS NULL AND ticket IS NULL
                   ORDER BY received_at_us, id LIMIT ?1";
        let rows = self.database.fetch(sql, values![limit]).await?;
        rows.into_iter().map(raw_request).collect()
    }

    /// The requests of a ticket.
    pub async fn requests_of_ticket(
        &self,
        ticket: TicketNumber,
    ) -> Result<Vec<RawRequest>, StoreError> {
        let sql = "SELECT id, received_at_us, channel, source, body, request, emergency, ticket
                   FROM requests WHERE ticket = ?1 ORDER BY received_at_us, id LIMIT ?2";
        let rows = self.database.fetch(sql, values![ticket, MAX_REQUESTS]).await?;
        rows.into_iter().map(raw_request).collect()
    }
}

fn raw_request(row: Row) -> Result<RawRequest, StoreError> {
    let mut cells = row.cells("request");
    Ok(RawRequest {
        id: cells.take()?,
        received_at: cells.take()?,
        channel: cells.take()?,
        source: cells.take()?,
        body: cells.take()?,
        request: cells.json_or_none()?,
        emergency: cells.take()?,
        ticket: cells.take()?,
    })
}
