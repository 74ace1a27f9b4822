//! A text message, understood.

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
    /// Who is to be called, and perhaps why: see [`super::find_target`].
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
