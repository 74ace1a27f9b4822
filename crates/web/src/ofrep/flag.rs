//! `services-enabled`, and `services-enabled.{service}`.

use domain::{
    OrganizationId,
    switch::{ALL_SERVICES, Off, Scope, flag_of},
};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::Web;

/// An evaluated flag.
#[derive(Debug, Serialize)]
pub(super) struct Flag {
    key: String,
    value: bool,
    reason: &'static str,
    variant: &'static str,
    metadata: Map<String, Value>,
}

/// What a flag's key asks about; `None` if there is no such flag.
pub(super) fn scope(key: &str) -> Option<Scope> {
    if key == ALL_SERVICES {
        return Some(Scope::All);
    }
    let service = key.strip_prefix(ALL_SERVICES)?.strip_prefix('.')?;
    Scope::of(Some(service)).ok()
}

impl Flag {
    pub(super) fn of(web: &Web, organization: &OrganizationId, scope: &Scope) -> Self {
        let (switches, now) = (web.engine.switches(), web.engine.now());
        let switch = switches.of(organization).map(|saved| &saved.switch);
        let off = switch.and_then(|switch| switch.off(scope.service()));
        // What has ended is on, also in the moment before the clock says so.
        Self::new(organization, scope, off.filter(|off| off.until > now))
    }

    /// All services, and each that the directory names or that was ever switched by itself.
    pub(super) fn all(web: &Web, organization: &OrganizationId) -> Vec<Self> {
        let scopes = web.engine.scopes_of(organization);
        scopes.iter().map(|scope| Self::of(web, organization, scope)).collect()
    }

    fn new(organization: &OrganizationId, scope: &Scope, off: Option<&Off>) -> Self {
        let mut metadata = Map::new();
        metadata.insert("organization".to_owned(), organization.as_str().into());
        if let Some(off) = off {
            metadata.insert("since".to_owned(), off.since.to_string().into());
            metadata.insert("until".to_owned(), off.until.to_string().into());
        }
        Self {
            key: flag_of(scope),
            value: off.is_none(),
            reason: if off.is_some() { "TARGETING_MATCH" } else { "STATIC" },
            variant: if off.is_some() { "disabled" } else { "enabled" },
            metadata,
        }
    }
}
