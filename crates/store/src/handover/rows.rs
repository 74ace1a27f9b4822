//! The rows of one case, as the spare has them, and how they are written elsewhere.

use domain::{Number, TicketNumber};
use jiff::Timestamp;

use super::KeptCase;
use crate::{
    Store, StoreError, Unit,
    table::{Table, readable},
    value::{Cell, Row, Value, values},
};

/// The tables that a case has rows in, with the column that names an emergency or a ticket there. In this
/// order they are written.
const OF_EMERGENCY: [(&str, &str); 12] = [
    ("emergencies", "number"),
    ("borrowed", "number"),
    ("facts", "number"),
    ("involved", "number"),
    ("requesters", "emergency"),
    ("requests", "emergency"),
    ("attachments", "emergency"),
    ("rooms", "emergency"),
    ("conferences", "emergency"),
    ("conference_calls", "emergency"),
    ("recordings", "emergency"),
    ("deliveries", "emergency"),
];
const OF_TICKET: [(&str, &str); 7] = [
    ("tickets", "number"),
    ("ticket_replies", "ticket"),
    ("requesters", "ticket"),
    ("requests", "ticket"),
    ("attachments", "ticket"),
    ("recordings", "ticket"),
    ("deliveries", "ticket"),
];

/// What stands beside it, whoever has it.
const BESIDE: [&str; 7] = [
    "involved",
    "requests",
    "attachments",
    "rooms",
    "conferences",
    "conference_calls",
    "recordings",
];

pub(super) struct Rows {
    tables: Vec<(Table, Vec<Row>)>,
    messages: (Table, Vec<Row>),
}

impl Rows {
    pub(super) async fn of(
        spare: &Store,
        all: &[Table],
        case: KeptCase,
    ) -> Result<Self, StoreError> {
        let (places, number) = places(case);
        let mut tables = Vec::with_capacity(places.len());
        for (name, column) in places {
            let table = named(all, name)?;
            let mut rows = table.rows_with(spare, column, number.clone()).await?;
            if name == "facts" {
                rows.sort_by_key(|row| table.cell(row, "sequence").cloned());
            }
            tables.push((table, rows));
        }
        let messages = named(all, "messages")?;
        let mut said = Vec::new();
        if let Some((deliveries, rows)) = tables.last() {
            let mut ids: Vec<_> =
                rows.iter().filter_map(|row| deliveries.cell(row, "message_id").cloned()).collect();
            ids.sort();
            ids.dedup();
            for id in ids.into_iter().filter(|id| *id != Value::Null) {
                said.extend(messages.rows_with(spare, "id", id).await?);
            }
        }
        Ok(Self { tables, messages: (messages, said) })
    }

    /// What takes the case out of the spare; [`StoreError::Conflict`] if it has changed since it was read.
    pub(super) fn removal(&self, case: KeptCase) -> Unit {
        let (places, number) = places(case);
        let mut unit = Unit::new();
        if let Some((state, rows)) = self.tables.first()
            && let Some(row) = rows.first()
        {
            let version = state.cell(row, "version").cloned().unwrap_or(Value::Null);
            match case {
                KeptCase::Emergency(_) => {
                    let requesters = state.cell(row, "requesters").cloned();
                    let facts = self.facts();
                    unit.one(
                        "DELETE FROM emergencies WHERE number = ?1 AND version = ?2
                             AND requesters = ?3
                             AND (SELECT COUNT(*) FROM facts WHERE number = ?1) = ?4",
                        vec![
                            number.clone(),
                            version,
                            requesters.unwrap_or(Value::Null),
                            Value::from(facts as u64),
                        ],
                    );
                }
                KeptCase::Ticket(_) => {
                    unit.one(
                        "DELETE FROM tickets WHERE number = ?1 AND version = ?2",
                        vec![number.clone(), version],
                    );
                }
            }
        }
        let (messages, rows) = &self.messages;
        for row in rows {
            let id = messages.cell(row, "id").cloned().unwrap_or(Value::Null);
            messages.delete_with("id", id, &mut unit);
        }
        for ((table, _), (_, column)) in self.tables.iter().zip(places) {
            table.delete_with(column, number.clone(), &mut unit);
        }
        unit
    }

    /// An emergency of which nothing is there yet.
    pub(super) fn as_new(&self, now: Timestamp) -> Unit {
        let mut unit = Unit::new();
        let (table, rows) = self.table("emergencies");
        for row in rows {
            let mut row = row.clone();
            table.set(&mut row, "leased_until_us", Value::Integer(0));
            table.put(row, true, &mut unit);
        }
        let (table, rows) = self.table("facts");
        for row in rows {
            table.put(row.clone(), true, &mut unit);
        }
        self.put_people_and_requests(&mut unit);
        self.put_deliveries(true, now, &mut unit);
        unit
    }

    /// A ticket; one that is there and was changed since stays as it is there.
    pub(super) fn as_new_ticket(&self, number: TicketNumber, now: Timestamp) -> Unit {
        let mut unit = Unit::new();
        unit.any("DELETE FROM tickets WHERE number = ?1 AND version = 1", values![number]);
        let (table, rows) = self.table("tickets");
        for row in rows {
            let mut row = row.clone();
            table.set(&mut row, "leased_until_us", Value::Integer(0));
            table.put(row, false, &mut unit);
        }
        self.put_all("ticket_replies", &mut unit);
        self.put_people_and_requests(&mut unit);
        self.put_deliveries(true, now, &mut unit);
        unit
    }

    pub(super) fn is_unanswered(&self) -> Result<bool, StoreError> {
        let (table, rows) = self.table("emergencies");
        let state = rows.first().and_then(|row| table.cell(row, "state_name"));
        Ok(read::<String>(state)? == "unanswered")
    }

    /// The version of the shared database's that it was begun with; `None` if it began here.
    pub(super) fn borrowed_version(&self) -> Result<Option<i64>, StoreError> {
        let (table, rows) = self.table("borrowed");
        rows.first().map(|row| read(table.cell(row, "version"))).transpose()
    }

    pub(super) fn version(&self) -> Result<Option<i64>, StoreError> {
        let (table, rows) = self.tables.first().expect("each case has a state");
        rows.first().map(|row| read(table.cell(row, "version"))).transpose()
    }

    pub(super) fn facts(&self) -> usize {
        self.table("facts").1.len()
    }

    pub(super) fn last_fact_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let (table, rows) = self.table("facts");
        let ats = rows.iter().map(|row| read(table.cell(row, "at_us")));
        Ok(ats.collect::<Result<Vec<_>, _>>()?.into_iter().max())
    }

    /// The state goes on from the version that is there.
    pub(super) fn save_state(
        &self,
        number: Number,
        version: i64,
        unit: &mut Unit,
    ) -> Result<(), StoreError> {
        let (table, rows) = self.table("emergencies");
        let Some(row) = rows.first() else { return Ok(()) };
        let mut saved = values![number, version];
        saved.extend(table.cells(
            row,
            ["state", "state_name", "organization", "service", "wake_at_us", "requesters"],
        ));
        unit.one(
            "UPDATE emergencies
             SET version = version + 1, state = ?3, state_name = ?4, organization = ?5,
                 service = ?6, wake_at_us = ?7, leased_until_us = 0,
                 requesters = CASE WHEN requesters < ?8 THEN ?8 ELSE requesters END
             WHERE number = ?1 AND version = ?2",
            saved,
        );
        Ok(())
    }

    /// What happened here and is not known there; how it began stands there already.
    pub(super) fn append_facts(&self, number: Number, unit: &mut Unit) -> Result<(), StoreError> {
        let (emergencies, rows) = self.table("emergencies");
        let opened_at = rows.first().and_then(|row| emergencies.cell(row, "opened_at_us"));
        let opened_at: Timestamp = read(opened_at)?;
        unit.lock("SELECT number FROM emergencies WHERE number = ?1 FOR UPDATE", values![number]);
        let (table, rows) = self.table("facts");
        for row in rows {
            if read::<Timestamp>(table.cell(row, "at_us"))? <= opened_at {
                continue;
            }
            let mut fact = values![number];
            fact.extend(table.cells(row, ["at_us", "kind", "actor", "body"]));
            unit.any(
                "INSERT INTO facts (number, sequence, at_us, kind, actor, body, hash)
                 SELECT ?1, COALESCE(last.sequence, 0) + 1, ?2, ?3, ?4, ?5,
                     fact_hash(last.hash, ?1, COALESCE(last.sequence, 0) + 1, ?2, ?3, ?4, ?5)
                 FROM (SELECT 1 AS always) AS one
                 LEFT JOIN (SELECT sequence, hash FROM facts WHERE number = ?1
                     ORDER BY sequence DESC LIMIT 1) AS last ON one.always = 1
                 WHERE NOT EXISTS (SELECT 1 FROM facts AS known WHERE known.number = ?1
                     AND known.at_us = ?2 AND known.kind = ?3 AND known.actor = ?4
                     AND known.body = ?5)",
                fact,
            );
        }
        Ok(())
    }

    /// Who is in it, and what they sent. A requester who is there is in this case from now on: so they
    /// were told.
    pub(super) fn put_people_and_requests(&self, unit: &mut Unit) {
        let (table, rows) = self.table("requesters");
        for row in rows {
            let id = table.cell(row, "id").cloned().unwrap_or(Value::Null);
            table.delete_with("id", id, unit);
            table.put(row.clone(), true, unit);
        }
        for name in BESIDE {
            self.put_all(name, unit);
        }
        let (table, rows) = &self.messages;
        for row in rows {
            table.put(row.clone(), false, unit);
        }
    }

    /// Who came into a borrowed emergency here. Those who were in it before are known there, and better.
    pub(super) fn put_newcomers(&self, number: Number, unit: &mut Unit) {
        self.put_all("requesters", unit);
        for name in BESIDE {
            self.put_all(name, unit);
        }
        let (table, rows) = &self.messages;
        for row in rows {
            table.put(row.clone(), false, unit);
        }
        if !self.table("requests").1.is_empty() {
            unit.count_requesters(number, number);
        }
    }

    /// Those who came from another emergency that was merged into a borrowed one here come there as well.
    pub(super) fn move_merged(&self, number: Number, unit: &mut Unit) {
        let (facts, happened) = self.table("facts");
        let merged = Value::from("merged_from");
        if !happened.iter().any(|row| facts.cell(row, "kind") == Some(&merged)) {
            return;
        }
        let (table, rows) = self.table("requesters");
        for row in rows {
            let mut moved = values![number];
            moved.extend(table.cells(row, ["id", "hears_by", "recipient"]));
            unit.any(
                "UPDATE requesters SET emergency = ?1, hears_by = ?3, recipient = ?4
                 WHERE id = ?2 AND emergency <> ?1",
                moved,
            );
        }
        unit.count_requesters(number, number);
    }

    /// What was sent, and what is still to be sent if the state goes on from here. What was held by this
    /// node is due at once.
    pub(super) fn put_deliveries(&self, goes_on: bool, now: Timestamp, unit: &mut Unit) {
        let is_borrowed =
            self.tables.iter().any(|(table, rows)| table.name == "borrowed" && !rows.is_empty());
        let (table, rows) = self.table("deliveries");
        for row in rows {
            let mut row = row.clone();
            let waits = table.cell(&row, "status") == Some(&Value::from("waiting"));
            let is_page = table.cell(&row, "responder").is_some_and(|it| *it != Value::Null);
            // Who has borrowed it alone told requesters what nobody else does.
            if waits && !goes_on && (is_page || !is_borrowed) {
                continue;
            }
            if table.cell(&row, "leased_until_us").is_some_and(|until| *until != Value::Null) {
                table.set(&mut row, "leased_until_us", Value::Null);
                table.set(&mut row, "due_at_us", Value::from(now));
            }
            table.set(&mut row, "leased_by", Value::Null);
            let id = table.cell(&row, "id").cloned().unwrap_or(Value::Null);
            // The same message waits there: what became of it here counts.
            unit.any(
                "DELETE FROM deliveries WHERE id = ?1 AND status IN ('waiting', 'dropped')",
                vec![id],
            );
            table.put(row, false, unit);
        }
    }

    fn put_all(&self, name: &str, unit: &mut Unit) {
        if let Some((table, rows)) = self.tables.iter().find(|(table, _)| table.name == name) {
            for row in rows {
                table.put(row.clone(), false, unit);
            }
        }
    }

    fn table(&self, name: &str) -> (&Table, &[Row]) {
        let found = self.tables.iter().find(|(table, _)| table.name == name);
        let (table, rows) = found.expect("the table is one of this kind of case");
        (table, rows)
    }
}

fn places(case: KeptCase) -> (Vec<(&'static str, &'static str)>, Value) {
    match case {
        KeptCase::Emergency(number) => (OF_EMERGENCY.to_vec(), number.into()),
        KeptCase::Ticket(number) => (OF_TICKET.to_vec(), number.into()),
    }
}

fn named(all: &[Table], name: &str) -> Result<Table, StoreError> {
    let problem = || format!("there is no table {name}");
    let missing = || StoreError::Damaged { what: "spare", problem: problem() };
    all.iter().find(|table| table.name == name).cloned().ok_or_else(missing)
}

fn read<T: Cell>(cell: Option<&Value>) -> Result<T, StoreError> {
    let cell = cell.cloned().map(readable).unwrap_or(Value::Null);
    T::read(cell).map_err(|problem| StoreError::Damaged { what: "case of a spare", problem })
}
