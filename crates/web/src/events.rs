//! Doors for monitoring systems, in the forms that they speak already.

mod alertmanager;
mod pagerduty;

use std::fmt::Write;

use axum::{Router, routing::post};
use data_encoding::HEXLOWER;
use domain::{
    Request,
    request::{Alert, Channel, Impact, Requester},
};
use sha2::{Digest, Sha256};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{Web, api::fields::printable, caller::Reporter};

/// The most that an event may have, as at PagerDuty.
pub(crate) const EVENT_MAX_BYTES: usize = 512 * 1024;
const SUMMARY_MAX_CHARS: usize = 500;
const DETAILS_MAX_CHARS: usize = 20_000;
const SHORT_MAX_CHARS: usize = 200;
/// Longer keys are kept as their hash.
const KEY_MAX_CHARS: usize = 255;

/// The door that has a form and an address of its own.
pub(crate) fn router() -> Router<Web> {
    Router::new().route("/v2/enqueue", post(pagerduty::enqueue))
}

/// The doors that the API describes.
pub(crate) fn described() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(alertmanager::receive))
}

/// What the forms have in common once they are read.
#[derive(Debug, Default)]
struct Event {
    key: String,
    summary: String,
    /// `None` if the severity was not said, or could not be understood: in doubt it pages.
    impact: Option<Impact>,
    details: Details,
    organization: Option<String>,
    service: Option<String>,
    started_at: Option<jiff::Timestamp>,
}

/// Lines of a name and a value.
#[derive(Debug, Default)]
struct Details(String);

impl Details {
    fn line(&mut self, name: &str, value: &str) {
        let value = value.trim();
        if !value.is_empty() {
            writeln!(self.0, "{name}: {value}").expect("text can be written");
        }
    }
}

impl Event {
    fn into_request(self, reporter: &Reporter) -> Request {
        let short = |text: String| Some(cut(&text, SHORT_MAX_CHARS)).filter(|it| !it.is_empty());
        let organization = reporter.organization.clone().or(self.organization);
        let requester = Requester { name: Some(reporter.name.clone()), ..Requester::default() };
        Request {
            summary: cut(&self.summary, SUMMARY_MAX_CHARS),
            impact: self.impact,
            details: cut(&self.details.0, DETAILS_MAX_CHARS),
            organization: organization.and_then(short),
            service: self.service.and_then(short),
            started_at: self.started_at,
            requester,
            channel: Channel::Monitoring,
            alert: Some(alert(reporter, &self.key)),
            ..Request::default()
        }
    }
}

/// The alert of this key, among those of this monitoring system.
fn alert(reporter: &Reporter, key: &str) -> Alert {
    let is_long = key.chars().count() > KEY_MAX_CHARS;
    let key =
        if is_long { HEXLOWER.encode(&Sha256::digest(key.as_bytes())) } else { key.to_owned() };
    Alert { monitor: reporter.name.clone(), key }
}

/// How bad it is. Words that nobody knows page.
fn impact_of(severity: &str) -> Option<Impact> {
    match severity.trim().to_lowercase().as_str() {
        "critical" => Some(Impact::Outage),
        "error" => Some(Impact::OtherMaterial),
        "warning" | "info" => Some(Impact::Question),
        _ => None,
    }
}

fn cut(text: &str, max_chars: usize) -> String {
    let text = printable(text);
    if text.chars().count() <= max_chars {
        return text;
    }
    let kept: String = text.chars().take(max_chars - 1).collect();
    format!("{}…", kept.trim_end())
}
