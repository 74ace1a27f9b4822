//! `[slack]`: pages and replies in Slack, through an app of the vendor's own.

use std::path::{Path, PathBuf};

use anyhow::Context;
use channels::{Secret, slack};
use serde::Deserialize;

use super::secret;

const USUAL: &str = "https://slack.com";

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Slack {
    base_url: Option<String>,
    bot_token: Option<Secret>,
    bot_token_file: Option<PathBuf>,
    signing_secret: Option<Secret>,
    signing_secret_file: Option<PathBuf>,
    /// Whether each emergency has a channel of its own.
    channels: bool,
}

impl Slack {
    pub(super) fn settle(&mut self, folder: &Path) -> anyhow::Result<()> {
        let file = self.bot_token_file.as_deref();
        secret::settle("slack.bot_token", &mut self.bot_token, file, folder)?;
        let file = self.signing_secret_file.as_deref();
        secret::settle("slack.signing_secret", &mut self.signing_secret, file, folder)?;
        self.voice().map(drop)
    }

    /// What signs Slack's calls to us; without it its buttons and its command do nothing.
    pub(crate) fn signing_secret(&self) -> Option<&Secret> {
        self.signing_secret.as_ref()
    }

    pub(crate) fn keeps_rooms(&self) -> bool {
        self.channels
    }

    pub(crate) fn voice(&self) -> anyhow::Result<channels::Slack> {
        let base_url = self.base_url.clone().unwrap_or_else(|| USUAL.to_owned());
        let bot_token = self.bot_token.clone().context(
            "slack.bot_token is missing: write the app's xoxb-... token into a file and name that \
             as bot_token_file = \"slack.token\"",
        )?;
        Ok(channels::Slack::new(&slack::Settings { base_url, bot_token })?)
    }
}
