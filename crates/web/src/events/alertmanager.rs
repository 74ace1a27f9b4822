//! Alertmanager's webhook, version 4: `POST /api/v1/events/alertmanager`. A group of alerts is one
//! report, as it is one notification there.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::{Request, State},
};
use domain::request::Impact;
use engine::Submission;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::{EVENT_MAX_BYTES, Event, alert, impact_of};
use crate::{
    ClientAddress, Web,
    api::{
        fields::{is_json, read_some},
        problem::{Kind, Problem},
        requests::reading,
    },
    caller::Reporter,
};

type Texts = BTreeMap<String, String>;

/// What Alertmanager sends. Unknown fields are not looked at.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AlertmanagerGroup)]
pub(super) struct Group {
    /// The same for the same group: reports of it are one emergency.
    #[schema(min_length = 1, example = "{}:{alertname=\"DatabaseDown\"}")]
    group_key: String,
    status: Status,
    #[serde(default)]
    common_labels: Texts,
    #[serde(default)]
    common_annotations: Texts,
    #[serde(rename = "externalURL", default)]
    external_url: String,
    #[serde(default)]
    alerts: Vec<One>,
}

/// One alert of a group.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AlertmanagerAlert)]
struct One {
    status: Status,
    #[serde(default)]
    labels: Texts,
    #[serde(default)]
    annotations: Texts,
    #[serde(default)]
    starts_at: String,
    #[serde(rename = "generatorURL", default)]
    generator_url: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AlertStatus)]
enum Status {
    Firing,
    Resolved,
}

/// It is on disk.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EventAccepted)]
pub(super) struct Received {
    #[schema(example = "success")]
    status: &'static str,
}

/// Takes a group of alerts from Alertmanager.
///
/// A group that fires is a request: what is critical pages off-hours, and repeated it stays the
/// same emergency. A group that is resolved closes it if nobody has answered yet; otherwise the
/// responder hears of it and decides.
#[utoipa::path(
    post,
    path = "/events/alertmanager",
    tag = "requests",
    request_body = Group,
    responses((status = 200, description = "It is on disk, and will be handled", body = Received)),
)]
pub(super) async fn receive(
    State(web): State<Web>,
    ClientAddress(address): ClientAddress,
    reporter: Reporter,
    request: Request,
) -> Result<Json<Received>, Problem> {
    let is_json = is_json(&request);
    let (raw, is_whole) = read_some(request, EVENT_MAX_BYTES).await?;
    if !is_whole {
        return Err(Problem::new(Kind::TooLarge, "Send at most 512 KiB: set `max_alerts`."));
    }
    let source = address.to_string();
    let group = match understand(&raw, is_json) {
        Ok(group) => group,
        Err(problem) => {
            web.engine.keep_unreadable(raw.into(), source, "monitoring").await?;
            return Err(problem);
        }
    };
    if group.status == Status::Resolved {
        web.engine.alert_ends(&alert(&reporter, &group.group_key)).await?;
    } else {
        let request = group.into_event().into_request(&reporter);
        let raw = raw.into();
        web.engine.alert_fires(Submission { request, raw, source, idempotency_key: None }).await?;
    }
    Ok(Json(Received { status: "success" }))
}

fn understand(raw: &[u8], is_json: bool) -> Result<Group, Problem> {
    if !is_json {
        let detail = "Send the group as JSON, with \"Content-Type: application/json\".";
        return Err(Problem::new(Kind::UnsupportedMediaType, detail));
    }
    let sent: Value = serde_json::from_slice(raw)
        .map_err(|error| Problem::new(Kind::Unreadable, format!("This is not JSON: {error}.")))?;
    if !sent.is_object() {
        return Err(Problem::field("", "must be a JSON object, as Alertmanager sends it"));
    }
    let group: Group = serde_path_to_error::deserialize(sent).map_err(|error| {
        let place = error.path().to_string();
        Problem::field(place, error.into_inner().to_string())
    })?;
    if group.group_key.is_empty() {
        return Err(Problem::field("groupKey", "is empty: it says which group this is"));
    }
    Ok(group)
}

impl Group {
    fn into_event(self) -> Event {
        let firing: Vec<&One> =
            self.alerts.iter().filter(|one| one.status == Status::Firing).collect();
        let first = firing.first().copied();
        let label = |name| found(&self.common_labels, name);
        let label = |name| label(name).or_else(|| found(&first?.labels, name));
        let note = |name| found(&self.common_annotations, name);
        let note = |name| note(name).or_else(|| found(&first?.annotations, name));
        let named = || {
            let parts = [label("alertname"), label("instance")];
            Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
        };
        let summary = note("summary").or_else(|| note("description")).or_else(named);
        let summary = summary.filter(|text| !text.is_empty());
        let mut summary = summary.unwrap_or_else(|| "An alert without a name fires".to_owned());
        if firing.len() > 1 {
            summary = format!("{summary} (and {} more)", firing.len() - 1);
        }
        // Alerts of several customers in one group belong to none of them.
        let organization =
            self.of_all(&firing, "organization").or_else(|| self.of_all(&firing, "customer"));
        let started_at =
            firing.iter().filter_map(|one| reading::moment(&one.starts_at, None)).min();
        let mut event = Event {
            key: self.group_key.clone(),
            summary,
            impact: self.worst(&firing),
            organization,
            service: label("service").or_else(|| label("job")),
            started_at,
            ..Event::default()
        };
        event.details.line("Alertmanager", &self.external_url);
        for one in firing {
            let labels: Vec<_> =
                one.labels.iter().map(|(name, value)| format!("{name}={value:?}")).collect();
            event.details.line("Alert", &labels.join(", "));
            for (name, value) in &one.annotations {
                event.details.line(name, value);
            }
            event.details.line("Source", &one.generator_url);
        }
        event
    }

    /// The label if all that fire agree about it.
    fn of_all(&self, firing: &[&One], name: &str) -> Option<String> {
        let common = found(&self.common_labels, name);
        common.or_else(|| {
            let first = found(&firing.first()?.labels, name)?;
            let agree = |one: &&One| found(&one.labels, name).as_ref() == Some(&first);
            firing.iter().all(agree).then_some(first)
        })
    }

    /// One alert that pages is enough for the group.
    fn worst(&self, firing: &[&One]) -> Option<Impact> {
        let common = found(&self.common_labels, "severity").unwrap_or_default();
        if firing.is_empty() {
            return impact_of(&common);
        }
        let of = |one: &&One| impact_of(&found(&one.labels, "severity").unwrap_or(common.clone()));
        let impacts: Vec<_> = firing.iter().map(of).collect();
        let order = [Some(Impact::Outage), Some(Impact::OtherMaterial), None];
        let worst = order.into_iter().find(|impact| impacts.contains(impact));
        worst.unwrap_or(Some(Impact::Question))
    }
}

fn found(texts: &Texts, name: &str) -> Option<String> {
    texts.get(name).filter(|text| !text.trim().is_empty()).cloned()
}
