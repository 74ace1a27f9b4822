//! A responder and the ways to reach them.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::window::{Hours, Window};
use crate::{
    duration,
    id::{ContactId, ResponderId},
    zone::Clock,
};

/// What people can be told in; `words` has the sentences.
pub const LANGUAGES: [&str; 5] = ["en", "de", "fr", "es", "ja"];

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Responder {
    pub id: ResponderId,
    pub name: String,
    /// An IANA name.
    #[serde(default = "utc")]
    pub time_zone: String,
    /// What they are told in, such as `de`; the installation's, if it is not set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    #[serde(default = "responder_only")]
    pub roles: Vec<Role>,
    #[serde(default)]
    pub contact: Vec<Contact>,
    /// In which order and after which delay the contact methods are used for a page. Without
    /// any, all methods are used at once.
    #[serde(default)]
    pub rules: Vec<Rule>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Responder,
    Lead,
    Admin,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    pub id: ContactId,
    pub kind: ContactKind,
    /// Empty for notifications: browsers and phones are added by their owner.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// What signs outgoing webhooks (`whsec_...`), or the token of an ntfy or Gotify server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    Sms,
    Voice,
    Email,
    Webhook,
    /// A message of our Slack app to one of its users.
    Slack,
    /// A workflow of Microsoft Teams.
    Teams,
    /// An incoming webhook of Mattermost.
    Mattermost,
    /// A chat with our Telegram bot.
    Telegram,
    /// A topic of an ntfy server.
    Ntfy,
    /// An application of a Gotify server.
    Gotify,
    /// The browsers and phones on which its owner has turned notifications on.
    Push,
}

impl ContactKind {
    /// As it is written in the directory.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Voice => "voice",
            Self::Email => "email",
            Self::Webhook => "webhook",
            Self::Slack => "slack",
            Self::Teams => "teams",
            Self::Mattermost => "mattermost",
            Self::Telegram => "telegram",
            Self::Ntfy => "ntfy",
            Self::Gotify => "gotify",
            Self::Push => "push",
        }
    }

    /// Whether a contact of this kind can have a secret: what signs a webhook, or a token of a server.
    pub(crate) fn takes_secret(self) -> bool {
        matches!(self, Self::Webhook | Self::Ntfy | Self::Gotify)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub via: ContactId,
    #[serde(with = "duration", default = "at_once")]
    pub after: SignedDuration,
    /// The hours of the week, on the person's clocks, in which this rule counts; always, if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub during: Vec<Window>,
}

impl Responder {
    pub fn contact(&self, id: &ContactId) -> Option<&Contact> {
        self.contact.iter().find(|contact| contact.id == *id)
    }

    /// The contact methods in the order of use for a page at `now`, each with its delay. An hour
    /// for which there is no rule takes all rules: a page must never find none.
    pub fn ring_order(&self, now: Timestamp) -> Vec<(SignedDuration, ContactId)> {
        let known = || self.rules.iter().filter(|rule| self.contact(&rule.via).is_some());
        let in_order = |rule: &Rule| (rule.after, rule.via.clone());
        let clock = Clock::of(&self.time_zone);
        let counts = |rule: &&Rule| rule.counts(now, clock.as_ref());
        let mut order: Vec<_> = known().filter(counts).map(in_order).collect();
        if order.is_empty() {
            order = known().map(in_order).collect();
        }
        if order.is_empty() {
            order = self.contact.iter().map(|contact| (at_once(), contact.id.clone())).collect();
        }
        order.sort_by_key(|(after, _)| *after);
        order
    }

    /// The first contact methods that make no phone ring; all first ones if each does.
    pub fn quiet_contacts(&self, now: Timestamp) -> Vec<ContactId> {
        let order = self.ring_order(now);
        let is_quiet = |id: &ContactId| {
            self.contact(id).is_some_and(|contact| contact.kind != ContactKind::Voice)
        };
        let quiet: Vec<_> = order.iter().filter(|(_, id)| is_quiet(id)).collect();
        let chosen = if quiet.is_empty() { order.iter().collect() } else { quiet };
        let earliest = chosen.iter().map(|(after, _)| *after).min();
        let first = chosen.into_iter().filter(|(after, _)| Some(*after) == earliest);
        sorted(first.map(|(_, id)| id.clone()).collect())
    }

    /// Every contact method that would page.
    pub fn loud_contacts(&self, now: Timestamp) -> Vec<ContactId> {
        sorted(self.ring_order(now).into_iter().map(|(_, contact)| contact).collect())
    }
}

impl Contact {
    /// Whether it is of this kind and at this address; numbers are compared by their digits.
    pub fn is_at(&self, kind: ContactKind, address: &str) -> bool {
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let same = if matches!(kind, ContactKind::Sms | ContactKind::Voice) {
            let number = digits(address);
            !number.is_empty() && digits(&self.address) == number
        } else {
            self.address == address
        };
        self.kind == kind && same
    }
}

impl Rule {
    fn counts(&self, now: Timestamp, clock: Option<&Clock>) -> bool {
        self.during.is_empty()
            || clock.is_none_or(|clock| Hours::read(&self.during).contain(now, clock))
    }
}

fn sorted(mut contacts: Vec<ContactId>) -> Vec<ContactId> {
    contacts.sort();
    contacts.dedup();
    contacts
}

fn utc() -> String {
    "UTC".to_owned()
}

fn responder_only() -> Vec<Role> {
    vec![Role::Responder]
}

fn at_once() -> SignedDuration {
    SignedDuration::ZERO
}

impl super::Directory {
    /// Whose phone this is: by text message or voice contacts, compared by their digits.
    pub fn owner_of(&self, number: &str) -> Option<&Responder> {
        let is_it = |contact: &Contact| {
            contact.is_at(ContactKind::Sms, number) || contact.is_at(ContactKind::Voice, number)
        };
        self.responders.iter().find(|person| person.contact.iter().any(is_it))
    }

    /// The directory in which this person is also called by notifications, at once in each hour for
    /// which there are rules; `None` if that is so already, or there is no such person.
    pub fn with_push(&self, id: &ResponderId) -> Option<Self> {
        let mut next = self.clone();
        let person = next.responders.iter_mut().find(|person| person.id == *id)?;
        if person.contact.iter().any(|contact| contact.kind == ContactKind::Push) {
            return None;
        }
        let is_free = |id: &ContactId| person.contact(id).is_none();
        let mut names = ["push", "push-2", "notifications"].into_iter().map(ContactId::from);
        let via = names.find(is_free)?;
        let mut hours: Vec<Vec<Window>> = Vec::new();
        for rule in &person.rules {
            if !hours.contains(&rule.during) {
                hours.push(rule.during.clone());
            }
        }
        // Never a rule for more hours than have one: an hour without any takes all of them.
        let rule = |during| Rule { via: via.clone(), after: at_once(), during };
        person.rules.extend(hours.into_iter().map(rule));
        person.contact.push(Contact {
            id: via.clone(),
            kind: ContactKind::Push,
            address: String::new(),
            secret: None,
        });
        Some(next)
    }

    /// Whether more than one person is reached at this address or number, by whatever means.
    pub fn has_several_at(&self, address: &str) -> bool {
        let is_it = |contact: &Contact| contact.is_at(contact.kind, address);
        self.responders.iter().filter(|person| person.contact.iter().any(is_it)).count() > 1
    }

    /// Who has exactly this address among their contacts of this kind.
    pub fn holder_of(&self, kind: ContactKind, address: &str) -> Option<&Responder> {
        let is_it = |contact: &Contact| contact.kind == kind && contact.address == address;
        self.responders.iter().find(|person| person.contact.iter().any(is_it))
    }
}
