//! The house around the data: secrets, flags, figures, backup, and whether it works at all.

use std::path::Path;

use jiff::Timestamp;

use crate::{Files, Lane, Room, Store, StoreError, Unit, value::values};

/// How long a secret is.
const SECRET_BYTES: usize = 32;

/// Figures of the moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Emergencies that are not closed.
    pub open: u64,
    /// Those of them that nobody has answered.
    pub unanswered: u64,
    /// Those that are open, by [`domain::Emergency::state_name`].
    pub states: Vec<(String, u64)>,
    /// Of each lane in which deliveries wait.
    pub waiting: Vec<Waiting>,
}

/// The deliveries of a lane that wait.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Waiting {
    pub lane: Lane,
    pub count: u64,
    /// Since when the first of them waits.
    pub since: Timestamp,
}

impl Unit {
    /// Keeps a small text under a name.
    pub fn set_flag(&mut self, name: &str, value: &str) -> &mut Self {
        self.any(
            "INSERT INTO flags (name, value) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            values![name, value],
        )
    }
}

impl Store {
    /// What [`Unit::set_flag`] kept.
    pub async fn flag(&self, name: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT value FROM flags WHERE name = ?1";
        let found = self.database.find(sql, values![name]).await?;
        found.map(|row| row.single("flag")).transpose()
    }

    /// A random secret of this database, made when it is first asked for.
    pub async fn secret(&self, name: &str) -> Result<Vec<u8>, StoreError> {
        self.secret_made_by(name, || {
            let mut fresh = vec![0; SECRET_BYTES];
            getrandom::fill(&mut fresh).map_err(|error| StoreError::Unavailable(error.into()))?;
            Ok(fresh)
        })
        .await
    }

    /// A secret that `make` makes when it is first asked for.
    pub async fn secret_made_by(
        &self,
        name: &str,
        make: impl FnOnce() -> Result<Vec<u8>, StoreError>,
    ) -> Result<Vec<u8>, StoreError> {
        let sql = "SELECT value FROM secrets WHERE name = ?1";
        if let Some(row) = self.database.find(sql, values![name]).await? {
            return row.single("secret");
        }
        let fresh = make()?;
        let mut unit = Unit::new();
        unit.any(
            "INSERT INTO secrets (name, value) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            values![name, &fresh[..]],
        );
        self.commit(unit).await?;
        // Somebody else may have been faster: what is stored counts.
        let stored = self.database.find(sql, values![name]).await?;
        stored.map_or_else(|| Ok(fresh), |row| row.single("secret"))
    }

    /// Writes something, to find out whether that works now.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let mut unit = Unit::new();
        // A value that changes, lest the database notices that there is nothing to write.
        unit.any(
            "INSERT INTO flags (name, value) VALUES ('ping', 'to')
             ON CONFLICT (name) DO UPDATE
             SET value = CASE flags.value WHEN 'to' THEN 'fro' ELSE 'to' END",
            Vec::new(),
        );
        self.commit(unit).await
    }

    /// Keeps so many bytes of the disk free for when it is full, and says how much room there is. `None`
    /// where the database's disk is not ours.
    pub async fn tend_reserve(&self, wanted: u64) -> Result<Option<Room>, StoreError> {
        self.database.tend_reserve(wanted).await
    }

    pub async fn counts(&self) -> Result<Counts, StoreError> {
        let mut counts = Counts::default();
        let sql = "SELECT state_name, COUNT(*) FROM emergencies
                   WHERE wake_at_us IS NOT NULL AND state_name <> 'closed' GROUP BY state_name";
        for row in self.database.fetch(sql, Vec::new()).await? {
            let mut cells = row.cells("count");
            let (state, count) = (cells.take::<String>()?, cells.take::<u64>()?);
            counts.open += count;
            if state == "unanswered" {
                counts.unanswered = count;
            }
            counts.states.push((state, count));
        }
        let sql = "SELECT lane, COUNT(*), MIN(queued_at_us) FROM deliveries
                   WHERE status = 'waiting' GROUP BY lane";
        for row in self.database.fetch(sql, Vec::new()).await? {
            let mut cells = row.cells("count");
            let (lane, count) = (cells.named(Lane::named)?, cells.take()?);
            counts.waiting.push(Waiting { lane, count, since: cells.take()? });
        }
        counts.waiting.sort();
        Ok(counts)
    }

    /// Writes a copy of everything to a file while the work goes on, with the attached files that lie
    /// in the folder `attachments`; the copy has passed an integrity check once this returns.
    pub async fn backup(&self, attachments: &Path, to: &Path) -> Result<Files, StoreError> {
        self.database.backup(attachments, to).await
    }
}
