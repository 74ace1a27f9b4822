//! Who asks: a token in the header for programs, a session in a cookie for people.

use std::collections::BTreeSet;

use axum::{
    extract::FromRequestParts,
    http::{Method, header, request::Parts},
};
use domain::{
    access::{Action, Caller, Denied},
    directory::Role,
    id::{OrganizationId, ResponderId},
    input::By,
};
use jiff::{SignedDuration, Timestamp};
use store::{Session, Token, TokenHash, Unit};

use crate::{
    Web,
    api::problem::Problem,
    error::PageError,
    moment::cookie,
    operator,
    secret::{digest, new_secret},
};

/// A session ends after so long without a sign of its owner.
const SESSION_LASTS: SignedDuration = SignedDuration::from_hours(12);
/// How often the end of a session in use is moved.
const RENEW_EVERY: SignedDuration = SignedDuration::from_mins(5);
const MAX_USER_AGENT_CHARS: usize = 200;

/// Whoever calls the API: the holder of the token in `Authorization: Bearer`, or anyone. Cookies
/// count for nothing here, so that no other site can make a browser call.
#[derive(Clone, Debug)]
pub struct Bearer(pub Caller);

/// A responder who has signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub by: By,
    pub caller: Caller,
    pub time_zone: String,
    pub(crate) session: TokenHash,
}

/// One who may do everything.
#[derive(Clone, Debug)]
pub(crate) struct Admin(pub(crate) SignedIn);

/// A monitoring system that may report.
#[derive(Clone, Debug)]
pub(crate) struct Reporter {
    /// The name of its token.
    pub(crate) name: String,
    /// The only organization that it may speak for.
    pub(crate) organization: Option<String>,
}

impl FromRequestParts<Web> for Reporter {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let token = bearer(parts).ok_or(Denied::Unknown)?;
        Ok(web.reporter(&token).await?)
    }
}

impl FromRequestParts<Web> for Bearer {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, PageError> {
        let Some(token) = bearer(parts) else { return Ok(Self(Caller::Anyone)) };
        web.caller_of(&token).await.map(Self)
    }
}

impl FromRequestParts<Web> for SignedIn {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, PageError> {
        let path = parts.uri.path_and_query().map_or("/console", |path| path.as_str());
        let back = if parts.method == Method::GET { path } else { "/console" };
        let missing = || PageError::SignIn(back.to_owned());
        let token = cookie(&parts.headers, web.session_cookie()).ok_or_else(missing)?;
        let signed_in = web.signed_in(&digest(&token)).await?.ok_or_else(missing)?;
        signed_in.caller.may(Action::Read)?;
        Ok(signed_in)
    }
}

impl FromRequestParts<Web> for Admin {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, PageError> {
        let signed_in = SignedIn::from_request_parts(parts, web).await?;
        signed_in.caller.may(Action::Administer)?;
        Ok(Self(signed_in))
    }
}

impl Web {
    /// Whose token this is; nobody's makes it anyone's.
    pub(crate) async fn caller_of(&self, token: &str) -> Result<Caller, PageError> {
        let found = self.engine.store().token(&digest(token)).await?;
        Ok(found.map_or(Caller::Anyone, |token| holder(&token)))
    }

    /// The monitoring system that a token belongs to, if it may report.
    pub(crate) async fn reporter(&self, token: &str) -> Result<Reporter, PageError> {
        let found = self.engine.store().token(&digest(token)).await?;
        let token = found.ok_or(Denied::Unknown)?;
        holder(&token).may(Action::Report)?;
        Ok(Reporter { name: token.name, organization: token.organization })
    }

    /// The cookie of a session. Over HTTPS its name makes browsers keep it to this host.
    pub(crate) fn session_cookie(&self) -> &'static str {
        if self.site.is_https() { "__Host-session" } else { "session" }
    }

    /// Opens a session and gives the value of `Set-Cookie`.
    pub(crate) async fn open_session(
        &self,
        responder: ResponderId,
        user_agent: &str,
    ) -> Result<String, PageError> {
        let (token, now) = (new_secret(), self.engine.now());
        let mut unit = Unit::default();
        unit.forget_sessions(now);
        unit.open_session(&Session {
            token_hash: digest(&token),
            responder,
            made_at: now,
            last_seen_at: now,
            expires_at: later(now, SESSION_LASTS),
            user_agent: user_agent.chars().take(MAX_USER_AGENT_CHARS).collect(),
        });
        self.engine.store().commit(unit).await?;
        Ok(self.cookie_with(&token, SESSION_LASTS.as_secs()))
    }

    pub(crate) async fn end_session(&self, session: &TokenHash) -> Result<String, PageError> {
        let mut unit = Unit::default();
        unit.end_session(session);
        self.engine.store().commit(unit).await?;
        Ok(self.cookie_with("", 0))
    }

    fn cookie_with(&self, value: &str, max_age_secs: i64) -> String {
        let secure = if self.site.is_https() { "; Secure" } else { "" };
        let name = self.session_cookie();
        format!("{name}={value}; Path=/; Max-Age={max_age_secs}; HttpOnly; SameSite=Lax{secure}")
    }

    async fn signed_in(&self, hash: &TokenHash) -> Result<Option<SignedIn>, PageError> {
        let now = self.engine.now();
        let Some(session) = self.engine.store().session(hash, now).await? else { return Ok(None) };
        let directory = self.engine.directory();
        // Who has left the directory is signed out by that.
        let person =
            operator::person(self.engine.store(), &directory.1, &session.responder).await?;
        let Some(person) = person else { return Ok(None) };
        if now.duration_since(session.last_seen_at) > RENEW_EVERY {
            let mut unit = Unit::default();
            unit.session_seen(hash, now, later(now, SESSION_LASTS));
            self.engine.store().commit(unit).await?;
        }
        Ok(Some(SignedIn {
            by: By { id: person.id.clone(), name: person.name.clone() },
            caller: Caller::Person {
                id: person.id.clone(),
                roles: person.roles.iter().copied().collect(),
            },
            time_zone: person.time_zone.clone(),
            session: *hash,
        }))
    }
}

fn later(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_add(by).unwrap_or(Timestamp::MAX)
}

pub(crate) fn holder(token: &Token) -> Caller {
    let name = token.name.clone();
    match token.role.as_str() {
        "monitoring" => Caller::Monitor { name },
        "organization" if token.organization.is_some() => {
            let organization = OrganizationId(token.organization.clone().unwrap_or_default());
            Caller::Organization { name, organization }
        }
        role => Caller::Token { roles: roles_named(role), name },
    }
}

/// The roles that a token's role stands for: each holds those before it.
fn roles_named(role: &str) -> BTreeSet<Role> {
    let roles: &[Role] = match role {
        "responder" => &[Role::Responder],
        "lead" => &[Role::Responder, Role::Lead],
        "admin" => &[Role::Responder, Role::Lead, Role::Admin],
        _ => &[],
    };
    roles.iter().copied().collect()
}

pub(crate) fn bearer(parts: &Parts) -> Option<String> {
    let value = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}
