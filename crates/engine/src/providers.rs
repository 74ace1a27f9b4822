//! Whether providers would take a message: address and credentials are tried, nothing is sent.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

use channels::Channel;
use domain::directory::ContactKind;
use jiff::Timestamp;
use store::Lane;

/// No provider is waited for any longer.
const TRY_WITHIN: Duration = Duration::from_secs(15);

/// What a provider said.
#[derive(Clone, Debug)]
pub struct Tried {
    pub provider: String,
    /// What it carries.
    pub lanes: Vec<Lane>,
    /// Why it would take nothing; `None` if it would.
    pub problem: Option<String>,
    pub took: Duration,
}

/// Tries every provider at once. One that carries several lanes is asked once.
pub async fn try_providers(voices: &BTreeMap<Lane, Vec<Channel>>, now: Timestamp) -> Vec<Tried> {
    let mut providers: Vec<(Channel, Vec<Lane>)> = Vec::new();
    for (lane, channels) in voices {
        for channel in channels {
            match providers.iter_mut().find(|(known, _)| known.name() == channel.name()) {
                Some((_, lanes)) => lanes.push(*lane),
                None => providers.push((channel.clone(), vec![*lane])),
            }
        }
    }
    let mut under_way = tokio::task::JoinSet::new();
    for (channel, lanes) in providers {
        under_way.spawn(async move {
            let begun = Instant::now();
            let answer = tokio::time::timeout(TRY_WITHIN, channel.check(now)).await;
            let problem = match answer {
                Ok(Ok(())) => None,
                Ok(Err(problem)) => Some(problem.reason()),
                Err(_) => Some(format!("no answer within {} s", TRY_WITHIN.as_secs())),
            };
            Tried { provider: channel.name().to_owned(), lanes, problem, took: begun.elapsed() }
        });
    }
    let mut tried = under_way.join_all().await;
    tried.sort_by_key(|one| one.lanes.first().copied());
    tried
}

/// The kinds of contact methods that some provider carries.
pub fn kinds_of(voices: &BTreeMap<Lane, Vec<Channel>>) -> BTreeSet<ContactKind> {
    let lanes = voices.iter().filter(|(_, channels)| !channels.is_empty()).map(|(lane, _)| lane);
    let kinds = lanes.filter_map(|lane| match lane {
        Lane::Sms => Some(ContactKind::Sms),
        Lane::Voice => Some(ContactKind::Voice),
        Lane::Email => Some(ContactKind::Email),
        Lane::Webhook => Some(ContactKind::Webhook),
        Lane::Slack => Some(ContactKind::Slack),
        Lane::Teams => Some(ContactKind::Teams),
        Lane::Mattermost => Some(ContactKind::Mattermost),
        Lane::Telegram => Some(ContactKind::Telegram),
        Lane::Ntfy => Some(ContactKind::Ntfy),
        Lane::Gotify => Some(ContactKind::Gotify),
        Lane::Push => Some(ContactKind::Push),
        Lane::Announcement | Lane::Forward | Lane::Room => None,
    });
    kinds.collect()
}
