//! `[email]`: mail out, and in.

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
    /// The name of the mail server whose word on senders is believed, as it stands in
    /// `Authentication-Results`.
    trusted_server: Option<String>,
}

impl Inbound {
    pub(crate) fn settings(&self) -> anyhow::Result<mailroom::Settings> {
        let address = mailroom::Address::parse(&self.address).context(
            "email.inbound.address is not a mail address: write it as emergency@example.com",
        )?;
        Ok(mailroom::Settings { address, trusted_server: self.trusted_server.clone() })
    }
}

impl Email {
    pub(super) fn settle(&mut self, folder: &Path) -> anyhow::Result<()> {
        secret::settle(
            "email.smtp_url",
            &mut self.smtp_url,
            self.smtp_url_file.as_deref(),
            folder,
        )?;
        if let Some(inbound) = &self.inbound {
            inbound.settings()?;
        }
        if self.speaks() { self.voice().map(drop) } else { Ok(()) }
    }

    /// Whether mail goes out at all: who only receives says nothing of a relay.
    pub(crate) fn speaks(&self) -> bool {
        self.inbound.is_none() || self.smtp_url.is_some() || self.from.is_some()
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
