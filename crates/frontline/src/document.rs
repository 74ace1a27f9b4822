//! A TOML file that knows its lines, so that what is wrong in it can be pointed at in one sentence.

mod explain;
mod place;

use std::{fs, ops::Range, path::Path};

use anyhow::{Context, anyhow};
use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue};

pub(crate) use explain::explain;

use explain::cut;

#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// As it was named on the command line.
    pub(crate) name: String,
    pub(crate) text: String,
}

impl Document {
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let name = path.display().to_string();
        let text = fs::read_to_string(path).with_context(|| format!("{name} cannot be read"))?;
        Ok(Self { name, text })
    }

    pub(crate) fn parse<T: DeserializeOwned>(&self) -> anyhow::Result<T> {
        toml::from_str(&self.text).map_err(|error| self.complaint(&error))
    }

    /// `directory.toml:12: team.members: ...`.
    fn complaint(&self, error: &toml::de::Error) -> anyhow::Error {
        let span = error.span().unwrap_or_default();
        let key = self.key_around(&span);
        let said = explain(error.message());
        let key = if key.is_empty() { key } else { format!("{}: ", cut(&key)) };
        anyhow!("{}:{}: {key}{said}", self.name, self.line_of(span.start))
    }

    pub(crate) fn line_of(&self, offset: usize) -> usize {
        let before = self.text.as_bytes().iter().take(offset);
        1 + before.filter(|byte| **byte == b'\n').count()
    }

    /// The line of what a contradiction of the directory calls its place.
    pub(crate) fn line_of_place(&self, place: &str) -> Option<usize> {
        let table = DeTable::parse(&self.text).ok()?;
        place::offset(table.get_ref(), place).map(|offset| self.line_of(offset))
    }

    /// The line of the key with which a sentence begins, or of what is there of it.
    pub(crate) fn line_of_key(&self, sentence: &str) -> usize {
        let key = sentence.split([' ', ':']).next().unwrap_or_default();
        let table = DeTable::parse(&self.text).ok();
        let offset = table.and_then(|table| place::offset_of_key(table.get_ref(), key));
        self.line_of(offset.unwrap_or_default())
    }

    /// The keys that lead to a part of the file, as in `email.inbound.listen`.
    fn key_around(&self, part: &Range<usize>) -> String {
        let Ok(table) = DeTable::parse(&self.text) else { return String::new() };
        let mut path = String::new();
        descend(table.get_ref(), part, &mut path);
        path
    }
}

fn descend(table: &DeTable<'_>, part: &Range<usize>, path: &mut String) {
    let holds = |span: Range<usize>| span.start <= part.start && part.end <= span.end;
    for (key, value) in table {
        let is_inside = holds(value.span()) || is_below(value.get_ref(), &holds);
        if !is_inside && !holds(key.span()) {
            continue;
        }
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(key.get_ref());
        if is_inside {
            descend_value(value.get_ref(), part, path);
        }
        return;
    }
}

fn descend_value(value: &DeValue<'_>, part: &Range<usize>, path: &mut String) {
    let holds = |span: Range<usize>| span.start <= part.start && part.end <= span.end;
    if let Some(table) = value.as_table() {
        descend(table, part, path);
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        if holds(item.span()) || is_below(item.get_ref(), &holds) {
            path.push_str(&format!("[{index}]"));
            descend_value(item.get_ref(), part, path);
            return;
        }
    }
}

/// A table of a `[header]` spans its header only, what is in it stands behind it.
fn is_below(value: &DeValue<'_>, holds: &dyn Fn(Range<usize>) -> bool) -> bool {
    let in_table = value.as_table().is_some_and(|table| {
        let mut entries = table.iter();
        entries.any(|(key, value)| {
            holds(key.span()) || holds(value.span()) || is_below(value.get_ref(), holds)
        })
    });
    in_table
        || value.as_array().is_some_and(|array| {
            array.iter().any(|item| holds(item.span()) || is_below(item.get_ref(), holds))
        })
}
