//! What a responder sends with each call.

use domain::{Milestone, Number, directory::Target, switch::Scope};
use utoipa::ToSchema;

use crate::api::{
    fields::{Body, Fields},
    problem::Problem,
    schema,
};

const NOTE_MAX_CHARS: usize = 2_000;
const REASON_MAX_CHARS: usize = 500;
const ID_MAX_CHARS: usize = 200;
const TARGETS_MAX: usize = 20;
/// What an emergency is closed with if nothing else is said.
const RESOLVED: &str = "resolved";

#[derive(Debug, ToSchema)]
pub(crate) struct AnswerBody {
    /// Take it from whoever has it.
    #[schema(default = false, required = false)]
    pub(crate) take_over: bool,
    /// In whose name, by the id in the directory; the token's own name if left out.
    #[schema(example = "ana")]
    pub(crate) responder: Option<String>,
}

/// A call that needs nothing but, perhaps, a name.
#[derive(Debug, ToSchema)]
pub(crate) struct PlainBody {
    /// In whose name, by the id in the directory; the token's own name if left out.
    #[schema(example = "ana")]
    pub(crate) responder: Option<String>,
}

#[derive(Debug, ToSchema)]
pub(crate) struct MilestoneBody {
    #[schema(schema_with = schema::milestone_by_hand)]
    pub(crate) milestone: Milestone,
    /// A sentence of one's own, which goes to every requester.
    #[schema(max_length = 2_000, example = "The certificate had run out.")]
    pub(crate) note: Option<String>,
    /// In whose name, by the id in the directory; the token's own name if left out.
    #[schema(example = "ana")]
    pub(crate) responder: Option<String>,
}

#[derive(Debug, ToSchema)]
pub(crate) struct UpdateBody {
    #[schema(pattern = r"\S", max_length = 2_000, example = "Half of the shops are back.")]
    pub(crate) text: String,
    /// Whether requesters are told; else it is a note among responders.
    #[schema(default = true, required = false)]
    pub(crate) visible_to_requester: bool,
    /// In whose name, by the id in the directory; the token's own name if left out.
    #[schema(example = "ana")]
    pub(crate) responder: Option<String>,
}

#[derive(Debug, ToSchema)]
pub(crate) struct ConsentBody {
    /// Why: requesters read it.
    #[schema(pattern = r"\S", max_length = 500, example = "Orders are lost while it is on.")]
    pub(crate) reason: String,
    /// Only this service; all of them if it is left out.
    #[schema(value_type = Option<String>, example = "checkout")]
    pub(crate) scope: Scope,
    /// In whose name, by the id in the directory; the token's own name if left out.
    #[schema(example = "ana")]
    pub(crate) responder: Option<String>,
}

#[derive(Debug, ToSchema)]
pub(crate) struct EscalateBody {
    /// `schedule:ID`, `team:ID` or `responder:ID`.
    #[schema(schema_with = schema::targets)]
    pub(crate) targets: Vec<Target>,
    /// What they should know.
    #[schema(max_length = 2_000)]
    pub(crate) note: Option<String>,
    /// In whose name, by the id in the directory; the token's own name if left out.
    #[schema(example = "ana")]
    pub(crate) responder: Option<String>,
}

#[derive(Debug, ToSchema)]
pub(crate) struct BridgeBody {
    /// Who is asked to host the call: `schedule:ID`, `team:ID` or `responder:ID`.
    #[schema(schema_with = schema::host)]
    pub(crate) host: Option<Target>,
    /// In whose name, by the id in the directory; the token's own name if left out.
    #[schema(example = "ana")]
    pub(crate) responder: Option<String>,
}

#[derive(Debug, ToSchema)]
pub(crate) struct MergeBody {
    /// The number of the emergency that it goes on in.
    #[schema(value_type = String, pattern = "^E-[0-9]{1,9}$", example = "E-1001")]
    pub(crate) into: Number,
    /// In whose name, by the id in the directory; the token's own name if left out.
    #[schema(example = "ana")]
    pub(crate) responder: Option<String>,
}

#[derive(Debug, ToSchema)]
pub(crate) struct TicketBody {
    /// Why it is not an emergency; the requester reads it.
    #[schema(max_length = 2_000)]
    pub(crate) note: Option<String>,
    /// In whose name, by the id in the directory; the token's own name if left out.
    #[schema(example = "ana")]
    pub(crate) responder: Option<String>,
}

#[derive(Debug, ToSchema)]
pub(crate) struct CloseBody {
    /// How it ended, in a word; `resolved` if left out.
    #[schema(max_length = 200, default = "resolved", required = false)]
    pub(crate) resolution: String,
    /// A last sentence to the requesters.
    #[schema(max_length = 2_000)]
    pub(crate) note: Option<String>,
    /// In whose name, by the id in the directory; the token's own name if left out.
    #[schema(example = "ana")]
    pub(crate) responder: Option<String>,
}

impl Body for AnswerBody {
    fn read(mut fields: Fields) -> Result<Self, Problem> {
        let take_over = fields.flag("take_over").unwrap_or_default();
        let responder = responder(&mut fields);
        fields.finish(|| Some(Self { take_over, responder }))
    }
}

impl Body for PlainBody {
    fn read(mut fields: Fields) -> Result<Self, Problem> {
        let responder = responder(&mut fields);
        fields.finish(|| Some(Self { responder }))
    }
}

impl Body for MilestoneBody {
    fn read(mut fields: Fields) -> Result<Self, Problem> {
        let names = Milestone::BY_HAND.map(Milestone::name).join(", ");
        let milestone = fields.required_text("milestone", ID_MAX_CHARS, &format!("one of {names}"));
        let known = milestone.and_then(|name| {
            let known = name.parse::<Milestone>().ok();
            if known.is_none() {
                fields.refuse("milestone", format!("must be one of {names}"));
            }
            known
        });
        let note = note(&mut fields);
        let responder = responder(&mut fields);
        fields.finish(|| Some(Self { milestone: known?, note, responder }))
    }
}

impl Body for UpdateBody {
    fn read(mut fields: Fields) -> Result<Self, Problem> {
        let text = fields.required_text("text", NOTE_MAX_CHARS, "write what is new");
        let visible_to_requester = fields.flag("visible_to_requester").unwrap_or(true);
        let responder = responder(&mut fields);
        fields.finish(|| Some(Self { text: text?, visible_to_requester, responder }))
    }
}

impl Body for ConsentBody {
    fn read(mut fields: Fields) -> Result<Self, Problem> {
        let reason = fields.required_text("reason", REASON_MAX_CHARS, "say why");
        let scope = Scope::of(fields.text("service", ID_MAX_CHARS).as_deref());
        let scope = scope.map_err(|error| fields.refuse("service", error.to_string())).ok();
        let responder = responder(&mut fields);
        fields.finish(|| Some(Self { reason: reason?, scope: scope?, responder }))
    }
}

impl Body for EscalateBody {
    fn read(mut fields: Fields) -> Result<Self, Problem> {
        let mut targets = Vec::new();
        let named = fields.texts("targets", TARGETS_MAX);
        if named.is_empty() {
            fields.refuse("targets", "must name somebody, as in [\"team:db\"]");
        }
        for (index, name) in named.iter().enumerate() {
            match name.parse() {
                Ok(target) => targets.push(target),
                Err(error) => fields.refuse(&format!("targets[{index}]"), not_a_target(&error)),
            }
        }
        let note = note(&mut fields);
        let responder = responder(&mut fields);
        fields.finish(|| Some(Self { targets, note, responder }))
    }
}

impl Body for BridgeBody {
    fn read(mut fields: Fields) -> Result<Self, Problem> {
        let host = match fields.text("host", ID_MAX_CHARS).map(|name| name.parse::<Target>()) {
            None => None,
            Some(Ok(target)) => Some(target),
            Some(Err(error)) => {
                fields.refuse("host", not_a_target(&error));
                None
            }
        };
        let responder = responder(&mut fields);
        fields.finish(|| Some(Self { host, responder }))
    }
}

impl Body for MergeBody {
    fn read(mut fields: Fields) -> Result<Self, Problem> {
        let expected = "the number of an emergency, as in E-1042";
        let typed = fields.required_text("into", ID_MAX_CHARS, expected);
        let into = typed.and_then(|typed| {
            let into = typed.parse::<Number>().ok();
            if into.is_none() {
                fields.refuse("into", format!("must be {expected}"));
            }
            into
        });
        let responder = responder(&mut fields);
        fields.finish(|| Some(Self { into: into?, responder }))
    }
}

impl Body for TicketBody {
    fn read(mut fields: Fields) -> Result<Self, Problem> {
        let note = note(&mut fields);
        let responder = responder(&mut fields);
        fields.finish(|| Some(Self { note, responder }))
    }
}

impl Body for CloseBody {
    fn read(mut fields: Fields) -> Result<Self, Problem> {
        let resolution = fields.text("resolution", ID_MAX_CHARS);
        let resolution = resolution.unwrap_or_else(|| RESOLVED.to_owned());
        let note = note(&mut fields);
        let responder = responder(&mut fields);
        fields.finish(|| Some(Self { resolution, note, responder }))
    }
}

fn note(fields: &mut Fields) -> Option<String> {
    fields.text("note", NOTE_MAX_CHARS)
}

fn responder(fields: &mut Fields) -> Option<String> {
    fields.text("responder", ID_MAX_CHARS)
}

fn not_a_target(error: &domain::directory::NotATarget) -> String {
    format!("leads nowhere: {error}")
}
