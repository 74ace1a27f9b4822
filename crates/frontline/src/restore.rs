//! `frontline restore`: puts a backup in the place of the database, once it has passed its check.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use engine::Clock;
use store::Restoration;

use crate::{
    config::Configuration,
    terminal::{complain, say},
    verify::{self, finding},
};

#[derive(Debug, Args)]
#[command(after_help = "\
The service must be stopped. The backup is copied beside the place of the database and checked there:
that the file is sound, that it is Frontline's, and that each entry of each journal is what was written.
Only then is it put in place, with the files that requesters attached. What was under way at the time of
the backup goes on at the next start: whoever had not answered is called. New numbers begin a thousand
later, so that none is given twice.

Example:
  frontline restore frontline-2026-11-23.db")]
pub(crate) struct Arguments {
    /// What `frontline backup` wrote
    file: PathBuf,
    /// Also if there is a database: it is kept beside the restored one
    #[arg(long)]
    replace: bool,
    /// Also if a journal in it was altered
    #[arg(long)]
    accept_findings: bool,
}

pub(crate) async fn run(
    configuration: &Configuration,
    arguments: &Arguments,
) -> anyhow::Result<()> {
    let file = &arguments.file;
    let Some(place) = configuration.database.file() else {
        bail!("database.url is no file: a backup can only be restored to one, as sqlite:PATH");
    };
    refuse_what_is_there(arguments, place)?;
    let unrestored = || format!("{} was not restored", file.display());
    let restoration = Restoration::begin(file, place).await.with_context(unrestored)?;
    let store = restoration.store().await.with_context(unrestored)?;
    let verdict = verify::inspect(&store, Vec::new(), |_| Ok(())).await?;
    drop(store);
    for finding in &verdict.findings {
        complain(&finding::sentence(finding));
    }
    if !verdict.is_sound() && !arguments.accept_findings {
        bail!(
            "{} was not restored: its journals are not what was written. Take an earlier backup, or \
             say --accept-findings",
            file.display()
        );
    }
    let replaced = place.exists();
    let aside = aside(place);
    let attachments = configuration.server.attachments();
    let files = restoration.finish(&attachments, &aside).await.with_context(unrestored)?;
    let (entries, journals) = (verdict.entries, verdict.journals);
    say(&format!(
        "{} passed its check and is {} now: {journals} emergencies with {entries} entries, {files} \
         attached files",
        file.display(),
        place.display()
    ));
    if replaced {
        say(&format!("What was there is kept as {}", aside.display()));
    }
    Ok(())
}

fn refuse_what_is_there(arguments: &Arguments, place: &Path) -> anyhow::Result<()> {
    let file = &arguments.file;
    let same = |one: &Path, other: &Path| {
        one.canonicalize().is_ok_and(|one| other.canonicalize().is_ok_and(|other| one == other))
    };
    if !file.is_file() {
        bail!("there is no file {}", file.display());
    }
    if same(file, place) {
        bail!("{} is the database itself", file.display());
    }
    if place.exists() && !arguments.replace {
        bail!(
            "{} is there already: say --replace, and it is kept beside the restored one",
            place.display()
        );
    }
    Ok(())
}

/// Under which name the database that was there is kept.
fn aside(place: &Path) -> PathBuf {
    let mut name = place.as_os_str().to_owned();
    name.push(Clock::system().now().strftime(".before-%Y%m%dT%H%M%SZ").to_string());
    PathBuf::from(name)
}
