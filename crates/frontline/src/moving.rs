//! `frontline move`: everything from the file into a PostgreSQL database, and nothing lost.

use std::{
    io::{IsTerminal, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use clap::Args;
use store::{MoveError, Moving, Step, Store};

use crate::{
    config::Configuration,
    terminal::{complain, say},
    verify::{self, finding},
};

#[derive(Debug, Args)]
#[command(after_help = "\
The service must be stopped, and the new database empty. Every row goes over as it is: people and rules,
tokens and sign-ins, emergencies with their journals and hashes, what is still to be sent. Then both are
compared row by row, and the journals verified. If it is cut off, run it again: it goes on where it was.
The file stays as it is, but the service does not start on it any more.

Afterwards put the new address into [database] url, and start the service. What requesters attached stays
in its folder, which all nodes need.

Example:
  frontline move --to-file database.url
  frontline move --to postgres://frontline@db-1/frontline")]
pub(crate) struct Arguments {
    /// The new database, as `postgres://user@host/database`
    #[arg(long, value_name = "URL", required_unless_present = "to_file")]
    to: Option<String>,
    /// A file that holds this address, if it has a password in it
    #[arg(long, value_name = "FILE", conflicts_with = "to")]
    to_file: Option<PathBuf>,
}

pub(crate) async fn run(
    configuration: &Configuration,
    arguments: &Arguments,
) -> anyhow::Result<()> {
    let Some(file) = configuration.database.file() else {
        bail!("database.url is PostgreSQL already: a move goes from a file, as sqlite:PATH");
    };
    configuration.database.must_exist()?;
    let url = arguments.url()?;
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        bail!("--to: a move goes into postgres://user@host/database");
    }
    let known_as = without_secrets(&url);
    let to = Store::open(&url).await.context("--to")?;
    let moving = Moving::begin(file, to.clone()).await;
    let mut moving = moving.map_err(|error| explain(error, file, &known_as))?;
    let mut rows_moved = 0;
    loop {
        match moving.step().await.map_err(|error| explain(error, file, &known_as))? {
            Some(Step::Carried { table, rows, is_whole }) => {
                show(&format!("{table}: {rows} rows"), is_whole && rows > 0);
                rows_moved += if is_whole { rows } else { 0 };
            }
            Some(Step::Same { table, rows }) => {
                show(&format!("{table}: the same {rows} rows in both"), false);
            }
            None => break,
        }
    }
    let verdict = verify::inspect(&to, Vec::new(), |_| Ok(())).await?;
    for finding in &verdict.findings {
        complain(&finding::sentence(finding));
    }
    if !verdict.is_sound() {
        complain("These were in the file, too: the move has changed nothing in the journals");
    }
    moving.finish(&known_as).await.map_err(|error| explain(error, file, &known_as))?;
    conclude(configuration, (file, &known_as), (rows_moved, &verdict));
    Ok(())
}

fn conclude(
    configuration: &Configuration,
    (file, known_as): (&Path, &str),
    (rows, verdict): (u64, &verify::Verdict),
) {
    let (entries, journals) = (verdict.entries, verdict.journals);
    say(&format!(
        "Everything in {} is in {known_as} now: {rows} rows, the same in both, and {entries} entries \
         of {journals} journals",
        file.display()
    ));
    say(&format!("Next: write url = \"{known_as}\" below [database], and start the service"));
    let attachments = configuration.server.attachments();
    if attachments.exists() {
        let folder = attachments.display();
        say(&format!(
            "What requesters attached stays in {folder}: several nodes share this folder"
        ));
    }
}

impl Arguments {
    fn url(&self) -> anyhow::Result<String> {
        let Some(file) = &self.to_file else { return Ok(self.to.clone().unwrap_or_default()) };
        let read = std::fs::read_to_string(file);
        let text = read.with_context(|| format!("--to-file: {} cannot be read", file.display()))?;
        Ok(text.trim().to_owned())
    }
}

/// One line, written over while it grows where somebody looks.
fn show(line: &str, is_result: bool) {
    let mut err = std::io::stderr().lock();
    // Nobody who looks is no problem of ours.
    let _ = match (err.is_terminal(), is_result) {
        (true, true) => writeln!(err, "\r\x1b[K{line}"),
        (true, false) => write!(err, "\r\x1b[K{line}").and_then(|()| err.flush()),
        (false, true) => writeln!(err, "{line}"),
        (false, false) => Ok(()),
    };
}

fn explain(error: MoveError, file: &Path, to: &str) -> anyhow::Error {
    let file = file.display();
    match error {
        MoveError::NotEmpty(table) => anyhow::anyhow!(
            "{to} is not empty: there is something in its table {table}. Nothing was moved; make an \
             empty database, as with createdb, and move into that"
        ),
        MoveError::Differs(table) => anyhow::anyhow!(
            "{file} and {to} differ in their table {table}: something has written to one of them \
             meanwhile. {file} still counts. Empty the new database and move again"
        ),
        MoveError::Store(error) => {
            anyhow::Error::new(error).context(format!("{file} could not be moved to {to}"))
        }
    }
}

/// The address as it may be shown and kept.
fn without_secrets(url: &str) -> String {
    let Ok(mut parsed) = url::Url::parse(url) else { return "the new database".to_owned() };
    // Only an address without a host refuses them, and that has none.
    let _ = parsed.set_password(None);
    parsed.set_query(None);
    parsed.to_string()
}
