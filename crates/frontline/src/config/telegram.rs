//! `[telegram]`: pages and replies in Telegram, through a bot of the vendor's own.

use std::path::{Path, PathBuf};

use anyhow::Context;
use channels::{Secret, telegram};
use serde::Deserialize;

use super::secret;

const USUAL: &str = "https://api.telegram.org";

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Telegram {
    base_url: Option<String>,
    bot_token: Option<Secret>,
    bot_token_file: Option<PathBuf>,
    /// The `secret_token` that the bot's webhook was set with.
    hook_secret: Option<Secret>,
    hook_secret_file: Option<PathBuf>,
}

impl Telegram {
    pub(super) fn settle(&mut self, folder: &Path) -> anyhow::Result<()> {
        let file = self.bot_token_file.as_deref();
        secret::settle("telegram.bot_token", &mut self.bot_token, file, folder)?;
        let file = self.hook_secret_file.as_deref();
        secret::settle("telegram.hook_secret", &mut self.hook_secret, file, folder)?;
        self.voice().map(drop)
    }

    /// What Telegram shows with each call to us; without it buttons and replies do nothing.
    pub(crate) fn hook_secret(&self) -> Option<&Secret> {
        self.hook_secret.as_ref()
    }

    pub(crate) fn voice(&self) -> anyhow::Result<channels::Telegram> {
        let base_url = self.base_url.clone().unwrap_or_else(|| USUAL.to_owned());
        let bot_token = self.bot_token.clone().context(
            "telegram.bot_token is missing: write the bot's token into a file and name that as \
             bot_token_file = \"telegram.token\"",
        )?;
        Ok(channels::Telegram::new(&telegram::Settings { base_url, bot_token })?)
    }
}
