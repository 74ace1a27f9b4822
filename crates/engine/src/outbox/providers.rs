//! Which provider of a lane is asked: the preferred one, and the next when it fails. One that fails
//! again and again is left alone for a while, as long as there is another.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use channels::{Breaker, Channel, DeliveryError, Outgoing, Sent};
use domain::message::{Content, Urgency};
use jiff::SignedDuration;
use store::{Delivery, Lane};
use traces::Instrument;

use super::discreet::discreet;
use crate::{Engine, figures::outcome};

/// No provider may hold a delivery longer; well below the lease, also for two in a row.
const PATIENCE: Duration = Duration::from_secs(20);
/// For a page that another provider could carry.
const PATIENCE_BESIDE_ANOTHER: Duration = Duration::from_secs(5);
/// So many failures in a row, and a provider is left alone.
const FAILURES: u32 = 3;
/// Then one message shows whether it is well again.
const REST: SignedDuration = SignedDuration::from_secs(30);

/// The state of each lane's providers, in the order of preference.
#[derive(Debug)]
pub(crate) struct Providers(BTreeMap<Lane, Vec<Mutex<Breaker>>>);

impl Providers {
    pub(crate) fn of(voices: &BTreeMap<Lane, Vec<Channel>>) -> Self {
        let breaker = |_: &Channel| Mutex::new(Breaker::new(FAILURES, REST));
        let lane = |(lane, channels): (&Lane, &Vec<Channel>)| {
            (*lane, channels.iter().map(breaker).collect())
        };
        Self(voices.iter().map(lane).collect())
    }

    /// What `ask` says of a provider's breaker.
    fn with<T>(&self, lane: Lane, index: usize, ask: impl FnOnce(&mut Breaker) -> T) -> Option<T> {
        let breaker = self.0.get(&lane)?.get(index)?;
        Some(ask(&mut breaker.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

impl Engine {
    /// Hands a message to the first provider of its lane that takes it.
    pub(crate) async fn send(
        &self,
        delivery: &Delivery,
        message: &Outgoing,
    ) -> Result<Sent, DeliveryError> {
        let channels = self.channels(delivery.lane);
        let is_page = delivery.urgency == Urgency::Page;
        let (mut resting, mut worst) = (Vec::new(), None);
        // Two accounts hold two conferences: everybody is called from the first one.
        let most = if delivery.message.content == Content::JoinCall { 1 } else { usize::MAX };
        for index in 0..channels.len().min(most) {
            if channels.len() > 1 && !self.may_ask(delivery.lane, index) {
                resting.push(index);
                continue;
            }
            let is_last = index + 1 == channels.len();
            let patience = if is_page && !is_last { PATIENCE_BESIDE_ANOTHER } else { PATIENCE };
            match self.ask(delivery, index, message, patience).await {
                Ok(sent) => return Ok(sent),
                Err(error) => worst = Some(milder(worst, error)),
            }
        }
        // A page never waits for a provider to have rested, if no other takes it.
        let others = if is_page || worst.is_none() { resting } else { Vec::new() };
        for index in others {
            match self.ask(delivery, index, message, PATIENCE_BESIDE_ANOTHER).await {
                Ok(sent) => return Ok(sent),
                Err(error) => worst = Some(milder(worst, error)),
            }
        }
        Err(worst.unwrap_or_else(|| DeliveryError::Refused("no provider is set up".into())))
    }

    async fn ask(
        &self,
        delivery: &Delivery,
        index: usize,
        message: &Outgoing,
        patience: Duration,
    ) -> Result<Sent, DeliveryError> {
        let channel = &self.channels(delivery.lane)[index];
        let span = traces::span!(
            "send",
            otel.kind = "client",
            provider = channel.name(),
            outcome = tracing::field::Empty,
            otel.status_code = tracing::field::Empty,
        );
        let sending = tokio::time::timeout(patience, channel.send(message, self.now()));
        let sent = sending.instrument(span.clone()).await.unwrap_or_else(|_| {
            let text = format!("no answer within {} s", patience.as_secs());
            Err(DeliveryError::Unavailable(text.into()))
        });
        span.record("outcome", outcome(&sent));
        if sent.is_err() {
            span.record("otel.status_code", "ERROR");
        }
        self.learn(delivery.lane, index, &sent);
        self.shared.figures.attempted(channel.name(), &sent);
        if let Err(error) = &sent
            && self.channels(delivery.lane).len() > 1
        {
            let (problem, provider) = (discreet(&error.reason()), channel.name());
            tracing::warn!(delivery = delivery.id, provider, problem, "the next provider is tried");
        }
        sent
    }

    fn may_ask(&self, lane: Lane, index: usize) -> bool {
        let now = self.now();
        self.shared.providers.with(lane, index, |breaker| breaker.try_pass(now)).unwrap_or(true)
    }

    fn learn(&self, lane: Lane, index: usize, sent: &Result<Sent, DeliveryError>) {
        let now = self.now();
        let changed = self.shared.providers.with(lane, index, |breaker| {
            let before = breaker.is_open();
            match sent {
                // Who refuses one message has answered.
                Ok(_) | Err(DeliveryError::Refused(_)) => breaker.succeeded(),
                Err(DeliveryError::Unavailable(_) | DeliveryError::Busy(_)) => breaker.failed(now),
            }
            (before != breaker.is_open()).then(|| breaker.is_open())
        });
        let provider = self.channels(lane)[index].name();
        match changed.flatten() {
            Some(true) => tracing::error!(
                provider,
                lane = lane.name(),
                "a provider failed {FAILURES} times in a row: another one is used, if there is one, \
                 and it is tried again every {REST:#}"
            ),
            Some(false) => tracing::info!(provider, lane = lane.name(), "a provider is well again"),
            None => {}
        }
    }

    /// How many messages a second the provider takes that is asked now.
    pub(crate) fn limit_of(&self, lane: Lane) -> Option<f64> {
        let rates = self.options().rates.get(&lane)?;
        let now = self.now();
        let rests = |index: usize| {
            let rests = |breaker: &mut Breaker| breaker.resting_until(now).is_some();
            self.shared.providers.with(lane, index, rests).unwrap_or(false)
        };
        let asked = (0..rates.len()).find(|index| !rests(*index)).unwrap_or(0);
        rates.get(asked).copied().flatten()
    }

    /// What was to leave is not wanted any more: another may leave in its place.
    pub(super) fn did_not_leave(&self, lane: Lane) {
        if let Some(pace) = self.shared.outbox.pace(lane) {
            pace.put_back(1);
        }
    }

    /// Learns from what became of a message how fast the lane may go on.
    pub(super) fn keep_pace(&self, lane: Lane, sent: &Result<Sent, DeliveryError>) {
        let Some(pace) = self.shared.outbox.pace(lane).filter(|_| has_one_limit(lane)) else {
            return;
        };
        match sent {
            Ok(_) => pace.was_taken(Instant::now()),
            Err(DeliveryError::Busy(seconds)) => pace.was_held(*seconds, Instant::now()),
            Err(DeliveryError::Unavailable(_) | DeliveryError::Refused(_)) => {}
        }
    }

    fn channels(&self, lane: Lane) -> &[Channel] {
        self.options().voices.get(&lane).map_or(&[][..], Vec::as_slice)
    }

    /// The providers that have just failed again and again, with their lanes.
    pub fn failing_providers(&self) -> Vec<(Lane, String)> {
        let (mut failing, now) = (Vec::new(), self.now());
        for (lane, channels) in &self.options().voices {
            for (index, channel) in channels.iter().enumerate() {
                let rests = |breaker: &mut Breaker| breaker.resting_until(now).is_some();
                if self.shared.providers.with(*lane, index, rests) == Some(true) {
                    failing.push((*lane, channel.name().to_owned()));
                }
            }
        }
        failing
    }
}

/// Whether a provider that asks to wait means everything that is sent to it, and not one chat.
fn has_one_limit(lane: Lane) -> bool {
    matches!(lane, Lane::Sms | Lane::Voice)
}

/// Of two errors the one that leaves more hope: what may be tried again is.
pub(super) fn milder(one: Option<DeliveryError>, other: DeliveryError) -> DeliveryError {
    match one {
        None | Some(DeliveryError::Refused(_)) => other,
        Some(one) => one,
    }
}
