//! Contact methods that no provider carries.

use std::collections::BTreeSet;

use crate::{
    Directory,
    directory::{ContactKind, Responder},
};

/// Each kind, its name, and the section of the configuration that gives it a voice.
const KINDS: [(ContactKind, &str, &str); 5] = [
    (ContactKind::Sms, "sms", "twilio"),
    (ContactKind::Voice, "voice", "twilio"),
    (ContactKind::Email, "email", "email"),
    (ContactKind::Slack, "slack", "slack"),
    (ContactKind::Telegram, "telegram", "telegram"),
];

impl Directory {
    /// One line for each kind of contact method that somebody has and nothing of `voices` carries.
    pub fn voiceless(&self, voices: &BTreeSet<ContactKind>) -> Vec<String> {
        let mut found = Vec::new();
        for (kind, name, section) in KINDS {
            let has_kind =
                |person: &&Responder| person.contact.iter().any(|contact| contact.kind == kind);
            let people: Vec<_> = self.responders.iter().filter(has_kind).collect();
            if let [first, others @ ..] = people.as_slice()
                && !voices.contains(&kind)
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
}
