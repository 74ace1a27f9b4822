//! `frontline switch`: services off for one customer, and on again, from the machine itself.

mod verify;

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Context, bail};
use clap::Subcommand;
use domain::{
    Number, OrganizationId, ResponderId,
    input::By,
    switch::{Asker, Scope, Switch, SwitchInput, Through, Wish},
};
use engine::{Clock, Engine, EngineError, Options, replace_file};
use jiff::{SignedDuration, Timestamp};

use crate::{config::Configuration, serve::open_store, terminal::say};

/// In whose name, if nobody is named.
const COMMAND_LINE: &str = "the command line";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show what is off, for every customer or one
    #[command(after_help = "Example:\n  frontline switch show acme")]
    Show {
        /// The organization's id
        organization: Option<String>,
    },
    /// Switch services off, for a limited time
    #[command(after_help = "\
A running service and the customer's software notice within a second. Where two people are needed,
this asks, and two people confirm it by phone, in a chat or in the console. With --dry-run nothing
is changed: it says in names what would stop, who would notice and who would be told.

Examples:
  frontline switch disable acme --dry-run
  frontline switch disable acme --reason 'Orders are lost' --for 1h --emergency E-1042")]
    Disable {
        /// The organization's id
        organization: String,
        /// Why: requesters are told
        #[arg(long, required_unless_present = "dry_run")]
        reason: Option<String>,
        /// Change nothing: say what it would do
        #[arg(long)]
        dry_run: bool,
        /// For how long; as long as the directory allows, if it is left out
        #[arg(long = "for", value_name = "LENGTH", value_parser = domain::duration::parse)]
        length: Option<SignedDuration>,
        /// For which emergency
        #[arg(long)]
        emergency: Option<Number>,
        #[command(flatten)]
        what: What,
    },
    /// Print the signed state of a customer's switch, or write it to a file
    #[command(after_help = "\
The file is replaced whole, so that a web server or a CDN can serve it at any moment.

Example:
  frontline switch document acme --to /srv/www/acme.jws")]
    Document {
        /// The organization's id
        organization: String,
        /// Write it to this file
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
    /// Check the signature of a signed state, and say what it states
    #[command(after_help = "\
With --keys it needs no database, so that anybody can check what a cache or a CDN serves.

Example:
  curl -s https://cdn.example.com/acme.jws | frontline switch verify - --keys keys.json")]
    Verify {
        /// The file; - reads what is piped in
        file: PathBuf,
        /// The public keys, as /switch/keys gives them; this installation's own, if left out
        #[arg(long, value_name = "FILE")]
        keys: Option<PathBuf>,
    },
    /// Print the public keys of the signed state, or sign with a new key from now on
    #[command(after_help = "\
The key before stays among the public ones until the next change.

Example:
  frontline switch keys --rotate")]
    Keys {
        /// Sign with a new key from now on
        #[arg(long)]
        rotate: bool,
    },
    /// Switch services on again
    #[command(after_help = "Example:\n  frontline switch enable acme")]
    Enable {
        /// The organization's id
        organization: String,
        #[command(flatten)]
        what: What,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct What {
    /// Only this service
    #[arg(long)]
    service: Option<String>,
    /// The responder in whose name it is done
    #[arg(long = "as", value_name = "RESPONDER")]
    responder: Option<String>,
}

pub(crate) async fn run(
    configuration: &Configuration,
    command: Command,
) -> anyhow::Result<ExitCode> {
    if let Command::Verify { file, keys: Some(keys) } = &command {
        return verify::run(file, &verify::read_keys(keys)?, Clock::system().now());
    }
    let store = open_store(configuration).await?;
    // Its webhooks are written here and sent by the service.
    let subscribers = configuration.webhook.iter().map(|webhook| webhook.subscriber());
    let subscribers = subscribers.collect::<Result<_, _>>()?;
    // A signed document names where it comes from, as the service's own does.
    let public_url = configuration.server.public_url.as_ref();
    let public_url = public_url.map(|url| url.as_str().trim_end_matches('/').to_owned());
    let public_url = public_url.unwrap_or_default();
    let options = Options { subscribers, public_url, ..Options::default() };
    let engine = Engine::new(store, Clock::system(), configuration.settings(), options).await?;
    match command {
        Command::Show { organization } => show(&engine, organization.as_deref()),
        Command::Disable { organization, reason, dry_run, length, emergency, what } => {
            let organization = known(&engine, &organization)?;
            let scope = Scope::of(what.service.as_deref())?;
            let until = length.and_then(|length| engine.now().checked_add(length).ok());
            let reason = reason.unwrap_or_else(|| "a dry run".to_owned());
            let wish = Wish { reason, until, emergency, agreement: None };
            let by = by(&engine, what.responder)?;
            // Whoever may open the database is trusted with it, and is still not two people.
            let through = Through::Token(COMMAND_LINE.to_owned());
            let who = Asker { by, leads: true, through };
            let input = SwitchInput::Disable { who, scope: scope.clone(), wish };
            if dry_run {
                preview(&engine, &organization, &scope, false).await?;
                let would = engine.would_switch(&organization, input).await;
                would.context("it would be refused")?;
                return Ok(ExitCode::SUCCESS);
            }
            let now = switched(engine.switch(&organization, input).await)?;
            tell(&engine, &now, &scope);
            if now.off(scope.service()).is_some() {
                preview(&engine, &organization, &scope, true).await?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Command::Verify { file, .. } => {
            let keys = engine.switch_keys().await?;
            verify::run(&file, &keys, engine.now())
        }
        Command::Document { organization, to } => {
            let organization = known(&engine, &organization)?;
            let document = engine.switch_document(&organization).await?;
            match to {
                Some(file) => replace_file(&file, &document)
                    .with_context(|| format!("{} cannot be written", file.display()))?,
                None => say(&document),
            }
            Ok(ExitCode::SUCCESS)
        }
        Command::Keys { rotate } => {
            if rotate {
                engine.rotate_switch_key().await?;
            }
            say(&engine.switch_keys().await?.to_string());
            Ok(ExitCode::SUCCESS)
        }
        Command::Enable { organization, what } => {
            let organization = known(&engine, &organization)?;
            let scope = Scope::of(what.service.as_deref())?;
            let by = by(&engine, what.responder)?;
            let input = SwitchInput::Enable { by, scope: scope.clone(), note: None };
            tell(&engine, &switched(engine.switch(&organization, input).await)?, &scope);
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// What it would do or has done, in names.
async fn preview(
    engine: &Engine,
    organization: &OrganizationId,
    scope: &Scope,
    done: bool,
) -> anyhow::Result<()> {
    let found = engine.switch_preview(organization, scope.clone()).await?;
    if let Some(found) = found {
        let lines = words::switch::preview(&found, done, |at| format!("at {at:.0}"));
        lines.iter().for_each(|line| say(line));
    }
    Ok(())
}

fn switched(outcome: Result<Switch, EngineError>) -> anyhow::Result<Switch> {
    match outcome {
        Err(EngineError::NotFound) => bail!("--emergency: there is no such emergency"),
        other => Ok(other?),
    }
}

fn known(engine: &Engine, id: &str) -> anyhow::Result<OrganizationId> {
    let id = OrganizationId::from(id);
    let is_known = engine.directory().1.organization(&id).is_some();
    if !is_known && engine.switches().of(&id).is_none() {
        bail!("the directory has no organization \"{id}\": frontline directory export lists them");
    }
    Ok(id)
}

fn by(engine: &Engine, responder: Option<String>) -> anyhow::Result<By> {
    let Some(id) = responder.map(ResponderId) else {
        return Ok(By { id: COMMAND_LINE.into(), name: COMMAND_LINE.to_owned() });
    };
    match engine.directory().1.responder(&id) {
        Some(person) => Ok(By { id, name: person.name.clone() }),
        None => bail!("--as: the directory has no responder \"{id}\""),
    }
}

fn show(engine: &Engine, organization: Option<&str>) -> anyhow::Result<ExitCode> {
    let only = organization.map(|id| known(engine, id)).transpose()?;
    let switches = engine.switches();
    let mut shown = 0;
    for switch in switches.all() {
        if only.as_ref().is_none_or(|only| *only == switch.organization) {
            for scope in switch.positions.keys() {
                shown += usize::from(line(engine.now(), switch, scope));
            }
        }
    }
    if shown == 0 {
        say("All services are on");
    }
    Ok(ExitCode::SUCCESS)
}

fn tell(engine: &Engine, switch: &Switch, scope: &Scope) {
    if !line(engine.now(), switch, scope) {
        say(&format!("{}: {} on", switch.organization, name(scope)));
    }
}

/// What is off or asked for, in a line; whether there was anything to say.
fn line(now: Timestamp, switch: &Switch, scope: &Scope) -> bool {
    let Some(position) = switch.position(scope) else { return false };
    let (what, id) = (name(scope), &switch.organization);
    if let Some(off) = position.off.as_ref().filter(|off| off.until > now) {
        let (until, by) = (off.until, &off.by.name);
        say(&format!("{id}: {what} off until {until:.0}, by {by}: {}", off.reason));
    }
    if let Some(asked) = position.asked.as_ref().filter(|asked| asked.lapses_at > now) {
        let (by, at) = (&asked.by.name, asked.lapses_at);
        say(&format!("{id}: {by} asks to switch {what} off; a second person confirms by {at:.0}"));
    }
    position.off.is_some() || position.asked.is_some()
}

fn name(scope: &Scope) -> String {
    scope.service().map_or_else(|| "all services".to_owned(), |name| format!("service {name}"))
}
