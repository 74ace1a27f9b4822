//! Drives the built program from outside, over its own doors, with sinks in place of providers: how
//! fast it is beside what the machine can do at all (`figures`), and what survives when things are
//! taken away from it (`faults`).
//! Deliberately absent: anything of the project's own crates.
#![expect(clippy::print_stdout, reason = "what it found out is what this program is for")]

mod arrivals;
mod faults;
mod figures;
mod load;
mod mail_sink;
mod mailer;
mod place;
mod postgres;
mod running;
mod sink;
mod wire;

use std::{path::PathBuf, process::ExitCode};

use anyhow::bail;
use clap::{Parser, Subcommand};

#[derive(Parser)]
struct Arguments {
    /// The program to drive, built with `cargo build --release`.
    #[arg(long, default_value = "target/release/frontline", global = true)]
    program: PathBuf,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Measures and prints the figures beside their goals.
    Figures {
        /// Also writes them to this file.
        #[arg(long)]
        write: Option<PathBuf>,
        #[command(flatten)]
        extent: figures::Extent,
    },
    /// The bare server that figures are compared with.
    #[command(hide = true)]
    Bare { port: u16, sink: u16, file: PathBuf },
    /// Takes things away from the program under load and checks that nothing accepted is lost.
    Faults {
        /// Which; all, if none is named.
        faults: Vec<faults::Fault>,
        /// The program of the release before, for `upgrade`.
        #[arg(long)]
        older: Option<PathBuf>,
        /// How often the program is killed.
        #[arg(long, default_value_t = 40)]
        rounds: u32,
        /// Repeats a run: the moments of the faults are drawn from it.
        #[arg(long)]
        seed: Option<u64>,
    },
}

/// One thread is enough for load and sinks, and leaves the other core to the program.
fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match arguments.what {
        What::Bare { port, sink, file } => figures::bare::run(port, sink, &file),
        What::Figures { .. } | What::Faults { .. } => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.map_err(anyhow::Error::from).and_then(|it| it.block_on(run(arguments)))
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            println!("{problem:#}\n0 passed, 1 failed");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> anyhow::Result<()> {
    match arguments.what {
        What::Figures { write, extent } => {
            let report = figures::measure(&arguments.program, extent).await?;
            println!("{report}");
            if let Some(path) = write {
                let before = std::fs::read_to_string(&path).unwrap_or_default();
                let document = match extent.section() {
                    Some(heading) => report.with_section(heading, &before),
                    None if extent.is_whole() => report.to_markdown(&before),
                    None => bail!("such a run does not measure the whole document"),
                };
                std::fs::write(path, document)?;
            }
            Ok(())
        }
        What::Faults { faults, older, rounds, seed } => {
            let seed = seed.unwrap_or_else(|| fastrand::u64(..));
            let programs = faults::Programs { newer: arguments.program, older };
            faults::prove(&programs, &faults, rounds, seed).await
        }
        What::Bare { .. } => Ok(()),
    }
}
