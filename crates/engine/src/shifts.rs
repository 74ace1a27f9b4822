//! Shifts that come and begin: whoever is next is told before, with what is open; once they are on
//! call, what the person before has is offered to them.

use std::sync::{PoisonError, RwLock};

use domain::{
    Input, ScheduleId,
    directory::Schedule,
    duty::DutyNotice,
    effect::Effect,
    message::{Brief, Notice},
    shift::{OpenCase, ShiftChange, ShiftNews, ShiftWatch},
};
use store::{ListState, StoreError, Unit};

use crate::{Engine, EngineError, change::MAX_RACES, engine::Snapshot, outgoing::Outgoings};

/// How many schedules are looked at in one go.
const DUE_AT_ONCE: u32 = 64;
/// More open emergencies are not told of: the console lists them.
const MAX_OPEN: usize = 5;
/// So many are looked through for those that concern a schedule.
const MAX_LOOKED_AT: u32 = 200;

/// The version of the directory whose schedules are watched.
#[derive(Debug, Default)]
pub(crate) struct WatchedVersion(RwLock<Option<i64>>);

impl Engine {
    /// Looks at the schedules whose time has come, and at all of them once the directory was
    /// exchanged; how many that were.
    pub(crate) async fn wake_shifts(&self) -> usize {
        if let Err(error) = self.watch_new_directory().await {
            tracing::error!(%error, "shifts cannot be watched; trying again in a second");
            return 0;
        }
        let due = match self.shared.store.due_shifts(self.now(), DUE_AT_ONCE).await {
            Ok(due) => due,
            Err(error) => {
                tracing::error!(%error, "shifts cannot be read; trying again in a second");
                return 0;
            }
        };
        let mut woken = 0;
        for schedule in due {
            match self.look_at_shift(&schedule).await {
                Ok(()) => woken += 1,
                Err(error) => tracing::error!(%error, %schedule, "a shift could not be handled"),
            }
        }
        woken
    }

    /// Who comes next may be somebody else now.
    async fn watch_new_directory(&self) -> Result<(), EngineError> {
        let directory = self.directory();
        let version = Some(directory.0);
        let kept = &self.shared.watched_version.0;
        if *kept.read().unwrap_or_else(PoisonError::into_inner) == version {
            return Ok(());
        }
        for schedule in &directory.1.schedules {
            self.look_at_shift(&schedule.id).await?;
        }
        let mut unit = Unit::new();
        for id in self.shared.store.watched_schedules().await? {
            if directory.1.schedule(&id).is_none() {
                unit.forget_shift(&id);
            }
        }
        if !unit.is_empty() {
            self.shared.store.commit(unit).await?;
        }
        *kept.write().unwrap_or_else(PoisonError::into_inner) = version;
        Ok(())
    }

    /// Looks, and carries out what follows from a shift that has begun. Another node that does the
    /// same at this moment does it once with us: the row has a version, and the offer is one a shift.
    async fn look_at_shift(&self, id: &ScheduleId) -> Result<(), EngineError> {
        for _ in 0..MAX_RACES {
            self.refresh_directory().await?;
            let snapshot = self.snapshot();
            let Some(schedule) = snapshot.directory.1.schedule(id) else {
                let mut unit = Unit::new();
                unit.forget_shift(id);
                return Ok(self.shared.store.commit(unit).await?);
            };
            let saved = self.shared.store.shift(id).await?;
            let version = saved.as_ref().map_or(0, |saved| saved.version);
            let before =
                saved.map_or_else(|| ShiftWatch::new(schedule, snapshot.now), |saved| saved.watch);
            let (watch, news) = before.look(schedule, &snapshot.settings.handoff, snapshot.now);
            match self.save_watch((&watch, version), &news, schedule, &snapshot).await {
                Err(EngineError::Store(StoreError::Conflict)) => continue,
                other => other?,
            }
            if watch.begun.is_none() {
                return Ok(());
            }
            self.offer_what_is_open(&watch).await?;
            let mut changes = self.first_page(&watch, &snapshot);
            let done = watch.carried_out();
            let wake_at = done.wake_at(&snapshot.settings.handoff);
            changes.unit.save_shift(&done, version + 1, wake_at);
            match self.commit_duty(changes, "the shift", &snapshot).await {
                // Another node has done it as well.
                Ok(()) | Err(EngineError::Store(StoreError::Conflict)) => return Ok(()),
                Err(error) => return Err(error),
            }
        }
        Err(StoreError::Conflict.into())
    }

    async fn save_watch(
        &self,
        (watch, version): (&ShiftWatch, i64),
        news: &[ShiftNews],
        schedule: &Schedule,
        snapshot: &Snapshot,
    ) -> Result<(), EngineError> {
        let mut unit = Unit::new();
        let wake_at = watch.wake_at(&snapshot.settings.handoff);
        unit.save_shift(watch, version, wake_at);
        let mut effects = Vec::new();
        for news in news {
            effects.extend(self.tell_of_shift(news, schedule, snapshot).await?);
        }
        let mut outgoings = Outgoings::new(self, snapshot);
        outgoings.write_effects(&Brief::default(), &effects, &mut unit);
        self.shared.store.commit(unit).await?;
        outgoings.hand_over();
        if let Some(at) = wake_at {
            self.wake_by(at);
        }
        Ok(())
    }

    /// No phone rings for it: it is read before the night.
    async fn tell_of_shift(
        &self,
        news: &ShiftNews,
        schedule: &Schedule,
        snapshot: &Snapshot,
    ) -> Result<Option<Effect>, EngineError> {
        let (change, notice) = match news {
            ShiftNews::Comes(change) => {
                (change, self.shift_comes(schedule, change, snapshot).await?)
            }
            ShiftNews::IsNotYours(change) => {
                let notice =
                    DutyNotice::ShiftIsNotYours { schedule: schedule.id.clone(), from: change.at };
                (change, notice)
            }
        };
        let person = change.to.as_ref().and_then(|id| snapshot.directory.1.responder(id));
        Ok(person.map(|person| Effect::Notify {
            responder: person.id.clone(),
            contacts: person.quiet_contacts(snapshot.now),
            notice: Notice::Duty(notice),
        }))
    }

    async fn shift_comes(
        &self,
        schedule: &Schedule,
        change: &ShiftChange,
        snapshot: &Snapshot,
    ) -> Result<DutyNotice, EngineError> {
        let directory = &snapshot.directory.1;
        let listed = self.shared.store.list(ListState::Open, None, MAX_LOOKED_AT).await?;
        let concerns = listed
            .items
            .iter()
            .filter(|saved| directory.is_answered_by(&saved.emergency, &schedule.id));
        let mut open: Vec<_> =
            concerns.filter_map(|saved| OpenCase::of(&saved.emergency)).collect();
        let more = open.len().saturating_sub(MAX_OPEN);
        open.truncate(MAX_OPEN);
        Ok(DutyNotice::ShiftComes {
            schedule: schedule.id.clone(),
            from: change.at,
            until: change.until,
            open,
            more,
        })
    }

    /// It stays with whoever has it until the other takes it.
    async fn offer_what_is_open(&self, watch: &ShiftWatch) -> Result<(), EngineError> {
        let (Some(begun), Some(from)) = (&watch.begun, watch.giver()) else { return Ok(()) };
        let Some(to) = &begun.to else { return Ok(()) };
        let directory = self.directory();
        for saved in self.shared.store.open_of_responder(from).await? {
            let emergency = &saved.emergency;
            let is_theirs = emergency.responder().is_some_and(|person| person.id == *from);
            if !is_theirs || !directory.1.is_answered_by(emergency, &watch.schedule) {
                continue;
            }
            let offer = Input::Offer { from: from.clone(), to: to.clone(), shift_at: begun.at };
            match self.apply(emergency.number, offer).await {
                // It was closed at this moment.
                Ok(_) | Err(EngineError::Refused(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
