//! Contact methods for which no provider is configured.

use domain::{Directory, directory::ContactKind};

use crate::config::Configuration;

/// One line for each kind of contact method that nothing can reach.
pub(super) fn missing_voices(configuration: &Configuration, directory: &Directory) -> Vec<String> {
    let mut found = Vec::new();
    for (kind, name, section, is_there) in [
        (ContactKind::Sms, "sms", "twilio", configuration.twilio.is_some()),
        (ContactKind::Voice, "voice", "twilio", configuration.twilio.is_some()),
        (ContactKind::Email, "email", "email", configuration.email.is_some()),
        (ContactKind::Slack, "slack", "slack", configuration.slack.is_some()),
        (ContactKind::Telegram, "telegram", "telegram", configuration.telegram.is_some()),
    ] {
        let has_kind = |person: &&domain::directory::Responder| {
            person.contact.iter().any(|contact| contact.kind == kind)
        };
        let people: Vec<_> = directory.responders.iter().filter(has_kind).collect();
        if let [first, others @ ..] = people.as_slice()
            && !is_there
        {
            let others = match others.len() {
                0 => String::new(),
                1 => " and 1 other".to_owned(),
                count => format!(" and {count} others"),
            };
            found.push(format!(
                "responder {}{others}: {name} reaches nobody, as the configuration has no \
                 [{section}]: add that section",
                first.id
            ));
        }
    }
    found
}
