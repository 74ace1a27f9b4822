//! The switch of each organization, and its journal, which the database refuses to change.

use domain::{
    id::OrganizationId,
    switch::{Switch, SwitchFact},
};
use jiff::Timestamp;

use crate::{
    Saved, Store, StoreError, Unit,
    emergencies::readable,
    overdue::overdue,
    value::{Row, Value, values},
};

/// More of one organization's open emergencies are not told of its switch.
const MAX_TOLD: u32 = 100;
/// A longer journal of one switch is read from its newest entries.
const MAX_ENTRIES: u32 = 1_000;

/// A switch with what is kept beside its state.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedSwitch {
    pub switch: Switch,
    /// Grows with each change; 0 if nothing is stored yet.
    pub version: i64,
}

impl Unit {
    /// Saves what was decided on from `version`; [`StoreError::Conflict`] if it is not the current
    /// one any more.
    pub fn save_switch(&mut self, switch: &Switch, version: i64) -> &mut Self {
        self.one(
            "INSERT INTO switches (organization, version, state, wake_at_us)
             SELECT ?1, 1, ?3, ?4 WHERE CAST(?2 AS BIGINT) = 0 OR EXISTS
                 (SELECT 1 FROM switches WHERE organization = ?1)
             ON CONFLICT (organization) DO UPDATE
             SET version = switches.version + 1, state = excluded.state,
                 wake_at_us = excluded.wake_at_us
             WHERE switches.version = ?2",
            values![
                &switch.organization,
                version,
                Value::json(switch),
                Value::deadline(switch.wake_at()),
            ],
        )
    }

    /// Appends facts, each with the next sequence number of this organization.
    pub fn append_switch(
        &mut self,
        organization: &OrganizationId,
        facts: &[SwitchFact],
    ) -> &mut Self {
        for fact in facts {
            self.insert(
                "INSERT INTO switch_facts (organization, sequence, at_us, actor, scope, body, hash)
                 SELECT ?1, COALESCE(last.sequence, 0) + 1, ?2, ?3, ?4, ?5,
                     fact_hash(last.hash, 0, COALESCE(last.sequence, 0) + 1, ?2,
                         CAST(?1 AS TEXT) || ' ' || CAST(?4 AS TEXT), ?3, ?5)
                 FROM (SELECT 1 AS always) AS one
                 LEFT JOIN (SELECT sequence, hash FROM switch_facts WHERE organization = ?1
                     ORDER BY sequence DESC LIMIT 1) AS last ON one.always = 1",
                values![
                    organization,
                    fact.at,
                    Value::json(&fact.actor),
                    fact.scope.to_string(),
                    Value::json(&fact.happening),
                ],
            );
        }
        self
    }
}

impl Store {
    pub async fn switch(
        &self,
        organization: &OrganizationId,
    ) -> Result<Option<SavedSwitch>, StoreError> {
        let sql = "SELECT state, version FROM switches WHERE organization = ?1";
        self.database.find(sql, values![organization]).await?.map(saved).transpose()
    }

    /// Every switch that was ever used.
    pub async fn switches(&self) -> Result<Vec<SavedSwitch>, StoreError> {
        let sql = "SELECT state, version FROM switches ORDER BY organization";
        self.database.fetch(sql, Vec::new()).await?.into_iter().map(saved).collect()
    }

    /// A number that grows with each change of any switch.
    pub async fn switches_changed(&self) -> Result<u64, StoreError> {
        let sql = "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM switches";
        self.database.find(sql, Vec::new()).await?.map_or(Ok(0), |row| row.single("version"))
    }

    /// Switches whose `wake_at` has come, the most overdue first.
    pub async fn due_switches(
        &self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<OrganizationId>, StoreError> {
        self.find_overdue(overdue!("switches", "organization"), now, limit).await
    }

    /// What happened to a switch: the newest entries, in the order in which they happened.
    pub async fn switch_journal(
        &self,
        organization: &OrganizationId,
    ) -> Result<Vec<SwitchFact>, StoreError> {
        let sql = "SELECT at_us, actor, scope, body FROM switch_facts
                   WHERE organization = ?1 ORDER BY sequence DESC LIMIT ?2";
        let rows = self.database.fetch_few(sql, values![organization, MAX_ENTRIES]).await?;
        rows.into_iter().rev().map(fact).collect()
    }

    /// The organization's emergencies that are not closed, by number.
    pub async fn open_of_organization(
        &self,
        organization: &OrganizationId,
    ) -> Result<Vec<Saved>, StoreError> {
        let sql = "SELECT state, version, requesters FROM emergencies
                   WHERE organization = ?1 AND organization IS NOT NULL
                       AND state_name <> 'closed'
                   ORDER BY number LIMIT ?2";
        let rows = self.database.fetch_few(sql, values![organization, MAX_TOLD]).await?;
        Ok(readable(rows))
    }
}

fn saved(row: Row) -> Result<SavedSwitch, StoreError> {
    let mut cells = row.cells("switch");
    Ok(SavedSwitch { switch: cells.json()?, version: cells.take()? })
}

fn fact(row: Row) -> Result<SwitchFact, StoreError> {
    let mut cells = row.cells("switch fact");
    let (at, actor) = (cells.take()?, cells.json()?);
    let scope = cells.take::<String>()?.parse().map_err(|error| StoreError::Damaged {
        what: "switch fact",
        problem: format!("{error}"),
    })?;
    Ok(SwitchFact { at, actor, scope, happening: cells.json()? })
}
