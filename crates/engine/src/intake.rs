//! A request comes in: the gate, join or open, and all of it on disk before the answer.

mod arrival;
mod locks;
mod slip;

use domain::{
    Emergency, Input, Number, Refused, Request, TicketNumber,
    emergency::Opening,
    gate::{self, Verdict},
    id::RequesterId,
    input::From,
    joining,
    message::TicketReason,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{RawRequest, RequesterRow, Saved, StoreError, Unit};
use traces::Instrument;

pub(crate) use self::arrival::{Arrival, answer_in, keep, requester_row};
use self::arrival::{Kept, SCOPE, join_key};
pub(crate) use self::{locks::Intake, slip::Slip};
use crate::{Engine, EngineError, Link, change::MAX_RACES, outgoing::Outgoings};

/// A request as a door hands it over.
#[derive(Clone, Debug)]
pub struct Submission {
    pub request: Request,
    /// Exactly what was sent.
    pub raw: Vec<u8>,
    /// The address of the network or the number that it came from.
    pub source: String,
    /// The same key gives the same answer, once.
    pub idempotency_key: Option<String>,
}

/// What became of a request; it is on disk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Accepted {
    pub opened: Opened,
    pub requester: RequesterId,
    pub received_at: Timestamp,
    pub next_update_by: Option<Timestamp>,
    /// The requester's private page.
    pub status_url: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opened {
    Emergency { number: Number, joined: bool },
    Ticket { number: TicketNumber, reason: TicketReason },
}

/// What a report finds when it comes.
struct Around {
    /// The emergency that it joins.
    joins: Option<Number>,
    /// The latest of the open ones that it was compared with.
    last: Option<Number>,
}

impl Engine {
    /// Takes a request: gate, join or open, all on disk before it returns. While the shared database is
    /// away, that is the disk of the spare.
    pub async fn submit(&self, submission: Submission) -> Result<Accepted, EngineError> {
        let span = traces::span!(
            "submit",
            channel = submission.request.channel.name(),
            number = tracing::field::Empty,
            joined = tracing::field::Empty,
        );
        let taken = self.submit_once(submission).instrument(span.clone()).await;
        match taken.as_ref().map(|accepted| &accepted.opened) {
            Ok(Opened::Emergency { number, joined }) => {
                span.record("number", number.to_string()).record("joined", *joined);
            }
            Ok(Opened::Ticket { number, .. }) => {
                span.record("number", number.to_string());
            }
            Err(_) => {}
        }
        taken
    }

    async fn submit_once(&self, submission: Submission) -> Result<Accepted, EngineError> {
        let slip = Slip::new(self);
        match self.shared.beside.spare() {
            Some(spare) => self.submit_beside(spare, &submission, slip).await,
            None => {
                let accepted = self.submit_here(&submission, &slip).await?;
                if self.shared.beside.stands_in() {
                    self.shared.figures.was_kept_alone();
                }
                Ok(accepted)
            }
        }
    }

    pub(crate) async fn submit_here(
        &self,
        submission: &Submission,
        slip: &Slip,
    ) -> Result<Accepted, EngineError> {
        for _ in 0..MAX_RACES {
            if let Some(answer) = self.answered_before(submission).await? {
                return Ok(answer);
            }
            match self.take_in(submission, slip).await {
                // The same key came twice at the same moment, and the other one's answer counts;
                // or another process took the number, and the next one is free; or another node
                // opened an emergency that this may join.
                Err(EngineError::Store(StoreError::Taken | StoreError::Conflict)) => {
                    slip.forget_numbers();
                }
                Ok(accepted) => {
                    let channel = submission.request.channel;
                    self.shared.figures.request_accepted(channel, &accepted.opened);
                    return Ok(accepted);
                }
                Err(error) => return Err(error),
            }
        }
        Err(StoreError::Taken.into())
    }

    /// Whether a request with this key was taken.
    pub async fn was_submitted(&self, key: &str) -> Result<bool, EngineError> {
        Ok(self.shared.store.remembered(SCOPE, key).await?.is_some())
    }

    async fn answered_before(
        &self,
        submission: &Submission,
    ) -> Result<Option<Accepted>, EngineError> {
        let Some(key) = &submission.idempotency_key else { return Ok(None) };
        let Some(kept) = self.shared.store.remembered(SCOPE, key).await? else { return Ok(None) };
        let kept: Kept = serde_json::from_str(&kept).map_err(|error| StoreError::Damaged {
            what: "answer to an idempotency key",
            problem: error.to_string(),
        })?;
        if kept.request == submission.request {
            Ok(Some(kept.answer))
        } else {
            Err(EngineError::KeyReused)
        }
    }

    async fn take_in(&self, submission: &Submission, slip: &Slip) -> Result<Accepted, EngineError> {
        let snapshot = self.snapshot();
        let desk_is_open = snapshot.directory.1.is_open(snapshot.now);
        let request = &submission.request;
        match gate::decide(request, desk_is_open, &snapshot.settings.coverage) {
            Verdict::Emergency(rule) => {
                let requester = slip.requester.clone();
                self.report(Arrival { submission, slip, snapshot, requester, rule, ticket: None })
                    .await
            }
            Verdict::Ticket { reason, urgent } => {
                self.open_ticket((submission, slip), &snapshot, reason, urgent).await
            }
        }
    }

    /// Joins or opens an emergency.
    pub(crate) async fn report(&self, arrival: Arrival<'_>) -> Result<Accepted, EngineError> {
        let Some(key) = join_key(&arrival) else {
            return self.open(arrival, None).await;
        };
        let lock = self.shared.intake.lock(&key);
        let held = match lock.try_lock() {
            Ok(held) => held,
            // Others are at it: whoever can join does not wait for them.
            Err(_) => {
                if let Some(number) = self.look_around(&arrival, &key).await?.joins
                    && let Some(joined) = self.join(&arrival, number).await?
                {
                    return Ok(joined);
                }
                lock.lock().await
            }
        };
        let around = self.look_around(&arrival, &key).await?;
        let Some(number) = around.joins else {
            return self.open(arrival, Some((&key, around.last))).await;
        };
        drop(held);
        if let Some(joined) = self.join(&arrival, number).await? {
            return Ok(joined);
        }
        let _held = lock.lock().await;
        self.open(arrival, Some((&key, around.last))).await
    }

    async fn look_around(&self, arrival: &Arrival<'_>, key: &str) -> Result<Around, EngineError> {
        let candidates = self.shared.store.candidates(key).await?;
        let service = arrival.submission.request.service.as_deref();
        let settings = &arrival.snapshot.settings.emergency;
        let found = joining::joins(&candidates, key, service, settings, arrival.snapshot.now);
        let last = candidates.iter().map(|candidate| candidate.number).max();
        Ok(Around { joins: found.map(|candidate| candidate.number), last })
    }

    /// `None` if it was closed meanwhile.
    async fn join(
        &self,
        arrival: &Arrival<'_>,
        number: Number,
    ) -> Result<Option<Accepted>, EngineError> {
        let requester = &arrival.submission.request.requester;
        // Colleagues share a phone, but not a mailbox: the number counts only where it is all.
        let email = requester.email.as_deref();
        let phone = requester.phone.as_deref().filter(|_| email.is_none());
        let known = self.shared.store.find_requester(number, email, phone).await?;
        for _ in 0..MAX_RACES {
            let saved = self.load(number).await?;
            match self.join_loaded(arrival, &saved, known.as_ref()).await {
                // A ticket that was changed meanwhile must be read again, by who read it.
                Err(EngineError::Store(StoreError::Conflict)) if arrival.ticket.is_none() => {}
                Err(EngineError::Refused(Refused::Closed)) => return Ok(None),
                other => return other.map(Some),
            }
        }
        Err(StoreError::Conflict.into())
    }

    async fn join_loaded(
        &self,
        arrival: &Arrival<'_>,
        saved: &Saved,
        known: Option<&RequesterRow>,
    ) -> Result<Accepted, EngineError> {
        let snapshot = &arrival.snapshot;
        let number = saved.emergency.number;
        let mut row = arrival.row(number);
        let hearer = known.unwrap_or(&row);
        let from = From { id: hearer.id.clone(), name: row.requester.name.clone() };
        if known.is_some() {
            // Whoever knows an address of somebody must not get that person's page: the same
            // address hears everything once, but each report has a page of its own.
            row.hears_by = None;
        }
        let requesters = saved.requesters + u64::from(known.is_none());
        let input = Input::Joined { from, requesters };
        let turn = saved.emergency.handle(input, snapshot.world(requesters))?;
        let answer = self.accepted(&turn.next, &row.id, arrival, true);
        let mut unit = Unit::new();
        arrival.keep(&answer, &mut unit);
        let mut outgoings = Outgoings::new(self, snapshot);
        if known.is_none() {
            unit.joined(number, snapshot.now);
        }
        arrival.write_requester(row, &mut unit, &mut outgoings);
        self.write_turn(saved, &turn, snapshot, &mut unit);
        outgoings.write(&turn, requesters, &mut unit).await?;
        self.shared.store.commit(unit).await?;
        outgoings.hand_over();
        self.was_stored(Some(&saved.emergency), &turn, snapshot);
        Ok(answer)
    }

    async fn open(
        &self,
        arrival: Arrival<'_>,
        key: Option<(&str, Option<Number>)>,
    ) -> Result<Accepted, EngineError> {
        let snapshot = &arrival.snapshot;
        let opening = Opening {
            number: arrival.slip.number(&self.shared.store).await?,
            requester: arrival.requester.clone(),
            request: &arrival.submission.request,
            rule: arrival.rule,
        };
        let turn = Emergency::open(&opening, snapshot.world(1));
        let answer = self.accepted(&turn.next, &arrival.requester, &arrival, false);
        let row = arrival.row(opening.number);
        let mut unit = Unit::new();
        arrival.keep(&answer, &mut unit);
        let wake_at = turn.next.wake_at(&snapshot.settings);
        match key {
            Some((key, last)) => unit.open_after(&turn.next, key, last, wake_at),
            None => unit.open(&turn.next, None, wake_at),
        };
        unit.begin(opening.number, &turn.facts);
        let mut outgoings = Outgoings::new(self, snapshot);
        arrival.write_requester(row, &mut unit, &mut outgoings);
        outgoings.write(&turn, 1, &mut unit).await?;
        self.shared.store.commit(unit).await?;
        outgoings.hand_over();
        self.was_stored(None, &turn, snapshot);
        Ok(answer)
    }

    fn accepted(
        &self,
        emergency: &Emergency,
        requester: &RequesterId,
        arrival: &Arrival<'_>,
        joined: bool,
    ) -> Accepted {
        Accepted {
            opened: Opened::Emergency { number: emergency.number, joined },
            requester: requester.clone(),
            received_at: arrival.snapshot.now,
            next_update_by: emergency.promise.due,
            status_url: self.link_url(&Link::Requester(requester.clone())),
        }
    }

    /// Keeps what could not be understood at all, so that nothing is lost.
    pub async fn keep_unreadable(
        &self,
        raw: Vec<u8>,
        source: String,
        channel: &str,
    ) -> Result<(), EngineError> {
        let mut unit = Unit::new();
        unit.request(&RawRequest {
            id: self.new_id(),
            received_at: self.now(),
            channel: channel.to_owned(),
            source,
            body: raw,
            request: None,
            emergency: None,
            ticket: None,
        });
        Ok(self.shared.store.commit(unit).await?)
    }
}
