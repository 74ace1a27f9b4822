//! Which contact methods are known to reach their person.

use domain::{
    id::ResponderId,
    proof::{Proof, Way},
};

use crate::{
    Store, StoreError, Unit,
    value::{Row, Value, values},
};

/// What is known of a way.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedProof {
    pub proof: Proof,
    /// Grows with each change; 0 if nothing is stored yet.
    pub version: i64,
}

impl Unit {
    /// Saves what was decided on from `version`; [`StoreError::Conflict`] if it is not the current
    /// one any more.
    pub fn save_proof(&mut self, proof: &Proof, version: i64) -> &mut Self {
        let Way { responder, kind, address } = &proof.way;
        self.one(
            "INSERT INTO proofs (responder, kind, address, version, state)
             SELECT ?1, ?2, ?3, 1, ?5 WHERE CAST(?4 AS BIGINT) = 0 OR EXISTS
                 (SELECT 1 FROM proofs WHERE responder = ?1 AND kind = ?2 AND address = ?3)
             ON CONFLICT (responder, kind, address) DO UPDATE
             SET version = proofs.version + 1, state = excluded.state
             WHERE proofs.version = ?4",
            values![responder, kind.name(), address.as_str(), version, Value::json(proof)],
        )
    }
}

impl Store {
    /// Of a way of which nothing is kept, that nothing is known.
    pub async fn proof(&self, way: &Way) -> Result<SavedProof, StoreError> {
        let sql = "SELECT state, version FROM proofs
                   WHERE responder = ?1 AND kind = ?2 AND address = ?3";
        let key = values![&way.responder, way.kind.name(), way.address.as_str()];
        let found = self.database.find(sql, key).await?.map(saved).transpose()?;
        Ok(found.unwrap_or_else(|| SavedProof { proof: Proof::new(way.clone()), version: 0 }))
    }

    /// What is known of the ways of one person, and of those they had before.
    pub async fn proofs_of(&self, responder: &ResponderId) -> Result<Vec<SavedProof>, StoreError> {
        let sql = "SELECT state, version FROM proofs WHERE responder = ?1 ORDER BY kind, address";
        self.database.fetch(sql, values![responder]).await?.into_iter().map(saved).collect()
    }

    /// Every way of which something is known.
    pub async fn proofs(&self) -> Result<Vec<SavedProof>, StoreError> {
        let sql = "SELECT state, version FROM proofs ORDER BY responder, kind, address";
        self.database.fetch(sql, Vec::new()).await?.into_iter().map(saved).collect()
    }
}

fn saved(row: Row) -> Result<SavedProof, StoreError> {
    let mut cells = row.cells("proof");
    Ok(SavedProof { proof: cells.json()?, version: cells.take()? })
}
