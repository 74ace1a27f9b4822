//! One statement on one connection, and what its failure means.

use rusqlite::{
    Connection, ErrorCode, ffi,
    types::{ToSqlOutput, Value as Owned, ValueRef},
};

use crate::{
    StoreError,
    sqlite::unavailable,
    unit::{Expects, Statement},
    value::{Row, Value},
};

/// Why a statement was not carried out.
pub(super) enum Failure {
    /// It touched other rows than it had to.
    Conflict,
    Database(rusqlite::Error),
}

/// Carries a statement out; puts the rows that it answers with into `rows`.
pub(super) fn execute(
    connection: &Connection,
    statement: &Statement,
    rows: &mut Vec<Row>,
) -> Result<(), Failure> {
    let Statement { sql, values, expects } = statement;
    match expects {
        Expects::None => {
            if !query(connection, sql, values)?.is_empty() {
                return Err(Failure::Conflict);
            }
        }
        Expects::Rows => rows.extend(query(connection, sql, values)?),
        Expects::Lock => {}
        Expects::Anything => drop(touch(connection, sql, values)?),
        Expects::One | Expects::New => {
            if touch(connection, sql, values)? != 1 {
                return Err(Failure::Conflict);
            }
        }
    }
    Ok(())
}

pub(super) fn query(
    connection: &Connection,
    sql: &str,
    values: &[Value],
) -> rusqlite::Result<Vec<Row>> {
    let mut statement = connection.prepare_cached(sql)?;
    bind(&mut statement, values)?;
    let columns = statement.column_count();
    let mut found = statement.raw_query();
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        let cells = (0..columns).map(|column| row.get_ref(column).and_then(value));
        rows.push(Row(cells.collect::<Result<_, _>>()?));
    }
    Ok(rows)
}

/// What an error of the database means to whoever gave it a unit or a question.
pub(super) fn explain(error: rusqlite::Error) -> StoreError {
    let Some(cause) = error.sqlite_error() else { return unavailable(error) };
    let twins = [
        ffi::SQLITE_CONSTRAINT_UNIQUE,
        ffi::SQLITE_CONSTRAINT_PRIMARYKEY,
        ffi::SQLITE_CONSTRAINT_ROWID,
    ];
    if twins.contains(&cause.extended_code) {
        StoreError::Taken
    } else if cause.code == ErrorCode::ConstraintViolation {
        StoreError::Forbidden(error.to_string())
    } else {
        unavailable(error)
    }
}

fn touch(connection: &Connection, sql: &str, values: &[Value]) -> rusqlite::Result<usize> {
    let mut statement = connection.prepare_cached(sql)?;
    bind(&mut statement, values)?;
    statement.raw_execute()
}

fn bind(statement: &mut rusqlite::Statement<'_>, values: &[Value]) -> rusqlite::Result<()> {
    for (index, value) in values.iter().enumerate() {
        statement.raw_bind_parameter(index + 1, value)?;
    }
    Ok(())
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Owned(Owned::Null),
            Self::Integer(integer) => ToSqlOutput::Owned(Owned::Integer(*integer)),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Blob(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}

fn value(cell: ValueRef<'_>) -> rusqlite::Result<Value> {
    Ok(match cell {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(integer) => Value::Integer(integer),
        // No column of ours holds floating-point numbers.
        ValueRef::Real(real) => Value::Text(real.to_string()),
        ValueRef::Text(_) => Value::Text(cell.as_str()?.to_owned()),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
    })
}
