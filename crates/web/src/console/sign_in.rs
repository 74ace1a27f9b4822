//! `/console/sign-in` and the way out.

use askama::Template;
use axum::{
    Form, Router,
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::{directory::Responder, id::ResponderId};
use serde::Deserialize;

use crate::{
    ClientAddress, SignedIn, Web,
    error::PageError,
    front::{Front, page, page_with},
    operator, password,
};

#[derive(Template)]
#[template(path = "console/sign_in.html")]
struct SignInPage {
    site: Front,
    problem: Option<&'static str>,
    name: String,
    next: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    next: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Credentials {
    name: String,
    password: String,
    next: String,
}

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/console/sign-in", get(show).post(sign_in))
        .route("/console/sign-out", post(sign_out))
}

async fn show(State(web): State<Web>, Query(asked): Query<Asked>) -> Response {
    let next = local(&asked.next).to_owned();
    page(&SignInPage { site: Front::of(&web.site), problem: None, name: String::new(), next })
}

async fn sign_in(
    State(web): State<Web>,
    address: ClientAddress,
    headers: HeaderMap,
    Form(given): Form<Credentials>,
) -> Result<Response, PageError> {
    if !web.limits.allows_sign_in(address.0, &given.name) {
        let problem = "Too many tries. Wait a minute, then try again.";
        return Ok(again(&web, given, StatusCode::TOO_MANY_REQUESTS, problem));
    }
    let responder = web.named(&given.name).await?;
    let account = match &responder {
        Some(id) => web.engine.store().account(id).await?,
        None => None,
    };
    let stored = account.map(|account| account.password_hash);
    let is_right = password::is_right(given.password.clone(), stored).await;
    let Some(responder) = responder.filter(|_| is_right) else {
        tracing::info!(address = %address.0, "a sign-in failed");
        let problem = "This name and password do not belong together.";
        return Ok(again(&web, given, StatusCode::UNPROCESSABLE_ENTITY, problem));
    };
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    let cookie = web.open_session(responder, agent.unwrap_or_default()).await?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(local(&given.next))).into_response())
}

async fn sign_out(State(web): State<Web>, who: SignedIn) -> Result<Response, PageError> {
    let cookie = web.end_session(&who.session).await?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/console/sign-in")).into_response())
}

fn again(web: &Web, given: Credentials, status: StatusCode, problem: &'static str) -> Response {
    let page = SignInPage {
        site: Front::of(&web.site),
        problem: Some(problem),
        next: local(&given.next).to_owned(),
        name: given.name,
    };
    page_with(status, &page)
}

impl Web {
    /// The responder of this id, or with this mail address, or the operator.
    async fn named(&self, name: &str) -> Result<Option<ResponderId>, PageError> {
        let name = name.trim().to_lowercase();
        let directory = self.engine.directory();
        let is_meant = |person: &&Responder| {
            person.id.as_str().to_lowercase() == name
                || person.contact.iter().any(|contact| contact.address.to_lowercase() == name)
        };
        if let Some(person) = directory.1.responders.iter().find(is_meant) {
            return Ok(Some(person.id.clone()));
        }
        let id = ResponderId(name);
        let person = operator::person(self.engine.store(), &directory.1, &id).await?;
        Ok(person.map(|person| person.id))
    }
}

/// A path of the console, or its start: never another site.
fn local(next: &str) -> &str {
    let is_ours =
        next == "/console" || next.starts_with("/console/") || next.starts_with("/console?");
    let is_plain = !next.chars().any(|one| one.is_control() || one == '\\');
    if is_ours && is_plain { next } else { "/console" }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn the_way_back_never_leads_elsewhere() {
        for kept in ["/console", "/console/tickets?x=1", "/console?state=closed"] {
            assert_eq!(local(kept), kept);
        }
        for other in [
            "",
            "https://evil.example",
            "//evil.example",
            "/consoleevil",
            "/console/\r\nX: y",
            "/console/\\evil",
        ] {
            assert_eq!(local(other), "/console", "{other}");
        }
    }
}
