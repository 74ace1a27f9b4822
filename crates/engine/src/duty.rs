//! Who is on call, changed by those who are: "I am ill", cover, swaps. Each change is one unit of
//! work: the directory's next version, the swap, and what people are told.

mod texts;

use domain::{
    Directory, Input, ResponderId, ScheduleId, SwapId,
    directory::Responder,
    duty::{Cover, DutyNotice, OFF_FOR, PutOnCallWhy, Refused, STANDS_IN, Stretch, Swap},
    effect::Effect,
    emergency::PageStatus,
    id::ContactId,
    input::By,
    message::{Brief, Content, Message, Notice},
};
use jiff::Timestamp;
use store::{DirectoryVersion, SavedSwap, StoreError, Unit};

use crate::{Engine, EngineError, change::MAX_RACES, engine::Snapshot, outgoing::Outgoings};

/// How many overdue swaps are handled in one go.
const DUE_AT_ONCE: u32 = 64;

/// Somebody who shall be on call for a while.
#[derive(Clone, Debug)]
pub struct NewCover {
    pub schedule: ScheduleId,
    pub responder: ResponderId,
    pub stretch: Stretch,
    pub note: Option<String>,
}

/// What one unit of work changes.
#[derive(Default)]
pub(crate) struct Changes {
    pub(crate) directory: Option<Directory>,
    pub(crate) told: Vec<(ResponderId, DutyNotice)>,
    /// Pages about no emergency: to whom, over which contact method.
    pub(crate) pages: Vec<(ResponderId, ContactId, Content)>,
    pub(crate) unit: Unit,
}

impl Engine {
    /// Takes somebody off call from now on, and their open pages on to the next person.
    pub async fn take_off(
        &self,
        id: &ResponderId,
        until: Option<Timestamp>,
        by: &By,
    ) -> Result<Vec<Cover>, EngineError> {
        for _ in 0..MAX_RACES {
            self.refresh_directory().await?;
            let snapshot = self.snapshot();
            let (changes, covers) = relieved(&snapshot, id, until)?;
            match self.commit_duty(changes, &by.name, &snapshot).await {
                Err(EngineError::Store(StoreError::Conflict | StoreError::Taken)) => {}
                Err(error) => return Err(error),
                Ok(()) => {
                    self.pass_pages_of(id).await?;
                    return Ok(covers);
                }
            }
        }
        Err(StoreError::Conflict.into())
    }

    /// Whatever is ringing for this person, or is theirs, goes on at once.
    async fn pass_pages_of(&self, id: &ResponderId) -> Result<(), EngineError> {
        let directory = self.directory();
        let name = directory.1.responder(id).map_or(id.as_str(), |person| &person.name);
        for saved in self.shared.store.open_of_responder(id).await? {
            let emergency = &saved.emergency;
            let is_theirs = emergency.responder().is_some_and(|person| person.id == *id);
            let rings = emergency.page(id).is_some_and(|page| page.status == PageStatus::Ringing);
            if is_theirs || rings {
                let by = By { id: id.clone(), name: name.to_owned() };
                match self.apply(emergency.number, Input::Decline { by }).await {
                    // One that is restored stays with whoever restored it.
                    Ok(_) | Err(EngineError::Refused(_)) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(())
    }

    /// Puts somebody on call for a while.
    pub async fn put_on_call(&self, cover: &NewCover, by: &By) -> Result<(), EngineError> {
        for _ in 0..MAX_RACES {
            self.refresh_directory().await?;
            let snapshot = self.snapshot();
            let changes = covered(&snapshot, cover, by)?;
            match self.commit_duty(changes, &by.name, &snapshot).await {
                Err(EngineError::Store(StoreError::Conflict | StoreError::Taken)) => {}
                other => return other,
            }
        }
        Err(StoreError::Conflict.into())
    }

    /// Asks somebody to swap. The id and the times of `wish` are made here.
    pub async fn ask_swap(&self, wish: Swap) -> Result<Swap, EngineError> {
        let snapshot = self.snapshot();
        let wish = Swap { id: SwapId(self.new_id()), ..wish };
        let swap = wish.ask(&snapshot.directory.1, snapshot.now)?;
        let notice = DutyNotice::SwapAsked {
            by: name(&snapshot, &swap.by),
            schedule: swap.schedule.clone(),
            gives: swap.gives,
            takes: swap.takes,
            lapses_at: swap.lapses_at,
        };
        let mut changes = Changes { told: vec![(swap.of.clone(), notice)], ..Changes::default() };
        changes.unit.ask_swap(&swap);
        self.commit_duty(changes, swap.by.as_str(), &snapshot).await?;
        self.wake_by(swap.lapses_at);
        Ok(swap)
    }

    /// The one who was asked says yes or no.
    pub async fn answer_swap(
        &self,
        id: &SwapId,
        by: &ResponderId,
        accepts: bool,
    ) -> Result<Swap, EngineError> {
        let decide = |saved: &SavedSwap, snapshot: &Snapshot| {
            let (now, directory) = (snapshot.now, &snapshot.directory.1);
            let (swap, directory) = saved.swap.answer(by, accepts, directory, now)?;
            let notice = DutyNotice::SwapAnswered {
                by: name(snapshot, by),
                schedule: swap.schedule.clone(),
                gives: swap.gives,
                accepted: accepts,
            };
            let told = vec![(swap.by.clone(), notice)];
            Ok((swap, Changes { directory, told, ..Changes::default() }))
        };
        self.change_swap(id, decide).await
    }

    /// Whoever asked does not want it any more.
    pub async fn withdraw_swap(&self, id: &SwapId, by: &ResponderId) -> Result<Swap, EngineError> {
        let decide = |saved: &SavedSwap, snapshot: &Snapshot| {
            Ok((saved.swap.withdraw(by, snapshot.now)?, Changes::default()))
        };
        self.change_swap(id, decide).await
    }

    /// The swaps whose time to answer is over: who asked is told that all stays as it was.
    pub(crate) async fn wake_swaps(&self) -> usize {
        let due = match self.shared.store.due_swaps(self.now(), DUE_AT_ONCE).await {
            Ok(due) => due,
            Err(error) => {
                tracing::error!(%error, "swaps cannot be read; trying again in a second");
                return 0;
            }
        };
        let mut woken = 0;
        for id in due {
            let lapse = |saved: &SavedSwap, snapshot: &Snapshot| {
                let swap = saved.swap.lapse(snapshot.now).ok_or(Refused::IsOver)?;
                let notice = DutyNotice::SwapLapsed {
                    of: name(snapshot, &swap.of),
                    schedule: swap.schedule.clone(),
                    gives: swap.gives,
                };
                let told = vec![(swap.by.clone(), notice)];
                Ok((swap, Changes { told, ..Changes::default() }))
            };
            match self.change_swap(&id, lapse).await {
                Ok(_) => woken += 1,
                // Somebody answered, or another node was here, at this very moment.
                Err(EngineError::Duty(_)) => {}
                Err(error) => tracing::error!(%error, "a swap could not be handled"),
            }
        }
        woken
    }

    async fn change_swap(
        &self,
        id: &SwapId,
        decide: impl Fn(&SavedSwap, &Snapshot) -> Result<(Swap, Changes), Refused>,
    ) -> Result<Swap, EngineError> {
        for _ in 0..MAX_RACES {
            self.refresh_directory().await?;
            let saved = self.shared.store.swap(id).await?.ok_or(EngineError::NotFound)?;
            let snapshot = self.snapshot();
            let (swap, mut changes) = decide(&saved, &snapshot)?;
            changes.unit.save_swap(&swap, saved.version);
            let by = format!("{} and {}", name(&snapshot, &swap.by), name(&snapshot, &swap.of));
            match self.commit_duty(changes, &by, &snapshot).await {
                Err(EngineError::Store(StoreError::Conflict | StoreError::Taken)) => {}
                Err(error) => return Err(error),
                Ok(()) => return Ok(swap),
            }
        }
        Err(StoreError::Conflict.into())
    }

    /// Changes the directory in a way that opens no hole; nothing happens if `change` gives none.
    pub(crate) async fn change_directory(
        &self,
        by: &By,
        change: impl Fn(&Directory) -> Option<Directory>,
    ) -> Result<(), EngineError> {
        for _ in 0..MAX_RACES {
            self.refresh_directory().await?;
            let snapshot = self.snapshot();
            let directory = change(&snapshot.directory.1);
            let changes = Changes { directory, ..Changes::default() };
            match self.commit_duty(changes, &by.name, &snapshot).await {
                Err(EngineError::Store(StoreError::Conflict | StoreError::Taken)) => {}
                other => return other,
            }
        }
        Err(StoreError::Conflict.into())
    }

    pub(crate) async fn commit_duty(
        &self,
        changes: Changes,
        by: &str,
        snapshot: &Snapshot,
    ) -> Result<(), EngineError> {
        let Changes { directory, told, pages, mut unit } = changes;
        let version = match directory.filter(|next| *next != snapshot.directory.1) {
            None => None,
            Some(directory) => {
                let before = self.shared.store.directory().await?;
                let accepted_holes = before.map(|kept| kept.accepted_holes).unwrap_or_default();
                let (version, by) = (snapshot.directory.0 + 1, by.to_owned());
                let at = snapshot.now;
                Some(DirectoryVersion { version, at, by, directory, accepted_holes })
            }
        };
        if let Some(version) = &version {
            unit.new_directory(version);
        }
        let mut outgoings = Outgoings::new(self, snapshot);
        let effects: Vec<_> =
            told.into_iter().filter_map(|(id, notice)| effect(snapshot, &id, notice)).collect();
        outgoings.write_effects(&Brief::default(), &effects, &mut unit);
        for (responder, contact, content) in pages {
            let message = Message { about: Brief::default(), content };
            outgoings.send_responder(&responder, &contact, message, &mut unit);
        }
        if unit.is_empty() {
            return Ok(());
        }
        self.shared.store.commit(unit).await?;
        outgoings.hand_over();
        if let Some(version) = version {
            self.use_directory(version);
        }
        Ok(())
    }
}

/// Somebody is off, others stand in, the leads hear of it.
fn relieved(
    snapshot: &Snapshot,
    id: &ResponderId,
    until: Option<Timestamp>,
) -> Result<(Changes, Vec<Cover>), Refused> {
    let (directory, now) = (&snapshot.directory.1, snapshot.now);
    let person = directory.responder(id).ok_or_else(|| Refused::NoResponder(id.to_string()))?;
    let until = until.unwrap_or(now + OFF_FOR);
    if until <= now {
        return Err(Refused::NoTime);
    }
    let note = format!("{STANDS_IN} {}", person.name);
    let (next, covers) = directory.relieve(id, (now, until), &note);
    let mut told: Vec<_> = covers
        .iter()
        .filter_map(|cover| {
            let notice = DutyNotice::PutOnCall {
                schedule: cover.schedule.clone(),
                from: cover.from,
                until: cover.until,
                note: format!("you stand in for {}", person.name),
                why: Some(PutOnCallWhy::StandsInFor(person.name.clone())),
            };
            Some((cover.by.clone()?, notice))
        })
        .collect();
    let by_name =
        |cover: &Cover| (cover.schedule.clone(), cover.by.as_ref().map(|by| name(snapshot, by)));
    let mut named: Vec<_> = covers.iter().map(by_name).collect();
    named.dedup();
    let notice = DutyNotice::TakenOff { name: person.name.clone(), until, covers: named };
    let leads = directory.leads().into_iter().filter(|lead| lead != id);
    told.extend(leads.map(|lead| (lead, notice.clone())));
    Ok((Changes { directory: Some(next), told, ..Changes::default() }, covers))
}

fn covered(snapshot: &Snapshot, cover: &NewCover, by: &By) -> Result<Changes, Refused> {
    let (directory, id) = (&snapshot.directory.1, &cover.responder);
    directory.responder(id).ok_or_else(|| Refused::NoResponder(id.to_string()))?;
    let Stretch { from, until } = cover.stretch;
    if until <= from || until <= snapshot.now {
        return Err(Refused::NoTime);
    }
    let why = cover.note.is_none().then(|| PutOnCallWhy::PutBy(by.name.clone()));
    let note = cover.note.clone().unwrap_or_else(|| format!("put on call by {}", by.name));
    let next = directory.put_on(&cover.schedule, id, (from, until), &note);
    let next = next.ok_or_else(|| Refused::NoSchedule(cover.schedule.to_string()))?;
    let schedule = cover.schedule.clone();
    let notice = DutyNotice::PutOnCall { schedule, from, until, note, why };
    let told = if *id == by.id { Vec::new() } else { vec![(id.clone(), notice)] };
    Ok(Changes { directory: Some(next), told, ..Changes::default() })
}

/// That somebody has to be on call, or that nobody is, must not be missed.
fn effect(snapshot: &Snapshot, id: &ResponderId, notice: DutyNotice) -> Option<Effect> {
    let person = snapshot.directory.1.responder(id)?;
    let is_loud = match &notice {
        DutyNotice::PutOnCall { from, .. } => *from <= snapshot.now,
        DutyNotice::TakenOff { covers, .. } => covers.iter().any(|(_, by)| by.is_none()),
        DutyNotice::DrillUnanswered { kept, .. } => kept.is_none(),
        DutyNotice::ContactCode { .. }
        | DutyNotice::DrillMissed { .. }
        | DutyNotice::Relieved { .. }
        | DutyNotice::ShiftComes { .. }
        | DutyNotice::ShiftIsNotYours { .. }
        | DutyNotice::HandoffOffered { .. }
        | DutyNotice::HandoffAsked { .. }
        | DutyNotice::HandoffStays { .. }
        | DutyNotice::SwapAsked { .. }
        | DutyNotice::SwapAnswered { .. }
        | DutyNotice::SwapLapsed { .. } => false,
    };
    let contacts = |person: &Responder| {
        if is_loud {
            person.loud_contacts(snapshot.now)
        } else {
            person.quiet_contacts(snapshot.now)
        }
    };
    let contacts = contacts(person);
    let notice = Notice::Duty(notice);
    (!contacts.is_empty()).then(|| Effect::Notify { responder: id.clone(), contacts, notice })
}

fn name(snapshot: &Snapshot, id: &ResponderId) -> String {
    let person = snapshot.directory.1.responder(id);
    person.map_or_else(|| id.to_string(), |person| person.name.clone())
}
