//! `frontline rehearse`: the weeks to come, played before they come. Reads only.

use std::{fs, path::PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use domain::rehearsal::{self, If, MAX_EACH_HOUR, MAX_WEEKS, Plan};
use engine::Clock;
use jiff::{SignedDuration, Timestamp};

use crate::{check, config::Configuration, terminal::say};

#[derive(Debug, Args)]
#[command(after_help = "\
Plays emergencies in every hour in which the regular desk is closed, by the rules and the directory that
are in force: how long people would wait, which nights would go badly and why, and what if a
provider is down or a person does not hear the phone. Nothing is sent.

Example:
  frontline rehearse --weeks 4 --svg weeks.svg")]
pub(crate) struct Arguments {
    /// How many weeks
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_WEEKS)))]
    weeks: u32,
    /// Print everything as JSON instead
    #[arg(long)]
    json: bool,
    /// Write a picture of the weeks
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// From this moment instead of now, as 2026-12-24T18:00:00Z
    #[arg(long, value_name = "MOMENT")]
    from: Option<Timestamp>,
    /// Emergencies in each hour
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_EACH_HOUR)))]
    each_hour: u32,
    /// Whoever waits longer for an answer waits too long
    #[arg(long, default_value = "15m", value_parser = domain::duration::parse)]
    late_after: SignedDuration,
    /// Another one gives other luck
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

pub(crate) async fn run(
    configuration: &Configuration,
    arguments: &Arguments,
) -> anyhow::Result<()> {
    let now = Clock::system().now();
    let directory = check::directory(configuration).await?;
    if directory.responders.is_empty() {
        bail!("there is nobody to rehearse with: apply a directory first");
    }
    let plan = Plan {
        from: arguments.from.unwrap_or(now),
        weeks: arguments.weeks,
        each_hour: arguments.each_hour,
        late_after: arguments.late_after,
        seed: arguments.seed,
        given: If::NothingElse,
    };
    let found = rehearsal::rehearse(&directory, &configuration.settings(), &plan);
    if let Some(file) = &arguments.svg {
        let picture = words::rehearsal::picture(&found);
        fs::write(file, picture)
            .with_context(|| format!("{} cannot be written", file.display()))?;
    }
    if arguments.json {
        say(&serde_json::to_string_pretty(&found).context("what was found is no JSON")?);
        return Ok(());
    }
    let reader = words::Reader { now, ..words::Reader::default() };
    for line in words::rehearsal::report(&found, &directory, &reader) {
        say(&line);
    }
    Ok(())
}
