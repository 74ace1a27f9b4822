//! Settings of the environment: `FRONTLINE_EMERGENCY__CADENCE=20s` stands for `cadence` of
//! `[emergency]`, and counts more than the file.

use anyhow::anyhow;
use toml::{Table, Value};

use super::Configuration;
use crate::document::explain;

const PREFIX: &str = "FRONTLINE_";
const BETWEEN: &str = "__";

/// The configuration of `table` with what the environment says on top. A variable without the
/// two underscores is no setting.
pub(super) fn on_top(
    mut table: Table,
    environment: impl IntoIterator<Item = (String, String)>,
) -> anyhow::Result<Configuration> {
    let settings = environment
        .into_iter()
        .filter(|(name, _)| name.strip_prefix(PREFIX).is_some_and(|key| key.contains(BETWEEN)));
    let mut settings: Vec<_> = settings.collect();
    settings.sort();
    for (name, text) in settings {
        table = with(&table, &name, &text)?;
    }
    read(table).map_err(|problem| anyhow!("the configuration: {problem}"))
}

fn with(table: &Table, name: &str, text: &str) -> anyhow::Result<Table> {
    let key = name.strip_prefix(PREFIX).unwrap_or(name).to_lowercase();
    let path: Vec<_> = key.split(BETWEEN).collect();
    let mut first_problem = None;
    for value in meanings(text) {
        let mut tried = table.clone();
        if !set(&mut tried, &path, value) {
            continue;
        }
        match read(tried.clone()) {
            Ok(_) => return Ok(tried),
            Err(problem) => first_problem = first_problem.or(Some(problem)),
        }
    }
    let problem = first_problem.unwrap_or_else(|| "names no setting".to_owned());
    Err(anyhow!("the environment's {name}: {problem}"))
}

/// What a text can mean, the likeliest first: itself, a number or a list as in the file, a list
/// with commas.
fn meanings(text: &str) -> Vec<Value> {
    let mut meanings = vec![Value::String(text.to_owned())];
    let written = format!("value = {text}").parse::<Table>().ok();
    meanings.extend(written.and_then(|mut table| table.remove("value")));
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    meanings.push(Value::Array(parts.map(|part| Value::String(part.to_owned())).collect()));
    meanings
}

/// Whether there is a table for it to stand in.
fn set(table: &mut Table, path: &[&str], value: Value) -> bool {
    let [sections @ .., key] = path else { return false };
    let mut inner = table;
    for section in sections {
        let next = inner.entry(*section).or_insert_with(|| Value::Table(Table::new()));
        let Value::Table(next) = next else { return false };
        inner = next;
    }
    inner.insert((*key).to_owned(), value);
    true
}

fn read(table: Table) -> Result<Configuration, String> {
    table.try_into().map_err(|error: toml::de::Error| explain(error.message()))
}
