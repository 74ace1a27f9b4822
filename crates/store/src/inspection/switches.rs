//! The journals of switches. Their anchors have negative numbers, which no emergency has.

use sha2::{Digest, Sha256};

use super::{Finding, Inspected, Inspection, PAGE_ENTRIES, Stage, Walk, Wrong};
use crate::{
    StoreError,
    chain::{Hash, Link},
    value::{Row, values},
};

/// The number under which the anchor of an organization's switch is kept.
fn number_of(organization: &str) -> i64 {
    let digest: Hash = Sha256::digest(organization.as_bytes()).into();
    let (first, _) = digest.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
    // Between -2^62 and -1.
    -(i64::from_be_bytes(*first) >> 2 & (i64::MAX >> 1)) - 1
}

impl Inspection {
    /// The whole journal of the next switch.
    pub(super) async fn next_switch(&mut self) -> Result<Inspected, StoreError> {
        let mut inspected = Inspected::default();
        if self.switches.is_none() {
            self.switches = Some(self.all_switches().await?.into_iter());
        }
        let Some((number, organization)) = self.switches.as_mut().and_then(Iterator::next) else {
            self.finish(0, &mut inspected);
            self.stage = Stage::Entries;
            return Ok(inspected);
        };
        self.finish(number, &mut inspected);
        let gone = inspected.findings.len();
        let (mut after, mut is_whole) = (i64::MIN, false);
        while !is_whole {
            let sql = "SELECT f.sequence, f.at_us, f.scope, f.actor, f.body, f.hash
                       FROM switch_facts f WHERE f.organization = ?1 AND f.sequence > ?2
                       ORDER BY f.sequence LIMIT ?3";
            let values = values![organization.as_str(), after, PAGE_ENTRIES];
            let rows = self.store.database.fetch(sql, values).await?;
            inspected.entries += rows.len() as u64;
            is_whole = rows.len() < PAGE_ENTRIES as usize;
            for row in rows {
                let (link, hash) = entry(row, &organization)?;
                after = link.sequence;
                let walk = self.walk.get_or_insert_with(|| Walk::new(number));
                walk.step(link, hash, &mut inspected.findings);
                self.compare((number, after), hash, &mut inspected);
            }
        }
        self.finish(number + 1, &mut inspected);
        self.look_beside(&organization, number, after == i64::MIN, &mut inspected).await?;
        for finding in &mut inspected.findings[gone..] {
            finding.organization = Some(organization.clone());
        }
        Ok(inspected)
    }

    /// A switch and its journal are there together.
    async fn look_beside(
        &self,
        organization: &str,
        number: i64,
        is_empty: bool,
        inspected: &mut Inspected,
    ) -> Result<(), StoreError> {
        let sql = "SELECT 1 FROM switches WHERE organization = ?1";
        let stored = self.store.database.find(sql, values![organization]).await?;
        match (stored.is_some(), is_empty) {
            (true, true) => inspected.findings.push(Finding::of(number, Wrong::Empty)),
            (false, false) => inspected.findings.push(Finding::of(number, Wrong::Orphaned)),
            (true, false) | (false, true) => {}
        }
        Ok(())
    }

    async fn all_switches(&self) -> Result<Vec<(i64, String)>, StoreError> {
        let sql = "SELECT organization FROM switches
                   UNION SELECT organization FROM switch_facts";
        let rows = self.store.database.fetch(sql, Vec::new()).await?;
        let named = rows.into_iter().map(|row| row.single::<String>("organization"));
        let mut all = named
            .map(|name| name.map(|name| (number_of(&name), name)))
            .collect::<Result<Vec<_>, _>>()?;
        all.sort();
        Ok(all)
    }
}

fn entry(row: Row, organization: &str) -> Result<(Link, Option<Hash>), StoreError> {
    let mut cells = row.cells("switch fact");
    let (sequence, at_us) = (cells.take()?, cells.take()?);
    let scope: String = cells.take()?;
    let link = Link {
        number: 0,
        sequence,
        at_us,
        kind: format!("{organization} {scope}"),
        actor: cells.take()?,
        body: cells.take()?,
    };
    let hash = cells.take::<Option<Vec<u8>>>()?;
    Ok((link, hash.map(|bytes| Hash::try_from(bytes).unwrap_or([0xff; 32]))))
}
