//! The numbers that a shared database counts. Those who ask at one moment ask together, and nobody
//! keeps a number for later: numbers stay in the order of time.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

use crate::{StoreError, database::Database, value::values};

pub(super) const EMERGENCIES: &str =
    "SELECT nextval('emergency_numbers') FROM generate_series(1, CAST(?1 AS BIGINT))";
pub(super) const TICKETS: &str =
    "SELECT nextval('ticket_numbers') FROM generate_series(1, CAST(?1 AS BIGINT))";

/// More ask a moment later.
const MAX_AT_ONCE: usize = 256;

type Asked = oneshot::Sender<Result<u32, String>>;

#[derive(Debug)]
pub(crate) struct Counted(mpsc::Sender<Asked>);

impl Counted {
    pub(super) fn by(database: &Arc<Database>, sql: &'static str) -> Self {
        let (asking, asked) = mpsc::channel(MAX_AT_ONCE);
        tokio::spawn(answer(Arc::clone(database), sql, asked));
        Self(asking)
    }

    pub(super) async fn next(&self) -> Result<u32, StoreError> {
        let (asked, answer) = oneshot::channel();
        let gone = || StoreError::Unavailable("whoever counts is gone".into());
        self.0.send(asked).await.map_err(|_| gone())?;
        let counted = answer.await.map_err(|_| gone())?;
        counted.map_err(|problem| StoreError::Unavailable(problem.into()))
    }
}

/// Runs until everybody who could ask is gone.
async fn answer(database: Arc<Database>, sql: &'static str, mut asked: mpsc::Receiver<Asked>) {
    let mut waiting = Vec::new();
    while asked.recv_many(&mut waiting, MAX_AT_ONCE).await > 0 {
        let numbers = count(&database, sql, waiting.len()).await;
        let mut numbers = numbers.map(Vec::into_iter);
        for one in waiting.drain(..) {
            let number = match &mut numbers {
                Ok(numbers) => numbers.next().ok_or_else(|| "too few numbers came".to_owned()),
                Err(problem) => Err(problem.clone()),
            };
            // Whoever has stopped waiting leaves a gap.
            let _ = one.send(number);
        }
    }
}

async fn count(database: &Database, sql: &'static str, many: usize) -> Result<Vec<u32>, String> {
    let many = u32::try_from(many).unwrap_or(u32::MAX);
    let rows = database.fetch_few(sql, values![many]).await.map_err(said)?;
    let numbers = rows.into_iter().map(|row| row.single::<u32>("number"));
    numbers.collect::<Result<_, _>>().map_err(|error| error.to_string())
}

/// The cause alone: whoever asked hears it as a cause again.
fn said(error: StoreError) -> String {
    if let StoreError::Unavailable(cause) = error { cause.to_string() } else { error.to_string() }
}
