//! Who may call what. The rule itself is [`domain::access`]'s; here is only who asks.

use axum::{extract::FromRequestParts, http::request::Parts};
use domain::{
    Directory, ResponderId,
    access::{Action, Caller, Denied},
    directory::Role,
    input::By,
    switch::{Asker, Through},
};

use super::problem::Problem;
use crate::{Bearer, Web};

/// Somebody who may look.
#[derive(Clone, Debug)]
pub(crate) struct MayRead;

/// Somebody who may respond to emergencies.
#[derive(Clone, Debug)]
pub(crate) struct MayRespond(Caller);

/// Somebody who may exchange the directory.
#[derive(Clone, Debug)]
pub(crate) struct MayAdminister(Caller);

impl FromRequestParts<Web> for MayRead {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        caller_who_may(Action::Read, parts, web).await.map(|_| Self)
    }
}

impl FromRequestParts<Web> for MayRespond {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        caller_who_may(Action::Respond, parts, web).await.map(Self)
    }
}

impl FromRequestParts<Web> for MayAdminister {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        caller_who_may(Action::Administer, parts, web).await.map(Self)
    }
}

async fn caller_who_may(action: Action, parts: &mut Parts, web: &Web) -> Result<Caller, Problem> {
    let Bearer(caller) = Bearer::from_request_parts(parts, web).await?;
    caller.may(action)?;
    Ok(caller)
}

impl MayAdminister {
    /// Under which name changes are kept.
    pub(crate) fn name(&self) -> String {
        match &self.0 {
            Caller::Anyone => "anyone".to_owned(),
            Caller::Person { id, .. } => id.to_string(),
            Caller::Token { name, .. }
            | Caller::Monitor { name }
            | Caller::Organization { name, .. } => name.clone(),
        }
    }
}

impl MayRespond {
    /// Whose contact methods: one's own, and anybody's for an admin.
    pub(crate) fn own_or_admin(&self, responder: &str) -> Result<ResponderId, Problem> {
        let own = match &self.0 {
            Caller::Person { id, .. } => id.as_str(),
            Caller::Token { name, .. } => name,
            Caller::Anyone | Caller::Monitor { .. } | Caller::Organization { .. } => "",
        };
        if own != responder {
            self.0.may(Action::Administer)?;
        }
        Ok(ResponderId::from(responder))
    }

    /// Who wants to switch services. A program's token is nobody's own hand, whomever it names.
    pub(crate) fn asker(
        &self,
        directory: &Directory,
        responder: Option<&str>,
    ) -> Result<Asker, Problem> {
        let by = self.by(directory, responder)?;
        let (roles, through) = match &self.0 {
            Caller::Person { roles, .. } => (roles, Through::Themselves),
            Caller::Token { name, roles } => {
                let is_own = *name == by.id.0 && directory.responder(&by.id).is_some();
                let hand = if is_own { Through::Themselves } else { Through::Token(name.clone()) };
                (roles, hand)
            }
            Caller::Anyone | Caller::Monitor { .. } | Caller::Organization { .. } => {
                return Err(Denied::Unknown.into());
            }
        };
        let leads = roles.contains(&Role::Lead)
            || roles.contains(&Role::Admin)
            || through == Through::Themselves && directory.is_lead(&by.id);
        Ok(Asker { by, leads, through })
    }

    /// In whose name it is done: that of the person `responder`, else of the person that the token
    /// is called after, else of the token itself.
    pub(crate) fn by(&self, directory: &Directory, responder: Option<&str>) -> Result<By, Problem> {
        let (own, may_act_for_others) = match &self.0 {
            Caller::Anyone => return Err(Denied::Unknown.into()),
            Caller::Monitor { .. } | Caller::Organization { .. } => {
                return Err(Denied::Needs("responder").into());
            }
            Caller::Person { id, .. } => (id.clone(), false),
            Caller::Token { name, .. } => (ResponderId(name.clone()), true),
        };
        let id = responder.map_or_else(|| own.clone(), ResponderId::from);
        if id != own && !may_act_for_others {
            return Err(Problem::field("responder", format!("must be you, {own}, or left out")));
        }
        match directory.responder(&id) {
            Some(person) => Ok(By { id, name: person.name.clone() }),
            None if id == own => Ok(By { name: own.0, id }),
            None => Err(Problem::field("responder", format!("\"{id}\" is not in the directory"))),
        }
    }
}
