//! The promise clock: requesters hear at least once a cadence. Every human word moves it; before it
//! runs out the responder is reminded; at the time, the system tells the truth, and the silence
//! goes up the ladder.

use jiff::Timestamp;

use super::{Phase, Promise, Reason, turn::Turn};
use crate::{
    effect::Audience,
    fact::Happening,
    input::By,
    message::{News, Notice},
    settings::Settings,
    switch::Scope,
};

impl Promise {
    /// The promise after a word at `now`.
    pub(super) fn since(now: Timestamp, settings: &Settings) -> Self {
        let settings = &settings.emergency;
        let due = now.saturating_add(settings.cadence).unwrap_or(Timestamp::MAX);
        let fitting = settings.remind_before.iter().filter(|before| **before < settings.cadence);
        let mut remind_at: Vec<_> =
            fitting.filter_map(|before| due.checked_sub(*before).ok()).collect();
        remind_at.sort();
        Self { last_word_at: now, due: Some(due), remind_at, misses: 0 }
    }
}

impl Turn<'_> {
    /// Requesters were told something: the next word is owed a cadence later.
    pub(super) fn word_was_told(&mut self) {
        let promise = Promise::since(self.world.now, self.world.settings);
        self.next.promise = Promise { misses: self.next.promise.misses, ..promise };
        if matches!(self.next.phase, Phase::Restored { .. } | Phase::Closed { .. }) {
            self.end_promise();
        }
    }

    /// A person gave a word: the clock moves, and nobody needs to be called for silence any more.
    pub(super) fn word_was_heard(&mut self, by: &By) {
        self.word_was_told();
        self.sign_of_life(by);
    }

    /// The responder is there: no nudges, and those called for the silence can sleep again.
    pub(super) fn sign_of_life(&mut self, by: &By) {
        let Some(person) = self.next.responder() else { return };
        let is_responder = person.id == by.id;
        if let Phase::Answered { nudge_at, .. } = &mut self.next.phase
            && is_responder
        {
            *nudge_at = None;
        }
        if self.next.ladder.next_at.is_some() && is_responder {
            self.calm_down(by);
        }
    }

    /// Reminders, and the truth when the cadence runs out.
    pub(super) fn keep_promise(&mut self) {
        let now = self.world.now;
        let Some(due) = self.next.promise.due else { return };
        if due <= now {
            self.fill_silence();
            return;
        }
        let past = self.next.promise.remind_at.iter().filter(|at| **at <= now).count();
        if past == 0 {
            return;
        }
        self.next.promise.remind_at.drain(..past);
        let is_last = self.next.promise.remind_at.is_empty();
        let Some(person) = self.next.responder().cloned() else { return };
        self.note_itself(Happening::Reminded { due });
        let notice = Notice::Reminder { due };
        if is_last {
            self.notify_loudly(&person.id, notice);
        } else {
            self.notify(&person.id, notice);
        }
    }

    fn fill_silence(&mut self) {
        self.next.promise.misses += 1;
        let misses = self.next.promise.misses;
        let (person, since) = match self.next.phase.clone() {
            Phase::Answered { by, since, .. } | Phase::Investigating { by, since } => (by, since),
            Phase::Unanswered => {
                self.tell_truth_of_nobody();
                return;
            }
            Phase::Restored { .. } | Phase::Closed { .. } => return,
        };
        self.note_itself(Happening::SilenceFilled { misses });
        self.tell(Audience::Everybody, News::NothingNew { since: Some(since) });
        self.word_was_told();
        self.notify_loudly(&person.id, Notice::SilenceFilled { misses });
        if self.next.ladder.next_at.is_none() {
            self.resume_ladder(Reason::Silence { of: person.name });
        }
    }

    /// Restored or closed: no further word is owed.
    pub(super) fn end_promise(&mut self) {
        self.next.promise.due = None;
        self.next.promise.remind_at.clear();
    }

    /// "Reasonable time" has passed, and it is not restored.
    pub(super) fn propose_switch(&mut self) {
        self.next.switch_proposed = true;
        self.note_itself(Happening::SwitchProposed);
        let notice = self.proposal();
        let responder = self.next.responder().map(|person| person.id.clone());
        if let Some(id) = &responder {
            self.notify(id, notice.clone());
        }
        for lead in self.world.directory.leads() {
            if Some(&lead) != responder.as_ref() {
                self.notify(&lead, notice.clone());
            }
        }
    }

    /// What switching off would do, where it can still be done.
    fn proposal(&self) -> Notice {
        let customer = self.next.customer(self.world.directory).filter(|_| !self.next.switch_off);
        let rule = customer.and_then(|known| Some((known, known.switch.as_ref()?)));
        rule.map_or(Notice::NotRestored, |(known, rule)| Notice::SwitchProposed {
            organization: known.id.clone(),
            services: known.services.clone(),
            may_disable: rule.may_disable,
            limit_secs: rule.limit.as_secs(),
            agreed: self.next.agreement(&Scope::All).is_some(),
            // Who asked is known outside of the rules: it is filled in before this is stored.
            software: Vec::new(),
        })
    }
}
