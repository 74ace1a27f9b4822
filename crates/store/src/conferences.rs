//! The conference of an emergency, and the calls in it.

use domain::{Actor, Number};
use jiff::Timestamp;

use crate::{
    Store, StoreError, Unit,
    value::{Row, Value, values},
};

/// No more open conferences are looked through for a PIN, nor calls for one.
const MAX_ROWS: u32 = 1_000;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedConference {
    pub emergency: Number,
    /// What the provider knows it by.
    pub room: String,
    pub pin: String,
}

/// A call on its way into a conference, in it, or gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConferenceCall {
    /// The provider's name of the call.
    pub id: String,
    pub emergency: Number,
    /// [`Actor::System`] stands for whom we do not know.
    pub who: Actor,
    pub joined_at: Option<Timestamp>,
    pub left_at: Option<Timestamp>,
}

impl Unit {
    /// Another node's conference of the same emergency stays.
    pub fn open_conference(&mut self, new: &SavedConference, now: Timestamp) -> &mut Self {
        self.any(
            "INSERT INTO conferences (emergency, room, pin, opened_at_us) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO NOTHING",
            values![new.emergency, &new.room, &new.pin, now],
        )
    }

    /// Remembers whose call it is; what is known of it already stays.
    pub fn expect_call(
        &mut self,
        id: &str,
        number: Number,
        who: &Actor,
        now: Timestamp,
    ) -> &mut Self {
        self.any(
            "INSERT INTO conference_calls (id, emergency, who, made_at_us) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO NOTHING",
            values![id, number, Value::json(who), now],
        )
    }

    /// [`StoreError::Conflict`] if it was in the conference before.
    pub fn call_joined(&mut self, id: &str, now: Timestamp) -> &mut Self {
        self.one(
            "UPDATE conference_calls SET joined_at_us = ?2
             WHERE id = ?1 AND joined_at_us IS NULL AND left_at_us IS NULL",
            values![id, now],
        )
    }

    /// [`StoreError::Conflict`] if it has left before.
    pub fn call_left(&mut self, id: &str, now: Timestamp) -> &mut Self {
        self.one(
            "UPDATE conference_calls SET left_at_us = ?2 WHERE id = ?1 AND left_at_us IS NULL",
            values![id, now],
        )
    }
}

impl Store {
    pub async fn conference(&self, number: Number) -> Result<Option<SavedConference>, StoreError> {
        let sql = "SELECT emergency, room, pin FROM conferences WHERE emergency = ?1";
        self.database.find(sql, values![number]).await?.map(conference).transpose()
    }

    pub async fn conference_in(&self, room: &str) -> Result<Option<SavedConference>, StoreError> {
        let sql = "SELECT emergency, room, pin FROM conferences WHERE room = ?1";
        self.database.find(sql, values![room]).await?.map(conference).transpose()
    }

    /// Those of emergencies that are not closed.
    pub async fn open_conferences(&self) -> Result<Vec<SavedConference>, StoreError> {
        let sql = "SELECT c.emergency, c.room, c.pin FROM conferences c
                   JOIN emergencies e ON e.number = c.emergency
                   WHERE e.state_name <> 'closed' ORDER BY c.emergency DESC LIMIT ?1";
        let rows = self.database.fetch(sql, values![MAX_ROWS]).await?;
        rows.into_iter().map(conference).collect()
    }

    pub async fn conference_call(&self, id: &str) -> Result<Option<ConferenceCall>, StoreError> {
        let sql = "SELECT id, emergency, who, joined_at_us, left_at_us FROM conference_calls
                   WHERE id = ?1";
        self.database.find(sql, values![id]).await?.map(call).transpose()
    }

    /// Whether somebody is in the conference of this emergency.
    pub async fn is_anybody_in_call(&self, number: Number) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM conference_calls
                   WHERE emergency = ?1 AND joined_at_us IS NOT NULL AND left_at_us IS NULL LIMIT 1";
        Ok(self.database.find(sql, values![number]).await?.is_some())
    }
}

fn conference(row: Row) -> Result<SavedConference, StoreError> {
    let mut cells = row.cells("conference");
    Ok(SavedConference { emergency: cells.take()?, room: cells.take()?, pin: cells.take()? })
}

fn call(row: Row) -> Result<ConferenceCall, StoreError> {
    let mut cells = row.cells("call in a conference");
    Ok(ConferenceCall {
        id: cells.take()?,
        emergency: cells.take()?,
        who: cells.json()?,
        joined_at: cells.take()?,
        left_at: cells.take()?,
    })
}
