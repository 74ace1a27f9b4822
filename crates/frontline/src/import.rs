//! `frontline import`: a directory from what another system exports. Nothing is applied: the file
//! is printed, to be read, completed and kept.

mod draft;
mod goalert;
mod grafana_oncall;
mod opsgenie;
mod pagerduty;
mod reading;

use std::{fs, path::PathBuf};

use anyhow::{Context, bail, ensure};
use clap::{Args, ValueEnum};
use jiff::Timestamp;
use serde_json::Value;

use crate::terminal::{complain, say};
use draft::Draft;

#[derive(Debug, Args)]
#[command(after_help = "\
FILE is JSON as the other system's API answers it: one object with the lists it has, such as users, teams,
schedules and escalation_policies. The directory goes to standard output; what could not be carried over
is said on standard error, a line each.

Example:
  frontline import pagerduty export.json > directory.toml")]
pub(crate) struct Arguments {
    /// Which system it comes from
    from: System,
    /// Its export
    file: PathBuf,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum System {
    Pagerduty,
    Opsgenie,
    GrafanaOncall,
    Goalert,
}

/// A larger file is no export of a directory.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

pub(crate) fn run(arguments: &Arguments, now: Timestamp) -> anyhow::Result<()> {
    let name = arguments.file.display();
    let size = fs::metadata(&arguments.file).with_context(|| format!("{name} cannot be read"))?;
    ensure!(size.len() <= MAX_BYTES, "{name} is larger than 64 MiB: export the directory only");
    let text =
        fs::read_to_string(&arguments.file).with_context(|| format!("{name} cannot be read"))?;
    let export: Value = match serde_json::from_str(&text) {
        Ok(export) => export,
        Err(error) => bail!("{name}:{}: this is no JSON: {error}", error.line()),
    };
    let draft = read(arguments.from, &export, now);
    if draft.is_empty() {
        bail!("{name} names no people, schedules or policies: export them as one JSON object");
    }
    let (directory, notes) = draft.finish();
    let text = toml::to_string(&directory).context("the directory cannot be written")?;
    for note in notes {
        complain(&format!("{name}: {note}"));
    }
    for problem in directory.contradictions() {
        complain(&format!("{name}: complete this before you apply it: {problem}"));
    }
    say(text.trim_end());
    Ok(())
}

fn read(system: System, export: &Value, now: Timestamp) -> Draft {
    match system {
        System::Pagerduty => pagerduty::read(export, now),
        System::Opsgenie => opsgenie::read(export),
        System::GrafanaOncall => grafana_oncall::read(export, now),
        System::Goalert => goalert::read(export),
    }
}

#[cfg(test)]
mod tests;
