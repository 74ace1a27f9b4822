//! What an emergency has of the switch: its requesters are told, and it cannot end while services
//! are off.

use super::{Emergency, Refused, turn::Turn};
use crate::{
    effect::Audience,
    fact::{Actor, Happening},
    message::{Announcement, News},
    milestone::Milestone,
    switch::{Agreement, SwitchChange},
};

impl Turn<'_> {
    pub(super) fn switched(&mut self, change: SwitchChange) {
        let SwitchChange { disabled, by, note, still_off, .. } = change;
        self.next.switch_off = still_off;
        let milestone =
            if disabled { Milestone::ServicesDisabled } else { Milestone::ServicesEnabled };
        let actor =
            by.clone().map_or(Actor::System, |by| Actor::Responder { id: by.id, name: by.name });
        self.note(actor, Happening::Milestone { milestone, note: note.clone(), again: false });
        let name = by.as_ref().map(|by| by.name.clone());
        let news = News::Milestone { milestone, by: name, note: note.clone(), again: false };
        self.tell(Audience::Everybody, news);
        self.announce(Announcement::EmergencyMilestone { milestone, note });
        match &by {
            Some(by) => self.word_was_heard(by),
            None => self.word_was_told(),
        }
    }

    pub(super) fn must_be_on(&self) -> Result<(), Refused> {
        if self.next.switch_off { Err(Refused::SwitchedOff) } else { Ok(()) }
    }
}

impl Emergency {
    /// What the customer has agreed to.
    pub fn agreement(&self) -> Option<Agreement> {
        let emergency = self.number;
        self.pre_authorized.then_some(Agreement::PreAuthorized { emergency })
    }
}
