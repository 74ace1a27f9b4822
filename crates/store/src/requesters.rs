//! Requesters: rows beside an emergency, because thousands may join one.

use domain::{Number, TicketNumber, id::RequesterId};
use jiff::Timestamp;

use crate::{
    HearsBy, RequesterRow, Store, StoreError, Unit,
    value::{Row, Value, values},
};

impl Unit {
    /// A new requester of an emergency or of a ticket. An emergency's counter is moved by
    /// [`Unit::open`] and [`Unit::joined`].
    pub fn requester(&mut self, row: &RequesterRow) -> &mut Self {
        let recipient = row.recipient();
        let hears_by = row.hears_by.filter(|_| recipient.is_some());
        self.insert(
            "INSERT INTO requesters (id, emergency, ticket, requester, summary, email, phone,
                 hears_by, recipient, joined_at_us)
             VALUES /*each*/ (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            values![
                &row.id,
                row.emergency,
                row.ticket,
                Value::json(&row.requester),
                &row.summary,
                row.requester.email.as_deref().map(comparable),
                row.requester.phone.as_deref(),
                hears_by.map(HearsBy::name),
                recipient.as_ref().map(Value::json),
                row.joined_at,
            ],
        )
    }

    /// The requester of a ticket goes on in an emergency.
    pub fn follow_into_emergency(&mut self, id: &RequesterId, number: Number) -> &mut Self {
        let sql = "UPDATE requesters SET emergency = ?2, in_ticket = 0 WHERE id = ?1";
        self.one(sql, values![id, number])
    }

    /// The requester of an emergency goes on in a ticket; the emergency still knows them.
    pub fn follow_into_ticket(&mut self, id: &RequesterId, ticket: TicketNumber) -> &mut Self {
        let sql = "UPDATE requesters SET ticket = ?2, in_ticket = 1 WHERE id = ?1";
        self.one(sql, values![id, ticket])
    }

    /// Moves all requesters into another emergency and counts both anew. Who is in both already
    /// hears everything once.
    pub fn move_requesters(&mut self, from: Number, into: Number) -> &mut Self {
        self.any(
            "UPDATE requesters SET hears_by = NULL, recipient = NULL
             WHERE emergency = ?1 AND EXISTS (
                 SELECT 1 FROM requesters o
                 WHERE o.emergency = ?2 AND o.hears_by IS NOT NULL
                     AND (o.email = requesters.email OR o.phone = requesters.phone))",
            values![from, into],
        );
        self.any("UPDATE requesters SET emergency = ?2 WHERE emergency = ?1", values![from, into]);
        self.count_requesters(from, into)
    }

    /// Counts those of two emergencies anew.
    pub(crate) fn count_requesters(&mut self, one: Number, other: Number) -> &mut Self {
        self.any(
            "UPDATE emergencies
             SET requesters = (SELECT COUNT(*) FROM requesters r
                 WHERE r.emergency = number AND (r.hears_by IS NOT NULL
                     OR r.email IS NULL AND r.phone IS NULL
                     OR r.email_died_at_us IS NOT NULL OR r.phone_died_at_us IS NOT NULL))
             WHERE number IN (?1, ?2)",
            values![one, other],
        )
    }

    /// Nothing reaches this address of the requester: from now on the other one is used, or none
    /// if there is none or it is dead too. [`Store::requester`] tells which it has become.
    pub fn address_died(&mut self, row: &RequesterRow, died: HearsBy, now: Timestamp) -> &mut Self {
        match died {
            HearsBy::Email => self.any(
                "UPDATE requesters SET email_died_at_us = ?2,
                     hears_by = CASE WHEN hears_by <> 'email' THEN hears_by
                         WHEN phone_died_at_us IS NULL AND CAST(?3 AS TEXT) IS NOT NULL THEN 'sms' END,
                     recipient = CASE WHEN hears_by <> 'email' THEN recipient
                         WHEN phone_died_at_us IS NULL THEN ?3 END
                 WHERE id = ?1",
                values![&row.id, now, row.recipient_by(HearsBy::Sms).as_ref().map(Value::json)],
            ),
            HearsBy::Sms => self.any(
                "UPDATE requesters SET phone_died_at_us = ?2,
                     hears_by = CASE WHEN hears_by <> 'sms' THEN hears_by
                         WHEN email_died_at_us IS NULL AND CAST(?3 AS TEXT) IS NOT NULL THEN 'email' END,
                     recipient = CASE WHEN hears_by <> 'sms' THEN recipient
                         WHEN email_died_at_us IS NULL THEN ?3 END
                 WHERE id = ?1",
                values![&row.id, now, row.recipient_by(HearsBy::Email).as_ref().map(Value::json)],
            ),
        }
    }
}

impl Store {
    pub async fn requester(&self, id: &RequesterId) -> Result<Option<RequesterRow>, StoreError> {
        let sql = "SELECT id, emergency, ticket, in_ticket, requester, summary, joined_at_us,
                       hears_by
                   FROM requesters WHERE id = ?1";
        self.database.find(sql, values![id]).await?.map(requester_row).transpose()
    }

    /// The requesters of an emergency, the first ones first; who reported twice stands here once.
    pub async fn requesters_of(
        &self,
        number: Number,
        limit: u32,
    ) -> Result<Vec<RequesterRow>, StoreError> {
        let sql = "SELECT id, emergency, ticket, in_ticket, requester, summary, joined_at_us,
                       hears_by
                   FROM requesters
                   WHERE emergency = ?1 AND (hears_by IS NOT NULL
                       OR email IS NULL AND phone IS NULL
                       OR email_died_at_us IS NOT NULL OR phone_died_at_us IS NOT NULL)
                   ORDER BY joined_at_us, id LIMIT ?2";
        let rows = self.database.fetch(sql, values![number, limit]).await?;
        rows.into_iter().map(requester_row).collect()
    }

    /// Whoever was the last to report something from this number.
    pub async fn requester_by_phone(
        &self,
        phone: &str,
    ) -> Result<Option<RequesterRow>, StoreError> {
        let sql = "SELECT id, emergency, ticket, in_ticket, requester, summary, joined_at_us,
                       hears_by
                   FROM requesters WHERE phone = ?1 ORDER BY joined_at_us DESC, id DESC LIMIT 1";
        self.database.find(sql, values![phone]).await?.map(requester_row).transpose()
    }

    /// The same person in this emergency, by one of the addresses, among those who hear news.
    pub async fn find_requester(
        &self,
        number: Number,
        email: Option<&str>,
        phone: Option<&str>,
    ) -> Result<Option<RequesterRow>, StoreError> {
        let sql = "SELECT id, emergency, ticket, in_ticket, requester, summary, joined_at_us,
                       hears_by
                   FROM requesters WHERE emergency = ?1 AND email = ?2 AND hears_by IS NOT NULL
                   UNION ALL
                   SELECT id, emergency, ticket, in_ticket, requester, summary, joined_at_us,
                       hears_by
                   FROM requesters WHERE emergency = ?1 AND phone = ?3 AND hears_by IS NOT NULL
                   LIMIT 1";
        let values = values![number, email.map(comparable), phone];
        self.database.find(sql, values).await?.map(requester_row).transpose()
    }
}

/// An address as two of them are compared.
fn comparable(email: &str) -> String {
    email.trim().to_lowercase()
}

fn requester_row(row: Row) -> Result<RequesterRow, StoreError> {
    let mut cells = row.cells("requester");
    Ok(RequesterRow {
        id: cells.take()?,
        emergency: cells.take()?,
        ticket: cells.take()?,
        in_ticket: cells.take::<i64>()? != 0,
        requester: cells.json()?,
        summary: cells.take()?,
        joined_at: cells.take()?,
        hears_by: match cells.take::<Option<String>>()? {
            None => None,
            Some(name) => Some(HearsBy::named(&name).ok_or_else(|| StoreError::Damaged {
                what: "requester",
                problem: format!("\"{name}\" is not a channel"),
            })?),
        },
    })
}
