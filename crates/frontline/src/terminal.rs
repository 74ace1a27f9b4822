//! What the program says: results on standard output, problems as one sentence on standard error.

use std::io::{self, Write};

/// One line on standard output. Nobody who listens any more is no problem of ours.
pub(crate) fn say(line: &str) {
    let _ = writeln!(io::stdout().lock(), "{line}");
}

/// One line on standard error.
pub(crate) fn complain(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// An error with its causes, in one line.
pub(crate) fn sentence(error: &anyhow::Error) -> String {
    let mut told = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if told.is_empty() {
            told = cause;
        } else if !told.ends_with(&cause) {
            told = format!("{told}: {cause}");
        }
    }
    told.split_whitespace().collect::<Vec<_>>().join(" ")
}
