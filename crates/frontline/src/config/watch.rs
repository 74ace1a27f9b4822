//! `[watch]`: another installation that this one watches.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use channels::{Probe, Secret};
use domain::duration;
use engine::WatchOptions;
use jiff::SignedDuration;
use serde::Deserialize;

use super::secret;

#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Watch {
    /// Where it is, as its `public_url`.
    url: Option<String>,
    /// What people call it; its address, if nothing else.
    name: Option<String>,
    /// Goes along as a bearer's token, for a proxy that asks for one.
    token: Option<Secret>,
    token_file: Option<PathBuf>,
    #[serde(with = "duration")]
    every: SignedDuration,
    /// So long nothing may be heard of it.
    #[serde(with = "duration")]
    gone_after: SignedDuration,
}

impl Default for Watch {
    fn default() -> Self {
        Self {
            url: None,
            name: None,
            token: None,
            token_file: None,
            every: SignedDuration::from_secs(10),
            gone_after: SignedDuration::from_mins(1),
        }
    }
}

impl Watch {
    pub(super) fn settle(&mut self, folder: &Path) -> anyhow::Result<()> {
        secret::settle("watch.token", &mut self.token, self.token_file.as_deref(), folder)?;
        self.options().map(drop)
    }

    pub(crate) fn options(&self) -> anyhow::Result<WatchOptions> {
        let url = self.url.as_deref().context(
            "watch.url is missing: write where the other installation is, as in \
             url = \"https://emergency.example.com\"",
        )?;
        let url = url.trim_end_matches('/');
        let probe = |path| Probe::new("watch.url", &format!("{url}/{path}"), self.token.as_ref());
        for (key, length) in [("every", self.every), ("gone_after", self.gone_after)] {
            ensure!(
                length.is_positive(),
                "watch.{key} must be longer than nothing: write it as 1m"
            );
        }
        let host = url.split("://").last().unwrap_or(url);
        Ok(WatchOptions {
            name: self.name.clone().unwrap_or_else(|| host.to_owned()),
            probes: vec![probe("healthz")?, probe("readyz")?],
            every: self.every.unsigned_abs(),
            gone_after: self.gone_after.unsigned_abs(),
        })
    }
}
