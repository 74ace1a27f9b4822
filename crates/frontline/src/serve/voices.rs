//! Which providers each lane has.

use std::collections::BTreeMap;

use channels::{Channel, Webhook, webhook};
use store::Lane;

use crate::config::Configuration;

/// The voices that the configuration gives. Webhooks need none of its sections.
pub(crate) fn voices(
    configuration: &Configuration,
) -> anyhow::Result<BTreeMap<Lane, Vec<Channel>>> {
    let hook = Channel::Webhook(Webhook::new(&webhook::Settings::default())?);
    let mut voices =
        BTreeMap::from([(Lane::Webhook, vec![hook.clone()]), (Lane::Announcement, vec![hook])]);
    if let Some(email) = configuration.email.as_ref().filter(|email| email.speaks()) {
        voices.insert(Lane::Email, vec![Channel::Smtp(email.voice()?)]);
    }
    if let Some(twilio) = &configuration.twilio {
        let providers: Vec<_> = twilio.voices()?.into_iter().map(Channel::Twilio).collect();
        voices.insert(Lane::Sms, providers.clone());
        voices.insert(Lane::Voice, providers);
    }
    Ok(voices)
}
