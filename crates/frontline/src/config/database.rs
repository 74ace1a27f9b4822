//! `[database]`: where everything is kept.

use std::path::{Path, PathBuf};

use anyhow::bail;
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

    /// The file that it is, if it is one.
    pub(crate) fn file(&self) -> Option<&Path> {
        let path = self.url().strip_prefix("sqlite:")?;
        Some(Path::new(path.strip_prefix("//").unwrap_or(path)))
    }

    /// For commands that have nothing to do if there is no database yet: opening makes one.
    pub(crate) fn must_exist(&self) -> anyhow::Result<()> {
        match self.file() {
            Some(file) if !file.exists() => {
                bail!("database.url: there is no {}: is this the right folder?", file.display())
            }
            _ => Ok(()),
        }
    }

    pub(super) fn settle(&mut self, folder: &Path) -> anyhow::Result<()> {
        secret::settle("database.url", &mut self.url, self.url_file.as_deref(), folder)
    }
}
