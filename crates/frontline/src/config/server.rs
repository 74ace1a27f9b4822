//! `[server]`: where people and providers reach us.

use std::{net::IpAddr, path::PathBuf};

use serde::{Deserialize, Deserializer, de};
use url::Url;
use words::Language;

#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Server {
    /// `127.0.0.1:8080`; port 0 takes any that is free.
    #[serde(deserialize_with = "host_and_port")]
    pub(crate) listen: String,
    /// Lets another copy of the program listen beside this one, so that an upgrade overlaps.
    pub(crate) share_port: bool,
    /// Where people and providers reach us from outside; where we listen, if it is not set.
    #[serde(deserialize_with = "web_address")]
    pub(crate) public_url: Option<Url>,
    /// The vendor's name, as requesters know it.
    pub(crate) vendor: Option<String>,
    /// The vendor's emergency phone number, for when nothing else works.
    pub(crate) phone: Option<String>,
    /// What is spoken where nobody's own language is known.
    #[serde(deserialize_with = "language")]
    pub(crate) language: Language,
    /// The name of this node among several on one database; that of the machine, if it is not set.
    pub(crate) node: Option<String>,
    /// The folder of what requesters attach; of several nodes the same.
    pub(crate) data_dir: PathBuf,
    /// Proxies whose `X-Forwarded-For` is believed.
    #[serde(deserialize_with = "addresses")]
    pub(crate) trusted_proxies: Vec<IpAddr>,
}

impl Server {
    /// Where the files lie that requesters attach.
    pub(crate) fn attachments(&self) -> PathBuf {
        self.data_dir.join("attachments")
    }
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".to_owned(),
            share_port: false,
            public_url: None,
            vendor: None,
            phone: None,
            language: Language::default(),
            node: None,
            data_dir: PathBuf::from("."),
            trusted_proxies: Vec::new(),
        }
    }
}

pub(super) fn host_and_port<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    let port = text.rsplit_once(':').filter(|(host, _)| !host.is_empty());
    if port.is_some_and(|(_, port)| port.parse::<u16>().is_ok()) {
        return Ok(text);
    }
    let problem = format!("\"{text}\" is no address to listen on: write it as 127.0.0.1:8080");
    Err(de::Error::custom(problem))
}

/// Only scheme, host and port of it count.
fn web_address<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Url>, D::Error> {
    let text = String::deserialize(from)?;
    let url = Url::parse(&text).ok().filter(|url| ["http", "https"].contains(&url.scheme()));
    let plain = url.filter(|url| url.has_host() && url.path() == "/" && url.query().is_none());
    let problem = || {
        format!(
            "\"{text}\" is no address without a path: write it as https://emergency.example.com"
        )
    };
    plain.map(Some).ok_or_else(|| de::Error::custom(problem()))
}

fn language<'de, D: Deserializer<'de>>(from: D) -> Result<Language, D::Error> {
    language_of(&String::deserialize(from)?).map_err(de::Error::custom)
}

pub(super) fn language_of(tag: &str) -> Result<Language, String> {
    let exactly = |language: &Language| language.tag() == tag;
    Language::ALL.into_iter().find(exactly).ok_or_else(|| {
        let all = Language::ALL.map(|language| format!("\"{}\"", language.tag())).join(", ");
        format!("\"{tag}\" is no language of ours: write one of {all}")
    })
}

fn addresses<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<IpAddr>, D::Error> {
    let texts = Vec::<String>::deserialize(from)?;
    let read = |text: &String| {
        let problem = || format!("\"{text}\" is no IP address: write it as 10.0.0.1");
        text.parse().map_err(|_| de::Error::custom(problem()))
    };
    texts.iter().map(read).collect()
}
