//! The switches: changed in one unit of work with the emergencies that are told, and held in memory
//! so that the vendor's software can ask without a read of the database.

mod preview;
mod texts;

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    Input, OrganizationId,
    message::Brief,
    switch::{Switch, SwitchInput, SwitchTransition, SwitchWorld},
};
use store::{Saved, SavedSwitch, StoreError, Unit};

use crate::{
    Change, Engine, EngineError, change::MAX_RACES, engine::Snapshot, outgoing::Outgoings,
};

/// How many overdue switches are handled in one go.
const DUE_AT_ONCE: u32 = 64;

/// Every switch that was ever used, as it was when somebody looked.
#[derive(Clone, Debug, Default)]
pub struct Switches {
    by_organization: BTreeMap<OrganizationId, Arc<SavedSwitch>>,
    /// What [`store::Store::switches_changed`] said of exactly these.
    changed: u64,
}

impl Switches {
    pub fn of(&self, organization: &OrganizationId) -> Option<&SavedSwitch> {
        self.by_organization.get(organization).map(Arc::as_ref)
    }

    pub fn all(&self) -> impl Iterator<Item = &Switch> {
        self.by_organization.values().map(|saved| &saved.switch)
    }
}

impl Engine {
    /// The switches as this process knows them: never older than a second.
    pub fn switches(&self) -> Arc<Switches> {
        self.shared.switches.borrow().clone()
    }

    /// Says when a switch has changed.
    pub fn switches_changing(&self) -> tokio::sync::watch::Receiver<Arc<Switches>> {
        self.shared.switches.subscribe()
    }

    /// Switches services of an organization off or on, and tells its emergencies.
    pub async fn switch(
        &self,
        organization: &OrganizationId,
        input: SwitchInput,
    ) -> Result<Switch, EngineError> {
        for _ in 0..MAX_RACES {
            match self.switch_once(organization, input.clone()).await {
                Err(EngineError::Store(StoreError::Conflict)) => {}
                other => return other,
            }
        }
        Err(StoreError::Conflict.into())
    }

    async fn switch_once(
        &self,
        organization: &OrganizationId,
        mut input: SwitchInput,
    ) -> Result<Switch, EngineError> {
        let store = &self.shared.store;
        let SavedSwitch { switch, version } =
            store.switch(organization).await?.unwrap_or_else(|| SavedSwitch {
                switch: Switch::new(organization.clone()),
                version: 0,
            });
        let told = self.told(organization, &input).await?;
        agree(&mut input, &told);
        let snapshot = self.snapshot();
        let world = SwitchWorld {
            directory: &snapshot.directory.1,
            settings: &snapshot.settings,
            now: snapshot.now,
        };
        let turn = switch.handle(input, world)?;
        if turn.next == switch && turn.facts.is_empty() {
            return Ok(turn.next);
        }
        self.commit_switch(turn, version, &told, &snapshot).await
    }

    /// The emergencies that hear of it: the one that was named, and whatever else is open there.
    async fn told(
        &self,
        organization: &OrganizationId,
        input: &SwitchInput,
    ) -> Result<Vec<Saved>, EngineError> {
        let mut told = self.shared.store.open_of_organization(organization).await?;
        if let SwitchInput::Disable { wish, .. } = input
            && let Some(number) = wish.emergency
            && told.iter().all(|saved| saved.emergency.number != number)
        {
            told.push(self.load(number).await?);
        }
        Ok(told)
    }

    async fn commit_switch(
        &self,
        turn: SwitchTransition,
        version: i64,
        told: &[Saved],
        snapshot: &Snapshot,
    ) -> Result<Switch, EngineError> {
        let mut unit = Unit::new();
        let mut outgoings = Outgoings::new(self, snapshot);
        unit.save_switch(&turn.next, version);
        unit.append_switch(&turn.next.organization, &turn.facts);
        let mut turns = Vec::new();
        for saved in told {
            let mut so_far = saved.emergency.clone();
            for change in &turn.changes {
                let world = snapshot.world(saved.requesters);
                let told = so_far.handle(Input::Switched(change.clone()), world)?;
                outgoings.write(&told, saved.requesters, &mut unit).await?;
                so_far = told.next.clone();
                turns.push((saved, told));
            }
        }
        for (index, (saved, told)) in turns.iter().enumerate() {
            // Several changes of one emergency are one saved state.
            let is_last = turns.get(index + 1).is_none_or(|(next, _)| !std::ptr::eq(*next, *saved));
            if is_last {
                self.write_state(saved, &told.next, snapshot, &mut unit);
            }
            unit.append(told.next.number, &told.facts);
        }
        let about = about(&turn, told, snapshot);
        outgoings.write_effects(&about, &turn.effects, &mut unit);
        self.shared.store.commit(unit).await?;
        outgoings.hand_over();
        let saved = SavedSwitch { switch: turn.next, version: version + 1 };
        self.use_switch(&saved);
        for (index, (saved, told)) in turns.iter().enumerate() {
            let earlier = index.checked_sub(1).map(|index| &turns[index].1.next);
            let earlier = earlier.filter(|earlier| earlier.number == told.next.number);
            self.was_stored(Some(earlier.unwrap_or(&saved.emergency)), told, snapshot);
        }
        if let Some(wake_at) = saved.switch.wake_at() {
            self.wake_by(wake_at);
        }
        Ok(saved.switch)
    }

    /// Everything whose time has come: warnings, ends, questions that nobody answered.
    pub(crate) async fn wake_switches(&self) -> usize {
        let due = match self.shared.store.due_switches(self.now(), DUE_AT_ONCE).await {
            Ok(due) => due,
            Err(error) => {
                tracing::error!(%error, "switches cannot be read; trying again in a second");
                return 0;
            }
        };
        let mut woken = 0;
        for organization in due {
            match self.switch(&organization, SwitchInput::Woken).await {
                Ok(_) => woken += 1,
                Err(error) => {
                    tracing::error!(%organization, %error, "a switch could not be handled");
                }
            }
        }
        woken
    }

    /// Another process may have switched: the one place where what is in memory is brought up to
    /// date from the store.
    pub async fn refresh_switches(&self) -> Result<(), EngineError> {
        let changed = self.shared.store.switches_changed().await?;
        if changed == self.switches().changed {
            return Ok(());
        }
        for saved in self.shared.store.switches().await? {
            self.use_switch(&saved);
        }
        Ok(())
    }

    fn use_switch(&self, saved: &SavedSwitch) {
        let organization = &saved.switch.organization;
        let is_new = self.shared.switches.send_if_modified(|kept| {
            let before = kept.of(organization).map_or(0, |known| known.version);
            if saved.version <= before {
                return false;
            }
            let mut next = Switches::clone(kept);
            next.changed += u64::try_from(saved.version - before).unwrap_or_default();
            next.by_organization.insert(organization.clone(), Arc::new(saved.clone()));
            *kept = Arc::new(next);
            true
        });
        if is_new {
            self.has_changed(Change::Switch);
        }
    }
}

/// The customer's word belongs to what it agreed to.
fn agree(input: &mut SwitchInput, told: &[Saved]) {
    if let Some((scope, agreement)) = input.agreement() {
        let mut agreed = told.iter().filter_map(|saved| saved.emergency.agreement(scope));
        *agreement = agreed.next_back();
    }
}

/// What the switch's own messages say of the case: that of the emergency, if there is one.
fn about(turn: &SwitchTransition, told: &[Saved], snapshot: &Snapshot) -> Brief {
    let organization = &turn.next.organization;
    let name = snapshot.directory.1.organization(organization).map(|known| known.name.clone());
    let about = told.last().map(|saved| saved.emergency.brief(saved.requesters));
    Brief {
        organization: name.or_else(|| Some(organization.0.clone())),
        ..about.unwrap_or_default()
    }
}
