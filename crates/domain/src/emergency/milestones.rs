//! What a responder tells: milestones, honest steps back, news between them, the call.

use super::{Bridge, Phase, Refused, turn::Turn};
use crate::{
    directory::Target,
    effect::Audience,
    fact::Happening,
    input::By,
    message::{Announcement, News, Notice},
    milestone::Milestone,
};

impl Turn<'_> {
    /// A milestone, told to every requester. Whoever tells one while nobody has answered answers
    /// by it.
    pub(super) fn reach(
        &mut self,
        by: By,
        milestone: Milestone,
        note: Option<String>,
    ) -> Result<(), Refused> {
        if milestone == Milestone::Answered {
            return self.answer(by, false);
        }
        if !Milestone::BY_HAND.contains(&milestone) {
            return Err(Refused::NotByHand(milestone));
        }
        self.answer_by_speaking(&by);
        let again = self.steps_back(milestone);
        self.note_by(&by, Happening::Milestone { milestone, note: note.clone(), again });
        let news =
            News::Milestone { milestone, by: Some(by.name.clone()), note: note.clone(), again };
        self.tell(Audience::Everybody, news);
        self.announce(Announcement::EmergencyMilestone { milestone, note });
        if milestone != Milestone::Escalated {
            self.next.reached = milestone;
            self.enter(&by, milestone);
        }
        self.word_was_heard(&by);
        Ok(())
    }

    /// Whether `milestone` takes something back that was told before.
    fn steps_back(&self, milestone: Milestone) -> bool {
        milestone != Milestone::Escalated
            && milestone > Milestone::Investigating
            && milestone <= self.next.reached
            || milestone == Milestone::Investigating && self.next.reached > Milestone::Investigating
    }

    fn enter(&mut self, by: &By, milestone: Milestone) {
        let now = self.world.now;
        let responder = self.next.responder().cloned().unwrap_or_else(|| by.clone().into());
        if milestone == Milestone::Restored {
            let closes_at = self.after(self.world.settings.emergency.close_after);
            self.next.phase = Phase::Restored { by: responder, since: now, closes_at };
            self.rest_ladder();
            self.stand_down_all(&Notice::NoLongerNeeded);
        } else if !matches!(self.next.phase, Phase::Investigating { .. }) {
            self.next.phase = Phase::Investigating { by: responder, since: now };
        }
    }

    /// News outside the milestones.
    pub(super) fn update(&mut self, by: &By, text: String, visible: bool) -> Result<(), Refused> {
        if text.trim().is_empty() {
            return Err(Refused::Empty);
        }
        if visible {
            self.answer_by_speaking(by);
        }
        self.note_by(by, Happening::Update { text: text.clone(), visible });
        if visible {
            self.tell(Audience::Everybody, News::Update { by: Some(by.name.clone()), text });
            self.word_was_heard(by);
        } else {
            self.sign_of_life(by);
        }
        Ok(())
    }

    fn answer_by_speaking(&mut self, by: &By) {
        if self.next.phase == Phase::Unanswered {
            // Nobody has it, so this cannot be refused.
            let _ = self.answer(by.clone(), false);
        }
    }

    /// Opens the call. Somebody else can be asked to host it: the responder's first job is the
    /// cause.
    pub(super) fn open_bridge(
        &mut self,
        by: &By,
        bridge: Bridge,
        host: Option<Target>,
    ) -> Result<(), Refused> {
        if let Some(host) = host {
            let note = format!("Please host the call: {}", bridge.way_in());
            self.invite(by, &[host], Some(&note))?;
        }
        self.note_by(by, Happening::BridgeOpened { link: bridge.way_in() });
        self.next.bridge = Some(bridge);
        self.tell(Audience::Everybody, News::Bridge);
        self.word_was_heard(by);
        Ok(())
    }
}
