//! Schemas of the document that are made from the house's own lists, so that they cannot differ.

use domain::{
    Milestone,
    emergency::{Deadline, PageStatus},
    request::Impact,
    ticket::TicketStatus,
};
use serde::Serialize;
use serde_json::Value;
use store::{DeliveryStatus, Lane, ListState, TicketView};
use utoipa::{
    ToSchema,
    openapi::{
        ArrayBuilder, ObjectBuilder, OneOfBuilder, RefOr, Schema,
        schema::{SchemaType, Type},
    },
};

const TARGET_HELP: &str = "`schedule:ID`, `team:ID` or `responder:ID`";

/// The directory, in the form of the directory file: see the manual for what each entry holds.
#[derive(Debug, ToSchema)]
#[schema(as = Directory)]
#[expect(dead_code, reason = "describes `domain::Directory`, which knows nothing of documents")]
pub(crate) struct DirectoryDocument {
    /// The names of the holes that were accepted, as `schedule:primary/sat-09:00`.
    #[schema(required = false)]
    accept: Vec<String>,
    /// People who can be paged, with their contact methods and notification rules.
    #[schema(value_type = Vec<Object>, example = json!([{"id": "ana", "name": "Ana Ruiz"}]))]
    responder: Vec<Value>,
    #[schema(value_type = Vec<Object>)]
    team: Vec<Value>,
    /// Who is on call when.
    #[schema(value_type = Vec<Object>)]
    schedule: Vec<Value>,
    /// Who is called, and who if they do not answer.
    #[schema(value_type = Vec<Object>)]
    policy: Vec<Value>,
    /// When the regular desk is open.
    #[schema(value_type = Vec<Object>)]
    region: Vec<Value>,
    /// The vendor's customers.
    #[schema(value_type = Vec<Object>)]
    organization: Vec<Value>,
    /// Own words for messages to requesters.
    #[schema(value_type = Vec<Object>, required = false)]
    template: Vec<Value>,
}

pub(crate) fn impact() -> RefOr<Schema> {
    let names = Impact::ALL.map(|impact| Value::from(impact.name()));
    let kinds = SchemaType::from_iter([Type::String, Type::Null]);
    ObjectBuilder::new()
        .schema_type(kinds)
        .enum_values(Some(names.into_iter().chain([Value::Null])))
        .into()
}

pub(crate) fn state() -> RefOr<Schema> {
    one_of(["unanswered", "answered", "investigating", "restored", "closed"])
}

pub(crate) fn ticket_state() -> RefOr<Schema> {
    one_of(TicketStatus::ALL.map(TicketStatus::name))
}

pub(crate) fn ticket_list() -> RefOr<Schema> {
    one_of(TicketView::ALL.map(TicketView::name))
}

pub(crate) fn switch_state() -> RefOr<Schema> {
    one_of(["disabled", "enabled"])
}

pub(crate) fn may_disable() -> RefOr<Schema> {
    let names = ["responder", "lead", "two_people"].map(Value::from);
    let kinds = SchemaType::from_iter([Type::String, Type::Null]);
    ObjectBuilder::new()
        .schema_type(kinds)
        .enum_values(Some(names.into_iter().chain([Value::Null])))
        .into()
}

pub(crate) fn milestone() -> RefOr<Schema> {
    one_of(Milestone::ALL.map(Milestone::name))
}

/// What a responder can tell by hand.
pub(crate) fn milestone_by_hand() -> RefOr<Schema> {
    one_of(Milestone::BY_HAND.map(Milestone::name))
}

pub(crate) fn lane() -> RefOr<Schema> {
    one_of(Lane::ALL.map(Lane::name))
}

pub(crate) fn delivery_status() -> RefOr<Schema> {
    one_of(DeliveryStatus::ALL.map(DeliveryStatus::name))
}

pub(crate) fn page_status() -> RefOr<Schema> {
    use PageStatus::{Answered, Declined, Ringing, StoodDown, Unreachable};
    one_of([Ringing, Answered, Declined, StoodDown, Unreachable].map(written))
}

pub(crate) fn deadline() -> RefOr<Schema> {
    use Deadline::{Cadence, Close, Escalate, Handoff, Nudge, Remind, Restore, Ring};
    one_of([Ring, Escalate, Nudge, Remind, Cadence, Restore, Close, Handoff].map(written))
}

pub(crate) fn list_state() -> RefOr<Schema> {
    one_of(ListState::ALL.map(ListState::name))
}

/// Whom to page: at least one, not too many.
pub(crate) fn targets() -> RefOr<Schema> {
    let target = target(SchemaType::new(Type::String));
    let example = serde_json::json!(["team:db"]);
    let list = ArrayBuilder::new().items(target).min_items(Some(1)).max_items(Some(20));
    list.examples([example]).description(Some(TARGET_HELP)).into()
}

pub(crate) fn host() -> RefOr<Schema> {
    target(SchemaType::from_iter([Type::String, Type::Null])).into()
}

fn target(kind: SchemaType) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(kind)
        .pattern(Some("^(schedule|team|responder):."))
        .max_length(Some(200))
        .examples(["team:support"])
        .description(Some(TARGET_HELP))
}

pub(crate) fn workaround() -> RefOr<Schema> {
    let flag = ObjectBuilder::new().schema_type(Type::Boolean);
    let text = ObjectBuilder::new().schema_type(Type::String).max_length(Some(20_000));
    let nothing = ObjectBuilder::new().schema_type(Type::Null);
    OneOfBuilder::new().item(flag).item(text).item(nothing).into()
}

fn one_of<T: Into<Value>>(names: impl IntoIterator<Item = T>) -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names)).into()
}

fn written(value: impl Serialize) -> Value {
    serde_json::to_value(value).expect("a name is always JSON")
}
