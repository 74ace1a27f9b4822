//! What switching off would do, said before it is done: in names, with what to know before.

use jiff::{SignedDuration, Timestamp};

use super::{Agreement, Scope, would_notice};
use crate::{
    Directory,
    directory::{MayDisable, Organization},
    number::Number,
};

#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    pub customer: String,
    pub scope: Scope,
    /// What would stop; empty means all, where the directory names none.
    pub services: Vec<String>,
    /// Who may, and for how long at most; `None` if nobody may.
    pub rule: Option<(MayDisable, SignedDuration)>,
    /// Their names, leads first.
    pub who_may: Vec<String>,
    pub consent_needed: bool,
    pub agreement: Option<Agreement>,
    /// Open emergencies whose requesters are told, and how many they are.
    pub emergencies: Vec<Number>,
    pub requesters: u64,
    /// Leads who are told, by name.
    pub leads: Vec<String>,
    pub software: Vec<Software>,
    /// It is off already.
    pub is_off: bool,
}

/// Software of the customer that can ask for the switch, by the name of its key.
#[derive(Clone, Debug, PartialEq)]
pub struct Software {
    pub name: String,
    pub asked_at: Option<Timestamp>,
    pub would_notice: bool,
}

/// What to know before it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    NobodyMay,
    /// No software has a key: nothing would stop.
    NoSoftware,
    /// None has asked for [`super::LATELY`].
    NoneAsked,
    NotAgreed,
}

impl Software {
    pub fn new(name: String, asked_at: Option<Timestamp>, now: Timestamp) -> Self {
        Self { would_notice: would_notice(asked_at, now), name, asked_at }
    }
}

impl Preview {
    /// What the directory says; who is told and who listens is still to be filled in.
    pub fn of(organization: &Organization, scope: Scope, directory: &Directory) -> Self {
        let rule = organization.switch.as_ref();
        let name = |id| directory.responder(id).map(|person| person.name.clone());
        let mut may =
            rule.map_or_else(Vec::new, |rule| directory.may_disable(rule.may_disable, None));
        may.sort_by_key(|id| !directory.is_lead(id));
        Self {
            customer: organization.name.clone(),
            services: match &scope {
                Scope::All => organization.services.clone(),
                Scope::Service(name) => vec![name.clone()],
            },
            scope,
            rule: rule.map(|rule| (rule.may_disable, rule.limit)),
            who_may: may.iter().filter_map(name).collect(),
            consent_needed: rule.is_some_and(|rule| rule.consent),
            agreement: None,
            emergencies: Vec::new(),
            requesters: 0,
            leads: directory.leads().iter().filter_map(name).collect(),
            software: Vec::new(),
            is_off: false,
        }
    }

    pub fn doubts(&self) -> Vec<Doubt> {
        let is_deaf = !self.software.iter().any(|software| software.would_notice);
        let found = [
            (self.rule.is_none(), Doubt::NobodyMay),
            (self.software.is_empty(), Doubt::NoSoftware),
            (!self.software.is_empty() && is_deaf, Doubt::NoneAsked),
            (self.consent_needed && self.agreement.is_none(), Doubt::NotAgreed),
        ];
        found.into_iter().filter(|(is_so, _)| *is_so).map(|(_, doubt)| doubt).collect()
    }
}
