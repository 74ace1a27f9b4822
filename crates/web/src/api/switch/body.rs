//! What is sent to switch services off or on.

use domain::{Number, switch::Scope};
use jiff::Timestamp;
use utoipa::ToSchema;

use crate::api::{
    fields::{Body, Fields},
    problem::Problem,
    schema,
};

const REASON_MAX_CHARS: usize = 500;
const ID_MAX_CHARS: usize = 200;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Disabled,
    Enabled,
}

#[derive(Clone, Debug, ToSchema)]
pub(super) struct SwitchBody {
    #[schema(schema_with = schema::switch_state)]
    pub(super) state: Wanted,
    /// Why: kept for ever, and told to requesters. Needed to switch off.
    #[schema(max_length = 500, example = "The checkout takes money and loses the orders")]
    pub(super) reason: Option<String>,
    /// When they go on again by themselves; what lies beyond the limit of the directory is cut to
    /// it. As long as allowed, if it is left out.
    pub(super) until: Option<Timestamp>,
    /// For which emergency.
    #[schema(value_type = Option<String>, example = "E-1001")]
    pub(super) emergency: Option<Number>,
    /// Only this service; all of them if it is left out.
    #[schema(value_type = Option<String>, example = "checkout")]
    pub(super) scope: Scope,
    /// In whose name, by the id in the directory; the token's own name if left out.
    #[schema(example = "ana")]
    pub(super) responder: Option<String>,
}

impl Body for SwitchBody {
    fn read(mut fields: Fields) -> Result<Self, Problem> {
        let state = fields.required_text("state", ID_MAX_CHARS, "disabled or enabled");
        let state = state.and_then(|state| match state.as_str() {
            "disabled" => Some(Wanted::Disabled),
            "enabled" => Some(Wanted::Enabled),
            _ => {
                fields.refuse("state", "must be disabled or enabled");
                None
            }
        });
        let reason = fields.text("reason", REASON_MAX_CHARS);
        if state == Some(Wanted::Disabled) && reason.is_none() {
            fields.refuse("reason", "is missing: say why; requesters are told");
        }
        let until = read(&mut fields, "until", "a moment such as 2026-12-24T18:00:00Z");
        let emergency = read(&mut fields, "emergency", "the number of an emergency, as in E-1042");
        let service = fields.text("service", ID_MAX_CHARS);
        let scope = Scope::of(service.as_deref()).unwrap_or_else(|error| {
            fields.refuse("service", error.to_string());
            Scope::All
        });
        let responder = fields.text("responder", ID_MAX_CHARS);
        fields.finish(|| Some(Self { state: state?, reason, until, emergency, scope, responder }))
    }
}

fn read<T: std::str::FromStr>(fields: &mut Fields, name: &str, expected: &str) -> Option<T> {
    let typed = fields.text(name, ID_MAX_CHARS)?;
    let read = typed.parse().ok();
    if read.is_none() {
        fields.refuse(name, format!("must be {expected}"));
    }
    read
}
