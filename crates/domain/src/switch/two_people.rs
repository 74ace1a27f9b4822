//! Two people: the first asks, the second confirms; it is never one person with two hands.

use super::{
    Agreement, Asked, Asker, Authority, Refused, Scope, SwitchHappening, Through, Wish,
    turn::{Turn, after, by},
};
use crate::{directory::MayDisable, fact::Actor, id::ResponderId, input::By, message::Notice};

impl Turn<'_> {
    pub(super) fn ask(&mut self, who: &Asker, scope: &Scope, wish: &Wish) {
        let now = self.world.now;
        let lapses_at = after(now, self.world.settings.switch.confirm_within);
        // Whoever confirms after the end that was asked for confirms nothing.
        let lapses_at = wish.until.map_or(lapses_at, |until| until.min(lapses_at));
        let asked = Asked {
            by: who.by.clone().into(),
            through: who.through.clone(),
            at: now,
            lapses_at,
            reason: wish.reason.clone(),
            until: wish.until.unwrap_or(lapses_at),
            emergency: wish.emergency,
        };
        let happening = SwitchHappening::Asked {
            reason: asked.reason.clone(),
            until: asked.until,
            emergency: asked.emergency,
            lapses_at,
        };
        self.note(by(&who.by), scope, happening);
        let notice = Notice::SwitchAsked {
            by: who.by.name.clone(),
            by_program: asked.by_program(),
            organization: self.next.organization.clone(),
            service: scope.service().map(str::to_owned),
            reason: asked.reason.clone(),
            until: asked.until,
            lapses_at,
        };
        for id in self.second_people(&who.by.id) {
            self.notify(&id, notice.clone());
        }
        self.position(scope).asked = Some(asked);
    }

    /// A program has asked, and whose hand moved it nobody can know: the first person who confirms
    /// stands for the question, and a second one is asked.
    fn stand_for(&mut self, who: &Asker, scope: &Scope, asked: Asked) {
        let Asked { reason, until, emergency, .. } = asked;
        self.ask(who, scope, &Wish { reason, until: Some(until), emergency, agreement: None });
    }

    /// A second person agrees. Their own wish counts for nothing beside what was asked, except what
    /// the customer has agreed to meanwhile.
    pub(super) fn confirm(
        &mut self,
        who: &Asker,
        scope: &Scope,
        agreement: Option<Agreement>,
    ) -> Result<(), Refused> {
        let rule = self.world.rule(&self.next.organization)?;
        let asked = self.asked(scope).cloned().ok_or(Refused::NothingAsked)?;
        let by = asked.by.clone();
        let directory = self.world.directory;
        let second = || directory.who_may_disable(rule.may_disable, Some(&by.id));
        let by_program = asked.by_program();
        let is_same = asked.by.id == who.by.id && !by_program;
        if is_same || asked.through == who.through && is_token(&who.through) {
            return Err(Refused::SamePerson { by: asked.by.name, who: second() });
        }
        if is_token(&who.through) {
            return Err(Refused::NotAPerson { who: second() });
        }
        if let Through::Address(address) = &who.through
            && directory.has_several_at(address)
        {
            return Err(Refused::SharedAddress { who: second() });
        }
        if rule.may_disable == MayDisable::Lead && !who.leads {
            return Err(Refused::NeedsLead { who: second() });
        }
        if by_program && rule.may_disable == MayDisable::TwoPeople {
            self.stand_for(who, scope, asked);
            return Ok(());
        }
        self.check_agreement(agreement.as_ref())?;
        let authority = Authority::TwoPeople { confirmed_by: who.by.clone().into() };
        // The limit may have become shorter since it was asked.
        let until = asked.until.min(after(self.world.now, rule.limit));
        let granted = Wish {
            reason: asked.reason,
            until: Some(until),
            emergency: asked.emergency,
            agreement,
        };
        let first = By { id: asked.by.id, name: asked.by.name };
        self.put_off(&first, scope, granted, authority);
        Ok(())
    }

    pub(super) fn lapse(&mut self, scope: &Scope) {
        let now = self.world.now;
        let is_over = self.asked(scope).is_some_and(|asked| asked.lapses_at <= now);
        let Some(asked) = self.position(scope).asked.take_if(|_| is_over) else { return };
        self.note(Actor::System, scope, SwitchHappening::Lapsed);
        let service = scope.service().map(str::to_owned);
        self.notify(&asked.by.id, Notice::SwitchNotConfirmed { service });
    }

    /// Whom to ask for the second word: leads, and everybody if there is no other lead.
    fn second_people(&self, first: &ResponderId) -> Vec<ResponderId> {
        let directory = self.world.directory;
        let mut people = directory.may_disable(MayDisable::Lead, Some(first));
        if people.is_empty() {
            people = directory.may_disable(MayDisable::TwoPeople, Some(first));
        }
        people
    }
}

fn is_token(through: &Through) -> bool {
    matches!(through, Through::Token(_))
}
