//! What a spare has kept goes where it belongs: each case in one transaction of the shared database, and
//! only then out of the spare. May be cut off at any moment and begun again. A case that is there
//! already, for its commit was not heard of or the hand-over was cut off, becomes one with it.

mod rows;

use std::collections::BTreeMap;

use domain::{Number, TicketNumber};
use jiff::Timestamp;

use crate::{
    Store, StoreError, Unit,
    table::{Table, kept, marks},
    value::{Row, Value, values},
};
use rows::Rows;

/// So many keys and raw requests go in one transaction.
const AT_ONCE: usize = 200;

/// A case that a spare keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeptCase {
    Emergency(Number),
    Ticket(TicketNumber),
}

/// What became of a case that was handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handed {
    New,
    /// It was there already: what happened in both stands in one journal now. Somebody may have been
    /// called from both.
    Double,
    /// It was borrowed, and goes on from where this node has brought it.
    WentOn,
    /// It was borrowed, and somebody else went on with it: what happened here stands in its journal, and
    /// what people said here is to be said there again. Until then it stays in the spare.
    GaveWay,
}

/// A key to which a spare and the database gave different answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidTwice {
    pub scope: String,
    pub key: String,
    /// What the spare said.
    pub here: String,
    pub there: String,
}

impl Unit {
    /// From now on the answer of the spare counts.
    pub fn say_instead(&mut self, said: &SaidTwice) -> &mut Self {
        self.any(
            "UPDATE idempotency_keys SET answer = ?3 WHERE scope = ?1 AND name = ?2",
            values![&said.scope, &said.key, &said.here],
        )
    }
}

/// What the shared database knows of an emergency that the spare has too.
struct There {
    version: i64,
    is_unanswered: bool,
    last_at: Option<Timestamp>,
}

impl Store {
    /// The cases that this spare keeps: first what it has borrowed, then what nobody has answered.
    pub async fn kept_cases(&self) -> Result<Vec<KeptCase>, StoreError> {
        let sql = "SELECT number FROM emergencies
                   ORDER BY number NOT IN (SELECT number FROM borrowed),
                       state_name <> 'unanswered', wake_at_us, number";
        let mut cases = Vec::new();
        for row in self.database.fetch(sql, Vec::new()).await? {
            cases.push(KeptCase::Emergency(row.single("number")?));
        }
        let sql = "SELECT number FROM tickets ORDER BY number";
        for row in self.database.fetch(sql, Vec::new()).await? {
            cases.push(KeptCase::Ticket(row.single("number")?));
        }
        Ok(cases)
    }

    /// How many requests this spare keeps, those that could not be read among them.
    pub async fn kept_requests(&self) -> Result<u64, StoreError> {
        let found = self.database.find("SELECT COUNT(*) FROM requests", Vec::new()).await?;
        found.map_or(Ok(0), |row| row.single("count"))
    }

    /// Whether this spare keeps the case.
    pub async fn keeps(&self, case: KeptCase) -> Result<bool, StoreError> {
        let found = match case {
            KeptCase::Emergency(number) => {
                let sql = "SELECT 1 FROM emergencies WHERE number = ?1";
                self.database.find(sql, values![number]).await?
            }
            KeptCase::Ticket(number) => {
                let sql = "SELECT 1 FROM tickets WHERE number = ?1";
                self.database.find(sql, values![number]).await?
            }
        };
        Ok(found.is_some())
    }

    /// Hands the answers to idempotency keys over, before the cases that they tell of: whoever repeats a
    /// request gets the same answer, wherever it comes in. Gives those back to which something else was
    /// said in the database, and leaves them as they are there.
    pub async fn hand_over_keys(&self, spare: &Self) -> Result<Vec<SaidTwice>, StoreError> {
        let keys = Table::named("idempotency_keys", spare).await?;
        let (mut after, mut said_twice) = (None, Vec::new());
        loop {
            let rows = keys.page(spare, after).await?;
            after = keys.last_key(&rows);
            let mut unit = Unit::new();
            for row in &rows {
                unit.any(
                    "INSERT INTO idempotency_keys (scope, name, answer, created_at_us)
                     VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
                    keys.cells(row, ["scope", "name", "answer", "created_at_us"]),
                );
            }
            self.commit(unit).await?;
            // Another node may hand over the same key at this moment.
            let known = self.answers_to(&keys, &rows).await?;
            for row in &rows {
                let mut cells = Row(keys.cells(row, ["scope", "name", "answer"])).cells("key");
                let (scope, key, here) = (cells.take()?, cells.take()?, cells.take()?);
                let mut said = SaidTwice { scope, key, here, there: String::new() };
                if let Some(there) = known.get(&(said.scope.clone(), said.key.clone()))
                    && *there != said.here
                {
                    said.there.clone_from(there);
                    said_twice.push(said);
                }
            }
            if after.is_none() {
                return Ok(said_twice);
            }
        }
    }

    /// What is said here to these keys, by scope and key.
    async fn answers_to(
        &self,
        keys: &Table,
        rows: &[Row],
    ) -> Result<BTreeMap<(String, String), String>, StoreError> {
        let names: Vec<_> = rows.iter().flat_map(|row| keys.cells(row, ["name"])).collect();
        if names.is_empty() {
            return Ok(BTreeMap::new());
        }
        let sql = format!(
            "SELECT scope, name, answer FROM idempotency_keys WHERE name IN ({})",
            marks(names.len())
        );
        let read = |row: Row| {
            let mut cells = row.cells("key");
            Ok(((cells.take()?, cells.take()?), cells.take()?))
        };
        self.database.fetch(kept(sql), names).await?.into_iter().map(read).collect()
    }

    /// Hands a case over, all of it, and takes it out of the spare.
    pub async fn hand_over(
        &self,
        spare: &Self,
        case: KeptCase,
        now: Timestamp,
    ) -> Result<Handed, StoreError> {
        let tables = Table::all(spare).await?;
        let rows = Rows::of(spare, &tables, case).await?;
        let (unit, handed) = match case {
            KeptCase::Emergency(number) => {
                match (self.there(number).await?, rows.borrowed_version()?) {
                    (Some(there), Some(known)) => given_back(number, &rows, (&there, known), now)?,
                    (Some(there), None) => (one_with(number, &rows, &there, now)?, Handed::Double),
                    (None, _) => (rows.as_new(now), Handed::New),
                }
            }
            KeptCase::Ticket(number) => {
                let sql = "SELECT 1 FROM tickets WHERE number = ?1";
                let is_there = self.database.find(sql, values![number]).await?.is_some();
                let handed = if is_there { Handed::Double } else { Handed::New };
                (rows.as_new_ticket(number, now), handed)
            }
        };
        self.commit(unit).await?;
        let version = match handed {
            Handed::GaveWay => return Ok(handed),
            Handed::New => rows.version()?,
            Handed::WentOn => rows.borrowed_version()?.map(|known| known + 1),
            Handed::Double => None,
        };
        let mut unit = Unit::new();
        if let KeptCase::Emergency(number) = case {
            unit.know_as_it_left(number, version);
        }
        unit.and(rows.removal(case));
        spare.commit(unit).await?;
        Ok(handed)
    }

    /// Takes an emergency that gave way out of this spare; [`StoreError::Conflict`] if more has happened in
    /// it than these facts.
    pub async fn take_out(&self, number: Number, facts: usize) -> Result<(), StoreError> {
        let case = KeptCase::Emergency(number);
        let rows = Rows::of(self, &Table::all(self).await?, case).await?;
        if rows.facts() != facts {
            return Err(StoreError::Conflict);
        }
        let mut unit = Unit::new();
        unit.know_as_it_left(number, None).and(rows.removal(case));
        self.commit(unit).await
    }

    /// Hands over what belongs to no case, and forgets the keys, once no case is left in the spare.
    pub async fn hand_over_rest(&self, spare: &Self) -> Result<(), StoreError> {
        let requests = Table::named("requests", spare).await?;
        let loose = "SELECT id FROM requests WHERE emergency IS NULL AND ticket IS NULL";
        let ids = spare.database.fetch(loose, Vec::new()).await?;
        for ids in ids.chunks(AT_ONCE) {
            let (mut unit, mut gone) = (Unit::new(), Unit::new());
            for id in ids {
                let id = id.0.first().cloned().unwrap_or(Value::Null);
                for row in requests.rows_with(spare, "id", id.clone()).await? {
                    requests.put(row, false, &mut unit);
                }
                requests.delete_with("id", id, &mut gone);
            }
            self.commit(unit).await?;
            spare.commit(gone).await?;
        }
        let mut unit = Unit::new();
        unit.any(
            "DELETE FROM idempotency_keys WHERE NOT EXISTS (SELECT 1 FROM emergencies)
                 AND NOT EXISTS (SELECT 1 FROM tickets)",
            Vec::new(),
        );
        spare.commit(unit).await
    }

    async fn there(&self, number: Number) -> Result<Option<There>, StoreError> {
        let sql = "SELECT version, state_name,
                       (SELECT MAX(at_us) FROM facts WHERE facts.number = ?1)
                   FROM emergencies WHERE number = ?1";
        let read = |row: Row| {
            let mut cells = row.cells("emergency");
            let (version, state): (i64, String) = (cells.take()?, cells.take()?);
            let last_at = cells.take()?;
            Ok(There { version, is_unanswered: state == "unanswered", last_at })
        };
        self.database.find(sql, values![number]).await?.map(read).transpose()
    }
}

/// Makes one of two emergencies with the same number. The state of the one goes on that somebody has
/// answered; of two that nobody has, that of the one in which more has happened.
fn one_with(
    number: Number,
    rows: &Rows,
    there: &There,
    now: Timestamp,
) -> Result<Unit, StoreError> {
    let goes_on =
        there.is_unanswered && (!rows.is_unanswered()? || rows.last_fact_at()? > there.last_at);
    let mut unit = Unit::new();
    if goes_on {
        rows.save_state(number, there.version, &mut unit)?;
        call_nobody_any_more(number, now, &mut unit);
    }
    rows.append_facts(number, &mut unit)?;
    rows.put_people_and_requests(&mut unit);
    rows.put_deliveries(goes_on, now, &mut unit);
    Ok(unit)
}

/// What a borrowed emergency has become goes on, if nobody else went on with it, or if somebody answered
/// here and nobody there.
fn given_back(
    number: Number,
    rows: &Rows,
    (there, known): (&There, i64),
    now: Timestamp,
) -> Result<(Unit, Handed), StoreError> {
    let is_answered = !rows.is_unanswered()?;
    let handed = match there.version == known {
        true => Handed::WentOn,
        false if there.is_unanswered && is_answered => Handed::Double,
        false => Handed::GaveWay,
    };
    let goes_on = handed != Handed::GaveWay;
    let mut unit = Unit::new();
    if goes_on {
        rows.save_state(number, there.version, &mut unit)?;
        if is_answered {
            call_nobody_any_more(number, now, &mut unit);
        }
    }
    rows.append_facts(number, &mut unit)?;
    rows.put_newcomers(number, &mut unit);
    if goes_on {
        rows.move_merged(number, &mut unit);
    }
    rows.put_deliveries(goes_on, now, &mut unit);
    Ok((unit, handed))
}

fn call_nobody_any_more(number: Number, now: Timestamp, unit: &mut Unit) {
    unit.any(
        "UPDATE deliveries SET status = 'dropped', leased_until_us = NULL, changed_at_us = ?2
         WHERE emergency = ?1 AND status = 'waiting' AND responder IS NOT NULL",
        values![number, now],
    );
}
