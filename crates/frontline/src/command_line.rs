//! The commands and their arguments.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::{
    account, check, contact, demo, directory, duty, import, moving, rehearse, request, restore,
    switch, template, token, verify,
};

/// An emergency support line: takes requests, pages whoever is on call until somebody answers, and
/// tells requesters at every step.
#[derive(Debug, Parser)]
#[command(name = "frontline", version, max_term_width = 100, after_help = EXAMPLE)]
pub(crate) struct Program {
    /// The configuration; frontline.toml in this folder, if there is one and no other is named
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLE: &str = "\
Settings come from the configuration file, then from the environment: FRONTLINE_EMERGENCY__CADENCE=20s
stands for cadence in [emergency]. RUST_LOG chooses what is logged.

Exit codes: 0 done, 1 refused or found wanting, 2 wrong usage.

Example:
  frontline directory apply directory.toml && frontline serve --config frontline.toml";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Try the whole product on this machine: customers, phones and console, nothing to configure
    #[command(after_help = "Example:\n  frontline demo --fast")]
    Demo(demo::Arguments),
    /// Run the service
    #[command(after_help = "\
Without a configuration everything is kept in frontline.db in this folder. The first start makes an
administrator and prints how to sign in, once. SIGINT and SIGTERM stop it gracefully.

Example:
  frontline serve --config frontline.toml")]
    Serve,
    /// Verify that a page would be answered, now and in the weeks to come
    Check(check::Arguments),
    /// Play the nights of the coming weeks, before they come
    Rehearse(rehearse::Arguments),
    /// A directory from another system's export
    Import(import::Arguments),
    /// The people and rules, as one file
    #[command(subcommand, after_help = "Example:\n  frontline directory apply directory.toml")]
    Directory(directory::Command),
    /// Who is on call, and changes: ill, cover, swaps
    #[command(subcommand, after_help = "Example:\n  frontline duty ill ana --for 12h")]
    Duty(duty::Command),
    /// Contact methods: which are verified, and codes that verify them
    #[command(subcommand, after_help = "Example:\n  frontline contact list")]
    Contact(contact::Command),
    /// Services off for one customer, and on again
    #[command(subcommand, after_help = "Example:\n  frontline switch show")]
    Switch(switch::Command),
    /// What requesters are told: look at it, and say it in own words
    #[command(subcommand, after_help = "Example:\n  frontline template preview receipt.de")]
    Template(template::Command),
    /// Send a request, as anybody may
    Request(Box<request::Arguments>),
    /// Tokens for programs that use the API
    #[command(
        subcommand,
        after_help = "Example:\n  frontline token create --name alertmanager --role responder"
    )]
    Token(token::Command),
    /// Sign-ins of people
    #[command(subcommand, after_help = "Example:\n  frontline account create ana")]
    Account(account::Command),
    /// Copy everything to a file, also while the service runs
    #[command(after_help = "Example:\n  frontline backup frontline-2026-11-23.db")]
    Backup {
        /// The copy; it must not exist yet
        file: PathBuf,
    },
    /// Put a backup in the place of the database, once it has passed its check
    Restore(restore::Arguments),
    /// Move everything from the file into a PostgreSQL database
    Move(moving::Arguments),
    /// Find out whether a journal was altered behind the program's back
    Verify(verify::Arguments),
}
