//! The chat room of an emergency.

use std::collections::BTreeSet;

use domain::Number;

use crate::{
    Store, StoreError, Unit,
    value::{Value, values},
};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// What the provider calls it.
    pub channel: String,
    pub topic: String,
    /// Whom the provider was asked to bring in.
    pub invited: BTreeSet<String>,
}

impl Unit {
    /// Another node's room of the same emergency stays.
    pub fn open_room(&mut self, number: Number, channel: &str) -> &mut Self {
        self.any(
            "INSERT INTO rooms (emergency, channel, topic, invited) VALUES (?1, ?2, '', '[]')
             ON CONFLICT DO NOTHING",
            values![number, channel],
        )
    }

    pub fn tend_room(&mut self, number: Number, room: &Room) -> &mut Self {
        self.any(
            "UPDATE rooms SET topic = ?2, invited = ?3 WHERE emergency = ?1",
            values![number, &room.topic, Value::json(&room.invited)],
        )
    }
}

impl Store {
    pub async fn room(&self, number: Number) -> Result<Option<Room>, StoreError> {
        let sql = "SELECT channel, topic, invited FROM rooms WHERE emergency = ?1";
        let Some(row) = self.database.find(sql, values![number]).await? else { return Ok(None) };
        let mut cells = row.cells("room");
        Ok(Some(Room { channel: cells.take()?, topic: cells.take()?, invited: cells.json()? }))
    }

    /// The emergency whose room it is.
    pub async fn emergency_of_room(&self, channel: &str) -> Result<Option<Number>, StoreError> {
        let sql = "SELECT emergency FROM rooms WHERE channel = ?1";
        let found = self.database.find(sql, values![channel]).await?;
        found.map(|row| row.single("room")).transpose()
    }
}
