//! The ends of an emergency: by hand, by itself, in another one, as a ticket.

use super::{Phase, Refused, turn::Turn};
use crate::{
    effect::Audience,
    fact::Happening,
    input::By,
    message::{Announcement, News, Notice},
    number::{Number, TicketNumber},
};

/// The resolution of an emergency that goes on in another one.
pub(super) const MERGED: &str = "merged";
/// The resolution of one that was none, and goes on as a ticket.
pub(super) const TICKET: &str = "ticket";
/// The resolution of one that was restored, and nobody contradicted.
const RESTORED: &str = "restored";

impl Turn<'_> {
    pub(super) fn close_by_hand(
        &mut self,
        by: &By,
        resolution: String,
        note: Option<String>,
    ) -> Result<(), Refused> {
        self.must_be_on()?;
        let happening = Happening::Closed { resolution: resolution.clone(), note: note.clone() };
        self.note_by(by, happening);
        self.tell(Audience::Everybody, News::Closed { note });
        self.end(resolution);
        Ok(())
    }

    /// Not while services are off: then it waits once more, as long as a restored one does.
    pub(super) fn close_by_itself(&mut self) {
        let later = self.after(self.world.settings.emergency.close_after);
        match &mut self.next.phase {
            Phase::Restored { closes_at, .. } if self.next.switch_off => *closes_at = later,
            Phase::Restored { .. }
            | Phase::Unanswered
            | Phase::Answered { .. }
            | Phase::Investigating { .. }
            | Phase::Closed { .. } => self.close(RESTORED.to_owned(), None),
        }
    }

    pub(super) fn close(&mut self, resolution: String, note: Option<String>) {
        let happening = Happening::Closed { resolution: resolution.clone(), note: note.clone() };
        self.note_itself(happening);
        self.tell(Audience::Everybody, News::Closed { note });
        self.end(resolution);
    }

    pub(super) fn merge(&mut self, by: &By, into: Number) -> Result<(), Refused> {
        if into == self.next.number {
            return Err(Refused::IntoItself);
        }
        self.must_be_on()?;
        self.note_by(by, Happening::MergedInto { number: into });
        self.tell(Audience::Everybody, News::Merged { into });
        self.end(MERGED.to_owned());
        Ok(())
    }

    pub(super) fn become_ticket(
        &mut self,
        by: &By,
        ticket: TicketNumber,
        note: Option<String>,
    ) -> Result<(), Refused> {
        self.must_be_on()?;
        self.note_by(by, Happening::BecameTicket { ticket, note: note.clone() });
        let within = self.world.settings.coverage.respond_within;
        let respond_by = Some(self.world.directory.respond_by(self.world.now, within));
        self.tell(Audience::Everybody, News::BecameTicket { ticket, note, respond_by });
        self.end(TICKET.to_owned());
        Ok(())
    }

    fn end(&mut self, resolution: String) {
        self.rest_ladder();
        self.stand_down_all(&Notice::NoLongerNeeded);
        self.end_promise();
        let at = self.world.now;
        self.next.phase = Phase::Closed { at, resolution: resolution.clone() };
        self.announce(Announcement::EmergencyClosed { resolution });
    }
}
