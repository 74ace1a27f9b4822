//! Functions of ours that SQL may call, on every connection.

use rusqlite::{
    Connection, Error,
    functions::{Context, FunctionFlags},
};

use crate::chain::{self, NOTHING};

/// `fact_hash(previous, number, sequence, at_us, kind, actor, body)`: see [`chain::hash`].
pub(super) fn add(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("fact_hash", 7, flags, |context| {
        let previous = context.get_raw(0).as_blob_or_null();
        let previous = previous.map_err(|error| Error::UserFunctionError(error.into()))?;
        let previous = previous.unwrap_or(&NOTHING);
        let place = [context.get(1)?, context.get(2)?, context.get(3)?];
        let texts = [text(context, 4)?, text(context, 5)?, text(context, 6)?];
        Ok(chain::hash(previous, place, texts))
    })
}

fn text<'a>(context: &'a Context<'_>, index: usize) -> rusqlite::Result<&'a [u8]> {
    context.get_raw(index).as_bytes().map_err(|error| Error::UserFunctionError(error.into()))
}
