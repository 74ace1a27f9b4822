//! The shared database, for several nodes: one connection that writes, a few that read. Statements
//! are those of the embedded one, translated in [`dialect`].

mod address;
mod chorus;
mod connection;
mod dialect;
mod gossip;
mod migrations;
mod row;
mod slot;
mod writer;

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use tokio::sync::{broadcast, mpsc};

use crate::{
    NodeId, StoreError, Unit,
    unit::{Job, submit},
    value::{Row, Value},
};
use address::Address;
use gossip::Gossip;
pub use gossip::Heard;
use slot::Slot;
use writer::Writer;

/// Units that may wait for the writer; whoever comes then waits for a place.
const MAX_WAITING_UNITS: usize = 4_096;

/// A database that takes longer to answer counts as unavailable.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);

/// Connections for questions that an index answers.
const QUICK_READERS: usize = 2;

/// Connections for long lists, so that nobody waits behind one.
const PATIENT_READERS: usize = 2;

#[derive(Debug)]
pub(crate) struct Postgres {
    address: Address,
    jobs: mpsc::Sender<Job>,
    quick: Vec<Slot>,
    patient: Vec<Slot>,
    /// Which reader is next.
    turn: AtomicUsize,
    gossip: Gossip,
}

impl Postgres {
    /// Connects to `postgres://...` and brings the tables up to date.
    pub(crate) async fn open(url: &str, node: &NodeId) -> Result<Self, StoreError> {
        let address = Address::read(url)?;
        migrations::run(&address).await?;
        Ok(Self::new(address, node))
    }

    /// The same, without a word to it before it is needed.
    pub(crate) fn at(url: &str, node: &NodeId) -> Result<Self, StoreError> {
        Ok(Self::new(Address::read(url)?, node))
    }

    fn new(address: Address, node: &NodeId) -> Self {
        let (jobs, waiting) = mpsc::channel(MAX_WAITING_UNITS);
        tokio::spawn(Writer::new(Slot::new(address.clone()), waiting).run());
        let gossip = Gossip::start(&address, node);
        let slots = |count| (0..count).map(|_| Slot::new(address.clone())).collect();
        let (quick, patient) = (slots(QUICK_READERS), slots(PATIENT_READERS));
        Self { address, jobs, quick, patient, turn: AtomicUsize::new(0), gossip }
    }

    /// Brings the tables up to date.
    pub(crate) async fn catch_up(&self) -> Result<(), StoreError> {
        let done = tokio::time::timeout(ANSWER_WITHIN, migrations::run(&self.address)).await;
        done.unwrap_or_else(|_| Err(slot::no_answer()))
    }

    pub(crate) async fn write(&self, unit: Unit) -> Result<Vec<Row>, StoreError> {
        submit(&self.jobs, unit).await
    }

    pub(crate) async fn fetch_few(
        &self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        self.next(&self.quick).read(sql, &values).await
    }

    pub(crate) async fn fetch(
        &self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        self.next(&self.patient).read(sql, &values).await
    }

    pub(crate) fn tell(&self, note: String) {
        self.gossip.tell(note);
    }

    pub(crate) fn heard(&self) -> broadcast::Receiver<Heard> {
        self.gossip.heard()
    }

    fn next<'a>(&self, slots: &'a [Slot]) -> &'a Slot {
        &slots[self.turn.fetch_add(1, Ordering::Relaxed) % slots.len()]
    }
}
