//! Which open emergency a report joins, if any.

use jiff::Timestamp;

use crate::{id::OrganizationId, number::Number, settings::EmergencySettings};

/// What the store knows of an open emergency that a report might belong to.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub number: Number,
    pub key: String,
    pub service: Option<String>,
    pub last_report_at: Timestamp,
    pub restored: bool,
}

/// By what reports of one outage are found: the organization, else the name that was typed, else
/// the address of the requester. `None` never joins.
pub fn key(
    organization: Option<&OrganizationId>,
    typed: Option<&str>,
    contact: Option<&str>,
) -> Option<String> {
    let cleaned = |text: &str| text.trim().to_lowercase();
    organization
        .map(|id| format!("organization:{id}"))
        .or_else(|| {
            typed.map(cleaned).filter(|text| !text.is_empty()).map(|text| format!("name:{text}"))
        })
        .or_else(|| {
            contact.map(cleaned).filter(|text| !text.is_empty()).map(|text| format!("from:{text}"))
        })
}

/// The emergency to join: of the same key and not of another service, still open and not
/// restored, with the latest report within the window.
pub fn joins<'a>(
    candidates: &'a [Candidate],
    key: &str,
    service: Option<&str>,
    settings: &EmergencySettings,
    now: Timestamp,
) -> Option<&'a Candidate> {
    candidates
        .iter()
        .filter(|candidate| candidate.key == key && !candidate.restored)
        .filter(|candidate| is_same_service(candidate.service.as_deref(), service))
        .filter(|candidate| now.duration_since(candidate.last_report_at) <= settings.join_window)
        .max_by_key(|candidate| candidate.last_report_at)
}

fn is_same_service(one: Option<&str>, other: Option<&str>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.trim().eq_ignore_ascii_case(other.trim()),
        _ => true,
    }
}
