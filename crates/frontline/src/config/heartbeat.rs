//! `[heartbeat]`: a service outside that raises the alarm when nothing is heard of this installation.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use channels::{Probe, Secret};
use domain::duration;
use engine::HeartbeatOptions;
use jiff::SignedDuration;
use serde::Deserialize;

use super::secret;

#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Heartbeat {
    /// Such addresses are secrets: who knows it can beat for us.
    url: Option<Secret>,
    url_file: Option<PathBuf>,
    #[serde(with = "duration")]
    every: SignedDuration,
}

impl Default for Heartbeat {
    fn default() -> Self {
        Self { url: None, url_file: None, every: SignedDuration::from_mins(1) }
    }
}

impl Heartbeat {
    pub(super) fn settle(&mut self, folder: &Path) -> anyhow::Result<()> {
        secret::settle("heartbeat.url", &mut self.url, self.url_file.as_deref(), folder)?;
        self.options().map(drop)
    }

    pub(crate) fn options(&self) -> anyhow::Result<HeartbeatOptions> {
        let url = self.url.as_ref().context(
            "heartbeat.url is missing: write the address that the service outside gave you, as in \
             url = \"https://hc.example.com/ping/...\"",
        )?;
        ensure!(
            self.every.is_positive(),
            "heartbeat.every must be longer than nothing: write it as 1m"
        );
        Ok(HeartbeatOptions {
            probe: Probe::new("heartbeat.url", url.expose(), None)?,
            every: self.every.unsigned_abs(),
        })
    }
}
