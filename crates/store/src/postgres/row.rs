//! Values and rows on their way to PostgreSQL and back.

use std::error::Error as StdError;

use tokio_postgres::{
    error::SqlState,
    types::{FromSql, IsNull, ToSql, Type, private::BytesMut, to_sql_checked},
};

use super::address::explain;
use crate::{
    StoreError,
    value::{Row, Value},
};

impl ToSql for Value {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Integer(integer) => integer.to_sql(kind, out),
            Self::Text(text) => text.to_sql(kind, out),
            Self::Blob(bytes) => bytes.to_sql(kind, out),
        }
    }

    /// All columns of ours are of one of three types.
    fn accepts(kind: &Type) -> bool {
        [Type::INT8, Type::TEXT, Type::BYTEA, Type::UNKNOWN].contains(kind)
    }

    to_sql_checked!();
}

impl Value {
    /// What PostgreSQL is told of a value, where it does not find out by itself.
    pub(super) fn kind(&self) -> Type {
        match self {
            Self::Null => Type::UNKNOWN,
            Self::Integer(_) => Type::INT8,
            Self::Text(_) => Type::TEXT,
            Self::Blob(_) => Type::BYTEA,
        }
    }
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(match *kind {
            Type::INT8 => Self::Integer(i64::from_sql(kind, raw)?),
            Type::INT4 => Self::Integer(i32::from_sql(kind, raw)?.into()),
            Type::BOOL => Self::Integer(bool::from_sql(kind, raw)?.into()),
            Type::BYTEA => Self::Blob(raw.to_vec()),
            _ => Self::Text(String::from_sql(kind, raw)?),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT8, Type::INT4, Type::BOOL, Type::BYTEA].contains(kind)
            || <String as FromSql>::accepts(kind)
    }
}

pub(super) fn row(row: &tokio_postgres::Row) -> Result<Row, tokio_postgres::Error> {
    (0..row.len()).map(|column| row.try_get(column)).collect::<Result<_, _>>().map(Row)
}

/// What an error of the database means to whoever gave it a unit or a question.
pub(super) fn meaning(error: &tokio_postgres::Error) -> StoreError {
    let Some(cause) = error.as_db_error() else { return unavailable(explain(error)) };
    match cause.code() {
        &SqlState::UNIQUE_VIOLATION => StoreError::Taken,
        // Another node is at the same rows: load, decide again.
        &SqlState::T_R_DEADLOCK_DETECTED | &SqlState::T_R_SERIALIZATION_FAILURE => {
            StoreError::Conflict
        }
        code if code.code().starts_with("23") => StoreError::Forbidden(cause.message().to_owned()),
        code => unavailable(format!("{} ({})", cause.message(), code.code())),
    }
}

pub(super) fn unavailable(error: impl Into<Box<dyn StdError + Send + Sync>>) -> StoreError {
    StoreError::Unavailable(error.into())
}
