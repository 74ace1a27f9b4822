//! `frontline switch verify`: is this signed state ours, and what does it state?

use std::{fs, io::Read, path::Path, process::ExitCode};

use anyhow::Context;
use engine::read_document;
use jiff::Timestamp;
use serde_json::Value;

use crate::terminal::say;

/// Longer than any file that it could be.
const MAX_BYTES: u64 = 1 << 20;

pub(super) fn run(file: &Path, keys: &Value, now: Timestamp) -> anyhow::Result<ExitCode> {
    let document = read(file)?;
    let state = read_document(&document, keys).with_context(|| file.display().to_string())?;
    let (organization, version) = (&state.organization, state.version);
    say(&format!("{organization}: signed by {} with the key {}", state.issuer, state.key_id));
    say(&format!("Version {version}; never go back to a lower one"));
    for (flag, until) in &state.flags {
        say(&match until {
            Some(until) if *until > now => format!("{flag}: off until {until:.0}"),
            Some(until) => format!("{flag}: on, because its end has passed ({until:.0})"),
            None => format!("{flag}: on"),
        });
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn read_keys(file: &Path) -> anyhow::Result<Value> {
    let not_keys =
        || format!("{} is no JSON Web Key Set, as frontline switch keys prints it", file.display());
    serde_json::from_str(&read(file)?).with_context(not_keys)
}

fn read(file: &Path) -> anyhow::Result<String> {
    let mut text = String::new();
    let read = if file == Path::new("-") {
        std::io::stdin().take(MAX_BYTES).read_to_string(&mut text)
    } else {
        fs::File::open(file).and_then(|open| open.take(MAX_BYTES).read_to_string(&mut text))
    };
    read.with_context(|| format!("{} cannot be read", file.display()))?;
    Ok(text)
}
