//! One connection, and what it has prepared.
//!
//! A pooler in transaction mode gives each transaction whichever session is free: what was prepared
//! is elsewhere then, and a name may even mean another client's statement. So statements are only
//! prepared in a session that is proven to be ours, by a setting that a pooler does not pass on;
//! through a pooler each is sent whole.

use std::{
    collections::BTreeMap,
    pin::Pin,
    sync::{Mutex, PoisonError},
};

use futures_util::TryStreamExt;
use tokio::task::JoinHandle;
use tokio_postgres::{
    Client, Config, Error, NoTls, RowStream, Statement, config::SslMode, types::Type,
};

use super::{
    address::{Address, explain},
    dialect::{translate, translate_for_many},
    row::{row, unavailable},
};
use crate::{
    StoreError,
    value::{Row, Value},
};

#[derive(Debug)]
pub(super) struct Connection {
    client: Client,
    driver: JoinHandle<()>,
    /// Texts as they are written in this crate, with what PostgreSQL reads.
    statements: Mutex<BTreeMap<&'static str, Ready>>,
    /// The same, as they are said once for many.
    for_many: Mutex<BTreeMap<&'static str, ReadyForMany>>,
    /// Whether the session is ours alone, and keeps what is prepared in it.
    is_ours: bool,
}

/// A statement that can be sent without waiting for anything.
#[derive(Clone, Debug)]
pub(super) enum Ready {
    Prepared(Statement),
    Whole(String),
}

/// A statement that is said once for many.
#[derive(Clone, Debug)]
pub(super) enum ReadyForMany {
    Prepared(Statement),
    /// It is planned each time.
    Anew {
        sql: String,
        kinds: Vec<Type>,
    },
}

/// What a statement led to.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) rows: Vec<Row>,
    pub(super) touched: u64,
}

pub(super) type Answering<'a> = Pin<Box<dyn Future<Output = Result<Answer, Error>> + Send + 'a>>;

impl Connection {
    pub(super) async fn open(address: &Address) -> Result<Self, StoreError> {
        match Self::connect(&address.of_our_own(), address).await {
            Ok(connection) => Ok(connection),
            Err(error) if error.as_db_error().is_some() => {
                // A pooler that refuses settings; or a real refusal, which comes again.
                let connected = Self::connect(&address.through_a_pooler(), address).await;
                connected.map_err(|error| unavailable(explain(&error)))
            }
            Err(error) => Err(unavailable(explain(&error))),
        }
    }

    async fn connect(config: &Config, address: &Address) -> Result<Self, Error> {
        let (client, driver) = if config.get_ssl_mode() == SslMode::Disable {
            let (client, connection) = config.connect(NoTls).await?;
            (client, tokio::spawn(async move { log_end(connection.await) }))
        } else {
            let (client, connection) = config.connect(address.tls()).await?;
            (client, tokio::spawn(async move { log_end(connection.await) }))
        };
        let mut made = Self {
            client,
            driver,
            statements: Mutex::default(),
            for_many: Mutex::default(),
            is_ours: false,
        };
        let sql = "SELECT COALESCE(current_setting('frontline.session', TRUE), '')";
        let found = made.client.query_typed(sql, &[]).await?;
        made.is_ours = found.first().is_some_and(|row| row.get::<_, &str>(0) == "ours");
        Ok(made)
    }

    pub(super) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// Whether statements are prepared on it, and can be said for many.
    pub(super) fn is_ours(&self) -> bool {
        self.is_ours
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// Prepares a statement that was not used on this connection before.
    pub(super) async fn ready(&self, sql: &'static str) -> Result<Ready, Error> {
        if let Some(ready) = self.known().get(sql) {
            return Ok(ready.clone());
        }
        let text = translate(sql);
        let ready = if self.is_ours {
            Ready::Prepared(self.client.prepare(&text).await?)
        } else {
            Ready::Whole(text)
        };
        self.known().insert(sql, ready.clone());
        Ok(ready)
    }

    /// The same, to be said once for many.
    pub(super) async fn ready_for_many(&self, sql: &'static str) -> Result<ReadyForMany, Error> {
        let known = || self.for_many.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(ready) = known().get(sql) {
            return Ok(ready.clone());
        }
        let one = self.client.prepare(&translate(sql)).await?;
        let text = translate_for_many(sql, one.params());
        // How best to join rows with a table depends on how large it is at that moment.
        let ready = if sql.starts_with("UPDATE") {
            let kinds = one.params().iter().map(array_of).collect();
            ReadyForMany::Anew { sql: text, kinds }
        } else {
            ReadyForMany::Prepared(self.client.prepare(&text).await?)
        };
        known().insert(sql, ready.clone());
        Ok(ready)
    }

    fn known(&self) -> std::sync::MutexGuard<'_, BTreeMap<&'static str, Ready>> {
        self.statements.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends the statement at the first poll, so that several can be on their way at once.
    pub(super) fn send<'a>(&'a self, ready: Ready, values: &'a [Value]) -> Answering<'a> {
        Box::pin(async move {
            let stream = match &ready {
                Ready::Prepared(statement) => self.client.query_raw(statement, values).await?,
                Ready::Whole(sql) => {
                    let typed = values.iter().map(|value| (value, value.kind()));
                    self.client.query_typed_raw(sql, typed).await?
                }
            };
            collect(stream).await
        })
    }

    /// The same, of what is said once for many: each of `rows` holds its values.
    pub(super) fn send_for_many<'a>(
        &'a self,
        ready: ReadyForMany,
        rows: &[&'a [Value]],
    ) -> Answering<'a> {
        let column = |index| rows.iter().map(|row| &row[index]).collect::<Vec<&Value>>();
        let count = rows.first().map_or(0, |row| row.len());
        let columns: Vec<_> = (0..count).map(column).collect();
        Box::pin(async move {
            let stream = match ready {
                ReadyForMany::Prepared(statement) => {
                    self.client.query_raw(&statement, columns).await?
                }
                ReadyForMany::Anew { sql, kinds } => {
                    self.client.query_typed_raw(&sql, columns.into_iter().zip(kinds)).await?
                }
            };
            collect(stream).await
        })
    }

    /// A statement without values: `BEGIN` and its like.
    pub(super) fn say<'a>(&'a self, sql: &'a str) -> Answering<'a> {
        Box::pin(async move {
            self.client.batch_execute(sql).await?;
            Ok(Answer { rows: Vec::new(), touched: 0 })
        })
    }

    pub(super) async fn read(
        &self,
        sql: &'static str,
        values: &[Value],
    ) -> Result<Vec<Row>, Error> {
        let ready = self.ready(sql).await?;
        Ok(self.send(ready, values).await?.rows)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // One that hangs would wait for the other end for ever.
        self.driver.abort();
    }
}

fn array_of(kind: &Type) -> Type {
    match *kind {
        Type::INT8 => Type::INT8_ARRAY,
        Type::TEXT => Type::TEXT_ARRAY,
        Type::BYTEA => Type::BYTEA_ARRAY,
        _ => Type::UNKNOWN,
    }
}

async fn collect(stream: RowStream) -> Result<Answer, Error> {
    let mut stream = std::pin::pin!(stream);
    let mut rows = Vec::new();
    while let Some(found) = stream.try_next().await? {
        rows.push(row(&found)?);
    }
    Ok(Answer { rows, touched: stream.rows_affected().unwrap_or(0) })
}

fn log_end(ended: Result<(), Error>) {
    if let Err(error) = ended {
        tracing::warn!(error = explain(&error), "a connection to the database is lost");
    }
}
