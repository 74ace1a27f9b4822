//! The switch by text message and in chats: a second person confirms, anybody who responds switches
//! on again. Services are never switched off by one text alone.

use domain::{
    OrganizationId,
    access::{Action, Caller},
    directory::Responder,
    input::By,
    switch::{Asker, Position, Scope, Switch, SwitchInput, Through},
};
use jiff::Timestamp;
use subtle::ConstantTimeEq;
use words::reply::{self, Confirmation, SwitchDone, SwitchWord};

use crate::{Engine, EngineError};

impl Engine {
    /// `from` is the number or the chat, as its provider vouches for it.
    pub(crate) async fn carry_out_switch(
        &self,
        person: &Responder,
        from: &str,
        word: SwitchWord,
    ) -> Confirmation {
        let roles = person.roles.iter().copied().collect();
        let caller = Caller::Person { id: person.id.clone(), roles };
        if let Err(denied) = caller.may(Action::Respond) {
            return Confirmation::Switch(SwitchDone::Denied { denied });
        }
        let done = match word {
            SwitchWord::Confirm { code } => self.confirm_by_text(person, from, &code).await,
            SwitchWord::On { organization, service } => {
                self.on_by_text(person, &organization, service.as_deref()).await
            }
            SwitchWord::NotQuite => Ok(SwitchDone::NotQuite),
            SwitchWord::OnWhose => Ok(SwitchDone::Whose { off: self.what_is_off() }),
            SwitchWord::Off => Ok(SwitchDone::OnlyInConsole),
        };
        match done {
            Ok(done) => Confirmation::Switch(done),
            Err(EngineError::SwitchRefused(refused)) => {
                Confirmation::Switch(SwitchDone::Refused { refused })
            }
            Err(error) => {
                tracing::error!(%error, "a text message about a switch was not carried out");
                Confirmation::Failed
            }
        }
    }

    async fn confirm_by_text(
        &self,
        person: &Responder,
        from: &str,
        code: &str,
    ) -> Result<SwitchDone, EngineError> {
        // What is stored counts: another process may have asked just now.
        self.refresh_switches().await?;
        let Some((organization, scope, lapses_at)) = self.question_of(code) else {
            return Ok(SwitchDone::NothingAsked);
        };
        let by = By { id: person.id.clone(), name: person.name.clone() };
        let leads = self.directory().1.is_lead(&person.id);
        let who = Asker { by, leads, through: Through::Address(from.to_owned()) };
        let question = Some(lapses_at);
        let input = SwitchInput::Confirm { who, scope: scope.clone(), question, agreement: None };
        let switch = self.switch(&organization, input).await?;
        let position = switch.position(&scope).cloned().unwrap_or_default();
        Ok(self.confirmed(&organization, &scope, position))
    }

    fn confirmed(
        &self,
        organization: &OrganizationId,
        scope: &Scope,
        Position { off, asked, .. }: Position,
    ) -> SwitchDone {
        let customer = self.customer(organization);
        let service = scope.service().map(str::to_owned);
        match (asked, off) {
            (Some(asked), _) => {
                SwitchDone::StillAsked { customer, service, lapses_at: asked.lapses_at }
            }
            (None, Some(off)) => SwitchDone::Off {
                on: reply::switching_on(organization.as_str(), scope.service()),
                customer,
                service,
                until: off.until,
                asked_by: off.by.name,
            },
            (None, None) => SwitchDone::NothingAsked,
        }
    }

    /// The one open question with these figures. Two with the same would be a doubt.
    fn question_of(&self, code: &str) -> Option<(OrganizationId, Scope, Timestamp)> {
        let (switches, now) = (self.switches(), self.now());
        let mut found = None;
        for switch in switches.all() {
            for (scope, position) in &switch.positions {
                let Some(asked) = position.asked.as_ref().filter(|it| it.lapses_at > now) else {
                    continue;
                };
                let organization = &switch.organization;
                let links = &self.shared.links;
                let theirs = links.confirm_code(organization, scope.service(), asked.lapses_at);
                if bool::from(theirs.as_bytes().ct_eq(code.as_bytes()))
                    && found
                        .replace((organization.clone(), scope.clone(), asked.lapses_at))
                        .is_some()
                {
                    return None;
                }
            }
        }
        found
    }

    async fn on_by_text(
        &self,
        person: &Responder,
        organization: &str,
        service: Option<&str>,
    ) -> Result<SwitchDone, EngineError> {
        self.refresh_switches().await?;
        let words = || [Some(organization), service].map(Option::unwrap_or_default).join(" ");
        let nobody = || SwitchDone::NobodyOfThatName {
            words: words().trim().to_owned(),
            off: self.what_is_off(),
        };
        let Some(switch) = self.switch_called(organization) else {
            let directory = self.directory();
            let is_it = |id: &OrganizationId| id.as_str().eq_ignore_ascii_case(organization);
            let known = directory.1.organizations.iter().find(|known| is_it(&known.id));
            let was_on = known.map(|known| SwitchDone::WasOn { customer: known.name.clone() });
            return Ok(was_on.unwrap_or_else(nobody));
        };
        let customer = self.customer(&switch.organization);
        let is_meant = |scope: &Scope| {
            service.is_none_or(|it| scope.service().is_some_and(|of| of.eq_ignore_ascii_case(it)))
        };
        let open = switch.positions.iter().filter(|(scope, position)| {
            is_meant(scope) && (position.off.is_some() || position.asked.is_some())
        });
        let open: Vec<_> = open.map(|(scope, it)| (scope.clone(), it.off.is_none())).collect();
        let withdrawn = open.iter().all(|(_, is_on)| *is_on);
        if open.is_empty() {
            return Ok(SwitchDone::WasOn { customer });
        }
        for (scope, _) in open {
            let by = By { id: person.id.clone(), name: person.name.clone() };
            let input = SwitchInput::Enable { by, scope, note: None };
            self.switch(&switch.organization, input).await?;
        }
        Ok(SwitchDone::On { customer, service: service.map(str::to_owned), withdrawn })
    }

    fn switch_called(&self, organization: &str) -> Option<Switch> {
        let switches = self.switches();
        let is_it =
            |switch: &&Switch| switch.organization.as_str().eq_ignore_ascii_case(organization);
        switches.all().find(is_it).cloned()
    }

    /// The ids of customers for whom something is off.
    fn what_is_off(&self) -> Vec<String> {
        let switches = self.switches();
        let off = switches.all().filter(|switch| switch.is_anything_off());
        off.map(|switch| switch.organization.to_string()).collect()
    }

    fn customer(&self, organization: &OrganizationId) -> String {
        let directory = self.directory();
        let known = directory.1.organization(organization);
        known.map_or_else(|| organization.to_string(), |known| known.name.clone())
    }
}
