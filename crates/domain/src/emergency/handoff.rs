//! Handing an emergency over to whoever has come on call: it is offered, and taken by an answer. Until
//! then it stays with whoever has it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Person, Phase, turn::Turn};
use crate::{duty::DutyNotice, fact::Happening, id::ResponderId, input::By, message::Notice};

/// That somebody was asked to take it over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handoff {
    pub from: ResponderId,
    pub to: Person,
    /// The shift for which it was asked: once each.
    pub shift_at: Timestamp,
    pub lapses_at: Timestamp,
    /// It was declined, or time is over.
    pub is_over: bool,
}

impl Turn<'_> {
    /// A shift has begun. Asked again for the same shift, it does nothing.
    pub(super) fn offer(&mut self, from: &ResponderId, to: &ResponderId, shift_at: Timestamp) {
        let is_at_work =
            matches!(self.next.phase, Phase::Answered { .. } | Phase::Investigating { .. });
        let Some(giver) = self.next.responder().filter(|person| is_at_work && person.id == *from)
        else {
            return;
        };
        let giver = giver.clone();
        let Some(taker) = self.person(to).filter(|_| to != from) else { return };
        let taker = Person { id: to.clone(), name: taker.name.clone() };
        let asked = self.next.handoff.as_ref();
        if asked.is_some_and(|asked| asked.to.id == *to && asked.shift_at == shift_at) {
            return;
        }
        let lapses_at = self.after(self.world.settings.handoff.accept_within);
        self.note_itself(Happening::HandoffOffered { to: to.clone(), until: lapses_at });
        let offered = DutyNotice::HandoffOffered { by: giver.name, lapses_at };
        self.notify(to, Notice::Duty(offered));
        let asked = DutyNotice::HandoffAsked { of: taker.name.clone(), lapses_at };
        self.notify(from, Notice::Duty(asked));
        self.next.handoff =
            Some(Handoff { from: from.clone(), to: taker, shift_at, lapses_at, is_over: false });
    }

    /// Whether this person was asked to take it over, and still can.
    pub(super) fn is_offered_to(&self, by: &ResponderId) -> bool {
        self.next.open_handoff().is_some_and(|asked| asked.to.id == *by)
    }

    /// "No" to the question: it stays where it is.
    pub(super) fn decline_handoff(&mut self, by: &By) {
        self.note_by(by, Happening::HandoffDeclined);
        self.end_handoff(true);
    }

    /// Nobody said anything in time.
    pub(super) fn lapse_handoff(&mut self) {
        let Some(asked) = self.next.open_handoff().cloned() else { return };
        if asked.lapses_at > self.world.now {
            return;
        }
        self.note_itself(Happening::HandoffLapsed { to: asked.to.id.clone() });
        let name = self.next.responder().map(|person| person.name.clone()).unwrap_or_default();
        let stays = DutyNotice::HandoffStays { with: name, to_you: false, declined: false };
        self.notify(&asked.to.id, Notice::Duty(stays));
        self.end_handoff(false);
    }

    fn end_handoff(&mut self, declined: bool) {
        let Some(asked) = &mut self.next.handoff else { return };
        asked.is_over = true;
        let (from, of) = (asked.from.clone(), asked.to.name.clone());
        let stays = DutyNotice::HandoffStays { with: of, to_you: true, declined };
        self.notify(&from, Notice::Duty(stays));
    }
}

impl super::Emergency {
    /// The question that can still be answered: only while it is with whom it would come from.
    pub fn open_handoff(&self) -> Option<&Handoff> {
        let asked = self.handoff.as_ref().filter(|asked| !asked.is_over)?;
        let is_at_work = matches!(self.phase, Phase::Answered { .. } | Phase::Investigating { .. });
        let is_theirs = self.responder().is_some_and(|person| person.id == asked.from);
        (is_at_work && is_theirs).then_some(asked)
    }
}
