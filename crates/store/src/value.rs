//! Values and rows as both databases know them: what callers bind and what they read back.
//!
//! Moments are microseconds since the epoch, so that SQL can compare them.

use domain::{
    Number, TicketNumber,
    id::{OrganizationId, RequesterId, ResponderId},
};
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};

use crate::{NodeId, StoreError};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Value {
    Null,
    Integer(i64),
    Text(String),
    Blob(Vec<u8>),
}

/// The values of a statement, in the order of `?1`, `?2` ...
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::value::Value::from($value)),*] };
}
pub(crate) use values;

impl Value {
    /// A stored form.
    pub(crate) fn json<T: Serialize + ?Sized>(form: &T) -> Self {
        Self::Text(serde_json::to_string(form).expect("stored forms have no keys but texts"))
    }

    /// A moment that is waited for: rounded up, so that it has come when the column says so.
    pub(crate) fn deadline(at: impl Into<Option<Timestamp>>) -> Self {
        let Some(at) = at.into() else { return Self::Null };
        let at_us = at.as_microsecond();
        Self::Integer(if at.subsec_nanosecond() % 1_000 > 0 { at_us + 1 } else { at_us })
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<u32> for Value {
    fn from(value: u32) -> Self {
        Self::Integer(i64::from(value))
    }
}

impl From<u64> for Value {
    fn from(value: u64) -> Self {
        Self::Integer(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Integer(i64::from(value))
    }
}

impl From<Timestamp> for Value {
    fn from(at: Timestamp) -> Self {
        Self::Integer(at.as_microsecond())
    }
}

impl From<Number> for Value {
    fn from(number: Number) -> Self {
        number.0.into()
    }
}

impl From<TicketNumber> for Value {
    fn from(number: TicketNumber) -> Self {
        number.0.into()
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<&ResponderId> for Value {
    fn from(id: &ResponderId) -> Self {
        id.as_str().into()
    }
}

impl From<&RequesterId> for Value {
    fn from(id: &RequesterId) -> Self {
        id.as_str().into()
    }
}

impl From<&OrganizationId> for Value {
    fn from(id: &OrganizationId) -> Self {
        id.as_str().into()
    }
}

impl From<&NodeId> for Value {
    fn from(node: &NodeId) -> Self {
        node.as_str().into()
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Blob(bytes.to_vec())
    }
}

impl From<&[u8; 32]> for Value {
    fn from(bytes: &[u8; 32]) -> Self {
        Self::Blob(bytes.to_vec())
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// One row of an answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row(pub(crate) Vec<Value>);

impl Row {
    /// Reads the row from left to right; `what` names it if it cannot be read.
    pub(crate) fn cells(self, what: &'static str) -> Cells {
        Cells { cells: self.0.into_iter(), what }
    }

    /// The only cell.
    pub(crate) fn single<T: Cell>(self, what: &'static str) -> Result<T, StoreError> {
        self.cells(what).take()
    }
}

/// The cells of a row, taken one after the other.
pub(crate) struct Cells {
    cells: std::vec::IntoIter<Value>,
    what: &'static str,
}

impl Cells {
    pub(crate) fn take<T: Cell>(&mut self) -> Result<T, StoreError> {
        let value = self.cells.next().unwrap_or(Value::Null);
        T::read(value).map_err(|problem| self.damaged(problem))
    }

    /// A stored form.
    pub(crate) fn json<T: DeserializeOwned>(&mut self) -> Result<T, StoreError> {
        let text: String = self.take()?;
        serde_json::from_str(&text).map_err(|problem| self.damaged(problem.to_string()))
    }

    pub(crate) fn json_or_none<T: DeserializeOwned>(&mut self) -> Result<Option<T>, StoreError> {
        let Some(text) = self.take::<Option<String>>()? else { return Ok(None) };
        let read = serde_json::from_str(&text).map_err(|problem| self.damaged(problem.to_string()));
        read.map(Some)
    }

    /// A name that must be one of a closed set.
    pub(crate) fn named<T>(&mut self, read: fn(&str) -> Option<T>) -> Result<T, StoreError> {
        let name: String = self.take()?;
        read(&name).ok_or_else(|| self.damaged(format!("\"{name}\" is not a name it may have")))
    }

    fn damaged(&self, problem: String) -> StoreError {
        StoreError::Damaged { what: self.what, problem }
    }
}

/// What a cell can be read as.
pub(crate) trait Cell: Sized {
    fn read(value: Value) -> Result<Self, String>;
}

impl Cell for i64 {
    fn read(value: Value) -> Result<Self, String> {
        match value {
            Value::Integer(integer) => Ok(integer),
            Value::Null | Value::Text(_) | Value::Blob(_) => Err(wanted("an integer", &value)),
        }
    }
}

impl Cell for String {
    fn read(value: Value) -> Result<Self, String> {
        match value {
            Value::Text(text) => Ok(text),
            Value::Null | Value::Integer(_) | Value::Blob(_) => Err(wanted("a text", &value)),
        }
    }
}

impl Cell for Vec<u8> {
    fn read(value: Value) -> Result<Self, String> {
        match value {
            Value::Blob(bytes) => Ok(bytes),
            Value::Null | Value::Integer(_) | Value::Text(_) => Err(wanted("bytes", &value)),
        }
    }
}

impl Cell for [u8; 32] {
    fn read(value: Value) -> Result<Self, String> {
        let bytes = Vec::read(value)?;
        bytes.try_into().map_err(|_| "32 bytes were expected".to_owned())
    }
}

impl<T: Cell> Cell for Option<T> {
    fn read(value: Value) -> Result<Self, String> {
        if value == Value::Null { Ok(None) } else { T::read(value).map(Some) }
    }
}

impl Cell for u64 {
    fn read(value: Value) -> Result<Self, String> {
        Self::try_from(i64::read(value)?).map_err(|problem| problem.to_string())
    }
}

impl Cell for u32 {
    fn read(value: Value) -> Result<Self, String> {
        Self::try_from(i64::read(value)?).map_err(|problem| problem.to_string())
    }
}

impl Cell for bool {
    fn read(value: Value) -> Result<Self, String> {
        Ok(i64::read(value)? != 0)
    }
}

impl Cell for Timestamp {
    fn read(value: Value) -> Result<Self, String> {
        Self::from_microsecond(i64::read(value)?).map_err(|problem| problem.to_string())
    }
}

impl Cell for Number {
    fn read(value: Value) -> Result<Self, String> {
        u32::read(value).map(Self)
    }
}

impl Cell for TicketNumber {
    fn read(value: Value) -> Result<Self, String> {
        u32::read(value).map(Self)
    }
}

impl Cell for RequesterId {
    fn read(value: Value) -> Result<Self, String> {
        String::read(value).map(Self)
    }
}

impl Cell for ResponderId {
    fn read(value: Value) -> Result<Self, String> {
        String::read(value).map(Self)
    }
}

impl Cell for OrganizationId {
    fn read(value: Value) -> Result<Self, String> {
        String::read(value).map(Self)
    }
}

fn wanted(form: &str, value: &Value) -> String {
    let found = match value {
        Value::Null => "nothing",
        Value::Integer(_) => "an integer",
        Value::Text(_) => "a text",
        Value::Blob(_) => "bytes",
    };
    format!("{form} was expected, {found} is there")
}
