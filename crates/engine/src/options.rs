//! What the engine is started with, besides the rules' own settings.

use std::{collections::BTreeMap, path::PathBuf};

use channels::{Channel, Conference, Secret};
use domain::directory::ContactKind;
use store::Lane;

use crate::{HeartbeatOptions, WatchOptions};

#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The name of this node, for people.
    pub node: String,
    /// Where people and providers reach the doors, without a slash at the end.
    pub public_url: String,
    /// The vendor's emergency phone number, for when nothing else works.
    pub phone: Option<String>,
    /// What is spoken where nobody's own language is known.
    pub language: words::Language,
    pub bridge: BridgeOptions,
    /// The providers of each lane, the preferred one first; the next is tried when one fails.
    pub voices: BTreeMap<Lane, Vec<Channel>>,
    /// How many messages a second each of them takes, in the same order; `None` for what has no limit.
    pub rates: BTreeMap<Lane, Vec<Option<f64>>>,
    /// Where mail is received; replies go there, each with a part of its own before the @.
    pub mail_in: Option<String>,
    /// The folder of what requesters attach.
    pub attachments: PathBuf,
    /// Outgoing webhooks of the vendor's other software.
    pub subscribers: Vec<Subscriber>,
    /// Desks outside, to which tickets are forwarded.
    pub outside_desks: Vec<DeskAddress>,
    /// How deliveries and requesters get their names.
    pub ids: crate::Ids,
    /// The service outside that raises the alarm when nothing is heard of this.
    pub heartbeat: Option<HeartbeatOptions>,
    /// Another installation, which this one watches.
    pub watch: Option<WatchOptions>,
    /// How much room is kept on the disk for when it is full, in bytes.
    pub reserve_bytes: u64,
    /// The folder in which the signed documents of switches are kept up to date.
    pub switch_documents: Option<PathBuf>,
}

/// How a call is opened. `{room}` in the link becomes a name that cannot be guessed.
#[derive(Clone, Debug)]
pub struct BridgeOptions {
    pub link: String,
    pub phone: Option<String>,
    pub pin: Option<String>,
    /// The vendor's own service that opens calls; what stands above counts if it does not.
    pub service: Option<Conference>,
    /// The number that people dial for a conference, where the provider of calls can hold one.
    pub dial_in: Option<String>,
    /// Whether a call is a conference, unless a team has its own.
    pub is_conference: bool,
}

impl Options {
    /// The tag of somebody's language, if it is known and spoken here; else of ours.
    pub(crate) fn locale(&self, known: Option<&str>) -> String {
        let spoken = known.filter(|tag| words::Language::spoken(tag).is_some());
        spoken.unwrap_or(self.language.tag()).to_owned()
    }

    /// How a responder reads.
    pub(crate) fn reader_of(&self, person: &domain::directory::Responder) -> words::Reader {
        words::Reader {
            locale: self.locale(person.language.as_deref()),
            time_zone: person.time_zone.clone(),
            ..words::Reader::default()
        }
    }

    /// Somebody of whom no more is known than this.
    pub(crate) fn reader(&self, locale: Option<&str>, time_zone: Option<&str>) -> words::Reader {
        words::Reader {
            locale: self.locale(locale),
            time_zone: time_zone.unwrap_or("UTC").to_owned(),
            ..words::Reader::default()
        }
    }
}

impl Default for BridgeOptions {
    fn default() -> Self {
        Self {
            link: "https://meet.jit.si/{room}".to_owned(),
            phone: None,
            pin: None,
            service: None,
            dial_in: None,
            is_conference: false,
        }
    }
}

/// Where a desk outside is reached; which tickets it gets, the rules' own settings say.
#[derive(Clone, Debug, Default)]
pub struct DeskAddress {
    pub name: String,
    pub url: Option<String>,
    pub secret: Option<Secret>,
    pub email: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Subscriber {
    pub name: String,
    pub url: String,
    pub secret: Option<Secret>,
    /// The chat or push server that it is a channel of; a webhook, if it is none.
    pub chat: Option<ContactKind>,
    /// Which announcements it wants; all, if empty.
    pub events: Vec<String>,
}
