//! What switching off would do: nothing is changed and nobody is told.

use domain::{
    OrganizationId,
    switch::{Preview, Scope, Software, Switch, SwitchInput, SwitchWorld},
};

use super::agree;
use crate::{Engine, EngineError};

impl Engine {
    /// `None` if the directory has no such organization.
    pub async fn switch_preview(
        &self,
        organization: &OrganizationId,
        scope: Scope,
    ) -> Result<Option<Preview>, EngineError> {
        let (directory, now) = (self.directory(), self.now());
        let Some(known) = directory.1.organization(organization) else { return Ok(None) };
        let store = &self.shared.store;
        let open = store.open_of_organization(organization).await?;
        let keys = store.tokens_of(organization).await?;
        let switch = store.switch(organization).await?.map(|saved| saved.switch);
        let service = scope.service().map(str::to_owned);
        let off = switch.as_ref().and_then(|switch| switch.off(service.as_deref()));
        let is_off = off.is_some_and(|off| off.until > now);
        let mut agreed = open.iter().filter_map(|saved| saved.emergency.agreement(&scope));
        let agreement = agreed.next_back();
        let software = keys.into_iter().map(|key| Software::new(key.name, key.last_used_at, now));
        Ok(Some(Preview {
            agreement,
            emergencies: open.iter().map(|saved| saved.emergency.number).collect(),
            requesters: open.iter().map(|saved| saved.requesters).sum(),
            software: software.collect(),
            is_off,
            ..Preview::of(known, scope, &directory.1)
        }))
    }

    /// Whether the rules would let this happen now, and if not, who could; nothing happens.
    pub async fn would_switch(
        &self,
        organization: &OrganizationId,
        mut input: SwitchInput,
    ) -> Result<(), EngineError> {
        let store = &self.shared.store;
        let saved = store.switch(organization).await?;
        let switch = saved.map_or_else(|| Switch::new(organization.clone()), |saved| saved.switch);
        let told = self.told(organization, &input).await?;
        agree(&mut input, &told);
        let snapshot = self.snapshot();
        let world = SwitchWorld {
            directory: &snapshot.directory.1,
            settings: &snapshot.settings,
            now: snapshot.now,
        };
        Ok(switch.handle(input, world).map(drop)?)
    }
}
