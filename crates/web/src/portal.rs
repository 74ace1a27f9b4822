//! `/portal`: the regular desk, for what is no emergency.

use askama::Template;
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request as HttpRequest, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::get,
};
use domain::request::{Channel, Impact};

use crate::{
    ClientAddress, Web,
    attachments::{MAX_FILES, MAX_FORM_BYTES},
    error::PageError,
    form::{Form, Received},
    front::{Front, page, page_with},
    moment::{Clock, Moment, zone_cookie},
    request::choices,
    tongue::Tongue,
};

/// What the desk is for.
const ABOUT: [Impact; 4] = [Impact::Question, Impact::Change, Impact::Priority, Impact::Deadline];

#[derive(Template)]
#[template(path = "portal.html")]
struct PortalPage {
    site: Front,
    t: &'static words::pages::Form,
    form: Form,
    choices: Vec<(&'static str, &'static str)>,
    desk_opens: Option<Moment>,
    /// When whoever writes now hears from the desk, at the latest.
    hear_by: Moment,
    max_files: usize,
}

pub(crate) fn router() -> Router<Web> {
    Router::new()
        .route("/portal", get(show).post(send))
        .layer(DefaultBodyLimit::max(MAX_FORM_BYTES))
}

async fn show(State(web): State<Web>, tongue: Tongue, headers: HeaderMap) -> Response {
    page(&portal_page(&web, Form::empty(), tongue, &headers))
}

async fn send(
    State(web): State<Web>,
    address: ClientAddress,
    tongue: Tongue,
    headers: HeaderMap,
    request: HttpRequest,
) -> Result<Response, PageError> {
    let mut received = Received::read(&web, request).await;
    // Without a choice it is a question: whoever comes here did not take the way to an emergency.
    received.form.default_to("impact", Impact::Question.name());
    match web.submit_form(received, Channel::Portal, address, &headers).await? {
        Ok(redirect) => Ok(redirect.into_response()),
        Err(form) => {
            let page = portal_page(&web, form, tongue, &headers);
            Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
    }
}

fn portal_page(web: &Web, form: Form, tongue: Tongue, headers: &HeaderMap) -> PortalPage {
    let language = tongue.language();
    let site = Front::speaking(&web.site, language);
    let (now, zone) = (web.engine.now(), zone_cookie(headers));
    let directory = web.engine.directory();
    let coverage = directory.1.coverage(now);
    let within = web.engine.settings().coverage.respond_within;
    let clock = Clock::new(now, zone.as_deref()).speaking(language);
    PortalPage {
        t: &site.t.form,
        site,
        form,
        choices: choices(&ABOUT, &clock.reader()),
        desk_opens: clock.maybe(coverage.changes_at.filter(|_| !coverage.open)),
        hear_by: clock.moment(directory.1.respond_by(now, within)),
        max_files: MAX_FILES,
    }
}
