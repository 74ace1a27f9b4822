//! `frontline check`: would a page be answered? Reads only.

use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use domain::{Directory, coverage::Holidays, directory::Hole};
use engine::{Clock, LOOK_AHEAD, kinds_of, try_providers};
use jiff::{SignedDuration, Timestamp};

use crate::{
    config::Configuration,
    serve::{open_store, voices},
    terminal::{complain, say},
};

/// A calendar of holidays may fail to be fetched for so long before that is told.
const STALE: SignedDuration = SignedDuration::from_hours(3 * 24);

#[derive(Debug, Args)]
#[command(after_help = "\
Tries the credentials of every provider without sending anything, then looks for every hole of the
directory in the next twelve weeks, and every single point of failure. Exit code 1 if there is a hole
that the directory does not accept by name.

Example:
  frontline check --config frontline.toml")]
pub(crate) struct Arguments {
    /// Do not talk to the providers
    #[arg(long)]
    offline: bool,
}

pub(crate) async fn run(
    configuration: &Configuration,
    arguments: &Arguments,
) -> anyhow::Result<ExitCode> {
    let now = Clock::system().now();
    let directory = directory(configuration).await?;
    let voices = voices(configuration)?;
    let mut found = Vec::new();
    if !arguments.offline {
        let tried = try_providers(&voices, now).await.into_iter();
        let broken = tried.filter_map(|one| Some((one.provider, one.problem?)));
        found.extend(broken.map(|(name, problem)| format!("provider {name}: {problem}")));
    }
    found.extend(engine::contradictions(&directory).iter().map(ToString::to_string));
    found.extend(directory.voiceless(&kinds_of(&voices)));
    found.extend(stale_calendars(configuration, &directory, now).await?);
    let holes = directory.holes(now, now + LOOK_AHEAD);
    let (mut accepted, open): (Vec<_>, Vec<_>) =
        holes.iter().partition(|hole| directory.accepts(hole));
    found.extend(open.iter().map(|hole| format!("{hole} [{}]", hole.name)));
    let unverified = unverified(configuration, &directory, now).await?;
    let is_strict = configuration.directory.require_verified;
    let (counted, told): (Vec<_>, Vec<_>) = unverified.iter().partition(|_| is_strict);
    let (more_accepted, open): (Vec<_>, Vec<_>) =
        counted.into_iter().partition(|hole| directory.accepts(hole));
    found.extend(open.iter().map(|hole| format!("{hole} [{}]", hole.name)));
    accepted.extend(more_accepted);
    say_who_is_paged(&directory, now);
    for hole in &accepted {
        say(&format!("Accepted: {hole} [{}]", hole.name));
    }
    for hole in told.iter().filter(|hole| !directory.accepts(hole)) {
        say(&format!("Not verified: {hole} [{}]", hole.name));
    }
    for weakness in directory.weaknesses(now, now + LOOK_AHEAD) {
        say(&format!("Hangs by a thread: {weakness}"));
    }
    if found.is_empty() && accepted.is_empty() {
        let until = (now + LOOK_AHEAD).strftime("%Y-%m-%d");
        say(&format!("A page would be answered now and in every hour until {until}"));
        return Ok(ExitCode::SUCCESS);
    }
    if found.is_empty() {
        say("A page would be answered but for what was accepted");
        return Ok(ExitCode::SUCCESS);
    }
    for problem in &found {
        complain(problem);
    }
    let (count, are) = (found.len(), if found.len() == 1 { "thing is" } else { "things are" });
    bail!("{count} {are} wanting: a page could stay unanswered");
}

/// The directory as it is stored; an empty one if there is no database yet, which is not made.
pub(crate) async fn directory(configuration: &Configuration) -> anyhow::Result<Directory> {
    if configuration.database.file().is_some_and(|file| !file.exists()) {
        return Ok(Directory::default());
    }
    let kept = open_store(configuration).await?.directory().await?;
    Ok(kept.map(|kept| kept.directory).unwrap_or_default())
}

/// Calendars of holidays that could not be fetched for longer than they may.
async fn stale_calendars(
    configuration: &Configuration,
    directory: &Directory,
    now: Timestamp,
) -> anyhow::Result<Vec<String>> {
    let named = directory.regions.iter().filter_map(|region| {
        Some((&region.id, region.holidays.as_ref().and_then(Holidays::address)?))
    });
    let named: Vec<_> = named.collect();
    if named.is_empty() {
        return Ok(Vec::new());
    }
    let store = open_store(configuration).await?;
    let mut found = Vec::new();
    for (region, address) in named {
        let saved = store.calendar(address).await?;
        let Some(saved) = saved.filter(|saved| now.duration_since(saved.fetched_at) > STALE) else {
            continue;
        };
        let problem = saved.problem.unwrap_or_else(|| "nobody tried: is it running?".to_owned());
        found.push(format!(
            "region {region}, holidays: \"{address}\" was last fetched on {}: {problem}; the days \
             known until then count",
            saved.fetched_at.strftime("%Y-%m-%d"),
        ));
    }
    Ok(found)
}

/// People who are paged and have fewer than two verified contact methods.
async fn unverified(
    configuration: &Configuration,
    directory: &Directory,
    now: Timestamp,
) -> anyhow::Result<Vec<Hole>> {
    if configuration.database.file().is_some_and(|file| !file.exists()) {
        return Ok(Vec::new());
    }
    let saved = open_store(configuration).await?.proofs().await?;
    let proved = saved.into_iter().filter(|saved| saved.proof.proved.is_some());
    Ok(directory.unverified(now, &proved.map(|saved| saved.proof.way).collect()))
}

fn say_who_is_paged(directory: &Directory, now: Timestamp) {
    let Some(policy) = directory.policy_for(None) else { return };
    for (number, step) in (1..).zip(directory.steps_at(policy, now)) {
        let people: Vec<_> = step
            .into_iter()
            .map(|(target, people)| {
                let names: Vec<_> = people.iter().map(|person| person.name.as_str()).collect();
                let names = if names.is_empty() { "nobody".to_owned() } else { names.join(", ") };
                format!("{names} ({target})")
            })
            .collect();
        say(&format!("Step {number} of {} would page now: {}", policy.id, people.join("; ")));
    }
}
