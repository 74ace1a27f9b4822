//! The customer's consent to have services switched off: a responder asks, and a requester answers by
//! name on their own page. The last word counts.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Emergency, Person, Refused, turn::Turn};
use crate::{
    Directory,
    directory::Organization,
    effect::Audience,
    fact::Happening,
    input::{By, From},
    message::{News, Notice},
    switch::{Agreement, Scope},
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Consent {
    pub scope: Scope,
    pub reason: String,
    pub asked_by: Person,
    pub asked_at: Timestamp,
    pub answer: Option<ConsentAnswer>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConsentAnswer {
    pub granted: bool,
    /// As the requester signed it.
    pub name: String,
    pub at: Timestamp,
}

/// A requester's answer to the question.
#[derive(Clone, Debug, PartialEq)]
pub struct ConsentWord {
    pub granted: bool,
    pub name: String,
    /// Tells whose word it is, where several customers report the same.
    pub email: Option<String>,
}

impl Turn<'_> {
    pub(super) fn ask_consent(
        &mut self,
        by: &By,
        scope: Scope,
        reason: String,
    ) -> Result<(), Refused> {
        if reason.trim().is_empty() {
            return Err(Refused::Empty);
        }
        if self.next.of_several {
            return Err(Refused::OtherCustomer);
        }
        let organization = self.next.customer(self.world.directory);
        let organization = organization.filter(|organization| organization.switch.is_some());
        let Some(organization) = organization else { return Err(Refused::NobodyMaySwitch) };
        let limit_secs = organization.switch.as_ref().map_or(0, |rule| rule.limit.as_secs());
        let services = match &scope {
            Scope::All => organization.services.clone(),
            Scope::Service(name)
                if organization.services.is_empty() || organization.services.contains(name) =>
            {
                vec![name.clone()]
            }
            Scope::Service(name) => return Err(Refused::UnknownService(name.clone())),
        };
        let service = scope.service().map(str::to_owned);
        self.note_by(by, Happening::ConsentAsked { service, reason: reason.clone() });
        let news = News::ConsentAsked {
            by: by.name.clone(),
            all: scope == Scope::All,
            services,
            limit_secs,
            reason: reason.clone(),
        };
        self.tell(Audience::Everybody, news);
        let (asked_by, asked_at) = (by.clone().into(), self.world.now);
        self.next.consent = Some(Consent { scope, reason, asked_by, asked_at, answer: None });
        self.word_was_heard(by);
        Ok(())
    }

    pub(super) fn answer_consent(&mut self, from: &From, word: ConsentWord) -> Result<(), Refused> {
        let ConsentWord { granted, name, email } = word;
        if !self.next.speaks_for_customer(self.world.directory, email.as_deref()) {
            return Err(Refused::OtherCustomer);
        }
        let Some(consent) = self.next.consent.clone() else { return Err(Refused::NotAsked) };
        if name.trim().is_empty() {
            return Err(Refused::Unnamed);
        }
        let answer = ConsentAnswer { granted, name: name.clone(), at: self.world.now };
        let asked_by = consent.asked_by.id.clone();
        let service = consent.scope.service().map(str::to_owned);
        self.next.consent = Some(Consent { answer: Some(answer), ..consent });
        let happening =
            Happening::ConsentAnswered { granted, name: name.clone(), service: service.clone() };
        self.note_from(from, happening);
        let mut told = vec![asked_by];
        told.extend(self.next.responder().map(|person| person.id.clone()));
        told.sort();
        told.dedup();
        for id in told {
            let notice =
                Notice::ConsentAnswered { name: name.clone(), granted, service: service.clone() };
            self.notify(&id, notice);
        }
        Ok(())
    }
}

impl Emergency {
    /// What the customer has agreed to, as far as it covers this.
    pub fn agreement(&self, scope: &Scope) -> Option<Agreement> {
        let emergency = self.number;
        let asked = self.consent.as_ref().filter(|it| it.scope == Scope::All || it.scope == *scope);
        match asked.and_then(|consent| Some((consent, consent.answer.as_ref()?))) {
            Some((consent, answer)) => answer.granted.then(|| Agreement::Consented {
                emergency,
                name: answer.name.clone(),
                at: answer.at,
                service: consent.scope.service().map(str::to_owned),
            }),
            None => self.pre_authorized.then_some(Agreement::PreAuthorized { emergency }),
        }
    }

    /// Where several customers report the same, only the people of the one that is switched can say
    /// what may be done to it.
    pub fn speaks_for_customer(&self, directory: &Directory, email: Option<&str>) -> bool {
        let theirs = || directory.organization_of(None, email).map(|known| &known.id);
        !self.of_several || self.organization.is_some() && theirs() == self.organization.as_ref()
    }

    pub(super) fn customer<'a>(&self, directory: &'a Directory) -> Option<&'a Organization> {
        directory.organization(self.organization.as_ref()?)
    }
}
