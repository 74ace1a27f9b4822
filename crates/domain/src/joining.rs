//! Which open emergency a report joins, if any.

use jiff::Timestamp;

use crate::{id::OrganizationId, number::Number, request::Alert, settings::EmergencySettings};

/// What the key of an alert begins with.
const ALERT: &str = "alert:";

/// What the store knows of an open emergency that a report might belong to.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub number: Number,
    pub key: String,
    pub service: Option<String>,
    pub last_report_at: Timestamp,
    pub restored: bool,
}

/// By what the reports of one alert are found, whatever else they say: each monitoring system has
/// keys of its own.
pub fn alert_key(alert: &Alert) -> String {
    // Quoted, so that no name runs into the key after it.
    format!("{ALERT}{:?}:{}", alert.monitor, alert.key)
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

/// The open emergency of an alert, restored or not, however long ago it was reported.
pub fn of_alert<'a>(candidates: &'a [Candidate], key: &str) -> Option<&'a Candidate> {
    let of_key = candidates.iter().filter(|candidate| candidate.key == key);
    of_key.max_by_key(|candidate| candidate.last_report_at)
}

/// The emergency to join: of the same key and not of another service, still open and not
/// restored, with the latest report within the window. An alert has neither service nor window.
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
        .filter(|candidate| {
            let is_recent = now.duration_since(candidate.last_report_at) <= settings.join_window;
            let is_same = is_same_service(candidate.service.as_deref(), service);
            key.starts_with(ALERT) || (is_recent && is_same)
        })
        .max_by_key(|candidate| candidate.last_report_at)
}

fn is_same_service(one: Option<&str>, other: Option<&str>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.trim().eq_ignore_ascii_case(other.trim()),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alert(monitor: &str, key: &str) -> String {
        alert_key(&Alert { monitor: monitor.to_owned(), key: key.to_owned() })
    }

    fn open(number: u32, key: &str, restored: bool) -> Candidate {
        Candidate {
            number: Number(number),
            key: key.to_owned(),
            service: Some("checkout".to_owned()),
            last_report_at: Timestamp::UNIX_EPOCH,
            restored,
        }
    }

    #[test]
    fn no_monitoring_system_reaches_the_alerts_of_another() {
        let keys = [alert("a", "b:c"), alert("a:b", "c"), alert("a\":b", "c"), alert("a", "b\":c")];
        for (index, key) in keys.iter().enumerate() {
            assert!(!keys[..index].contains(key), "{key}");
        }
    }

    #[test]
    fn an_alert_is_found_after_days_and_whatever_service_it_names() {
        let (key, typed) = (alert("prometheus", "db"), "name:acme".to_owned());
        let days_later = Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_hours(72);
        let settings = EmergencySettings::default();
        for (key, number) in [(&key, Some(Number(1))), (&typed, None)] {
            let candidates = [open(1, key, false)];
            let found = joins(&candidates, key, Some("other"), &settings, days_later);
            assert_eq!(found.map(|found| found.number), number, "{key}");
        }
    }

    #[test]
    fn an_alert_finds_its_own_even_when_it_is_restored() {
        let key = alert("prometheus", "db");
        let candidates = [open(1, "name:acme", false), open(2, &key, true)];
        assert_eq!(of_alert(&candidates, &key).map(|found| found.number), Some(Number(2)));
        assert_eq!(of_alert(&candidates, &alert("prometheus", "web")), None);
    }
}
