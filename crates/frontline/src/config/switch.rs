//! `[switch]`: when people are warned, how long a second person has, and where signed documents go.

use std::path::{Path, PathBuf};

use domain::{duration, settings::SwitchSettings};
use jiff::SignedDuration;
use serde::Deserialize;

#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Switch {
    #[serde(with = "duration::list")]
    warn_before: Vec<SignedDuration>,
    #[serde(with = "duration")]
    confirm_within: SignedDuration,
    /// A folder in which the signed documents are kept up to date.
    documents: Option<PathBuf>,
}

impl Default for Switch {
    fn default() -> Self {
        let SwitchSettings { warn_before, confirm_within } = SwitchSettings::default();
        Self { warn_before, confirm_within, documents: None }
    }
}

impl Switch {
    pub(super) fn settle(&mut self, folder: &Path) {
        self.documents = self.documents.take().map(|documents| folder.join(documents));
    }

    pub(crate) fn settings(&self) -> SwitchSettings {
        let (warn_before, confirm_within) = (self.warn_before.clone(), self.confirm_within);
        SwitchSettings { warn_before, confirm_within }
    }

    pub(crate) fn documents(&self) -> Option<PathBuf> {
        self.documents.clone()
    }
}
