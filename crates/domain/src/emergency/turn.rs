//! One turn of the rules: the state as it becomes, and what has gathered on the way.

use jiff::{SignedDuration, Timestamp};

use super::{Emergency, Ladder, Opening, Phase, Promise, Reason, Refused, Transition, World};
use crate::{
    directory::Responder,
    effect::{Audience, Effect},
    fact::{Actor, Fact, Happening},
    id::{ContactId, ResponderId},
    input::{By, From, Input},
    message::{Announcement, News, Notice},
    milestone::Milestone,
};

/// No wait of the rules is shorter: a configured zero must not spin.
const SHORTEST_WAIT: SignedDuration = SignedDuration::from_millis(50);

pub(super) struct Turn<'a> {
    pub(super) next: Emergency,
    pub(super) world: World<'a>,
    facts: Vec<Fact>,
    effects: Vec<Effect>,
}

impl<'a> Turn<'a> {
    pub(super) fn new(next: Emergency, world: World<'a>) -> Self {
        Self { next, world, facts: Vec::new(), effects: Vec::new() }
    }

    pub(super) fn finish(self) -> Transition {
        Transition { next: self.next, facts: self.facts, effects: self.effects }
    }

    pub(super) fn open(&mut self, opening: &Opening<'_>) {
        let from =
            From { id: opening.requester.clone(), name: opening.request.requester.name.clone() };
        let pre_authorized = opening.request.pre_authorize_disable;
        let rule = opening.rule.name().to_owned();
        self.note_from(&from, Happening::Received { rule, pre_authorized });
        self.tell(Audience::One(from.id), News::Receipt { joined: false });
        self.announce(Announcement::EmergencyReceived);
        self.start_ladder(Reason::Unanswered);
    }

    /// One arm a kind of input: the table of contents of the rules.
    pub(super) fn take(&mut self, input: Input) -> Result<(), Refused> {
        match input {
            Input::Woken => self.wake(),
            Input::Joined { from, requesters } => self.join(&from, requesters),
            Input::Answer { by, take_over } => self.answer(by, take_over)?,
            Input::TakeCall { by } => self.take_call(&by)?,
            Input::Decline { by } => self.decline(&by)?,
            Input::CallNext { by } => self.call_next(&by)?,
            Input::Milestone { by, milestone, note } => self.reach(by, milestone, note)?,
            Input::Update { by, text, visible } => self.update(&by, text, visible)?,
            Input::Escalate { by, targets, note } => self.call_more(&by, &targets, note)?,
            Input::OpenBridge { by, bridge, host } => self.open_bridge(&by, bridge, host)?,
            Input::CameToCall { who } => self.came_to_call(&who),
            Input::LeftCall { who } => self.note(who, Happening::LeftCall),
            Input::CallEnded => self.note_itself(Happening::CallEnded),
            Input::NotDialled { who, problem } => self.note(who, Happening::NotDialled { problem }),
            Input::BridgeFailed { problem, instead } => self.bridge_failed(problem, instead),
            Input::Merge { by, into } => self.merge(&by, into)?,
            Input::Absorb { by, from, organization, requesters } => {
                self.absorb(&by, from, organization.as_deref(), requesters);
            }
            Input::BecomeTicket { by, ticket, note } => self.become_ticket(&by, ticket, note)?,
            Input::Close { by, resolution, note } => self.close_by_hand(&by, resolution, note)?,
            Input::Said { from, text } => self.said(&from, text)?,
            Input::Attached { from, name, file } => self.attached(&from, name, file),
            Input::HeardNothing { from } => self.heard_nothing(&from),
            Input::Confirm { from } => self.confirm(&from)?,
            Input::StillBroken { from, note } => self.still_broken(&from, note),
            Input::FiresAgain { from } => self.fires_again(&from),
            Input::Resolved { from } => self.resolved(&from)?,
            Input::PageFailed { responder, contact, problem } => {
                self.page_failed(&responder, &contact, problem);
            }
            Input::PageUnconfirmed { responder, contact } => {
                self.page_unconfirmed(&responder, &contact);
            }
            Input::Offer { from, to, shift_at } => self.offer(&from, &to, shift_at),
            Input::Switched(change) => self.switched(change),
            Input::AskConsent { by, scope, reason } => self.ask_consent(&by, scope, reason)?,
            Input::AnswerConsent { from, word } => self.answer_consent(&from, word)?,
        }
        Ok(())
    }

    /// What can still happen to a closed emergency: the requester says that it is still broken.
    pub(super) fn after_the_end(&mut self, input: Input) -> Result<(), Refused> {
        match input {
            Input::StillBroken { from, note } if self.can_reopen() => {
                self.still_broken(&from, note);
                Ok(())
            }
            // A call may last longer than its emergency.
            Input::LeftCall { who } => {
                self.note(who, Happening::LeftCall);
                Ok(())
            }
            Input::CallEnded => {
                self.note_itself(Happening::CallEnded);
                Ok(())
            }
            // A message that was under way, or a clock that was set: nothing to do any more.
            Input::Woken
            | Input::PageFailed { .. }
            | Input::PageUnconfirmed { .. }
            | Input::Offer { .. }
            | Input::CameToCall { .. }
            | Input::NotDialled { .. }
            | Input::BridgeFailed { .. }
            | Input::Switched(_) => Ok(()),
            Input::StillBroken { .. }
            | Input::Joined { .. }
            | Input::Answer { .. }
            | Input::TakeCall { .. }
            | Input::Decline { .. }
            | Input::CallNext { .. }
            | Input::Milestone { .. }
            | Input::Update { .. }
            | Input::Escalate { .. }
            | Input::OpenBridge { .. }
            | Input::Merge { .. }
            | Input::Absorb { .. }
            | Input::BecomeTicket { .. }
            | Input::Close { .. }
            | Input::Said { .. }
            | Input::Attached { .. }
            | Input::HeardNothing { .. }
            | Input::FiresAgain { .. }
            | Input::Resolved { .. }
            | Input::AskConsent { .. }
            | Input::AnswerConsent { .. }
            | Input::Confirm { .. } => Err(Refused::Closed),
        }
    }

    /// Everything whose time has come, pages first.
    fn wake(&mut self) {
        self.ring_due();
        self.invite_again();
        let now = self.world.now;
        let due = |at: Option<Timestamp>| at.is_some_and(|at| at <= now);
        if due(self.next.phase.nudge_at()) {
            self.nudge();
        }
        if due(self.next.ladder.next_at) {
            self.climb();
        }
        self.keep_promise();
        if due(self.next.restore_by(self.world.settings)) {
            self.propose_switch();
        }
        self.lapse_handoff();
        if due(self.next.phase.closes_at()) {
            self.close_by_itself();
        }
    }

    pub(super) fn after(&self, wait: SignedDuration) -> Timestamp {
        self.world.now.saturating_add(wait.max(SHORTEST_WAIT)).unwrap_or(Timestamp::MAX)
    }

    pub(super) fn note(&mut self, actor: Actor, happening: Happening) {
        self.facts.push(Fact { at: self.world.now, actor, happening });
    }

    pub(super) fn note_itself(&mut self, happening: Happening) {
        self.note(Actor::System, happening);
    }

    pub(super) fn note_by(&mut self, by: &By, happening: Happening) {
        self.note(Actor::Responder { id: by.id.clone(), name: by.name.clone() }, happening);
    }

    pub(super) fn note_from(&mut self, from: &From, happening: Happening) {
        self.note(Actor::Requester { id: from.id.clone(), name: from.name.clone() }, happening);
    }

    pub(super) fn effect(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    pub(super) fn tell(&mut self, whom: Audience, news: News) {
        self.effect(Effect::Tell { whom, news });
    }

    pub(super) fn announce(&mut self, announcement: Announcement) {
        self.effect(Effect::Announce(announcement));
    }

    pub(super) fn person(&self, id: &ResponderId) -> Option<&'a Responder> {
        self.world.directory.responder(id)
    }

    /// Tells a responder something that need not be answered: no phone rings for it.
    pub(super) fn notify(&mut self, responder: &ResponderId, notice: Notice) {
        let now = self.world.now;
        let contacts = self.person(responder).map(|person| person.quiet_contacts(now));
        let contacts = contacts.unwrap_or_default();
        self.notify_over(responder, contacts, notice);
    }

    /// Tells a responder something that must not be missed: over all that would page.
    pub(super) fn notify_loudly(&mut self, responder: &ResponderId, notice: Notice) {
        let now = self.world.now;
        let contacts = self.person(responder).map(|person| person.loud_contacts(now));
        let contacts = contacts.unwrap_or_default();
        self.notify_over(responder, contacts, notice);
    }

    pub(super) fn notify_over(
        &mut self,
        responder: &ResponderId,
        contacts: Vec<ContactId>,
        notice: Notice,
    ) {
        if !contacts.is_empty() {
            let responder = responder.clone();
            self.effect(Effect::Notify { responder, contacts, notice });
        }
    }

    pub(super) fn notify_leads(&mut self, notice: &Notice) {
        for lead in self.world.directory.leads() {
            self.notify(&lead, notice.clone());
        }
    }
}

impl Emergency {
    pub(super) fn new(opening: &Opening<'_>, world: World<'_>) -> Self {
        let request = opening.request;
        let email = request.requester.email.as_deref();
        let directory = world.directory;
        let organization = directory.organization_of(request.organization.as_deref(), email);
        let organization_name = organization
            .map(|organization| organization.name.clone())
            .or_else(|| request.organization.clone());
        let organization = organization.map(|organization| organization.id.clone());
        let policy = directory.policy_for(organization.as_ref()).map(|policy| policy.id.clone());
        Self {
            number: opening.number,
            summary: request.summary.clone(),
            impact: request.impact,
            organization,
            organization_name,
            of_several: false,
            service: request.service.clone(),
            reported_by: request.requester.name.clone(),
            call_back: request.requester.phone.clone().or_else(|| request.requester.email.clone()),
            pre_authorized: request.pre_authorize_disable,
            policy,
            opened_at: world.now,
            phase: Phase::Unanswered,
            ladder: Ladder {
                step: 0,
                round: 1,
                next_at: None,
                calling: Vec::new(),
                reason: Reason::Unanswered,
            },
            pages: Vec::new(),
            promise: Promise::since(world.now, world.settings),
            reached: Milestone::Received,
            requesters_told: 1,
            bridge: None,
            switch_proposed: false,
            switch_off: false,
            consent: None,
            handoff: None,
        }
    }
}
