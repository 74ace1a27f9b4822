//! `[twilio]`: text messages and calls through Twilio, or anything that speaks the same API.

use std::path::{Path, PathBuf};

use anyhow::Context;
use channels::{Secret, twilio};
use serde::Deserialize;

use super::secret;

const USUAL: &str = "https://api.twilio.com";

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Twilio {
    base_url: Option<String>,
    account_sid: Option<String>,
    auth_token: Option<Secret>,
    auth_token_file: Option<PathBuf>,
    /// The number that messages and calls come from.
    from: Option<String>,
}

impl Twilio {
    pub(super) fn settle(&mut self, folder: &Path) -> anyhow::Result<()> {
        let file = self.auth_token_file.as_deref();
        secret::settle("twilio.auth_token", &mut self.auth_token, file, folder)?;
        self.voice().map(drop)
    }

    /// What signs the provider's calls to us.
    pub(crate) fn auth_token(&self) -> Option<&Secret> {
        self.auth_token.as_ref()
    }

    /// The voice that these settings give.
    pub(crate) fn voice(&self) -> anyhow::Result<channels::Twilio> {
        let base_url = self.base_url.as_deref().unwrap_or(USUAL);
        let sid = self.account_sid.as_deref().context(
            "twilio.account_sid is missing: write it as account_sid = \"AC...\", as in the \
             provider's console",
        )?;
        let token = self.auth_token.clone().context(
            "twilio.auth_token is missing: write it into a file and name that as \
             auth_token_file = \"twilio.token\"",
        )?;
        let from = self.from.as_deref().context(
            "twilio.from is missing: write the number of the sender as from = \"+15550100000\"",
        )?;
        Ok(channels::Twilio::new(&twilio::Settings::new(base_url, sid, token, from))?)
    }
}
