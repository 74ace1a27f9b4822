//! `[bridge]`: the call that gives synchronous updates.

use engine::BridgeOptions;
use serde::{Deserialize, Deserializer, de};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Bridge {
    /// `{room}` in it becomes a name that cannot be guessed.
    #[serde(deserialize_with = "link")]
    link: Option<String>,
    phone: Option<String>,
    pin: Option<String>,
}

impl Bridge {
    pub(crate) fn options(&self) -> BridgeOptions {
        let usual = BridgeOptions::default();
        BridgeOptions {
            link: self.link.clone().unwrap_or(usual.link),
            phone: self.phone.clone(),
            pin: self.pin.clone(),
        }
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
