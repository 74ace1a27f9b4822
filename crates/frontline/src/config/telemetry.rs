//! `[telemetry]`: a collector of traces.

use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
};

use anyhow::{Context, ensure};
use channels::Secret;
use serde::Deserialize;
use url::Url;

use super::secret;

#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Telemetry {
    otlp_url: Option<String>,
    /// What the collector wants to see with each call; often a key.
    headers: BTreeMap<String, Secret>,
    /// One more header, `authorization`, from a file.
    authorization: Option<Secret>,
    authorization_file: Option<PathBuf>,
    /// How many of all traces are sent: 1 for all.
    pub(crate) sample: f64,
}

impl Default for Telemetry {
    fn default() -> Self {
        Self {
            otlp_url: None,
            headers: BTreeMap::new(),
            authorization: None,
            authorization_file: None,
            sample: 1.0,
        }
    }
}

impl Telemetry {
    pub(super) fn settle(&mut self, folder: &Path) -> anyhow::Result<()> {
        let file = self.authorization_file.as_deref();
        secret::settle("telemetry.authorization", &mut self.authorization, file, folder)?;
        ensure!(
            (0.0..=1.0).contains(&self.sample),
            "telemetry.sample must be from 0 to 1: 0.1 sends one trace of ten"
        );
        self.endpoint().map(drop)
    }

    /// The collector's address for traces: `otlp_url` itself if it has a path of its own.
    pub(crate) fn endpoint(&self) -> anyhow::Result<String> {
        let text = self.otlp_url.as_ref().context(
            "telemetry.otlp_url is missing: write the collector's address, as in \
             otlp_url = \"http://127.0.0.1:4318\"",
        )?;
        let url = Url::parse(text).ok().filter(|url| ["http", "https"].contains(&url.scheme()));
        let url = url.with_context(|| {
            format!(
                "telemetry.otlp_url: \"{text}\" is no address: write it as \
                 \"http://127.0.0.1:4318\""
            )
        })?;
        let url = if url.path() == "/" { url.join("/v1/traces")? } else { url };
        Ok(url.into())
    }

    pub(crate) fn headers(&self) -> HashMap<String, String> {
        let named = self.headers.iter().map(|(name, value)| (name.as_str(), value));
        let all = named.chain(self.authorization.iter().map(|value| ("authorization", value)));
        all.map(|(name, value)| (name.to_owned(), value.expose().to_owned())).collect()
    }
}
