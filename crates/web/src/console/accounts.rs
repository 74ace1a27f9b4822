//! `/console/accounts`: passwords of responders, tokens of programs.

use askama::Template;
use axum::{
    Form, Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::{
    access::Action,
    directory::{Responder, Role},
};
use serde::Deserialize;
use store::{StoreError, Token, Unit};

use super::Desk;
use crate::{
    ClientAddress, SignedIn, Web,
    accounts::{made_password, set_password},
    caller::Admin,
    error::PageError,
    front::page_with,
    moment::Moment,
    password,
    secret::{digest, new_token},
};

const MAX_NAME_CHARS: usize = 60;

#[derive(Template)]
#[template(path = "console/accounts.html")]
struct AccountsPage {
    desk: Desk,
    /// Of others one sees and changes something only as an admin.
    is_admin: bool,
    said: Option<&'static str>,
    problem: Option<String>,
    /// What is shown once, with what it is.
    secret: Option<(String, String)>,
    people: Vec<PersonLine>,
    tokens: Vec<TokenLine>,
}

#[derive(Debug)]
struct PersonLine {
    id: String,
    name: String,
    roles: String,
    since: Option<Moment>,
}

#[derive(Debug)]
struct TokenLine {
    name: String,
    role: String,
    made: Moment,
    used: Option<Moment>,
}

#[derive(Debug, Deserialize)]
struct ForPerson {
    responder: String,
}

#[derive(Debug, Deserialize)]
struct NewToken {
    name: String,
    role: String,
}

#[derive(Debug, Deserialize)]
struct OldToken {
    name: String,
}

#[derive(Debug, Deserialize)]
struct OwnPassword {
    current: String,
    password: String,
}

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/console/accounts", get(show))
        .route("/console/accounts/password", post(make_password))
        .route("/console/accounts/own", post(change_own))
        .route("/console/accounts/token", post(make_token))
        .route("/console/accounts/revoke", post(revoke))
}

async fn show(
    State(web): State<Web>,
    who: SignedIn,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    Ok(page_with(StatusCode::OK, &accounts_page(&web, &who, &headers).await?))
}

async fn make_password(
    State(web): State<Web>,
    Admin(who): Admin,
    headers: HeaderMap,
    Form(of): Form<ForPerson>,
) -> Result<Response, PageError> {
    let directory = web.engine.directory();
    let person = directory.1.responder(&of.responder.as_str().into()).ok_or(PageError::NotFound)?;
    let password = made_password();
    set_password(&web.engine, &person.id, password.clone()).await?;
    // Whoever changes their own password here is signed out by it, too.
    if person.id == who.by.id {
        let mut page = accounts_page(&web, &who, &headers).await?;
        page.secret = Some(("Your new password. Sign in again with it.".to_owned(), password));
        return Ok(page_with(StatusCode::OK, &page));
    }
    let mut page = accounts_page(&web, &who, &headers).await?;
    page.secret = Some((format!("The password of {}.", person.name), password));
    Ok(page_with(StatusCode::OK, &page))
}

async fn change_own(
    State(web): State<Web>,
    who: SignedIn,
    address: ClientAddress,
    headers: HeaderMap,
    Form(own): Form<OwnPassword>,
) -> Result<Response, PageError> {
    let stored = web.engine.store().account(&who.by.id).await?;
    let stored = stored.map(|account| account.password_hash);
    let may_try = web.limits.allows_sign_in(address.0, who.by.id.as_str());
    let problem = if !may_try {
        Some("Too many tries. Wait a minute, then try again.")
    } else if own.password.chars().count() < password::MIN_CHARS {
        Some("A password needs 12 characters or more.")
    } else if !password::is_right(own.current, stored).await {
        Some("This is not the password you have.")
    } else {
        None
    };
    if let Some(problem) = problem {
        let mut page = accounts_page(&web, &who, &headers).await?;
        page.problem = Some(problem.to_owned());
        return Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, &page));
    }
    set_password(&web.engine, &who.by.id, own.password).await?;
    Ok(Redirect::to("/console/sign-in").into_response())
}

async fn make_token(
    State(web): State<Web>,
    Admin(who): Admin,
    headers: HeaderMap,
    Form(new): Form<NewToken>,
) -> Result<Response, PageError> {
    let name: String = new.name.trim().chars().take(MAX_NAME_CHARS).collect();
    let is_role = ["responder", "lead", "admin"].contains(&new.role.as_str());
    if name.is_empty() || !is_role {
        return Err(PageError::Incomplete("a token needs a name and a role"));
    }
    let secret = new_token();
    let mut unit = Unit::default();
    unit.make_token(&Token {
        token_hash: digest(&secret),
        name: name.clone(),
        role: new.role,
        organization: None,
        made_at: web.engine.now(),
        last_used_at: None,
    });
    let made = web.engine.store().commit(unit).await;
    let mut page = accounts_page(&web, &who, &headers).await?;
    match made {
        Ok(()) => page.secret = Some((format!("The token “{name}”."), secret)),
        Err(StoreError::Taken) => {
            page.problem = Some(format!("There is a token “{name}” already: choose another name."));
            return Ok(page_with(StatusCode::CONFLICT, &page));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(page_with(StatusCode::OK, &page))
}

async fn revoke(
    State(web): State<Web>,
    _admin: Admin,
    Form(old): Form<OldToken>,
) -> Result<Redirect, PageError> {
    let mut unit = Unit::default();
    unit.revoke_token(&old.name);
    match web.engine.store().commit(unit).await {
        // It is gone either way.
        Ok(()) | Err(StoreError::Conflict) => Ok(Redirect::to("/console/accounts")),
        Err(error) => Err(error.into()),
    }
}

async fn accounts_page(
    web: &Web,
    who: &SignedIn,
    headers: &HeaderMap,
) -> Result<AccountsPage, PageError> {
    let desk = Desk::of(web, who, "/console/accounts", headers);
    let (accounts, tokens) =
        (web.engine.store().accounts().await?, web.engine.store().tokens().await?);
    let clock = &desk.clock;
    let person = |person: &Responder| PersonLine {
        id: person.id.to_string(),
        name: person.name.clone(),
        roles: roles(&person.roles),
        since: accounts
            .iter()
            .find(|account| account.responder == person.id)
            .map(|account| clock.moment(account.made_at)),
    };
    Ok(AccountsPage {
        is_admin: who.caller.may(Action::Administer).is_ok(),
        said: None,
        problem: None,
        secret: None,
        people: web.engine.directory().1.responders.iter().map(person).collect(),
        tokens: tokens
            .into_iter()
            .map(|token| TokenLine {
                made: clock.moment(token.made_at),
                used: clock.maybe(token.last_used_at),
                name: token.name,
                role: token.role,
            })
            .collect(),
        desk,
    })
}

fn roles(roles: &[Role]) -> String {
    let name = |role: &Role| match role {
        Role::Responder => "responder",
        Role::Lead => "lead",
        Role::Admin => "admin",
    };
    roles.iter().map(name).collect::<Vec<_>>().join(", ")
}
