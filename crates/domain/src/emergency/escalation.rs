//! The ladder: step after step, then everybody, round after round, until a person answers. It has
//! no last step and cannot be configured to give up.

use jiff::SignedDuration;

use super::{Invitation, Page, PageStatus, Phase, Reason, Refused, turn::Turn};
use crate::{
    directory::{Policy, Target},
    effect::Audience,
    fact::Happening,
    id::ResponderId,
    input::By,
    message::{Announcement, News, Notice},
    milestone::Milestone,
};

/// How often everybody is called again where no policy says it.
const REPEAT_EVERY: SignedDuration = SignedDuration::from_mins(5);

impl<'a> Turn<'a> {
    /// Starts at the first step.
    pub(super) fn start_ladder(&mut self, reason: Reason) {
        self.next.ladder.step = 0;
        self.next.ladder.round = 1;
        self.next.ladder.reason = reason;
        self.forget_declines();
        self.call_step();
    }

    fn forget_declines(&mut self) {
        let declined = |page: &&mut Page| page.status == PageStatus::Declined;
        for page in self.next.pages.iter_mut().filter(declined) {
            page.status = PageStatus::StoodDown;
        }
    }

    /// Goes on from where it stopped: the person of the step before fell silent or stepped back.
    pub(super) fn resume_ladder(&mut self, reason: Reason) {
        self.next.ladder.reason = reason;
        self.advance();
    }

    /// Nobody needs to be called any more, for now.
    pub(super) fn rest_ladder(&mut self) {
        self.next.ladder.next_at = None;
        self.next.ladder.calling.clear();
    }

    /// The time to answer is over: the next step.
    pub(super) fn climb(&mut self) {
        let (step, round) = (self.next.ladder.step + 1, self.next.ladder.round);
        self.announce(Announcement::PageUnanswered { step, round });
        self.advance();
    }

    /// If nobody of this step is being called any more, the next step is called at once. In the
    /// later rounds everybody has been called, so their interval stands.
    pub(super) fn go_on_if_nobody_rings(&mut self) {
        if self.next.ladder.next_at.is_none() || self.next.ladder.round > 1 {
            return;
        }
        let rings = |id: &ResponderId| {
            self.next.page(id).is_some_and(|page| page.status == PageStatus::Ringing)
        };
        if !self.next.ladder.calling.iter().any(rings) {
            self.advance();
        }
    }

    fn advance(&mut self) {
        self.next.ladder.step += 1;
        self.call_step();
    }

    /// Calls the step that the ladder stands on; those that find nobody are passed at once, and
    /// the leads hear of the hole.
    fn call_step(&mut self) {
        let directory = self.world.directory;
        let steps = self.policy().map_or_else(Vec::new, |policy| directory.steps_of(policy));
        if self.next.ladder.round == 1 {
            while let Some(step) = steps.get(self.next.ladder.step as usize) {
                let is_last = self.next.ladder.step as usize + 1 == steps.len();
                if self.call_targets(&step.page) {
                    let wait = step.answer_within;
                    let wait = if is_last { wait.min(self.repeat_every()) } else { wait };
                    self.next.ladder.next_at = Some(self.after(wait));
                    return;
                }
                self.next.ladder.step += 1;
            }
        }
        self.call_everybody(steps.iter().flat_map(|step| &step.page));
    }

    /// Calls the people of one step. `false` if there is nobody who can be called.
    fn call_targets(&mut self, targets: &[Target]) -> bool {
        let mut called = Vec::new();
        for target in targets {
            let mut people = self.world.directory.resolve(target, self.world.now);
            people.retain(|id| self.can_be_called(id));
            if people.is_empty() {
                self.report_hole(target.to_string());
            }
            called.extend(people.into_iter().filter(|id| !self.is_excused(id)));
        }
        self.begin_step(called)
    }

    /// A round beyond the last step: everybody of the policy, else everybody there is, in the
    /// first place those who have not declined.
    fn call_everybody<'t>(&mut self, targets: impl Iterator<Item = &'t Target>) {
        let directory = self.world.directory;
        self.next.ladder.round += 1;
        self.next.ladder.step = self.last_step();
        let mut people: Vec<_> =
            targets.flat_map(|target| directory.resolve(target, self.world.now)).collect();
        if !people.iter().any(|id| self.can_be_called(id) && !self.is_excused(id)) {
            people.extend(directory.responders.iter().map(|person| person.id.clone()));
        }
        people.retain(|id| self.can_be_called(id));
        if people.is_empty() {
            self.report_hole("the whole directory".to_owned());
        }
        let silent = self.next.responder().map(|person| person.id.clone());
        let is_alone = silent.filter(|id| people.iter().all(|other| other == id));
        people.retain(|id| !self.is_excused(id) || is_alone.as_ref() == Some(id));
        if !self.begin_step(people) {
            // All have declined: they are asked again, but not this very moment.
            self.forget_declines();
        }
        self.next.ladder.next_at = Some(self.after(self.repeat_every()));
        self.tell_unanswered();
    }

    /// Calls these people. Those who are being called by an invitation already count, but are
    /// not called twice. `false` if there is nobody.
    fn begin_step(&mut self, mut people: Vec<ResponderId>) -> bool {
        people.sort();
        people.dedup();
        if people.is_empty() {
            return false;
        }
        let (step, round) = (self.next.ladder.step + 1, self.next.ladder.round);
        self.note_itself(Happening::Escalation { step, round });
        for id in &people {
            if !self.is_invited(id) {
                self.call(id, None);
            }
        }
        self.next.ladder.calling = people;
        true
    }

    fn report_hole(&mut self, place: String) {
        self.note_itself(Happening::Hole { place: place.clone() });
        self.notify_leads(&Notice::Hole { place });
    }

    /// Whether the escalation passes a person by: declined, or the very one who fell silent.
    fn is_excused(&self, id: &ResponderId) -> bool {
        let declined = self.next.page(id).is_some_and(|page| page.status == PageStatus::Declined);
        declined || self.next.responder().is_some_and(|person| person.id == *id)
    }

    /// Whether this person is already being called by somebody's invitation.
    fn is_invited(&self, id: &ResponderId) -> bool {
        self.next
            .page(id)
            .is_some_and(|page| page.status == PageStatus::Ringing && page.invited.is_some())
    }

    fn can_be_called(&self, id: &ResponderId) -> bool {
        self.person(id).is_some_and(|person| !person.contact.is_empty())
    }

    /// At each round the requesters hear the truth, but not too often.
    fn tell_unanswered(&mut self) {
        let every = self.world.settings.emergency.unanswered_news_every;
        let silent_for = self.world.now.duration_since(self.next.promise.last_word_at);
        if self.next.phase == Phase::Unanswered && silent_for >= every {
            self.tell_truth_of_nobody();
        }
    }

    pub(super) fn tell_truth_of_nobody(&mut self) {
        let rounds = self.next.ladder.round.saturating_sub(1);
        let called = self.next.pages.iter().filter(|page| !page.used.is_empty()).count();
        let called = u32::try_from(called).unwrap_or(u32::MAX);
        self.note_itself(Happening::ToldUnanswered { rounds });
        self.tell(Audience::Everybody, News::StillUnanswered { called, rounds });
        self.word_was_told();
    }

    fn policy(&self) -> Option<&'a Policy> {
        let directory = self.world.directory;
        let kept = self.next.policy.as_ref().and_then(|id| directory.policy(id));
        kept.or_else(|| directory.policy_for(self.next.organization.as_ref()))
    }

    fn last_step(&self) -> u32 {
        let directory = self.world.directory;
        let steps = self.policy().map_or(0, |policy| directory.steps_of(policy).len());
        u32::try_from(steps.saturating_sub(1)).unwrap_or(u32::MAX)
    }

    pub(super) fn repeat_every(&self) -> SignedDuration {
        self.policy().map_or(REPEAT_EVERY, |policy| policy.repeat_last_every)
    }

    /// "Call the next person now."
    pub(super) fn call_next(&mut self, by: &By) -> Result<(), Refused> {
        if self.next.ladder.next_at.is_none() {
            return Err(self.already_answered());
        }
        self.note_by(by, Happening::CalledNext);
        self.advance();
        Ok(())
    }

    /// Pages more people in. The requesters hear of it.
    pub(super) fn call_more(
        &mut self,
        by: &By,
        targets: &[Target],
        note: Option<String>,
    ) -> Result<(), Refused> {
        let called = self.invite(by, targets, note.as_ref())?;
        self.note_by(by, Happening::MoreCalled { targets: called, note });
        let news = News::Milestone {
            milestone: Milestone::Escalated,
            by: Some(by.name.clone()),
            note: None,
            again: false,
        };
        self.tell(Audience::Everybody, news);
        let milestone = Milestone::Escalated;
        self.announce(Announcement::EmergencyMilestone { milestone, note: None });
        self.word_was_heard(by);
        Ok(())
    }

    /// Calls the people behind `targets` to help; the names of the targets that led to somebody.
    pub(super) fn invite(
        &mut self,
        by: &By,
        targets: &[Target],
        note: Option<&String>,
    ) -> Result<Vec<String>, Refused> {
        let mut called = Vec::new();
        for target in targets {
            let mut people = self.world.directory.resolve(target, self.world.now);
            people.retain(|id| self.can_be_called(id) && *id != by.id);
            if people.is_empty() {
                return Err(Refused::NobodyThere(target.to_string()));
            }
            for id in people {
                let invitation = Invitation {
                    by: by.name.clone(),
                    target: target.to_string(),
                    note: note.cloned(),
                };
                self.call(&id, Some(invitation));
            }
            called.push(target.to_string());
        }
        if called.is_empty() {
            return Err(Refused::NobodyThere(String::new()));
        }
        Ok(called)
    }
}
