//! What an emergency has of the switch: its requesters are told, and it cannot end while services
//! are off.

use super::{Refused, turn::Turn};
use crate::{
    effect::Audience,
    fact::{Actor, Happening},
    message::{Announcement, News},
    milestone::Milestone,
    switch::SwitchChange,
};

impl Turn<'_> {
    pub(super) fn switched(&mut self, change: SwitchChange) {
        let SwitchChange { disabled, scope, moved, until, by, note, still_off } = change;
        self.next.switch_off = still_off;
        let milestone =
            if disabled { Milestone::ServicesDisabled } else { Milestone::ServicesEnabled };
        let actor =
            by.clone().map_or(Actor::System, |by| Actor::Responder { id: by.id, name: by.name });
        let name = by.as_ref().map(|by| by.name.clone());
        let news = match until {
            Some(until) => {
                let service = scope.service().map(str::to_owned);
                News::ServicesOff { by: name, note: note.clone(), service, until, moved }
            }
            None => News::Milestone { milestone, by: name, note: note.clone(), again: false },
        };
        self.tell(Audience::Everybody, news);
        match until.filter(|_| moved) {
            Some(until) => self.note(actor, Happening::SwitchMoved { until }),
            None => {
                let milestone_ =
                    Happening::Milestone { milestone, note: note.clone(), again: false };
                self.note(actor, milestone_);
                self.announce(Announcement::EmergencyMilestone { milestone, note });
            }
        }
        match &by {
            Some(by) => self.word_was_heard(by),
            None => self.word_was_told(),
        }
    }

    pub(super) fn must_be_on(&self) -> Result<(), Refused> {
        if self.next.switch_off { Err(Refused::SwitchedOff) } else { Ok(()) }
    }
}
