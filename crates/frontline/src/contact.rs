//! `frontline contact`: which contact methods are verified, and codes that verify them.

use std::process::ExitCode;

use clap::Subcommand;
use domain::{ResponderId, id::ContactId, proof::ProvedBy};
use engine::{Clock, ContactWay, Engine, Options};

use crate::{config::Configuration, serve::open_store, terminal::say};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print everybody's contact methods, and which of them are verified
    #[command(after_help = "Example:\n  frontline contact list ana")]
    List {
        /// Only this person's
        responder: Option<String>,
    },
    /// Have a code sent over a contact method, by the service that runs
    #[command(after_help = "\
Six digits, which count for ten minutes ([directory] code_valid_for). The person enters them in the
console, replies with them, or tells them to you.

Example:
  frontline contact code ana sms")]
    Code {
        /// Whose, by the id in the directory
        responder: String,
        /// Which contact method, by its id
        contact: String,
    },
    /// Enter the code: the contact method is verified
    #[command(after_help = "Example:\n  frontline contact verify ana sms 417203")]
    Verify {
        /// Whose, by the id in the directory
        responder: String,
        /// Which contact method, by its id
        contact: String,
        code: String,
    },
}

pub(crate) async fn run(
    configuration: &Configuration,
    command: Command,
) -> anyhow::Result<ExitCode> {
    let store = open_store(configuration).await?;
    let options = Options::default();
    let engine = Engine::new(store, Clock::system(), configuration.settings(), options).await?;
    match command {
        Command::List { responder } => list(&engine, responder.as_deref()).await?,
        Command::Code { responder, contact } => {
            let (responder, contact) = (ResponderId(responder), ContactId(contact));
            let until = engine.send_code(&responder, &contact).await?;
            say(&format!("A code goes to {responder} over {contact}; it counts until {until:.0}"));
        }
        Command::Verify { responder, contact, code } => {
            let (responder, contact) = (ResponderId(responder), ContactId(contact));
            engine.enter_code(&responder, &contact, &code).await?;
            say(&format!("{contact} of {responder} is verified"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn list(engine: &Engine, only: Option<&str>) -> anyhow::Result<()> {
    let directory = engine.directory();
    let people = directory.1.responders.iter();
    let people: Vec<_> =
        people.filter(|it| only.is_none_or(|only| it.id.as_str() == only)).collect();
    if people.is_empty() {
        anyhow::bail!("the directory has nobody of that id: frontline directory export lists them");
    }
    for person in people {
        for way in engine.contact_ways(&person.id).await? {
            say(&format!("{}: {}", person.id, line(&way)));
        }
    }
    Ok(())
}

fn line(way: &ContactWay) -> String {
    let known = match way.proof.proved {
        None => "not verified".to_owned(),
        Some(proved) => {
            let how = match proved.by {
                ProvedBy::Code => "a code",
                ProvedBy::Answer => "an answer to a page",
                ProvedBy::Word => "whoever set this up",
            };
            format!("verified {:.0} by {how}", proved.at)
        }
    };
    format!("{} ({}, {}): {known}", way.contact.id, way.contact.kind.name(), way.contact.address)
}
