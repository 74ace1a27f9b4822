//! The program: command line, configuration, wiring. Deliberately absent: rules, SQL, HTTP, wording
//! of messages.

mod account;
mod backup;
mod check;
mod command_line;
mod config;
mod contact;
mod demo;
mod directory;
mod document;
mod duty;
mod import;
mod logging;
mod moving;
mod nearest;
mod rehearse;
mod request;
mod restore;
mod serve;
mod switch;
mod telemetry;
mod template;
mod terminal;
mod token;
mod verify;

use std::process::ExitCode;

use clap::Parser;

use command_line::{Command, Program};
use config::Configuration;

fn main() -> ExitCode {
    let program = Program::parse();
    // Only an error if it was installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    match run(program) {
        Ok(code) => code,
        Err(error) => {
            terminal::complain(&format!("frontline: {}", terminal::sentence(&error)));
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn run(program: Program) -> anyhow::Result<ExitCode> {
    let configuration = || Configuration::load(program.config.as_deref(), std::env::vars());
    let outcome = match program.command {
        Command::Demo(arguments) => demo::run(arguments).await,
        Command::Serve => serve::run(&configuration()?).await,
        Command::Check(arguments) => return check::run(&configuration()?, &arguments).await,
        Command::Rehearse(arguments) => rehearse::run(&configuration()?, &arguments).await,
        Command::Import(arguments) => import::run(&arguments, engine::Clock::system().now()),
        Command::Directory(command) => return directory::run(&configuration()?, command).await,
        Command::Duty(command) => duty::run(&configuration()?, command).await,
        Command::Contact(command) => return contact::run(&configuration()?, command).await,
        Command::Template(command) => return template::run(&configuration()?, command).await,
        Command::Switch(command) => return switch::run(&configuration()?, command).await,
        Command::Verify(arguments) => return verify::run(&configuration()?, &arguments).await,
        Command::Request(arguments) => return request::run(&configuration()?, *arguments).await,
        Command::Token(command) => token::run(&configuration()?, command).await,
        Command::Account(command) => account::run(&configuration()?, command).await,
        Command::Backup { file } => backup::run(&configuration()?, &file).await,
        Command::Restore(arguments) => restore::run(&configuration()?, &arguments).await,
        Command::Move(arguments) => moving::run(&configuration()?, &arguments).await,
    };
    outcome.map(|()| ExitCode::SUCCESS)
}
