//! The processes that work on one database: how they know each other, and what becomes of the work
//! of one that is gone.

use data_encoding::HEXLOWER;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::broadcast;

use crate::{
    Heard, Store, StoreError, Unit,
    value::{Row, values},
};

/// A node that was not heard of for so long is gone, and others take over what it was at.
pub const GONE_AFTER: SignedDuration = SignedDuration::from_millis(1_500);

/// How long a node's name is.
const NODE_ID_BYTES: usize = 8;

/// One start of the program: after a restart it is another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeId(String);

/// The right to send a delivery, for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    pub by: NodeId,
    pub until: Timestamp,
}

/// A process that is at work on the database, as it was last heard of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    pub id: String,
    /// Of the machine, for people.
    pub name: String,
    pub seen_at: Timestamp,
}

/// What a heartbeat led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heartbeat {
    /// What time it was by the database's clock.
    pub at: Timestamp,
    /// Nodes that are gone, of which this one took the work away.
    pub gone: Vec<Node>,
    /// How many deliveries are due again because of it.
    pub freed: usize,
}

impl NodeId {
    pub(crate) fn new() -> Result<Self, StoreError> {
        let mut fresh = [0; NODE_ID_BYTES];
        getrandom::fill(&mut fresh).map_err(|error| StoreError::Unavailable(error.into()))?;
        Ok(Self(HEXLOWER.encode(&fresh)))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Store {
    /// Says to the other nodes that this one lives, and gives the work of those that are gone back
    /// to everybody. Only where there can be other nodes.
    pub async fn heartbeat(
        &self,
        name: &str,
        version: &str,
        now: Timestamp,
    ) -> Result<Heartbeat, StoreError> {
        let mut unit = Unit::new();
        // By the database's clock: those of the nodes may differ.
        unit.returning(
            "INSERT INTO nodes (id, name, version, started_at_us, seen_at_us)
             SELECT ?1, ?2, ?3, clock.now_us, clock.now_us
             FROM (SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)
                 AS now_us) AS clock
             ON CONFLICT (id) DO UPDATE SET seen_at_us = excluded.seen_at_us
             RETURNING seen_at_us",
            values![&self.node, name, version],
        );
        let rows = self.write(unit).await?;
        let silent = || StoreError::Damaged { what: "node", problem: "it has no time".to_owned() };
        let at: Timestamp = rows.into_iter().next().ok_or_else(silent)?.single("node")?;
        let mut heartbeat = Heartbeat { at, gone: Vec::new(), freed: 0 };
        for node in self.nodes().await?.into_iter().filter(|node| node.is_gone(at)) {
            match self.take_over(&node, at, now).await {
                Ok(freed) => {
                    heartbeat.freed += freed;
                    heartbeat.gone.push(node);
                }
                // It is there again, or another node was first.
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(heartbeat)
    }

    /// Takes a node out of the list, and its leases from it, all at once.
    async fn take_over(
        &self,
        node: &Node,
        at: Timestamp,
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        let mut unit = Unit::new();
        unit.one(
            "DELETE FROM nodes WHERE id = ?1 AND seen_at_us < ?2",
            values![&node.id, at - GONE_AFTER],
        );
        unit.give_back(&node.id, now);
        Ok(self.write(unit).await?.len())
    }

    /// Says that this node leaves: what it holds is due again, for the others.
    pub async fn leave(&self, now: Timestamp) -> Result<(), StoreError> {
        let mut unit = Unit::new();
        unit.any("DELETE FROM nodes WHERE id = ?1", values![&self.node]);
        unit.give_back(self.node.as_str(), now);
        self.commit(unit).await
    }

    /// The nodes that are at work, the oldest first.
    pub async fn nodes(&self) -> Result<Vec<Node>, StoreError> {
        let sql = "SELECT id, name, seen_at_us FROM nodes ORDER BY started_at_us, id";
        let rows = self.database.fetch_few(sql, Vec::new()).await?;
        rows.into_iter().map(node).collect()
    }
}

impl Store {
    /// Tells the other nodes something, soon, without waiting, and without a promise.
    pub fn tell(&self, note: String) {
        self.database.tell(note);
    }

    /// What other nodes tell from now on; `None` where there are none.
    pub fn heard(&self) -> Option<broadcast::Receiver<Heard>> {
        self.database.heard()
    }
}

impl Node {
    pub fn is_gone(&self, now: Timestamp) -> bool {
        now.duration_since(self.seen_at) > GONE_AFTER
    }
}

impl Unit {
    /// Makes what a node holds due again; a row each.
    fn give_back(&mut self, node: &str, now: Timestamp) -> &mut Self {
        self.returning(
            "UPDATE deliveries SET due_at_us = ?2, leased_until_us = NULL, leased_by = NULL
             WHERE leased_by = ?1 AND status = 'waiting' RETURNING id",
            values![node, now],
        )
    }
}

fn node(row: Row) -> Result<Node, StoreError> {
    let mut cells = row.cells("node");
    Ok(Node { id: cells.take()?, name: cells.take()?, seen_at: cells.take()? })
}
