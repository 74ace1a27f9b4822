//! `[bridge]`: the call that gives synchronous updates.

use std::path::{Path, PathBuf};

use anyhow::bail;
use channels::{Conference, Secret, standard_webhooks};
use domain::directory::BridgeKind;
use engine::BridgeOptions;
use serde::{Deserialize, Deserializer, de};

use super::secret;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Bridge {
    /// A room behind a link, or a conference that dials people.
    kind: Option<BridgeKind>,
    /// `{room}` in it becomes a name that cannot be guessed.
    #[serde(deserialize_with = "link")]
    link: Option<String>,
    phone: Option<String>,
    pin: Option<String>,
    /// The service that opens calls.
    url: Option<String>,
    secret: Option<Secret>,
    secret_file: Option<PathBuf>,
}

impl Bridge {
    pub(super) fn settle(&mut self, folder: &Path) -> anyhow::Result<()> {
        secret::settle("bridge.secret", &mut self.secret, self.secret_file.as_deref(), folder)?;
        if let Some(secret) = &self.secret {
            if self.url.is_none() {
                bail!("bridge.secret is for a service: write its address as url, or remove it");
            }
            if let Err(problem) = standard_webhooks::sign(secret, "msg", 0, b"") {
                bail!("bridge.secret is none: {problem}");
            }
        }
        self.service().map(drop)
    }

    fn service(&self) -> anyhow::Result<Option<Conference>> {
        let open = |url: &String| Conference::new("bridge.url", url, self.secret.clone());
        Ok(self.url.as_ref().map(open).transpose()?)
    }

    pub(crate) fn is_conference(&self) -> bool {
        self.kind == Some(BridgeKind::Conference)
    }

    /// `dial_in` is the number of the provider of calls, where there is one.
    pub(crate) fn options(&self, dial_in: Option<String>) -> anyhow::Result<BridgeOptions> {
        let usual = BridgeOptions::default();
        Ok(BridgeOptions {
            link: self.link.clone().unwrap_or(usual.link),
            phone: self.phone.clone(),
            pin: self.pin.clone(),
            service: self.service()?,
            is_conference: self.is_conference(),
            dial_in,
        })
    }
}

fn link<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(from)?;
    if text.starts_with("https://") || text.starts_with("http://") {
        return Ok(Some(text));
    }
    let problem = format!("\"{text}\" is no link: write it as https://meet.example.com/{{room}}");
    Err(de::Error::custom(problem))
}
