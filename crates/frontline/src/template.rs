//! `frontline template`: a vendor's own words for messages to requesters.

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Context, bail};
use clap::Subcommand;
use domain::directory::Template;
use engine::{Clock, Engine, EngineError, NewDirectory, Options};
use words::{
    Language,
    template::{self, Kind, VARIABLES},
};

use crate::{
    config::Configuration,
    serve::open_store,
    terminal::{complain, say},
};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print every message that can have own words, and which have some
    #[command(after_help = "Example:\n  frontline template list")]
    List,
    /// Print the own words of a message, and what can stand in them
    #[command(after_help = "Example:\n  frontline template show receipt.de")]
    Show {
        /// Message and language
        id: String,
    },
    /// Say a message in own words; what is left out stays as it is
    #[command(after_help = "\
The words are checked first, with sample data; what does not work is refused and changes nothing.
Each file is plain text. In it {{ number }}, {{ news }} and others stand for what show prints.

Example:
  frontline template set receipt.de --subject '{{ number }}: Northwind' --sms sms.txt --mail mail.txt")]
    Set {
        /// Message and language
        id: String,
        /// The subject of the mail
        #[arg(long)]
        subject: Option<String>,
        /// The text of the mail
        #[arg(long, value_name = "FILE")]
        mail: Option<PathBuf>,
        /// The text message
        #[arg(long, value_name = "FILE")]
        sms: Option<PathBuf>,
    },
    /// Go back to the built-in words
    #[command(after_help = "Example:\n  frontline template reset receipt.de")]
    Reset {
        /// Message and language
        id: String,
    },
    /// Print a message as it is sent, with sample data
    #[command(after_help = "Example:\n  frontline template preview receipt.de")]
    Preview {
        /// Message and language
        id: String,
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
        Command::List => list(&engine),
        Command::Show { id } => show(&engine, &id)?,
        Command::Preview { id } => preview(&engine, &id)?,
        Command::Reset { id } => {
            known(&id)?;
            save(&engine, &id, None).await?;
            say(&format!("{id}: the built-in words are said"));
        }
        Command::Set { id, subject, mail, sms } => {
            known(&id)?;
            let read = |file: Option<PathBuf>| {
                let read = |file: PathBuf| {
                    let text = std::fs::read_to_string(&file);
                    text.with_context(|| format!("{} cannot be read", file.display()))
                };
                file.map(read).transpose()
            };
            let (mail, sms) = (read(mail)?, read(sms)?);
            let before = engine.directory().1.template(&id).cloned();
            let before =
                before.unwrap_or_else(|| Template { id: id.clone(), ..Template::default() });
            let own = Template {
                subject: subject.or(before.subject),
                mail: mail.or(before.mail),
                sms: sms.or(before.sms),
                id: id.clone(),
            };
            save(&engine, &id, Some(own)).await?;
            say(&format!("{id}: your words are said from now on"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn known(id: &str) -> anyhow::Result<(Kind, Language)> {
    let Some(known) = template::read_id(id) else {
        bail!("there is no message {id}: frontline template list prints all of them");
    };
    Ok(known)
}

fn list(engine: &Engine) {
    let directory = engine.directory();
    for kind in Kind::ALL {
        say(&format!("{}: {}", kind.name(), kind.about()));
        for language in Language::ALL {
            let id = template::id(kind, language);
            let own = if directory.1.template(&id).is_some() { "  own words" } else { "" };
            say(&format!("  {id}{own}"));
        }
    }
}

fn show(engine: &Engine, id: &str) -> anyhow::Result<()> {
    known(id)?;
    match engine.directory().1.template(id) {
        Some(own) => {
            for (part, text) in [("subject", &own.subject), ("mail", &own.mail), ("sms", &own.sms)]
            {
                let text = text.as_deref().unwrap_or("(as it is built in)");
                say(&format!("--- {part}\n{}", text.trim_end()));
            }
        }
        None => say("It is said in the built-in words: frontline template preview shows them"),
    }
    say("--- what can stand in it");
    for (name, meaning) in VARIABLES {
        say(&format!("{{{{ {name} }}}}  {meaning}"));
    }
    Ok(())
}

fn preview(engine: &Engine, id: &str) -> anyhow::Result<()> {
    let (kind, language) = known(id)?;
    let directory = engine.directory();
    let shown = template::preview(kind, language, directory.1.template(id));
    say(&format!("--- mail: {}\n{}", shown.mail.subject, shown.mail.text.trim_end()));
    say(&format!("--- text message, {} of at most 3 segments\n{}", shown.segments, shown.sms));
    for problem in shown.problems {
        complain(&format!("the built-in words were used: {problem}"));
    }
    Ok(())
}

async fn save(engine: &Engine, id: &str, own: Option<Template>) -> anyhow::Result<()> {
    let current = engine.directory();
    let mut directory = current.1.clone();
    directory.templates.retain(|template| template.id != id);
    directory.templates.extend(own);
    let by = "the command line".to_owned();
    // Words change no hole: what was accepted stays so.
    let new = NewDirectory { directory, replaces: Some(current.0), accept_holes: true, by };
    match engine.replace_directory(new).await {
        Ok(_) => Ok(()),
        Err(EngineError::DirectoryInvalid(found)) => {
            for problem in &found {
                complain(&problem.to_string());
            }
            bail!("nothing was changed: mend this and set it again")
        }
        Err(error) => Err(error.into()),
    }
}
