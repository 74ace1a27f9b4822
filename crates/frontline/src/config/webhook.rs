//! `[[webhook]]`: the vendor's other software that wants to hear what happens.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail, ensure};
use channels::Secret;
use engine::Subscriber;
use serde::Deserialize;
use url::Url;

use super::secret;

/// What can be heard: the `type` of each message.
pub(super) const EVENTS: [&str; 7] = [
    "emergency.received",
    "emergency.answered",
    "emergency.milestone",
    "emergency.closed",
    "page.delivered",
    "page.unanswered",
    "switch.changed",
];

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Webhook {
    name: Option<String>,
    url: Option<String>,
    secret: Option<Secret>,
    secret_file: Option<PathBuf>,
    /// All of them, if empty.
    events: Vec<String>,
}

impl Webhook {
    pub(super) fn settle(&mut self, index: usize, folder: &Path) -> anyhow::Result<()> {
        let key = format!("webhook[{index}].secret");
        secret::settle(&key, &mut self.secret, self.secret_file.as_deref(), folder)?;
        for event in &self.events {
            let known = EVENTS.join(", ");
            ensure!(
                EVENTS.contains(&event.as_str()),
                "webhook[{index}].events: \"{event}\" never happens: write one of {known}"
            );
        }
        let problem = self.subscriber().err();
        problem.map_or(Ok(()), |problem| bail!("webhook[{index}].{problem}"))
    }

    pub(crate) fn subscriber(&self) -> anyhow::Result<Subscriber> {
        let name = self.name.clone().context("name is missing: write one that the log can show")?;
        let url =
            self.url.clone().context("url is missing: write where it goes, as https://...")?;
        let is_web = Url::parse(&url).is_ok_and(|url| ["http", "https"].contains(&url.scheme()));
        ensure!(is_web, "url is no address of the web: write it as https://chat.example.com/hook");
        let (secret, events) = (self.secret.clone(), self.events.clone());
        Ok(Subscriber { name, url, secret, chat: None, events })
    }
}

/// Deliveries find their webhook by its name.
pub(super) fn check_names(webhooks: &[Webhook]) -> anyhow::Result<()> {
    let mut names = BTreeSet::new();
    for name in webhooks.iter().filter_map(|webhook| webhook.name.as_deref()) {
        if !names.insert(name) {
            bail!("webhook.name: \"{name}\" is there twice: give one of them another name");
        }
    }
    Ok(())
}
