//! `[twilio]`: text messages and calls through Twilio, or anything that speaks the same API.

use std::{
    num::NonZeroU32,
    path::{Path, PathBuf},
};

use anyhow::Context;
use channels::{Secret, twilio};
use serde::Deserialize;

use super::secret;

const SECTION: &str = "twilio";
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
    /// What the contract with the provider allows, for one node.
    messages_per_second: Option<NonZeroU32>,
    calls_per_second: Option<NonZeroU32>,
    /// The provider that is used while this one fails: another account, or another address.
    second: Option<Box<Self>>,
}

impl Twilio {
    pub(super) fn settle(&mut self, folder: &Path) -> anyhow::Result<()> {
        let (mut name, mut next) = (SECTION.to_owned(), Some(&mut *self));
        while let Some(account) = next {
            let file = account.auth_token_file.as_deref();
            secret::settle(&format!("{name}.auth_token"), &mut account.auth_token, file, folder)?;
            name.push_str(".second");
            next = account.second.as_deref_mut();
        }
        self.voices().map(drop)
    }

    /// What signs the providers' calls to us.
    pub(crate) fn auth_tokens(&self) -> Vec<Secret> {
        self.in_a_row().into_iter().filter_map(|(_, account)| account.auth_token.clone()).collect()
    }

    /// The number that people call.
    pub(crate) fn number(&self) -> Option<&str> {
        self.from.as_deref()
    }

    /// The voices that these settings give, the preferred one first.
    pub(crate) fn voices(&self) -> anyhow::Result<Vec<channels::Twilio>> {
        self.in_a_row().into_iter().map(|(name, account)| account.voice(&name)).collect()
    }

    /// How many messages, and how many calls, each of them takes in a second.
    pub(crate) fn rates(&self) -> (Vec<Option<f64>>, Vec<Option<f64>>) {
        let rate = |rate: Option<NonZeroU32>| rate.map(|rate| f64::from(rate.get()));
        let accounts = self.in_a_row().into_iter();
        accounts
            .map(|(_, account)| (rate(account.messages_per_second), rate(account.calls_per_second)))
            .unzip()
    }

    fn voice(&self, name: &str) -> anyhow::Result<channels::Twilio> {
        let base_url = self.base_url.as_deref().unwrap_or(USUAL);
        let sid = self.account_sid.as_deref().with_context(|| {
            format!(
                "{name}.account_sid is missing: write it as account_sid = \"AC...\", as in the \
                 provider's console"
            )
        })?;
        let token = self.auth_token.clone().with_context(|| {
            format!(
                "{name}.auth_token is missing: write it into a file and name that as \
                 auth_token_file = \"twilio.token\""
            )
        })?;
        let from = self.from.as_deref().with_context(|| {
            format!(
                "{name}.from is missing: write the number of the sender as \
                 from = \"+15550100000\""
            )
        })?;
        let settings = twilio::Settings::new(base_url, sid, token, from);
        Ok(channels::Twilio::new(&twilio::Settings { name: name.to_owned(), ..settings })?)
    }

    /// This provider and those behind it, each with its section's name.
    fn in_a_row(&self) -> Vec<(String, &Self)> {
        let mut all = vec![(SECTION.to_owned(), self)];
        while let Some((name, Self { second: Some(second), .. })) = all.last() {
            all.push((format!("{name}.second"), second));
        }
        all
    }
}
