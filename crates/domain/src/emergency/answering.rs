//! Answering a page, declining it, and what follows when an answer is followed by nothing.

use super::{PageStatus, Person, Phase, Reason, Refused, turn::Turn};
use crate::{
    effect::Audience,
    fact::Happening,
    input::By,
    message::{Announcement, News, Notice},
    milestone::Milestone,
};

impl Turn<'_> {
    /// Somebody takes the page.
    pub(super) fn answer(&mut self, by: By, take_over: bool) -> Result<(), Refused> {
        let Some(current) = self.next.responder().cloned() else {
            self.become_responder(by, None);
            return Ok(());
        };
        let is_running = self.next.ladder.next_at.is_some();
        if current.id == by.id {
            // "Still here": whoever was called meanwhile can sleep again.
            if is_running {
                self.note_by(&by, Happening::Answered { took_over_from: None });
                self.restart_nudges();
                self.calm_down(&by);
            }
            return Ok(());
        }
        if take_over || is_running || self.is_offered_to(&by.id) {
            self.become_responder(by, Some(&current));
            return Ok(());
        }
        if self.is_ringing(&by) {
            self.come_in(&by, &current);
            return Ok(());
        }
        Err(self.already_answered())
    }

    fn become_responder(&mut self, by: By, before: Option<&Person>) {
        let took_over_from = before.map(|person| person.id.clone());
        self.note_by(&by, Happening::Answered { took_over_from });
        if let Some(before) = before {
            self.notify(&before.id, Notice::TakenOver { by: by.name.clone() });
        }
        self.calm_down(&by);
        let news = News::Milestone {
            milestone: Milestone::Answered,
            by: Some(by.name.clone()),
            note: None,
            again: before.is_some(),
        };
        let nudge_at = Some(self.after(self.world.settings.emergency.investigate_within));
        let since = self.world.now;
        self.next.phase = Phase::Answered { by: by.into(), since, nudges: 0, nudge_at };
        self.next.reached = self.next.reached.max(Milestone::Answered);
        self.tell(Audience::Everybody, news);
        self.word_was_told();
        self.announce(Announcement::EmergencyAnswered);
    }

    /// The escalation rests, and everybody else it called can go back to sleep.
    pub(super) fn calm_down(&mut self, by: &By) {
        self.stop_ringing(&by.id, PageStatus::Answered);
        self.rest_ladder();
        let notice = Notice::StandDown { answered_by: by.name.clone() };
        self.stand_down(Some(&by.id), &notice);
    }

    fn come_in(&mut self, by: &By, current: &Person) {
        self.note_by(by, Happening::CameIn);
        let target = self.next.page(&by.id).and_then(|page| page.invited.clone());
        self.stop_ringing(&by.id, PageStatus::Answered);
        if let Some(invitation) = target {
            let notice = Notice::StandDown { answered_by: by.name.clone() };
            self.stand_down_invited(&invitation.target, &notice);
        }
        self.notify(&current.id, Notice::CameIn { name: by.name.clone() });
    }

    fn is_ringing(&self, by: &By) -> bool {
        self.next.page(&by.id).is_some_and(|page| page.status == PageStatus::Ringing)
    }

    pub(super) fn already_answered(&self) -> Refused {
        match self.next.responder() {
            Some(person) => {
                Refused::AlreadyAnswered { id: person.id.clone(), name: person.name.clone() }
            }
            None => Refused::NotCalled,
        }
    }

    /// "I cannot take it": goes on at once, also after an answer.
    pub(super) fn decline(&mut self, by: &By) -> Result<(), Refused> {
        let is_theirs = self.next.responder().is_some_and(|person| person.id == by.id);
        if is_theirs && matches!(self.next.phase, Phase::Restored { .. }) {
            return Err(Refused::NotCalled);
        }
        if is_theirs {
            self.note_by(by, Happening::Declined);
            self.stop_ringing(&by.id, PageStatus::Declined);
            self.next.phase = Phase::Unanswered;
            self.resume_ladder(Reason::Unanswered);
            return Ok(());
        }
        if self.is_offered_to(&by.id) && !self.is_ringing(by) {
            self.decline_handoff(by);
            return Ok(());
        }
        if self.next.page(&by.id).is_none() {
            return Err(Refused::NotCalled);
        }
        self.note_by(by, Happening::Declined);
        self.stop_ringing(&by.id, PageStatus::Declined);
        self.go_on_if_nobody_rings();
        Ok(())
    }

    /// Answered, and nothing since: a nudge, and after the last one the page goes on.
    pub(super) fn nudge(&mut self) {
        let settings = &self.world.settings.emergency;
        let Phase::Answered { by, nudges, .. } = self.next.phase.clone() else { return };
        if nudges >= settings.nudges {
            self.go_past(&by);
            return;
        }
        let left = i32::try_from(settings.nudges - nudges).unwrap_or(i32::MAX);
        let goes_on_at = Some(self.after(settings.nudge_every.saturating_mul(left)));
        let next_nudge = self.after(settings.nudge_every);
        if let Phase::Answered { nudges, nudge_at, .. } = &mut self.next.phase {
            *nudges += 1;
            *nudge_at = Some(next_nudge);
        }
        self.note_itself(Happening::Nudged { count: nudges + 1 });
        let notice = Notice::Nudge { goes_on_at };
        if left > 1 {
            self.notify(&by.id, notice);
        } else {
            self.notify_loudly(&by.id, notice);
        }
    }

    /// The page goes on to the next person, while this one keeps the emergency until then.
    fn go_past(&mut self, silent: &Person) {
        if let Phase::Answered { nudge_at, .. } = &mut self.next.phase {
            *nudge_at = None;
        }
        self.note_itself(Happening::WentOn);
        self.notify_loudly(&silent.id, Notice::WentOn);
        if self.next.ladder.next_at.is_none() {
            self.resume_ladder(Reason::Silence { of: silent.name.clone() });
        }
    }

    fn restart_nudges(&mut self) {
        let again = self.after(self.world.settings.emergency.investigate_within);
        if let Phase::Answered { nudges, nudge_at, .. } = &mut self.next.phase {
            *nudges = 0;
            *nudge_at = Some(again);
        }
    }
}
