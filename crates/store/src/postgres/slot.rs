//! The place of a connection that is made when it is needed, and anew when it is lost.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::sync::Mutex;

use super::{
    ANSWER_WITHIN,
    address::Address,
    connection::Connection,
    row::{meaning, unavailable},
};
use crate::{
    StoreError,
    value::{Row, Value},
};

/// After a failure nobody else waits for another one so soon.
const CONNECT_AGAIN_AFTER: Duration = Duration::from_millis(250);

#[derive(Debug)]
pub(super) struct Slot {
    address: Address,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    connection: Option<Arc<Connection>>,
    /// When and why it could not be made.
    failed: Option<(Instant, String)>,
}

impl Slot {
    pub(super) fn new(address: Address) -> Self {
        Self { address, state: Mutex::default() }
    }

    pub(super) async fn connection(&self) -> Result<Arc<Connection>, StoreError> {
        let mut state = self.state.lock().await;
        if let Some(connection) = state.connection.as_ref().filter(|it| !it.is_closed()) {
            return Ok(Arc::clone(connection));
        }
        state.connection = None;
        if let Some((at, problem)) = &state.failed
            && at.elapsed() < CONNECT_AGAIN_AFTER
        {
            return Err(unavailable(problem.clone()));
        }
        let opening = tokio::time::timeout(ANSWER_WITHIN, Connection::open(&self.address)).await;
        match opening.unwrap_or_else(|_| Err(no_answer())) {
            Ok(connection) => {
                let connection = Arc::new(connection);
                *state = State { connection: Some(Arc::clone(&connection)), failed: None };
                Ok(connection)
            }
            Err(error) => {
                let problem = super::address::explain(&error);
                state.failed = Some((Instant::now(), problem));
                Err(error)
            }
        }
    }

    /// Gives up a connection on which no answer came; whoever still waits on it is told so.
    pub(super) async fn forget(&self, lost: &Arc<Connection>) {
        let mut state = self.state.lock().await;
        state.connection.take_if(|connection| Arc::ptr_eq(connection, lost));
    }

    /// Asks a question. One that meets a connection that was lost while nobody used it is asked
    /// once more.
    pub(super) async fn read(
        &self,
        sql: &'static str,
        values: &[Value],
    ) -> Result<Vec<Row>, StoreError> {
        let connection = self.connection().await?;
        match self.ask(&connection, sql, values).await {
            Err(_) if connection.is_closed() => {
                let connection = self.connection().await?;
                self.ask(&connection, sql, values).await
            }
            other => other,
        }
    }

    async fn ask(
        &self,
        connection: &Arc<Connection>,
        sql: &'static str,
        values: &[Value],
    ) -> Result<Vec<Row>, StoreError> {
        match tokio::time::timeout(ANSWER_WITHIN, connection.read(sql, values)).await {
            Ok(answer) => answer.map_err(|error| meaning(&error)),
            Err(_) => {
                self.forget(connection).await;
                Err(no_answer())
            }
        }
    }
}

pub(super) fn no_answer() -> StoreError {
    unavailable(format!("no answer within {} s", ANSWER_WITHIN.as_secs()))
}
