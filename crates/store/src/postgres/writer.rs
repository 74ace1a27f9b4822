//! The task that writes. Whatever waits shares one transaction: all of it is sent at once, and only
//! if somebody's unit fails, each is tried again inside a savepoint of its own.

use std::{future::poll_fn, sync::Arc, task::Poll, time::Instant};

use tokio::sync::mpsc;
use tokio_postgres::Error;

use super::{
    ANSWER_WITHIN,
    chorus::{Chorus, Line},
    connection::{Answer, Answering, Connection},
    row::{meaning, unavailable},
    slot::{Slot, no_answer},
};
use crate::{
    Complaints, StoreError, Unit,
    unit::{Expects, Job, Outcome},
    value::Row,
};

/// How many units share a commit at most, so that the first ones do not wait too long.
const MAX_UNITS_A_COMMIT: usize = 256;

pub(super) struct Writer {
    slot: Slot,
    jobs: mpsc::Receiver<Job>,
    complaints: Complaints,
}

const UNSTORABLE: &str = "nothing can be stored";

impl Writer {
    pub(super) fn new(slot: Slot, jobs: mpsc::Receiver<Job>) -> Self {
        Self { slot, jobs, complaints: Complaints::default() }
    }

    /// Runs until everybody who could send a unit is gone.
    pub(super) async fn run(mut self) {
        let mut batch = Vec::with_capacity(MAX_UNITS_A_COMMIT);
        while self.jobs.recv_many(&mut batch, MAX_UNITS_A_COMMIT).await > 0 {
            for job in batch.extract_if(.., |job| job.unit.is_called_off()) {
                job.answer(Err(unavailable("it was called off")));
            }
            if batch.is_empty() {
                continue;
            }
            batch.sort_by(|one, other| one.unit.waits_for().cmp(&other.unit.waits_for()));
            match self.commit(&batch).await {
                Ok(outcomes) => {
                    if let Some((since, times)) = self.complaints.works(UNSTORABLE) {
                        let seconds = since.elapsed().as_secs();
                        tracing::info!(seconds, times, "it can be stored again");
                    }
                    for (job, outcome) in batch.drain(..).zip(outcomes) {
                        job.answer(outcome);
                    }
                }
                Err(error) => {
                    let problem = super::address::explain(&error);
                    if let Some(times) = self.complaints.fails(UNSTORABLE, Instant::now()) {
                        let units = batch.len();
                        tracing::error!(
                            error = problem,
                            units,
                            times,
                            "{UNSTORABLE}; it is tried on"
                        );
                    }
                    for job in batch.drain(..) {
                        job.answer(Err(unavailable(problem.clone())));
                    }
                }
            }
        }
    }

    /// Carries out a batch in one transaction. An error means that it is not known to be stored:
    /// the connection may have been lost just after the commit.
    async fn commit(&self, batch: &[Job]) -> Result<Vec<Outcome>, StoreError> {
        let connection = self.slot.connection().await?;
        let committed = tokio::time::timeout(ANSWER_WITHIN, transact(&connection, batch)).await;
        match committed {
            Ok(Ok(outcomes)) => Ok(outcomes),
            Ok(Err(error)) => {
                // Whatever is left of the transaction ends with the connection.
                self.slot.forget(&connection).await;
                Err(unavailable(super::address::explain(&error)))
            }
            Err(_) => {
                self.slot.forget(&connection).await;
                Err(no_answer())
            }
        }
    }
}

async fn transact(connection: &Arc<Connection>, batch: &[Job]) -> Result<Vec<Outcome>, Error> {
    let outcomes = together(connection, batch).await?;
    if outcomes.iter().all(Result::is_ok) {
        connection.say("COMMIT").await?;
        return Ok(outcomes);
    }
    connection.say("ROLLBACK").await?;
    if batch.len() == 1 {
        return Ok(outcomes);
    }
    one_by_one(connection, batch).await
}

/// Everything on its way at once. After the first failure the rest has failed as well.
async fn together(connection: &Connection, batch: &[Job]) -> Result<Vec<Outcome>, Error> {
    let units: Vec<&Unit> = batch.iter().map(|job| &job.unit).collect();
    let choruses = if connection.is_ours() { Chorus::all(&units) } else { Chorus::each(&units) };
    let lines: Vec<_> = choruses.iter().map(Chorus::lines).collect();
    let sent = send_all(connection, "BEGIN", lines.iter().flatten()).await?;
    let mut outcomes = Vec::with_capacity(units.len());
    let mut answers = sent.into_iter();
    for (chorus, lines) in choruses.iter().zip(&lines) {
        let outcome = judge(lines, answers.by_ref().take(lines.len()).collect())?;
        match (chorus.len(), outcome) {
            (1, outcome) => outcomes.push(outcome),
            // None of them answers with rows.
            (count, Ok(_)) => outcomes.extend((0..count).map(|_| Ok(Vec::new()))),
            // Whose fault it was comes out once each is tried alone.
            (count, Err(_)) => outcomes.extend((0..count).map(|_| Err(StoreError::Conflict))),
        }
    }
    Ok(outcomes)
}

async fn one_by_one(connection: &Connection, batch: &[Job]) -> Result<Vec<Outcome>, Error> {
    connection.say("BEGIN").await?;
    let mut outcomes = Vec::with_capacity(batch.len());
    for job in batch {
        let lines: Vec<_> = job.unit.statements.iter().map(Line::One).collect();
        let answers = send_all(connection, "SAVEPOINT unit", lines.iter()).await?;
        let outcome = judge(&lines, answers)?;
        let end = match &outcome {
            Ok(_) => "RELEASE unit",
            Err(_) => "ROLLBACK TO unit; RELEASE unit",
        };
        connection.say(end).await?;
        outcomes.push(outcome);
    }
    connection.say("COMMIT").await?;
    Ok(outcomes)
}

/// Sends `first` and all lines without waiting between them; then the answers.
async fn send_all<'a>(
    connection: &'a Connection,
    first: &'a str,
    lines: impl Iterator<Item = &'a Line<'a>> + Clone,
) -> Result<Vec<Result<Answer, Error>>, Error> {
    // What was not used before is prepared first: that takes an answer.
    for line in lines.clone() {
        line.prepare(connection).await?;
    }
    let mut answering: Vec<Answering<'_>> = vec![connection.say(first)];
    for line in lines {
        answering.push(line.send(connection).await?);
    }
    // What is polled first is sent first.
    let mut early: Vec<Option<Result<Answer, Error>>> = Vec::with_capacity(answering.len());
    for answer in &mut answering {
        let polled = poll_fn(|context| Poll::Ready(answer.as_mut().poll(context))).await;
        early.push(match polled {
            Poll::Ready(answer) => Some(answer),
            Poll::Pending => None,
        });
    }
    let mut answers = Vec::with_capacity(answering.len());
    for (answer, early) in answering.into_iter().zip(early) {
        answers.push(match early {
            Some(answer) => answer,
            None => answer.await,
        });
    }
    answers.remove(0)?;
    Ok(answers)
}

/// What became of a unit. The outer error is for a connection that is lost.
fn judge(lines: &[Line<'_>], answers: Vec<Result<Answer, Error>>) -> Result<Outcome, Error> {
    let mut rows: Vec<Row> = Vec::new();
    for (line, answer) in lines.iter().zip(answers) {
        match answer {
            Ok(answer) => match line.expects() {
                Expects::Rows => rows.extend(answer.rows),
                Expects::One | Expects::New if answer.touched != line.times() => {
                    return Ok(Err(StoreError::Conflict));
                }
                Expects::None if !answer.rows.is_empty() => {
                    return Ok(Err(StoreError::Conflict));
                }
                Expects::None | Expects::Anything | Expects::Lock | Expects::One | Expects::New => {
                }
            },
            Err(error) if error.as_db_error().is_none() => return Err(error),
            Err(error) => return Ok(Err(meaning(&error))),
        }
    }
    Ok(Ok(rows))
}
