//! What a request by the API may say, and how it is understood.

use domain::{
    Request,
    request::{Channel, Impact, Requester},
};
use utoipa::ToSchema;

use super::reading;
use crate::api::{
    fields::{Body, Fields, printable},
    problem::Problem,
    schema,
};

pub(crate) const SUMMARY_MAX_CHARS: usize = 500;
pub(crate) const DETAILS_MAX_CHARS: usize = 20_000;
/// Names, addresses, services.
pub(crate) const SHORT_MAX_CHARS: usize = 200;
/// What could not be read is quoted up to here.
const QUOTED_MAX_CHARS: usize = 300;

/// A request. Only `summary` must be there; unknown fields are kept, but not looked at.
#[derive(Debug, ToSchema)]
#[schema(as = Request)]
pub(crate) struct RequestBody {
    /// What does not work, in a sentence.
    #[schema(pattern = r"\S", max_length = 500, example = "The checkout shows an empty page")]
    pub(crate) summary: String,
    /// What it does to the business. Left out, it counts as an emergency.
    #[schema(schema_with = schema::impact)]
    pub(crate) impact: Option<Impact>,
    #[schema(max_length = 20_000)]
    pub(crate) details: Option<String>,
    /// The customer: id, name or mail domain.
    #[schema(example = "acme", max_length = 200)]
    pub(crate) organization: Option<String>,
    #[schema(example = "checkout", max_length = 200)]
    pub(crate) service: Option<String>,
    /// RFC 3339; without an offset it is local to the requester's time zone. What cannot be read
    /// is kept in the details.
    #[schema(value_type = Option<String>, example = "2026-11-23T02:10:00Z")]
    pub(crate) started_at: Option<jiff::Timestamp>,
    /// Whether it is about the system that the business runs on.
    #[schema(default = true)]
    pub(crate) production: Option<bool>,
    /// The way around it that there is; `true` and `false` will do.
    #[schema(schema_with = schema::workaround)]
    pub(crate) workaround: Option<String>,
    #[schema(required = false)]
    pub(crate) requester: RequesterBody,
    /// "This is stopping our business": believed, whatever else was said.
    #[schema(default = false, required = false)]
    pub(crate) still_an_emergency: bool,
    /// Services may be switched off for a while if they cannot be restored in reasonable time.
    #[schema(default = false, required = false)]
    pub(crate) pre_authorize_disable: bool,
    /// What was not understood, and what was done about it.
    #[schema(ignore)]
    pub(crate) warnings: Vec<String>,
}

/// Who sends it. What cannot be read is kept in the details.
#[derive(Clone, Debug, Default, ToSchema)]
#[schema(as = Requester)]
pub(crate) struct RequesterBody {
    #[schema(example = "Jo Smith", max_length = 200)]
    pub(crate) name: Option<String>,
    #[schema(example = "jo@acme.example")]
    pub(crate) email: Option<String>,
    /// With the country, as in `+1 555 010 0100`.
    #[schema(example = "+15550100100")]
    pub(crate) phone: Option<String>,
    /// A BCP 47 tag.
    #[schema(example = "en-US")]
    pub(crate) locale: Option<String>,
    /// An IANA name.
    #[schema(example = "America/New_York")]
    pub(crate) time_zone: Option<String>,
}

impl Body for RequestBody {
    fn read(mut fields: Fields) -> Result<Self, Problem> {
        let mut unread = Unread::default();
        let missing = "say in one sentence what does not work";
        let summary = fields.required_text("summary", SUMMARY_MAX_CHARS, missing);
        let impact = impact(&mut fields);
        let details = fields.text("details", DETAILS_MAX_CHARS);
        let organization = fields.text("organization", SHORT_MAX_CHARS);
        let service = fields.text("service", SHORT_MAX_CHARS);
        let requester = fields.object("requester", |inner| requester(inner, &mut unread));
        let zone = requester.time_zone.clone();
        let started_at =
            unread.try_read(&mut fields, "started_at", |it| reading::moment(it, zone.as_deref()));
        let production = fields.flag("production");
        let workaround = workaround(&mut fields);
        let still_an_emergency = fields.flag("still_an_emergency").unwrap_or_default();
        let pre_authorize_disable = fields.flag("pre_authorize_disable").unwrap_or_default();
        let Unread { quotes, warnings } = unread;
        let paragraphs: Vec<_> = details.into_iter().chain(quotes).collect();
        let details = Some(paragraphs.join("\n")).filter(|text| !text.is_empty());
        fields.finish(|| {
            Some(Self {
                summary: summary?,
                impact,
                details,
                organization,
                service,
                started_at,
                production,
                workaround,
                requester,
                still_an_emergency,
                pre_authorize_disable,
                warnings,
            })
        })
    }
}

impl RequestBody {
    pub(crate) fn into_request(self) -> Request {
        let RequesterBody { name, email, phone, locale, time_zone } = self.requester;
        Request {
            summary: self.summary,
            impact: self.impact,
            details: self.details.unwrap_or_default(),
            organization: self.organization,
            service: self.service,
            started_at: self.started_at,
            production: self.production,
            workaround: self.workaround,
            requester: Requester { name, email, phone, locale, time_zone },
            still_an_emergency: self.still_an_emergency,
            pre_authorize_disable: self.pre_authorize_disable,
            channel: Channel::Api,
            alert: None,
            sender: None,
        }
    }
}

fn impact(fields: &mut Fields) -> Option<Impact> {
    let name = fields.text("impact", SHORT_MAX_CHARS)?;
    let impact = Impact::named(&name.to_lowercase());
    if impact.is_none() {
        let names = Impact::ALL.map(Impact::name).join(", ");
        fields.refuse("impact", format!("must be one of {names}; leave it out if in doubt"));
    }
    impact
}

fn workaround(fields: &mut Fields) -> Option<String> {
    let sent = fields.raw("workaround")?;
    if let Some(there_is_one) = sent.as_bool() {
        return there_is_one.then(|| "yes".to_owned());
    }
    let text = sent.as_str().filter(|text| text.chars().count() <= DETAILS_MAX_CHARS);
    if text.is_none() {
        let most = format!("must be true, false or a text of {DETAILS_MAX_CHARS} characters");
        fields.refuse("workaround", most);
    }
    text.map(printable).filter(|text| !text.is_empty())
}

fn requester(fields: &mut Fields, unread: &mut Unread) -> RequesterBody {
    RequesterBody {
        name: fields.text("name", SHORT_MAX_CHARS),
        email: unread.try_read(fields, "email", reading::email),
        phone: unread.try_read(fields, "phone", reading::phone),
        locale: unread.try_read(fields, "locale", reading::locale),
        time_zone: unread.try_read(fields, "time_zone", reading::time_zone),
    }
}

/// What could not be read, and what the sender is told of it.
#[derive(Debug, Default)]
struct Unread {
    quotes: Vec<String>,
    warnings: Vec<String>,
}

impl Unread {
    /// Reads a field that never refuses a request.
    fn try_read<T>(
        &mut self,
        fields: &mut Fields,
        name: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let sent = fields.raw(name)?;
        let written = sent.as_str().map_or_else(|| sent.to_string(), printable);
        if written.is_empty() {
            return None;
        }
        let value = read(&written);
        if value.is_none() {
            let quoted: String = written.chars().take(QUOTED_MAX_CHARS).collect();
            let place = fields.place(name);
            self.quotes.push(format!("{place}: {quoted}"));
            self.warnings.push(format!("{place} could not be read; it was kept in the details"));
        }
        value
    }
}
