//! What the doors need to know of the configuration.

use std::{net::IpAddr, path::PathBuf};

use channels::Secret;
use url::Url;
use words::Language;

#[derive(Clone, Debug)]
pub struct Site {
    /// Where people reach us, without a path.
    pub public_url: Url,
    /// The vendor's name, as requesters know it.
    pub vendor: String,
    /// Where people reach us when the web does not: a phone number.
    pub phone: Option<String>,
    /// What is spoken where nobody's own language is known.
    pub language: Language,
    /// What a caller can choose among, the first being what the line speaks otherwise.
    pub line_languages: Vec<Language>,
    /// The folder of what requesters attach.
    pub attachments: PathBuf,
    /// What Twilio signs with, for each account; without any no hook of theirs is open.
    pub twilio_tokens: Vec<Secret>,
    /// Whether somebody who calls is put through to whoever is on call.
    pub connect_callers: bool,
    /// What Slack signs with; without it its hooks are closed.
    pub slack_secret: Option<Secret>,
    /// What Telegram shows with each call; without it its hook is closed.
    pub telegram_secret: Option<Secret>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
}

impl Site {
    /// A site at this address with everything else at its default.
    pub fn at(public_url: Url) -> Self {
        Self {
            public_url,
            vendor: "Support".to_owned(),
            phone: None,
            language: Language::default(),
            line_languages: Vec::new(),
            attachments: PathBuf::from("attachments"),
            twilio_tokens: Vec::new(),
            connect_callers: false,
            slack_secret: None,
            telegram_secret: None,
            trusted_proxies: Vec::new(),
        }
    }

    /// The whole address of a path of ours, which begins with a slash.
    pub(crate) fn url_of(&self, path: &str) -> String {
        format!("{}{path}", self.public_url.as_str().trim_end_matches('/'))
    }

    pub(crate) fn is_https(&self) -> bool {
        self.public_url.scheme() == "https"
    }
}
