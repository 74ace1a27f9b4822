//! `frontline directory`: the people and rules as one file, for people who keep it in git.

mod calendars;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, bail};
use clap::Subcommand;
use domain::{Directory, directory::Invalid};
use engine::{Clock, Engine, EngineError, NewDirectory, Options};
use jiff::tz::TimeZone;

use crate::{
    config::Configuration,
    document::Document,
    serve::open_store,
    terminal::{complain, say},
};
use words::difference;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a file the directory: as a whole or not at all
    #[command(after_help = "\
A running service notices within a second. A directory with holes, through which a page could fall,
is refused, and each hole is told with its name. --accept NAME takes one, now and in later versions;
the names stand in the directory as accept = [...]. --accept-holes takes all of them, once.

Example:
  frontline directory apply directory.toml --accept schedule:primary/sat-09:00")]
    Apply {
        /// The new directory
        file: PathBuf,
        /// Apply it although a page could fall through
        #[arg(long)]
        accept_holes: bool,
        /// Accept this hole, by the name that is told with it
        #[arg(long, value_name = "NAME")]
        accept: Vec<String>,
    },
    /// Write the directory to standard output
    #[command(after_help = "Example:\n  frontline directory export > directory.toml")]
    Export,
    /// Show what applying a file would change
    #[command(after_help = "Example:\n  frontline directory diff directory.toml")]
    Diff {
        /// The directory to compare with
        file: PathBuf,
    },
}

pub(crate) async fn run(
    configuration: &Configuration,
    command: Command,
) -> anyhow::Result<ExitCode> {
    let store = open_store(configuration).await?;
    let options = Options::default();
    let engine = Engine::new(store, Clock::system(), configuration.settings(), options).await?;
    let current = engine.directory();
    match command {
        Command::Apply { file, accept_holes, accept } => {
            let (document, mut directory) = read(&file, &engine).await?;
            let new = accept.into_iter().filter(|name| !directory.accept.contains(name));
            directory.accept.extend(new.collect::<Vec<_>>());
            apply(&engine, &document, directory, accept_holes).await
        }
        Command::Export => {
            let text = toml::to_string(&current.1).context("the directory cannot be written")?;
            say(text.trim_end());
            Ok(ExitCode::SUCCESS)
        }
        Command::Diff { file } => {
            let (document, directory) = read(&file, &engine).await?;
            let contradictions = directory_contradictions(&document, &directory);
            for line in difference(&current.1, &directory) {
                say(&line);
            }
            refuse(&contradictions, "it contradicts itself and could not be applied")
        }
    }
}

/// The file, with the calendars that it names.
async fn read(file: &Path, engine: &Engine) -> anyhow::Result<(Document, Directory)> {
    let document = Document::read(file)?;
    let mut directory = document.parse()?;
    let today = engine.now().to_zoned(TimeZone::UTC).date();
    calendars::read(&document, &mut directory, today)?;
    match engine.read_calendars(&mut directory).await {
        Err(EngineError::DirectoryInvalid(found)) => {
            for problem in &found {
                complain(&located(&document, problem));
            }
            bail!("nothing was changed: correct this and apply it again")
        }
        other => other?,
    }
    Ok((document, directory))
}

async fn apply(
    engine: &Engine,
    document: &Document,
    directory: Directory,
    accept_holes: bool,
) -> anyhow::Result<ExitCode> {
    let contradictions = directory_contradictions(document, &directory);
    if !contradictions.is_empty() {
        return refuse(&contradictions, "nothing was changed: correct this and apply it again");
    }
    let current = engine.directory();
    let changes = difference(&current.1, &directory);
    if changes.is_empty() && current.0 > 0 {
        say(&format!("Nothing to do: version {} is the same", current.0));
        return Ok(ExitCode::SUCCESS);
    }
    let by = "the command line".to_owned();
    let new = NewDirectory { directory, replaces: Some(current.0), accept_holes, by };
    match engine.replace_directory(new).await {
        Ok(version) => {
            for line in changes {
                say(&line);
            }
            say(&format!("The directory has version {version} now"));
            warn_of_unverified(engine).await?;
            Ok(ExitCode::SUCCESS)
        }
        Err(EngineError::DirectoryHoles(holes)) => {
            let holes: Vec<_> = holes
                .iter()
                .map(|hole| format!("{}: {hole} [{}]", document.name, hole.name))
                .collect();
            let advice = "nothing was changed: a page could fall through these holes; mend them, or \
                          accept each with --accept and the name in its brackets, or all with \
                          --accept-holes";
            refuse(&holes, advice)
        }
        Err(EngineError::DirectoryChanged) => {
            bail!("somebody else changed the directory at this moment: apply it again")
        }
        Err(error) => Err(error.into()),
    }
}

/// Told and not refused, so that what is accepted today is accepted tomorrow: only with
/// `require_verified` it is a hole.
async fn warn_of_unverified(engine: &Engine) -> anyhow::Result<()> {
    let directory = engine.directory();
    for hole in engine.unverified(&directory.1).await? {
        if !directory.1.accepts(&hole) {
            complain(&format!("Not verified: {hole} [{}]", hole.name));
        }
    }
    Ok(())
}

/// Each with its line.
fn directory_contradictions(document: &Document, directory: &Directory) -> Vec<String> {
    engine::contradictions(directory).iter().map(|found| located(document, found)).collect()
}

fn located(document: &Document, found: &Invalid) -> String {
    match document.line_of_place(&found.place) {
        Some(line) => format!("{}:{line}: {found}", document.name),
        None => format!("{}: {found}", document.name),
    }
}

/// Says the problems, if there are any, and what that means.
fn refuse(problems: &[String], meaning: &str) -> anyhow::Result<ExitCode> {
    if problems.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    for problem in problems {
        complain(problem);
    }
    bail!("{meaning}")
}
