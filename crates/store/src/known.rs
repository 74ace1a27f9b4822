//! Open emergencies of the shared database, as a spare knows them: copied in good times, borrowed while
//! the node is alone, and given back. Those whose deadlines come first: what is far off may wait.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Emergency, Number};

use crate::{
    Store, StoreError, Unit,
    table::{Table, kept, marks},
    value::{Row, Value, values},
};

/// So many are known.
const KNOWN_MAX: u32 = 1_000;
/// More that have changed are copied at the next look.
const COPIED_AT_ONCE: usize = 200;
/// So many are asked for at once; always so many, so that the statement stays the same.
const ASKED_AT_ONCE: usize = 50;
/// Of one emergency; the others hear once the database is back.
const REQUESTERS_MAX: usize = 1_000;

/// Those that were borrowed and in which nothing has happened since.
macro_rules! untouched {
    () => {
        "(SELECT number FROM borrowed AS b WHERE NOT EXISTS (SELECT 1 FROM facts WHERE number = b.number)
             AND EXISTS (SELECT 1 FROM emergencies WHERE number = b.number AND version = b.version))"
    };
}

/// Which of them stand in the spare, and as of when.
#[derive(Debug, Default)]
pub(crate) struct KnownCases {
    tables: Option<Tables>,
    seen: BTreeMap<Number, Seen>,
}

#[derive(Debug)]
struct Tables {
    emergencies: Table,
    requesters: Table,
    rooms: Table,
    conferences: Table,
}

/// What tells whether one has changed. Who joins does not change the version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Seen {
    version: i64,
    requesters: i64,
}

impl KnownCases {
    /// Brings what the spare knows up to date. It costs what has changed, and a look at the end of an
    /// index, however many are open.
    pub(crate) async fn refresh(&mut self, from: &Store, spare: &Store) -> Result<(), StoreError> {
        if self.tables.is_none() {
            self.tables = Some(Tables::of(spare).await?);
            let sql = "SELECT number, version, requesters FROM known_emergencies";
            self.seen = seen(spare, sql, Vec::new()).await?.into_iter().collect();
        }
        let Some(tables) = &self.tables else { return Ok(()) };
        let sql = "SELECT number, version, requesters FROM emergencies
                   WHERE wake_at_us IS NOT NULL ORDER BY wake_at_us LIMIT ?1";
        let next = seen(from, sql, values![KNOWN_MAX]).await?;
        let mut unit = Unit::new();
        let open: BTreeSet<_> = next.iter().map(|(number, _)| *number).collect();
        let gone: Vec<_> = self.seen.keys().filter(|it| !open.contains(it)).copied().collect();
        for number in &gone {
            tables.forget(*number, &mut unit);
        }
        let is_new = |(number, now): &(Number, Seen)| self.seen.get(number) != Some(now);
        let changed: Vec<_> = next.into_iter().filter(is_new).take(COPIED_AT_ONCE).collect();
        for some in changed.chunks(ASKED_AT_ONCE) {
            tables.copy(from, some, &mut unit).await?;
        }
        if unit.is_empty() {
            return Ok(());
        }
        spare.commit(unit).await?;
        self.seen.retain(|number, _| !gone.contains(number));
        self.seen.extend(changed);
        Ok(())
    }
}

impl Tables {
    async fn of(spare: &Store) -> Result<Self, StoreError> {
        Ok(Self {
            emergencies: Table::named("known_emergencies", spare).await?,
            requesters: Table::named("known_requesters", spare).await?,
            rooms: Table::named("rooms", spare).await?,
            conferences: Table::named("conferences", spare).await?,
        })
    }

    fn forget(&self, number: Number, unit: &mut Unit) {
        self.emergencies.delete_with("number", number.into(), unit);
        self.requesters.delete_with("emergency", number.into(), unit);
        self.rooms.delete_with("emergency", number.into(), unit);
        self.conferences.delete_with("emergency", number.into(), unit);
    }

    /// One that was closed meanwhile is gone.
    async fn copy(
        &self,
        from: &Store,
        some: &[(Number, Seen)],
        unit: &mut Unit,
    ) -> Result<(), StoreError> {
        for (number, _) in some {
            self.forget(*number, unit);
        }
        let numbers = some.iter().map(|(number, _)| Value::from(*number));
        let asked: Vec<_> = numbers.cycle().take(ASKED_AT_ONCE).collect();
        let these = marks(ASKED_AT_ONCE);
        let columns = self.emergencies.columns.join(", ");
        let sql = format!(
            "SELECT {columns} FROM emergencies WHERE number IN ({these}) AND wake_at_us IS NOT NULL"
        );
        for row in from.database.fetch(kept(sql), asked.clone()).await? {
            self.emergencies.put(row, false, unit);
        }
        let columns = self.requesters.columns.join(", ");
        let sql = format!(
            "SELECT {columns} FROM (SELECT {columns}, ROW_NUMBER() OVER
                 (PARTITION BY emergency ORDER BY joined_at_us) AS place
                 FROM requesters WHERE emergency IN ({these})) AS placed
             WHERE place <= {REQUESTERS_MAX}"
        );
        for row in from.database.fetch(kept(sql), asked.clone()).await? {
            self.requesters.put(row, false, unit);
        }
        let columns = self.rooms.columns.join(", ");
        let sql = format!("SELECT {columns} FROM rooms WHERE emergency IN ({these})");
        for row in from.database.fetch(kept(sql), asked.clone()).await? {
            self.rooms.put(row, false, unit);
        }
        let columns = self.conferences.columns.join(", ");
        let sql = format!("SELECT {columns} FROM conferences WHERE emergency IN ({these})");
        for row in from.database.fetch(kept(sql), asked).await? {
            self.conferences.put(row, false, unit);
        }
        Ok(())
    }
}

impl Unit {
    /// An emergency that leaves the spare is known as it stands here, if that is this version there; else
    /// it is not known until the next look.
    pub(crate) fn know_as_it_left(&mut self, number: Number, version: Option<i64>) -> &mut Self {
        self.any("DELETE FROM known_emergencies WHERE number = ?1", values![number]);
        let Some(version) = version else { return self };
        self.any(
            "INSERT INTO known_emergencies (number, version, state, state_name, organization,
                 join_key, service, last_report_at_us, requesters, wake_at_us, opened_at_us)
             SELECT number, ?2, state, state_name, organization,
                 join_key, service, last_report_at_us, requesters, wake_at_us, opened_at_us
             FROM emergencies WHERE number = ?1 AND wake_at_us IS NOT NULL",
            values![number, version],
        );
        self.any(
            "INSERT INTO known_requesters (id, emergency, requester, summary, email, phone, hears_by,
                 recipient, email_died_at_us, phone_died_at_us, joined_at_us)
             SELECT id, emergency, requester, summary, email, phone, hears_by,
                 recipient, email_died_at_us, phone_died_at_us, joined_at_us
             FROM requesters WHERE emergency = ?1 ON CONFLICT DO NOTHING",
            values![number],
        )
    }
}

impl Store {
    /// Goes on with what this spare knows; how many there are.
    pub async fn borrow_known(&self) -> Result<u64, StoreError> {
        let tables = Tables::of(self).await?;
        let mut unit = Unit::new();
        unit.any(
            "INSERT INTO borrowed (number, version) SELECT number, version FROM known_emergencies
             WHERE number NOT IN (SELECT number FROM emergencies)
             ON CONFLICT (number) DO UPDATE SET version = excluded.version",
            Vec::new(),
        );
        let columns = tables.emergencies.columns.join(", ");
        let sql = format!(
            "INSERT INTO emergencies ({columns}) SELECT {columns} FROM known_emergencies
             WHERE number NOT IN (SELECT number FROM emergencies)"
        );
        unit.any(kept(sql), Vec::new());
        let columns = tables.requesters.columns.join(", ");
        let sql = format!(
            "INSERT INTO requesters ({columns}) SELECT {columns} FROM known_requesters
             WHERE emergency IN {} ON CONFLICT DO NOTHING",
            untouched!()
        );
        unit.any(kept(sql), Vec::new());
        let sql = "SELECT state FROM known_emergencies";
        for row in self.database.fetch(sql, Vec::new()).await? {
            let emergency: Emergency = row.cells("known emergency").json()?;
            let has_it = emergency.responder().map(|person| &person.id);
            for responder in emergency.pages.iter().map(|page| &page.responder).chain(has_it) {
                unit.involve(emergency.number, responder);
            }
        }
        self.commit(unit).await?;
        let found = self.database.find("SELECT COUNT(*) FROM borrowed", Vec::new()).await?;
        found.map_or(Ok(0), |row| row.single("count"))
    }

    /// Whether this spare goes on with anything that it has borrowed.
    pub async fn has_borrowed(&self) -> Result<bool, StoreError> {
        Ok(self.database.find("SELECT 1 FROM borrowed LIMIT 1", Vec::new()).await?.is_some())
    }

    /// As which version this spare knows an emergency.
    pub async fn known_version(&self, number: Number) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT version FROM known_emergencies WHERE number = ?1";
        let found = self.database.find(sql, values![number]).await?;
        found.map(|row| row.single("version")).transpose()
    }

    /// Forgets what was borrowed and not touched: nothing has happened to it here.
    pub async fn give_back_untouched(&self) -> Result<(), StoreError> {
        let mut unit = Unit::new();
        unit.any(concat!("DELETE FROM requesters WHERE emergency IN ", untouched!()), Vec::new());
        unit.any(concat!("DELETE FROM involved WHERE number IN ", untouched!()), Vec::new());
        unit.any(concat!("DELETE FROM emergencies WHERE number IN ", untouched!()), Vec::new());
        unit.any(
            "DELETE FROM borrowed WHERE number NOT IN (SELECT number FROM emergencies)",
            Vec::new(),
        );
        self.commit(unit).await
    }
}

async fn seen(
    store: &Store,
    sql: &'static str,
    values: Vec<Value>,
) -> Result<Vec<(Number, Seen)>, StoreError> {
    let read = |row: Row| {
        let mut cells = row.cells("emergency");
        let number = cells.take()?;
        Ok((number, Seen { version: cells.take()?, requesters: cells.take()? }))
    };
    store.database.fetch(sql, values).await?.into_iter().map(read).collect()
}
