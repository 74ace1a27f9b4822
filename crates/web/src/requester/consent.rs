//! `/r/{token}/consent`: may services be switched off? Opening the page changes nothing: mail programs
//! open links, too.

use askama::Template;
use axum::{
    extract::{Path, Request, State},
    http::HeaderMap,
    response::{Redirect, Response},
};
use domain::{Input, emergency::ConsentWord, switch::Scope};
use engine::Case;

use crate::{
    ClientAddress, Web,
    error::PageError,
    form::Received,
    front::{Front, page},
    moment::{Clock, Moment},
    tongue::Tongue,
};

const NAME_MAX_CHARS: usize = 100;

#[derive(Template)]
#[template(path = "consent.html")]
struct ConsentPage {
    site: Front,
    t: &'static words::pages::Consent,
    clock: Clock,
    token: String,
    number: String,
    customer: String,
    asked_by: String,
    asked_at: Moment,
    reason: String,
    stops: [String; 2],
    name: String,
    /// What was answered before, by whom.
    answered: Option<(bool, String)>,
}

pub(super) async fn show(
    State(web): State<Web>,
    Path(token): Path<String>,
    tongue: Tongue,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let owner = web.owner(token, tongue).await?;
    let Case::Emergency(number) = owner.case else { return Err(PageError::NotFound) };
    let saved = web.engine.store().emergency(number).await?.ok_or(PageError::NotFound)?;
    let emergency = &saved.emergency;
    let directory = web.engine.directory();
    let email = owner.row.requester.email.as_deref();
    let is_theirs = emergency.speaks_for_customer(&directory.1, email) && !emergency.is_closed();
    let consent = emergency.consent.as_ref().filter(|_| is_theirs).ok_or(PageError::NotFound)?;
    let customer = emergency.organization.as_ref().and_then(|id| directory.1.organization(id));
    let customer = customer.ok_or(PageError::NotFound)?;
    let services = match &consent.scope {
        Scope::All => customer.services.clone(),
        Scope::Service(name) => vec![name.clone()],
    };
    let limit_secs = customer.switch.as_ref().map_or(0, |rule| rule.limit.as_secs());
    let clock = owner.clock(&web, &headers);
    let reader = owner.reader(&web, &clock);
    let site = Front::speaking(&web.site, owner.language);
    Ok(page(&ConsentPage {
        t: &site.t.consent,
        site,
        number: number.to_string(),
        customer: customer.name.clone(),
        asked_by: consent.asked_by.name.clone(),
        asked_at: clock.moment(consent.asked_at),
        reason: consent.reason.clone(),
        stops: words::switch::what_stops(
            consent.scope == Scope::All,
            &services,
            limit_secs,
            &reader,
        ),
        name: owner.row.requester.name.clone().unwrap_or_default(),
        answered: consent.answer.as_ref().map(|answer| (answer.granted, answer.name.clone())),
        token: owner.token,
        clock,
    }))
}

pub(super) async fn answer(
    State(web): State<Web>,
    Path(token): Path<String>,
    address: ClientAddress,
    request: Request,
) -> Result<Redirect, PageError> {
    let owner = web.acting(token, address).await?;
    let form = Received::read(&web, request).await.form;
    let granted = match form.text("answer") {
        "yes" => true,
        "no" => false,
        _ => return Err(PageError::Incomplete("there was no yes and no no")),
    };
    let name = form.filled("name").unwrap_or_default();
    let name = name.chars().take(NAME_MAX_CHARS).collect();
    let word = ConsentWord { granted, name, email: owner.row.requester.email.clone() };
    owner.apply(&web, Input::AnswerConsent { from: owner.from(), word }).await?;
    Ok(owner.page_saying(if granted { "agreed" } else { "disagreed" }))
}
