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
        let twilio = Channel::Twilio(twilio.voice()?);
        voices.insert(Lane::Sms, vec![twilio.clone()]);
        voices.insert(Lane::Voice, vec![twilio]);
    }
    Ok(voices)
}
