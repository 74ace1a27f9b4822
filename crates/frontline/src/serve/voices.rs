//! Which providers each lane has.

use std::collections::BTreeMap;

use channels::{Channel, Gotify, Guard, Mattermost, Ntfy, Teams, WebPush, Webhook, webhook};
use store::Lane;

use crate::config::Configuration;

/// How many messages a second the providers of a lane take.
pub(super) fn rates(configuration: &Configuration) -> BTreeMap<Lane, Vec<Option<f64>>> {
    let Some(twilio) = &configuration.twilio else { return BTreeMap::new() };
    let (messages, calls) = twilio.rates();
    BTreeMap::from([(Lane::Sms, messages), (Lane::Voice, calls)])
}

/// The voices that the configuration gives. What posts to a responder's own address needs none of
/// its sections.
pub(crate) fn voices(
    configuration: &Configuration,
) -> anyhow::Result<BTreeMap<Lane, Vec<Channel>>> {
    let hook = Channel::Webhook(Webhook::new(&webhook::Settings::default())?);
    let mut voices = BTreeMap::from([
        (Lane::Webhook, vec![hook.clone()]),
        (Lane::Announcement, vec![hook.clone()]),
        (Lane::Forward, vec![hook]),
    ]);
    if let Some(email) = configuration.email.as_ref().filter(|email| email.speaks()) {
        voices.insert(Lane::Email, vec![Channel::Smtp(email.voice()?)]);
    }
    if let Some(twilio) = &configuration.twilio {
        let providers: Vec<_> = twilio.voices()?.into_iter().map(Channel::Twilio).collect();
        voices.insert(Lane::Sms, providers.clone());
        voices.insert(Lane::Voice, providers);
    }
    voices.insert(Lane::Teams, vec![Channel::Teams(Teams::new()?)]);
    voices.insert(Lane::Mattermost, vec![Channel::Mattermost(Mattermost::new()?)]);
    voices.insert(Lane::Ntfy, vec![Channel::Ntfy(Ntfy::new()?)]);
    voices.insert(Lane::Gotify, vec![Channel::Gotify(Gotify::new()?)]);
    voices.insert(Lane::Push, vec![Channel::Push(WebPush::new(Guard::default())?)]);
    if let Some(slack) = &configuration.slack {
        let voice = Channel::Slack(slack.voice()?);
        if slack.keeps_rooms() {
            voices.insert(Lane::Room, vec![voice.clone()]);
        }
        voices.insert(Lane::Slack, vec![voice]);
    }
    if let Some(telegram) = &configuration.telegram {
        voices.insert(Lane::Telegram, vec![Channel::Telegram(telegram.voice()?)]);
    }
    Ok(voices)
}
