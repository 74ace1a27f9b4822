//! A unit of work, as data: what is written in one transaction. What can be written stands beside
//! the reads, in the file of each noun.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use tokio::sync::{mpsc, oneshot};

use crate::{
    StoreError,
    value::{Row, Value},
};

/// Statements that are carried out together, in this order, or not at all.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    pub(crate) statements: Vec<Statement>,
    called_off: Option<CalledOff>,
}

/// Takes units back that nobody waits for any more and that are not on their way yet. Once it is
/// called off, none of them begins; one that had begun may still be carried out.
#[derive(Clone, Debug, Default)]
pub struct CalledOff(Arc<AtomicBool>);

impl CalledOff {
    pub fn call_off(&self) {
        self.0.store(true, Ordering::Release);
    }

    fn is_called_off(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Statement {
    /// With `?1` for its values; each text is a constant and stays prepared.
    pub(crate) sql: &'static str,
    pub(crate) values: Vec<Value>,
    pub(crate) expects: Expects,
}

/// What a statement must do, or the whole unit is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expects {
    /// Nothing in particular.
    Anything,
    /// Exactly one row is touched; else [`crate::StoreError::Conflict`].
    One,
    /// It finds nothing; else [`crate::StoreError::Conflict`].
    None,
    /// A new row; [`crate::StoreError::Taken`] if its name is not free.
    New,
    /// It answers with rows, which the unit returns.
    Rows,
    /// It waits for whoever else is changing the same, where there can be several writers; where
    /// there is only one it is left out.
    Lock,
}

/// What became of a unit: the rows of those of its statements that answer with rows.
pub(crate) type Outcome = Result<Vec<Row>, StoreError>;

/// A unit on its way to whoever writes.
#[derive(Debug)]
pub(crate) struct Job {
    pub(crate) unit: Unit,
    answer: oneshot::Sender<Outcome>,
}

impl Job {
    pub(crate) fn answer(self, outcome: Outcome) {
        // Whoever has stopped waiting does not need the answer.
        let _ = self.answer.send(outcome);
    }
}

/// Hands a unit to whoever writes, and waits for what became of it.
pub(crate) async fn submit(jobs: &mpsc::Sender<Job>, unit: Unit) -> Outcome {
    let (answer, answered) = oneshot::channel();
    let gone = || StoreError::Unavailable("whoever writes is gone".into());
    jobs.send(Job { unit, answer }).await.map_err(|_| gone())?;
    answered.await.map_err(|_| gone())?
}

impl Unit {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn is_empty(&self) -> bool {
        self.statements.is_empty()
    }

    /// Does not begin any more once it is called off.
    pub fn unless(&mut self, called_off: &CalledOff) -> &mut Self {
        self.called_off = Some(called_off.clone());
        self
    }

    pub(crate) fn is_called_off(&self) -> bool {
        self.called_off.as_ref().is_some_and(CalledOff::is_called_off)
    }

    /// Everything that `other` does, after what this does.
    pub fn and(&mut self, other: Self) -> &mut Self {
        self.statements.extend(other.statements);
        self
    }

    /// What it waits for where there are several writers. Those that carry out many units do so in
    /// this order, so that no two wait for each other.
    pub(crate) fn waits_for(&self) -> Option<&Value> {
        let waits = |it: &&Statement| matches!(it.expects, Expects::Lock | Expects::One);
        self.statements.iter().find(waits)?.values.first()
    }

    pub(crate) fn any(&mut self, sql: &'static str, values: Vec<Value>) -> &mut Self {
        self.push(sql, values, Expects::Anything)
    }

    pub(crate) fn one(&mut self, sql: &'static str, values: Vec<Value>) -> &mut Self {
        self.push(sql, values, Expects::One)
    }

    pub(crate) fn none(&mut self, sql: &'static str, values: Vec<Value>) -> &mut Self {
        self.push(sql, values, Expects::None)
    }

    pub(crate) fn insert(&mut self, sql: &'static str, values: Vec<Value>) -> &mut Self {
        self.push(sql, values, Expects::New)
    }

    pub(crate) fn lock(&mut self, sql: &'static str, values: Vec<Value>) -> &mut Self {
        self.push(sql, values, Expects::Lock)
    }

    pub(crate) fn returning(&mut self, sql: &'static str, values: Vec<Value>) -> &mut Self {
        self.push(sql, values, Expects::Rows)
    }

    pub(crate) fn push(
        &mut self,
        sql: &'static str,
        values: Vec<Value>,
        expects: Expects,
    ) -> &mut Self {
        self.statements.push(Statement { sql, values, expects });
        self
    }
}
