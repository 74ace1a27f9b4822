//! `/request`: the gate. Three questions that decide, then what is wrong and how to reach you.

use askama::Template;
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request as HttpRequest, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use domain::{
    Request,
    input::From,
    request::{Channel, Impact, Requester},
    settings::InHours,
};
use engine::{Accepted, Case, EngineError, Opened, Submission};
use words::Language;

use crate::{
    ClientAddress, Site, Web,
    attachments::{MAX_FILES, MAX_FORM_BYTES},
    error::PageError,
    form::{Form, Received},
    front::{Front, page, page_with},
    moment::{Clock, Moment, zone_cookie},
    requester::said_link,
    tongue::Tongue,
};

/// A sentence that is longer than this goes on in the details.
const MAX_SUMMARY_CHARS: usize = 200;
const MAX_SHORT_CHARS: usize = 200;

#[derive(Template)]
#[template(path = "request.html")]
struct RequestPage {
    site: Front,
    t: &'static words::pages::Form,
    form: Form,
    choices: Vec<(&'static str, &'static str)>,
    /// While the regular desk gets it first: until when it is open, and how long it has.
    desk: Option<(Option<Moment>, String)>,
    max_files: usize,
}

pub(crate) fn router() -> Router<Web> {
    Router::new()
        .route("/request", get(show).post(send))
        .layer(DefaultBodyLimit::max(MAX_FORM_BYTES))
}

async fn show(State(web): State<Web>, tongue: Tongue, headers: HeaderMap) -> Response {
    page(&request_page(&web, Form::empty(), tongue, &headers))
}

async fn send(
    State(web): State<Web>,
    address: ClientAddress,
    tongue: Tongue,
    headers: HeaderMap,
    request: HttpRequest,
) -> Result<Response, PageError> {
    let received = Received::read(&web, request).await;
    match web.submit_form(received, Channel::Web, address, &headers).await? {
        Ok(redirect) => Ok(redirect.into_response()),
        Err(form) => {
            let page = request_page(&web, form, tongue, &headers);
            Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
    }
}

fn request_page(web: &Web, form: Form, tongue: Tongue, headers: &HeaderMap) -> RequestPage {
    let language = tongue.language();
    let (coverage, settings) =
        (web.engine.directory().1.coverage(web.engine.now()), web.engine.settings());
    let zone = zone_cookie(headers);
    let clock = Clock::new(web.engine.now(), zone.as_deref()).speaking(language);
    let site = Front::speaking(&web.site, language);
    let desk_first = coverage.open && settings.coverage.in_hours == InHours::Portal;
    RequestPage {
        desk: desk_first.then(|| {
            let within = settings.coverage.pickup_within.as_secs().unsigned_abs();
            let within = words::pages::within(within, language);
            (clock.maybe(coverage.changes_at), within)
        }),
        t: &site.t.form,
        site,
        form,
        choices: choices(&Impact::ALL, &clock.reader()),
        max_files: MAX_FILES,
    }
}

/// Impacts as a person chooses among them.
pub(crate) fn choices(
    impacts: &[Impact],
    reader: &words::Reader,
) -> Vec<(&'static str, &'static str)> {
    let choice = |impact: &Impact| (impact.name(), words::names::impact_choice(*impact, reader));
    impacts.iter().map(choice).collect()
}

impl Web {
    /// Hands a form to the engine: to the page of what became of it, or back with what is wrong.
    pub(crate) async fn submit_form(
        &self,
        received: Received,
        channel: Channel,
        ClientAddress(address): ClientAddress,
        headers: &HeaderMap,
    ) -> Result<Result<Redirect, Form>, PageError> {
        let Received { mut form, files, left_out, raw } = received;
        let is_usual = self.limits.is_usual_request(address);
        complain(&mut form, Tongue::of(headers, &self.site));
        if form.has_problems() {
            if is_usual && form.has_words() {
                self.engine.keep_unreadable(raw, address.to_string(), "web").await?;
            }
            return Ok(Err(form));
        }
        let source = self.limits.source(address, is_usual).await;
        let request = understood(&form, channel, headers, locale(headers, &self.site));
        let name = request.requester.name.clone();
        let submission = Submission {
            request,
            raw,
            source,
            idempotency_key: Some(format!("form:{}", form.key)),
        };
        let accepted = self.submit_once(submission).await?;
        let case = match accepted.opened {
            Opened::Emergency { number, .. } => Case::Emergency(number),
            Opened::Ticket { number, .. } => Case::Ticket(number),
        };
        let from = From { id: accepted.requester.clone(), name };
        // The request is on disk: a file that is lost is told, and does not undo it.
        let with_case = Self { engine: self.engine.that_has(case).await.clone(), ..self.clone() };
        let kept = with_case.keep_files(files, case, &from).await;
        if let Err(error) = &kept {
            tracing::warn!(error = error as &dyn std::error::Error, "files were not kept");
        }
        let said = (kept.is_err() || !left_out.is_empty()).then_some("files");
        Ok(Ok(Redirect::to(&self.status_path(&accepted, said))))
    }

    /// The same form again gets the same answer; one that was changed since is another request.
    async fn submit_once(&self, mut submission: Submission) -> Result<Accepted, EngineError> {
        match self.engine.submit(submission.clone()).await {
            Err(EngineError::KeyReused) => {
                submission.idempotency_key = None;
                self.engine.submit(submission).await
            }
            other => other,
        }
    }

    fn status_path(&self, accepted: &Accepted, said: Option<&str>) -> String {
        let token = self.engine.link_token(&engine::Link::Requester(accepted.requester.clone()));
        said_link(&token, said)
    }
}

/// What must be there: words, and a way to answer them.
fn complain(form: &mut Form, tongue: Tongue) {
    let t = &words::pages::pages(tongue.language()).form;
    if form.filled("summary").is_none() {
        form.complain("summary", t.no_summary);
    }
    let (email, phone) = (form.filled("email"), form.filled("phone"));
    if email.is_none() && phone.is_none() {
        form.complain("email", t.no_address);
    }
    if email.is_some_and(|email| !looks_like_mail(&email)) {
        form.complain("email", t.bad_email);
    }
    if phone.is_some_and(|phone| !looks_like_phone(&phone)) {
        form.complain("phone", t.bad_phone);
    }
}

fn looks_like_mail(email: &str) -> bool {
    let Some((name, domain)) = email.rsplit_once('@') else { return false };
    let is_clean = |part: &str| {
        !part.is_empty()
            && !part
                .chars()
                .any(|one| one.is_whitespace() || one.is_control() || "<>,;\"".contains(one))
    };
    email.len() <= 254
        && is_clean(name)
        && is_clean(domain)
        && !domain.starts_with('.')
        && !domain.ends_with('.')
}

fn looks_like_phone(phone: &str) -> bool {
    // Extensions and words beside the number are for a person to read.
    phone.chars().filter(char::is_ascii_digit).count() >= 5
}

fn understood(
    form: &Form,
    channel: Channel,
    headers: &HeaderMap,
    locale: Option<String>,
) -> Request {
    let short = |name: &str| form.filled(name).map(|text| first(&text, MAX_SHORT_CHARS));
    let whole = form.filled("summary").unwrap_or_default();
    let summary = first(&whole, MAX_SUMMARY_CHARS);
    let mut details = form.filled("details").unwrap_or_default();
    if summary != whole {
        details = format!("{whole}\n\n{details}").trim_end().to_owned();
    }
    Request {
        summary,
        impact: Impact::named(form.text("impact")),
        details,
        organization: short("organization"),
        production: match form.text("production") {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        },
        workaround: form.filled("workaround"),
        requester: Requester {
            name: short("name"),
            email: short("email"),
            phone: form.filled("phone").map(|phone| plain_phone(&phone)),
            locale,
            time_zone: short("time_zone")
                .or_else(|| zone_cookie(headers))
                .filter(|zone| is_zone(zone)),
        },
        still_an_emergency: form.is("still_an_emergency", "true"),
        pre_authorize_disable: form.is("pre_authorize_disable", "true"),
        channel,
        ..Request::default()
    }
}

fn is_zone(name: &str) -> bool {
    jiff::tz::TimeZone::get(name).is_ok()
}

/// The number in E.164 form if it has a country code, else as it was written.
fn plain_phone(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    if phone.chars().any(char::is_alphabetic) {
        return phone.to_owned();
    }
    if phone.starts_with('+') {
        format!("+{digits}")
    } else if let Some(rest) = digits.strip_prefix("00") {
        format!("+{rest}")
    } else {
        phone.to_owned()
    }
}

/// The language that somebody chose; else, with its country, the first that the browser asks for and
/// we speak, or the first of all.
fn locale(headers: &HeaderMap, site: &Site) -> Option<String> {
    if let Some(tag) = Tongue::of(headers, site).chosen_tag() {
        return Some(tag.to_owned());
    }
    let value = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let spoken = Language::accepted(value);
    let ranges = || value.split(',').filter_map(|range| range.split(';').next()).map(str::trim);
    let of_ours = ranges().find(|tag| spoken.is_some() && Language::spoken(tag) == spoken);
    let tag = of_ours.or_else(|| ranges().next())?;
    let is_tag = (1..=35).contains(&tag.len())
        && tag.chars().all(|one| one.is_ascii_alphanumeric() || one == '-');
    is_tag.then(|| tag.to_owned())
}

fn first(text: &str, max_chars: usize) -> String {
    // A sentence is one line, also when it goes into the subject of a mail.
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= max_chars {
        return line;
    }
    let cut: String = line.chars().take(max_chars - 1).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_looked_at_kindly() {
        for good in ["a@b", "maria.o'neil+x@acme.example", "ünï@müller.example"] {
            assert!(looks_like_mail(good), "{good}");
        }
        for bad in ["maria", "@acme.example", "maria@", "a b@c", "a@b\r\nBcc: x@y", "<a@b>"] {
            assert!(!looks_like_mail(bad), "{bad}");
        }
        for good in ["+1 555 010 0199", "0049 30 1234567", "030/1234567", "555-0100 ext 3"] {
            assert!(looks_like_phone(good), "{good}");
        }
        for bad in ["call me", "12"] {
            assert!(!looks_like_phone(bad), "{bad}");
        }
        assert_eq!(plain_phone("+1 (555) 010-0199"), "+15550100199");
        assert_eq!(plain_phone("0049 30 1234567"), "+49301234567");
        assert_eq!(plain_phone("030 1234567"), "030 1234567");
    }

    #[test]
    fn a_long_sentence_is_one_short_line() {
        assert_eq!(first("  down\r\n now ", 200), "down now");
        let long = first(&"x".repeat(500), 200);
        assert_eq!(long.chars().count(), 200);
        assert!(long.ends_with('…'));
    }
}
