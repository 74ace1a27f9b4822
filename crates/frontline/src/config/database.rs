//! `[database]`: where everything is kept.

use std::path::{Path, PathBuf};

use anyhow::{bail, ensure};
use channels::Secret;
use engine::SpareOptions;
use jiff::SignedDuration;
use serde::Deserialize;

use super::secret;

const USUAL: &str = "sqlite:frontline.db";
const USUAL_SPARE: &str = "spare.db";

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Database {
    /// `sqlite:PATH`; it may hold a password one day, so it is not printed.
    url: Option<Secret>,
    url_file: Option<PathBuf>,
    /// The file that takes requests while PostgreSQL is away; `none` for none.
    spare: Option<String>,
    page_alone_after: Length,
}

/// A length with its usual value.
#[derive(Clone, Debug)]
struct Length(SignedDuration);

impl Default for Length {
    fn default() -> Self {
        Self(SignedDuration::from_secs(10))
    }
}

impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        domain::duration::deserialize(deserializer).map(Self)
    }
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

    /// Whether somebody asked for a spare by name.
    pub(crate) fn names_spare(&self) -> bool {
        self.spare.is_some()
    }

    /// What stands in for PostgreSQL while it is away; nothing stands in for a file.
    pub(crate) fn spare(&self) -> Option<SpareOptions> {
        let file = self.spare.as_deref().unwrap_or(USUAL_SPARE);
        if self.file().is_some() || file == "none" {
            return None;
        }
        Some(SpareOptions { file: file.into(), page_alone_after: self.page_alone_after.0 })
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
        ensure!(
            !self.page_alone_after.0.is_negative(),
            "database.page_alone_after must not be negative: write it as 10s"
        );
        ensure!(
            self.spare.as_deref() != Some(""),
            "database.spare: write the name of a file, as in spare.db, or none"
        );
        secret::settle("database.url", &mut self.url, self.url_file.as_deref(), folder)
    }
}
