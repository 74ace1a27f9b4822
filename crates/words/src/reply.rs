//! What responders text back, and what they are answered.

mod confirmation;

pub use confirmation::{Confirmation, OpenPage};

use domain::{Directory, directory::Target};

use crate::Reader;

/// A text message, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Which emergency is meant: its code or whole number, see [`domain::Number::is_meant_by`].
    pub code: Option<u32>,
    pub command: Command,
}

/// What somebody wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Takes the page.
    Ok,
    Investigating {
        note: Option<String>,
    },
    Reproduced {
        note: Option<String>,
    },
    /// Who is to be called, and perhaps why: see [`find_target`].
    Escalate {
        words: String,
    },
    RootCause {
        note: Option<String>,
    },
    FixDeveloped {
        note: Option<String>,
    },
    FixDeployed {
        note: Option<String>,
    },
    Restored {
        note: Option<String>,
    },
    /// The text may be empty: then ask for it.
    Update {
        text: String,
    },
    /// Opens the bridge.
    Call,
    /// Cannot take it.
    No,
    State,
    Help,
    /// Nothing that we dare to act on.
    Unclear {
        text: String,
    },
}

/// Reads a text message as people really type it.
pub fn parse(_text: &str) -> Reply {
    todo!()
}

/// Whom `words` of [`Command::Escalate`] mean: an id, a name or `team:db` at their start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub target: Target,
    /// The words after it.
    pub note: Option<String>,
}

/// Finds whom the words mean; `None` if nobody, or more than one.
pub fn find_target(_words: &str, _directory: &Directory) -> Option<Found> {
    todo!()
}

/// The text of a confirmation. It fits two segments.
pub fn answer(_confirmation: &Confirmation, _reader: &Reader) -> String {
    todo!()
}
