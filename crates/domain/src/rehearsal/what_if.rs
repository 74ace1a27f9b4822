//! What if a provider is down, or a person does not hear the phone?

use std::collections::BTreeSet;

use serde::Serialize;

use super::Waits;
use crate::{
    Directory,
    directory::{ContactKind, Target},
    id::ResponderId,
};

/// One thing that goes wrong in all of the weeks, and what it does.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WhatIf {
    #[serde(flatten)]
    pub it: If,
    pub answer: Waits,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "if", rename_all = "snake_case")]
pub enum If {
    /// The weeks as they are.
    NothingElse,
    /// Messages of these kinds are taken, and never arrive.
    ProviderDown {
        kinds: Vec<ContactKind>,
    },
    DoesNotHear {
        responder: ResponderId,
    },
    /// Several things at once.
    Together {
        all: Vec<If>,
    },
}

/// More people are not tried one by one.
const MAX_PEOPLE: usize = 50;

/// Text messages and calls come from one provider.
const PROVIDERS: [&[ContactKind]; 10] = [
    &[ContactKind::Sms, ContactKind::Voice],
    &[ContactKind::Email],
    &[ContactKind::Webhook],
    &[ContactKind::Slack],
    &[ContactKind::Teams],
    &[ContactKind::Mattermost],
    &[ContactKind::Telegram],
    &[ContactKind::Ntfy],
    &[ContactKind::Gotify],
    &[ContactKind::Push],
];

impl If {
    /// Everything that can go wrong with this directory, one at a time.
    pub(super) fn all(directory: &Directory) -> Vec<Self> {
        let contacts = directory.responders.iter().flat_map(|person| &person.contact);
        let used: BTreeSet<_> = contacts.map(|contact| contact.kind).collect();
        let down = PROVIDERS.iter().filter_map(|kinds| {
            let kinds: Vec<_> = kinds.iter().copied().filter(|kind| used.contains(kind)).collect();
            (!kinds.is_empty()).then_some(Self::ProviderDown { kinds })
        });
        let paged = paged(directory);
        let deaf = directory.responders.iter().map(|person| &person.id);
        let deaf = deaf.filter(|id| paged.contains(id)).take(MAX_PEOPLE);
        let deaf = deaf.map(|id| Self::DoesNotHear { responder: id.clone() });
        down.chain(deaf).collect()
    }

    pub(super) fn reaches(&self, responder: &ResponderId, kind: ContactKind) -> bool {
        match self {
            Self::NothingElse => true,
            Self::ProviderDown { kinds } => !kinds.contains(&kind),
            Self::DoesNotHear { responder: deaf } => deaf != responder,
            Self::Together { all } => all.iter().all(|one| one.reaches(responder, kind)),
        }
    }
}

/// Everybody whom some policy may page.
fn paged(directory: &Directory) -> BTreeSet<&ResponderId> {
    let mut paged = BTreeSet::new();
    for target in directory.policies.iter().flat_map(|policy| &policy.steps).flat_map(|it| &it.page)
    {
        match target {
            Target::Responder(id) => {
                paged.insert(id);
            }
            Target::Team(id) => {
                paged.extend(directory.team(id).iter().flat_map(|team| &team.members));
            }
            Target::Schedule(id) => {
                if let Some(schedule) = directory.schedule(id) {
                    paged.extend(schedule.rotations.iter().flat_map(|layer| &layer.members));
                    paged.extend(schedule.overrides.iter().map(|over| &over.responder));
                }
            }
        }
    }
    paged
}
