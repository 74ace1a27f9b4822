//! `[database]`: where everything is kept.

use std::path::{Path, PathBuf};

use channels::Secret;
use serde::Deserialize;

use super::secret;

const USUAL: &str = "sqlite:frontline.db";

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Database {
    /// `sqlite:PATH`; it may hold a password one day, so it is not printed.
    url: Option<Secret>,
    url_file: Option<PathBuf>,
}

impl Database {
    pub(crate) fn url(&self) -> &str {
        self.url.as_ref().map_or(USUAL, Secret::expose)
    }

    pub(super) fn settle(&mut self, folder: &Path) -> anyhow::Result<()> {
        secret::settle("database.url", &mut self.url, self.url_file.as_deref(), folder)
    }
}
