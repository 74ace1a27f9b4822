//! What time the database knows of: that of its own clock, and the last that was worked at.

use jiff::Timestamp;

use crate::{Store, StoreError, Unit};

const NOTED: &str = "noted_time_us";

impl Unit {
    /// Remembers that it was that time, so that a start after the clock was set back does not begin
    /// before it.
    pub fn note_time(&mut self, now: Timestamp) -> &mut Self {
        self.set_flag(NOTED, &now.as_microsecond().to_string())
    }
}

impl Store {
    /// The latest time at which this database was worked on, as far as it knows.
    pub async fn noted_time(&self) -> Result<Option<Timestamp>, StoreError> {
        let noted = self.flag(NOTED).await?.and_then(|text| text.parse().ok());
        let noted = noted.and_then(|micros| Timestamp::from_microsecond(micros).ok());
        let sql = "SELECT opened_at_us FROM emergencies ORDER BY number DESC LIMIT 1";
        let opened = self.database.find(sql, Vec::new()).await?;
        let opened = opened.map(|row| row.single::<Timestamp>("emergency")).transpose()?;
        Ok(noted.into_iter().chain(opened).max())
    }

    /// What the clock says that all nodes on this database share; `None` where there is only one.
    pub async fn shared_time(&self) -> Result<Option<Timestamp>, StoreError> {
        if !self.is_shared() {
            return Ok(None);
        }
        let sql = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)";
        let found = self.database.find(sql, Vec::new()).await?;
        found.map(|row| row.single("time")).transpose()
    }
}
