//! `[email]`: mail out, and later in.

use std::path::{Path, PathBuf};

use anyhow::Context;
use channels::{Secret, Smtp, smtp};
use serde::Deserialize;

use super::{secret, server::host_and_port};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Email {
    /// `smtp://`, `starttls://` or `smtps://`, with user and password.
    smtp_url: Option<Secret>,
    smtp_url_file: Option<PathBuf>,
    /// `Frontline <emergency@example.com>`.
    from: Option<String>,
    pub(crate) inbound: Option<Inbound>,
}

/// A listener that any MTA can hand mail to.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Inbound {
    #[serde(deserialize_with = "host_and_port")]
    pub(crate) listen: String,
    pub(crate) address: String,
}

impl Email {
    pub(super) fn settle(&mut self, folder: &Path) -> anyhow::Result<()> {
        secret::settle(
            "email.smtp_url",
            &mut self.smtp_url,
            self.smtp_url_file.as_deref(),
            folder,
        )?;
        self.voice().map(drop)
    }

    /// The voice that these settings give.
    pub(crate) fn voice(&self) -> anyhow::Result<Smtp> {
        let url = self.smtp_url.clone().context(
            "email.smtp_url is missing: write the relay as smtp_url = \"smtp://127.0.0.1:25\"",
        )?;
        let from = self.from.as_deref().context(
            "email.from is missing: write the sender as from = \"Frontline <emergency@example.com>\"",
        )?;
        Ok(Smtp::new(&smtp::Settings::new(url, from))?)
    }
}
