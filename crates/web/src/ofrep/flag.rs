//! `services-enabled`, and `services-enabled.{service}`.

use std::collections::BTreeSet;

use domain::{
    OrganizationId,
    switch::{Off, Scope},
};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::Web;

const ALL: &str = "services-enabled";

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
    if key == ALL {
        return Some(Scope::All);
    }
    let service = key.strip_prefix(ALL)?.strip_prefix('.')?;
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
        let directory = web.engine.directory();
        let named = directory.1.organization(organization).into_iter().flat_map(|known| {
            known.services.iter().filter_map(|service| Scope::of(Some(service)).ok())
        });
        let switches = web.engine.switches();
        let switched = switches.of(organization).into_iter();
        let switched = switched.flat_map(|saved| saved.switch.positions.keys().cloned());
        let scopes: BTreeSet<_> = [Scope::All].into_iter().chain(named).chain(switched).collect();
        scopes.iter().map(|scope| Self::of(web, organization, scope)).collect()
    }

    fn new(organization: &OrganizationId, scope: &Scope, off: Option<&Off>) -> Self {
        let service = scope.service().map(|service| format!(".{service}")).unwrap_or_default();
        let mut metadata = Map::new();
        metadata.insert("organization".to_owned(), organization.as_str().into());
        if let Some(off) = off {
            metadata.insert("since".to_owned(), off.since.to_string().into());
            metadata.insert("until".to_owned(), off.until.to_string().into());
        }
        Self {
            key: format!("{ALL}{service}"),
            value: off.is_none(),
            reason: if off.is_some() { "TARGETING_MATCH" } else { "STATIC" },
            variant: if off.is_some() { "disabled" } else { "enabled" },
            metadata,
        }
    }
}
