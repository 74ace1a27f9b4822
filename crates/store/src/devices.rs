//! Browsers and phones that take notifications. One is of whoever last turned them on there.

use domain::id::ResponderId;
use jiff::Timestamp;

use crate::{
    Store, StoreError, Unit,
    value::{Row, values},
};

/// Nobody has more; the oldest are left out.
const MAX_DEVICES: i64 = 20;

#[derive(Clone, PartialEq, Eq)]
pub struct Device {
    pub id: String,
    /// Whose it is.
    pub responder: ResponderId,
    /// What its owner sees of it, such as "Firefox on Android".
    pub name: String,
    /// Whoever knows it can reach the device.
    pub endpoint: String,
    pub p256dh: String,
    pub auth: String,
    pub made_at: Timestamp,
    /// When its push service last took something for it.
    pub taken_at: Option<Timestamp>,
}

impl Unit {
    /// A device that is known already gets its new keys and its new owner.
    pub fn add_device(&mut self, device: &Device) -> &mut Self {
        self.any(
            "INSERT INTO devices (id, responder, name, endpoint, p256dh, auth, made_at_us)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (endpoint) DO UPDATE SET responder = excluded.responder,
                name = excluded.name, p256dh = excluded.p256dh, auth = excluded.auth",
            values![
                &device.id,
                &device.responder,
                &device.name,
                &device.endpoint,
                &device.p256dh,
                &device.auth,
                device.made_at
            ],
        )
    }

    /// Only its owner can. Nothing happens if there is none.
    pub fn remove_device(&mut self, id: &str, responder: &ResponderId) -> &mut Self {
        self.any("DELETE FROM devices WHERE id = ?1 AND responder = ?2", values![id, responder])
    }

    /// Its push service says that it is gone.
    pub fn forget_device(&mut self, id: &str, endpoint: &str) -> &mut Self {
        self.any("DELETE FROM devices WHERE id = ?1 AND endpoint = ?2", values![id, endpoint])
    }

    pub fn device_taken(&mut self, id: &str, at: Timestamp) -> &mut Self {
        self.any("UPDATE devices SET taken_at_us = ?2 WHERE id = ?1", values![id, at])
    }
}

impl Store {
    /// Those of one person, the newest first.
    pub async fn devices_of(&self, responder: &ResponderId) -> Result<Vec<Device>, StoreError> {
        let sql = "SELECT id, responder, name, endpoint, p256dh, auth, made_at_us, taken_at_us
                   FROM devices WHERE responder = ?1 ORDER BY made_at_us DESC, id LIMIT ?2";
        let rows = self.database.fetch(sql, values![responder, MAX_DEVICES]).await?;
        rows.into_iter().map(device).collect()
    }
}

fn device(row: Row) -> Result<Device, StoreError> {
    let mut cells = row.cells("device");
    Ok(Device {
        id: cells.take()?,
        responder: ResponderId(cells.take()?),
        name: cells.take()?,
        endpoint: cells.take()?,
        p256dh: cells.take()?,
        auth: cells.take()?,
        made_at: cells.take()?,
        taken_at: cells.take()?,
    })
}

impl std::fmt::Debug for Device {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Device").field("id", &self.id).finish_non_exhaustive()
    }
}
