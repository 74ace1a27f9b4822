//! `frontline verify`: is each entry of each journal still what was written? Changes nothing.

pub(crate) mod anchors;
pub(crate) mod finding;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, bail};
use clap::Args;
use serde_json::json;
use store::{Finding, Head, Store};

use crate::{
    config::Configuration,
    serve::open_store,
    terminal::{complain, say},
};

/// Findings that are shown one by one; of more than that only the number is told.
const MAX_SHOWN: usize = 1_000;

#[derive(Debug, Args)]
#[command(after_help = "\
Each entry of a journal carries a hash of itself and of the one before, so that nothing can be edited,
inserted, taken away or moved unnoticed, also while the service runs. Whoever cuts off the end of a
journal, or writes it anew with hashes that fit, is found only with anchors that were kept where they
cannot reach: write some each night, and verify against them. Exit code 1 if anything is found.

Example:
  frontline verify --anchors anchors-$(date +%F)
  frontline verify --against anchors-2026-11-23")]
pub(crate) struct Arguments {
    /// Anchors of an earlier day: what they know must still be there
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
    /// Write the last hash of each journal to this file, to be kept elsewhere; it must not exist
    /// yet, and is not made if anything is found
    #[arg(long, value_name = "FILE")]
    anchors: Option<PathBuf>,
    /// One JSON object on standard output
    #[arg(long)]
    json: bool,
}

/// All of an inspection.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    pub(crate) entries: u64,
    pub(crate) journals: u64,
    /// The first ones.
    pub(crate) findings: Vec<Finding>,
    pub(crate) more_findings: usize,
}

pub(crate) async fn run(
    configuration: &Configuration,
    arguments: &Arguments,
) -> anyhow::Result<ExitCode> {
    configuration.database.must_exist()?;
    let known = match &arguments.against {
        Some(file) => anchors::read(file)?,
        None => Vec::new(),
    };
    let mut writing = arguments.anchors.as_deref().map(anchors::Writing::begin).transpose()?;
    let known_count = known.len();
    let store = open_store(configuration).await?;
    let keep = |heads: &[Head]| writing.as_mut().map_or(Ok(()), |writing| writing.add(heads));
    let verdict = inspect(&store, known, keep).await?;
    let digest = match (writing, verdict.is_sound()) {
        (Some(writing), true) => Some(writing.finish()?),
        (_, false) | (None, true) => None,
    };
    if arguments.json {
        say(&verdict.as_json(known_count, digest.as_deref()).to_string());
    } else {
        verdict.say(known_count);
        if let (Some(digest), Some(file)) = (&digest, &arguments.anchors) {
            say(&format!(
                "{} holds the anchors; keep it elsewhere. Digest {digest}",
                file.display()
            ));
        }
    }
    verdict.conclude(arguments.anchors.as_deref())
}

/// Walks through all journals; `keep` is given the last entry of each.
pub(crate) async fn inspect(
    store: &Store,
    known: Vec<Head>,
    mut keep: impl FnMut(&[Head]) -> anyhow::Result<()>,
) -> anyhow::Result<Verdict> {
    let mut verdict = Verdict::default();
    let mut inspection = store.inspect(Box::new(known.into_iter()));
    while let Some(page) = inspection.next().await.context("the journals cannot be read")? {
        verdict.entries += page.entries;
        verdict.journals += page.heads.len() as u64;
        keep(&page.heads)?;
        let room = MAX_SHOWN.saturating_sub(verdict.findings.len());
        verdict.more_findings += page.findings.len().saturating_sub(room);
        verdict.findings.extend(page.findings.into_iter().take(room));
    }
    Ok(verdict)
}

impl Verdict {
    pub(crate) fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }

    fn count(&self) -> usize {
        self.findings.len() + self.more_findings
    }

    fn say(&self, known: usize) {
        for finding in &self.findings {
            complain(&finding::sentence(finding));
        }
        if self.is_sound() {
            let against = if known == 0 { String::new() } else { format!(", and {known} anchors") };
            let (entries, journals) = (self.entries, self.journals);
            say(&format!(
                "All is as it was written: {entries} entries of {journals} journals{against}"
            ));
        }
    }

    fn conclude(&self, wanted: Option<&Path>) -> anyhow::Result<ExitCode> {
        if self.is_sound() {
            return Ok(ExitCode::SUCCESS);
        }
        let findings = if self.count() == 1 { "finding" } else { "findings" };
        let none_written = if wanted.is_some() { "; no anchors were written" } else { "" };
        bail!(
            "{} {findings}: somebody or something changed a journal behind the program's back\
             {none_written}. Keep the file as it is, and compare it with a backup",
            self.count()
        );
    }

    fn as_json(&self, known: usize, digest: Option<&str>) -> serde_json::Value {
        json!({
            "sound": self.is_sound(),
            "entries": self.entries,
            "journals": self.journals,
            "anchors_known": known,
            "anchors_digest": digest,
            "findings": self.findings.iter().map(finding::as_json).collect::<Vec<_>>(),
            "more_findings": self.more_findings,
        })
    }
}
