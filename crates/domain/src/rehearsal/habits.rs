//! How people and providers are assumed to be, so that a rehearsal can be judged by whoever reads
//! it. The numbers are careful guesses, not measurements.

use serde::Serialize;

use crate::directory::ContactKind;

/// How people and providers are.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Habits {
    /// The share of emergencies in which a given person hears nothing at all: no signal, ill, a
    /// phone that is off.
    pub out_of_reach: f64,
    /// The share of messages that a provider takes and loses.
    pub lost: f64,
    /// The hours at which people sleep, on their own clock.
    pub asleep_from_hour: i8,
    pub asleep_until_hour: i8,
    pub voice: Habit,
    pub sms: Habit,
    pub webhook: Habit,
    pub email: Habit,
}

/// What one kind of message does to a person.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Habit {
    /// How likely it is heard by somebody who is awake.
    pub heard_awake: f64,
    /// How likely it wakes somebody.
    pub heard_asleep: f64,
    /// How long it is under way, in seconds: from, to.
    pub under_way_seconds: (f64, f64),
    /// How long a person who has heard it takes to answer, in seconds: from, to.
    pub answered_after_seconds: (f64, f64),
}

impl Habits {
    pub fn usual() -> Self {
        let habit = |heard_awake, heard_asleep, under_way_seconds, answered_after_seconds| Habit {
            heard_awake,
            heard_asleep,
            under_way_seconds,
            answered_after_seconds,
        };
        Self {
            out_of_reach: 0.04,
            lost: 0.01,
            asleep_from_hour: 23,
            asleep_until_hour: 7,
            voice: habit(0.85, 0.75, (4.0, 15.0), (10.0, 60.0)),
            sms: habit(0.75, 0.4, (2.0, 20.0), (15.0, 120.0)),
            webhook: habit(0.65, 0.3, (1.0, 5.0), (15.0, 150.0)),
            email: habit(0.2, 0.02, (2.0, 60.0), (30.0, 300.0)),
        }
    }

    pub(super) fn of(&self, kind: ContactKind) -> &Habit {
        match kind {
            ContactKind::Voice => &self.voice,
            ContactKind::Sms => &self.sms,
            ContactKind::Webhook
            | ContactKind::Slack
            | ContactKind::Teams
            | ContactKind::Mattermost
            | ContactKind::Telegram
            | ContactKind::Ntfy
            | ContactKind::Gotify
            | ContactKind::Push => &self.webhook,
            ContactKind::Email => &self.email,
        }
    }

    pub(super) fn sleeps_at(&self, hour: i8) -> bool {
        hour >= self.asleep_from_hour || hour < self.asleep_until_hour
    }
}
