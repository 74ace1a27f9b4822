//! One turn of a switch: the state as it becomes, and what has gathered on the way.

use jiff::{SignedDuration, Timestamp};

use super::{
    Agreement, Asked, Asker, Authority, MAX_SCOPES, Off, Position, Refused, Scope, Switch,
    SwitchChange, SwitchFact, SwitchHappening, SwitchInput, SwitchTransition, SwitchWorld, Wish,
};
use crate::{
    directory::MayDisable,
    effect::Effect,
    emergency::Person,
    fact::Actor,
    id::ResponderId,
    input::By,
    message::{Announcement, Notice},
};

pub(super) struct Turn<'a> {
    pub(super) next: Switch,
    pub(super) world: SwitchWorld<'a>,
    facts: Vec<SwitchFact>,
    effects: Vec<Effect>,
    changes: Vec<SwitchChange>,
}

impl<'a> Turn<'a> {
    pub(super) fn new(next: Switch, world: SwitchWorld<'a>) -> Self {
        let (facts, effects, changes) = (Vec::new(), Vec::new(), Vec::new());
        Self { next, world, facts, effects, changes }
    }

    pub(super) fn finish(mut self) -> SwitchTransition {
        let still_off = self.next.is_anything_off();
        for change in &mut self.changes {
            change.still_off = still_off;
        }
        let Self { next, facts, effects, changes, .. } = self;
        SwitchTransition { next, facts, effects, changes }
    }

    pub(super) fn take(&mut self, input: SwitchInput) -> Result<(), Refused> {
        // The clock may be late: what has ended by now has ended, whoever comes next.
        self.wake();
        match input {
            SwitchInput::Woken => Ok(()),
            SwitchInput::Disable { who, scope, wish } => self.disable(&who, &scope, wish),
            SwitchInput::Confirm { who, scope, question, agreement } => {
                let asked = self.asked(&scope).map(|asked| asked.lapses_at);
                if question.is_some() && question != asked {
                    return Err(Refused::NothingAsked);
                }
                self.confirm(&who, &scope, agreement)
            }
            SwitchInput::Enable { by, scope, note } => {
                self.enable(&by, &scope, note);
                Ok(())
            }
        }
    }

    fn disable(&mut self, who: &Asker, scope: &Scope, wish: Wish) -> Result<(), Refused> {
        let rule = self.world.rule(&self.next.organization)?;
        self.check_service(scope)?;
        if rule.may_disable == MayDisable::TwoPeople && self.asked(scope).is_some() {
            return self.confirm(who, scope, wish.agreement);
        }
        if wish.reason.trim().is_empty() {
            return Err(Refused::NoReason);
        }
        let now = self.world.now;
        if wish.until.is_some_and(|until| until <= now) {
            return Err(Refused::UntilIsOver);
        }
        // What is off already and asked for once more stays as it is: only a later or an earlier
        // end, named on purpose, changes it.
        if self.off(scope).is_some_and(|off| wish.until.is_none_or(|until| until == off.until)) {
            return Ok(());
        }
        self.check_agreement(wish.agreement.as_ref())?;
        let latest = after(now, rule.limit);
        let until = wish.until.map_or(latest, |until| until.min(latest));
        let authority = match rule.may_disable {
            MayDisable::Responder => Authority::Responder,
            MayDisable::Lead if who.leads => Authority::Lead,
            MayDisable::Lead => {
                let who = self.world.directory.who_may_disable(MayDisable::Lead, None);
                return Err(Refused::NeedsLead { who });
            }
            MayDisable::TwoPeople => {
                self.ask(who, scope, &Wish { until: Some(until), ..wish });
                return Ok(());
            }
        };
        self.put_off(&who.by, scope, Wish { until: Some(until), ..wish }, authority);
        Ok(())
    }

    pub(super) fn put_off(&mut self, who: &By, scope: &Scope, wish: Wish, authority: Authority) {
        let now = self.world.now;
        let Wish { reason, until, emergency, agreement } = wish;
        let until = until.unwrap_or(now);
        let warn_at = warnings(now, until, &self.world.settings.switch.warn_before);
        self.position(scope).asked = None;
        if let Some(off) = &mut self.position(scope).off {
            let authority_ = authority.clone();
            *off = Off { until, warn_at, authority: authority_, agreement, ..off.clone() };
            let happening = SwitchHappening::Moved { reason: reason.clone(), until, authority };
            self.note(by(who), scope, happening);
            self.changed(Some((true, until)), scope, Some(who.clone()), Some(reason));
            return;
        }
        let person: Person = who.clone().into();
        let off = Off {
            since: now,
            until,
            warn_at,
            reason: reason.clone(),
            by: person,
            authority: authority.clone(),
            agreement: agreement.clone(),
            emergency,
        };
        self.position(scope).off = Some(off);
        let note = Some(reason.clone());
        let happening =
            SwitchHappening::Disabled { reason, until, emergency, authority, agreement };
        self.note(by(who), scope, happening);
        self.changed(Some((false, until)), scope, Some(who.clone()), note);
        let service = scope.service().map(str::to_owned);
        let organization = Some(self.next.organization.clone());
        let notice = Notice::SwitchedOff { by: who.name.clone(), organization, service, until };
        for lead in self.world.directory.leads().iter().filter(|lead| **lead != who.id) {
            self.notify(lead, notice.clone());
        }
    }

    /// One tap, by anybody who responds: nobody is asked for a reason to give services back.
    fn enable(&mut self, who: &By, scope: &Scope, note: Option<String>) {
        let now = self.world.now;
        let Some(position) = self.next.positions.get_mut(scope) else { return };
        let was_asked = position.asked.take().is_some();
        let was_off = position.end(now);
        if was_asked {
            self.note(by(who), scope, SwitchHappening::Withdrawn);
        }
        if was_off.is_some() {
            self.note(by(who), scope, SwitchHappening::Enabled { note: note.clone() });
            self.changed(None, scope, Some(who.clone()), note);
        }
    }

    fn wake(&mut self) {
        for scope in self.next.positions.keys().cloned().collect::<Vec<_>>() {
            self.lapse(&scope);
            if self.off(&scope).is_some_and(|off| off.until <= self.world.now) {
                self.expire(&scope);
            } else {
                self.warn(&scope);
            }
        }
    }

    fn expire(&mut self, scope: &Scope) {
        let now = self.world.now;
        let Some(off) = self.position(scope).end(now) else { return };
        self.note(Actor::System, scope, SwitchHappening::Expired);
        self.changed(None, scope, None, None);
        let notice = Notice::SwitchedOn { service: scope.service().map(str::to_owned) };
        for id in self.concerned(&off.by.id) {
            self.notify(&id, notice.clone());
        }
    }

    fn warn(&mut self, scope: &Scope) {
        let now = self.world.now;
        let Some(off) = &mut self.position(scope).off else { return };
        let past = off.warn_at.iter().filter(|at| **at <= now).count();
        if past == 0 {
            return;
        }
        off.warn_at.drain(..past);
        let (until, by) = (off.until, off.by.id.clone());
        self.note(Actor::System, scope, SwitchHappening::Warned { until });
        let organization = Some(self.next.organization.clone());
        let service = scope.service().map(str::to_owned);
        let notice = Notice::SwitchEnds { organization, service, until };
        for id in self.concerned(&by) {
            self.notify(&id, notice.clone());
        }
    }

    /// `off` says whether only the end was moved, and where it is; `None` if they are on.
    fn changed(
        &mut self,
        off: Option<(bool, Timestamp)>,
        scope: &Scope,
        who: Option<By>,
        note: Option<String>,
    ) {
        self.changes.push(SwitchChange {
            disabled: off.is_some(),
            scope: scope.clone(),
            moved: off.is_some_and(|(moved, _)| moved),
            until: off.map(|(_, until)| until),
            by: who,
            note,
            still_off: true,
        });
        self.announce(scope);
    }

    fn announce(&mut self, scope: &Scope) {
        let off = self.off(scope).cloned();
        let announcement = Announcement::SwitchChanged {
            organization: self.next.organization.clone(),
            service: scope.service().map(str::to_owned),
            disabled: off.is_some(),
            reason: off.as_ref().map(|off| off.reason.clone()),
            since: off.as_ref().map(|off| off.since),
            until: off.as_ref().map(|off| off.until),
        };
        self.effects.push(Effect::Announce(announcement));
    }

    /// Where the directory wants the customer's word, nothing goes off without it.
    pub(super) fn check_agreement(&self, agreement: Option<&Agreement>) -> Result<(), Refused> {
        let is_needed = self.world.rule(&self.next.organization)?.consent;
        if is_needed && agreement.is_none() { Err(Refused::NeedsConsent) } else { Ok(()) }
    }

    fn check_service(&self, scope: &Scope) -> Result<(), Refused> {
        let known = self.world.directory.organization(&self.next.organization);
        let known = known.map(|organization| organization.services.as_slice()).unwrap_or_default();
        if let Scope::Service(service) = scope
            && !known.is_empty()
            && !known.contains(service)
        {
            let service = service.clone();
            return Err(Refused::UnknownService { service, known: known.join(", ") });
        }
        let is_new = !self.next.positions.contains_key(scope);
        if is_new && self.next.positions.len() >= MAX_SCOPES {
            return Err(Refused::TooManyServices);
        }
        Ok(())
    }

    fn concerned(&self, by: &ResponderId) -> Vec<ResponderId> {
        let mut people = self.world.directory.leads();
        people.push(by.clone());
        people.sort();
        people.dedup();
        people
    }

    pub(super) fn notify(&mut self, responder: &ResponderId, notice: Notice) {
        let Some(person) = self.world.directory.responder(responder) else { return };
        let contacts = person.quiet_contacts(self.world.now);
        if !contacts.is_empty() {
            self.effects.push(Effect::Notify { responder: responder.clone(), contacts, notice });
        }
    }

    pub(super) fn note(&mut self, actor: Actor, scope: &Scope, happening: SwitchHappening) {
        let at = self.world.now;
        self.facts.push(SwitchFact { at, actor, scope: scope.clone(), happening });
    }

    pub(super) fn asked(&self, scope: &Scope) -> Option<&Asked> {
        self.next.position(scope)?.asked.as_ref()
    }

    pub(super) fn off(&self, scope: &Scope) -> Option<&Off> {
        self.next.position(scope)?.off.as_ref()
    }

    pub(super) fn position(&mut self, scope: &Scope) -> &mut Position {
        self.next.positions.entry(scope.clone()).or_default()
    }
}

impl Position {
    /// On again: the time that it was off is kept.
    fn end(&mut self, now: Timestamp) -> Option<Off> {
        let total = self.total_off(now);
        let off = self.off.take()?;
        self.was_off = total;
        Some(off)
    }
}

/// The moments of warnings that lie before the end and after now.
fn warnings(now: Timestamp, until: Timestamp, before: &[SignedDuration]) -> Vec<Timestamp> {
    let moments = before.iter().filter_map(|before| until.checked_sub(*before).ok());
    let mut moments: Vec<_> = moments.filter(|at| *at > now && *at < until).collect();
    moments.sort();
    moments
}

pub(super) fn by(who: &By) -> Actor {
    Actor::Responder { id: who.id.clone(), name: who.name.clone() }
}

pub(super) fn after(now: Timestamp, wait: SignedDuration) -> Timestamp {
    now.saturating_add(wait).unwrap_or(Timestamp::MAX)
}
