//! Test pages: started with a shift, answered by anything that its person does, and what follows if
//! nothing is heard.

use domain::{
    Directory, ResponderId,
    drill::{Drill, DrillEffect, DrillState},
    duty::{DutyNotice, PutOnCallWhy},
    id::ContactId,
    message::Content,
    shift::ShiftWatch,
};
use jiff::Timestamp;
use store::{Delivery, Recipient, StoreError};

use crate::{Engine, EngineError, change::MAX_RACES, duty::Changes, engine::Snapshot};

/// How many are handled in one go.
const DUE_AT_ONCE: u32 = 64;
/// In whose name the directory changes.
const BY: &str = "the test page";

impl Engine {
    /// The drill that a shift begins with, if the schedule wants one and it was not made yet.
    pub(crate) fn first_page(&self, watch: &ShiftWatch, snapshot: &Snapshot) -> Changes {
        let mut changes = Changes::default();
        let directory = &snapshot.directory.1;
        let Some(schedule) = directory.schedule(&watch.schedule) else { return changes };
        let Some(shift) = watch.wants_drill(schedule) else { return changes };
        let person = shift.to.as_ref().and_then(|id| directory.responder(id));
        let Some(person) = person else { return changes };
        let (drill, effects) = Drill::start(self.new_id(), schedule, shift, person, snapshot.now);
        changes.unit.start_drill(&drill);
        self.shared.figures.drill_was("started");
        follow(&drill, &effects, snapshot, &mut changes);
        changes
    }

    /// The drills whose time has come; how many that were.
    pub(crate) async fn wake_drills(&self) -> usize {
        let due = match self.shared.store.due_drills(self.now(), DUE_AT_ONCE).await {
            Ok(due) => due,
            Err(error) => {
                tracing::error!(%error, "test pages cannot be read; trying again in a second");
                return 0;
            }
        };
        let mut woken = 0;
        for id in due {
            match self.change_drill(&id, |drill, now| Some(drill.wake(now))).await {
                Ok(_) => woken += 1,
                Err(error) => tracing::error!(%error, "a test page could not be handled"),
            }
        }
        woken
    }

    /// Whatever this person does shows that they are there; whether a drill waited for that.
    pub async fn is_there(&self, id: &ResponderId) -> bool {
        let open = self.shared.store.open_drills_of(id).await.unwrap_or_else(|error| {
            tracing::error!(%error, "test pages cannot be read");
            Vec::new()
        });
        let mut any = false;
        for saved in open {
            match self.answer_drill(&saved.drill.id).await {
                Ok(answered) => any |= answered.is_some(),
                Err(error) => tracing::error!(%error, "a test page could not be answered"),
            }
        }
        any
    }

    /// The drill as it is after the answer; `None` if that changed nothing any more.
    pub async fn answer_drill(&self, id: &str) -> Result<Option<Drill>, EngineError> {
        self.change_drill(id, Drill::answer).await
    }

    pub async fn drill(&self, id: &str) -> Result<Option<Drill>, EngineError> {
        Ok(self.shared.store.drill(id).await?.map(|saved| saved.drill))
    }

    /// A test page will not arrive over this contact method: the next one is used at once.
    pub(crate) async fn drill_failed(&self, delivery: &Delivery) -> Result<(), EngineError> {
        let Some(id) = drill_of(delivery) else { return Ok(()) };
        self.change_drill(id, |drill, now| Some(drill.failed(now))).await.map(drop)
    }

    async fn change_drill(
        &self,
        id: &str,
        decide: impl Fn(&Drill, Timestamp) -> Option<(Drill, Vec<DrillEffect>)>,
    ) -> Result<Option<Drill>, EngineError> {
        for _ in 0..MAX_RACES {
            self.refresh_directory().await?;
            let saved = self.shared.store.drill(id).await?.ok_or(EngineError::NotFound)?;
            let snapshot = self.snapshot();
            let Some((drill, effects)) = decide(&saved.drill, snapshot.now) else {
                return Ok(None);
            };
            let mut changes = Changes::default();
            changes.unit.save_drill(&drill, saved.version);
            follow(&drill, &effects, &snapshot, &mut changes);
            match self.commit_duty(changes, BY, &snapshot).await {
                Err(EngineError::Store(StoreError::Conflict | StoreError::Taken)) => {}
                Err(error) => return Err(error),
                Ok(()) => {
                    if drill.state != saved.drill.state {
                        self.shared.figures.drill_was(outcome(&drill));
                    }
                    return Ok(Some(drill));
                }
            }
        }
        Err(StoreError::Conflict.into())
    }
}

/// The drill that a message is the page of.
pub(crate) fn drill_of(delivery: &Delivery) -> Option<&str> {
    match &delivery.message.content {
        Content::Drill { id, .. } => Some(id),
        Content::Page(_)
        | Content::Notice(_)
        | Content::News(_)
        | Content::Ticket(_)
        | Content::Forward(_)
        | Content::Announcement(_)
        | Content::JoinCall
        | Content::Reply(_) => None,
    }
}

/// To whom, over which contact method.
pub(crate) fn drill_way(delivery: &Delivery) -> Option<(&ResponderId, &ContactId)> {
    drill_of(delivery)?;
    let Recipient::Responder { responder, contact } = &delivery.to else { return None };
    Some((responder, contact))
}

fn follow(drill: &Drill, effects: &[DrillEffect], snapshot: &Snapshot, changes: &mut Changes) {
    let directory = &snapshot.directory.1;
    for effect in effects {
        match effect {
            DrillEffect::Ring(contact) => {
                let page = Content::Drill {
                    id: drill.id.clone(),
                    schedule: drill.schedule.clone(),
                    answer_by: drill.answer_by,
                    keeps: drill.before.is_some(),
                };
                changes.pages.push((drill.responder.clone(), contact.clone(), page));
            }
            DrillEffect::KeepOn => keep_on(drill, directory, snapshot.now, changes),
            DrillEffect::StepBack => step_back(drill, directory, changes),
        }
    }
}

fn keep_on(drill: &Drill, directory: &Directory, now: Timestamp, changes: &mut Changes) {
    let who = name(directory, &drill.responder);
    let next = directory.keep_on(drill, now);
    let keeper = drill.before.as_ref().filter(|_| next.is_some());
    let kept = keeper.map(|id| name(directory, id));
    let schedule = || drill.schedule.clone();
    for lead in directory.leads().into_iter().filter(|lead| *lead != drill.responder) {
        let (name, kept) = (who.clone(), kept.clone());
        changes.told.push((lead, DutyNotice::DrillUnanswered { name, schedule: schedule(), kept }));
    }
    if let Some(keeper) = keeper {
        let notice = DutyNotice::PutOnCall {
            schedule: schedule(),
            from: now,
            until: drill.shift_until,
            note: format!("{who} has not answered the test page, so you stay on call"),
            why: Some(PutOnCallWhy::NotAnsweredBy(who.clone())),
        };
        changes.told.push((keeper.clone(), notice));
    }
    let missed = DutyNotice::DrillMissed { schedule: schedule(), kept };
    changes.told.push((drill.responder.clone(), missed));
    changes.directory = next;
}

fn step_back(drill: &Drill, directory: &Directory, changes: &mut Changes) {
    let by = name(directory, &drill.responder);
    let mut heard = directory.leads();
    heard.extend(drill.before.clone());
    heard.sort();
    heard.dedup();
    for id in heard.into_iter().filter(|id| *id != drill.responder) {
        let notice = DutyNotice::Relieved { schedule: drill.schedule.clone(), by: by.clone() };
        changes.told.push((id, notice));
    }
    changes.directory = directory.step_back(drill);
}

fn outcome(drill: &Drill) -> &'static str {
    match drill.state {
        DrillState::Ringing => "started",
        DrillState::Answered { .. } => "answered",
        DrillState::Unanswered { .. } => "unanswered",
        DrillState::AnsweredLate { .. } => "answered_late",
    }
}

fn name(directory: &Directory, id: &ResponderId) -> String {
    directory.responder(id).map_or_else(|| id.to_string(), |person| person.name.clone())
}
