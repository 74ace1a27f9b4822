//! On whose word services may be switched off, and the refusals: each says who could do it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::SwitchWorld;
use crate::{
    Directory,
    directory::{MayDisable, Role, SwitchRule},
    emergency::Person,
    id::{OrganizationId, ResponderId},
    input::By,
    number::Number,
};

/// More people who could do it are not named.
const NAMED: usize = 8;

/// Who wants to switch, and what is known of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Asker {
    pub by: By,
    /// Whether the caller leads: by role, or as the lead of a team.
    pub leads: bool,
    pub through: Through,
}

/// By whose hand it comes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Through {
    /// The person's own session, private link or token.
    Themselves,
    /// A program's token of this name, whoever is named beside it: it is no second person.
    Token(String),
    /// A text message or a chat, from this address of the person's.
    Address(String),
}

/// The rule that allowed it, with whom it took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "rule")]
pub enum Authority {
    Responder,
    Lead,
    TwoPeople { confirmed_by: Person },
}

/// The customer's own word for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "by")]
pub enum Agreement {
    /// A requester agreed to it when the request was sent.
    PreAuthorized { emergency: Number },
    /// A requester was asked, and agreed by name.
    Consented {
        emergency: Number,
        name: String,
        at: Timestamp,
        /// Only this service; all of them if it is left out.
        service: Option<String>,
    },
}

/// Why it was not switched; nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error(
        "nobody may switch services off for \"{0}\": an administrator can allow it in the \
         directory, with switch = {{ may_disable = \"lead\", limit = \"4h\" }}"
    )]
    NoRule(OrganizationId),
    #[error("only a lead may switch these services off: ask {who}")]
    NeedsLead { who: String },
    #[error("{by} has asked for it, and a second person has to confirm: ask {who}")]
    SamePerson { by: String, who: String },
    #[error("a program's token is no second person: {who} can confirm in the console")]
    NotAPerson { who: String },
    #[error(
        "this number is in the directory for several people, so it does not show which of them \
         confirms: {who} can confirm in the console"
    )]
    SharedAddress { who: String },
    #[error(
        "the customer has to agree first, and has not: ask the requesters of an open emergency for \
         their consent, in the console under Switches"
    )]
    NeedsConsent,
    #[error("nobody asks for it any more: any responder can ask for it again")]
    NothingAsked,
    #[error(
        "\"{service}\" is not a service of this customer: there are {known}; an administrator can \
         add others to the directory"
    )]
    UnknownService { service: String, known: String },
    #[error("say why: the reason is kept, and requesters are told")]
    NoReason,
    #[error("that moment is over: name a later one, or none")]
    UntilIsOver,
    #[error("too many services were switched one by one: switch all of them")]
    TooManyServices,
}

impl SwitchWorld<'_> {
    pub(super) fn rule(&self, organization: &OrganizationId) -> Result<&SwitchRule, Refused> {
        let known = self.directory.organization(organization);
        let rule = known.and_then(|organization| organization.switch.as_ref());
        rule.ok_or_else(|| Refused::NoRule(organization.clone()))
    }
}

impl Directory {
    /// Whether this person may do what a lead may.
    pub fn is_lead(&self, id: &ResponderId) -> bool {
        let has_role = self.responder(id).is_some_and(|person| {
            person.roles.contains(&Role::Lead) || person.roles.contains(&Role::Admin)
        });
        has_role || self.leads().contains(id)
    }

    /// Who may switch this organization's services off, or confirm it, besides `except`.
    pub fn may_disable(&self, rule: MayDisable, except: Option<&ResponderId>) -> Vec<ResponderId> {
        let everybody = self.responders.iter().map(|person| person.id.clone());
        let may = |id: &ResponderId| match rule {
            MayDisable::Responder | MayDisable::TwoPeople => true,
            MayDisable::Lead => self.is_lead(id),
        };
        everybody.filter(|id| Some(id) != except && may(id)).collect()
    }

    /// The same by name, leads first: "Cho Lin, Ana Ruiz or Ben Okafor".
    pub fn who_may_disable(&self, rule: MayDisable, except: Option<&ResponderId>) -> String {
        let mut found = self.may_disable(rule, except);
        // Leads first: they are the ones to ask.
        found.sort_by_key(|id| !self.is_lead(id));
        let names = found.iter().take(NAMED).filter_map(|id| self.responder(id));
        let names: Vec<_> = names.map(|person| person.name.as_str()).collect();
        match names.split_last() {
            None => "an administrator to add somebody to the directory".to_owned(),
            Some((only, [])) => (*only).to_owned(),
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
        }
    }
}
