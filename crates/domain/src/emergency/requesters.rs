//! What requesters do after the first request: join, add, ask, confirm, contradict.

use super::{PageStatus, Phase, Reason, Refused, turn::Turn};
use crate::{
    effect::Audience,
    fact::Happening,
    input::{By, From},
    message::{News, Notice},
    milestone::Milestone,
    number::Number,
};

/// The responder is told when the number of requesters reaches one of these, and every further
/// power of ten after them.
const NUMBERS_TOLD: [u64; 9] = [2, 5, 10, 25, 50, 100, 250, 500, 1000];

impl Turn<'_> {
    /// One more report of the same outage. The state changes only when a number is reached that
    /// the responder should hear of.
    pub(super) fn join(&mut self, from: &From, requesters: u64) {
        self.note_from(from, Happening::Joined { requesters });
        self.tell(Audience::One(from.id.clone()), News::Receipt { joined: true });
        self.tell_number(requesters);
    }

    /// Another emergency goes on in this one.
    pub(super) fn absorb(
        &mut self,
        by: &By,
        from: Number,
        organization: Option<&str>,
        requesters: u64,
    ) {
        self.next.of_several |= self.next.organization_name.as_deref() != organization;
        self.note_by(by, Happening::MergedFrom { number: from });
        self.tell_number(requesters);
    }

    fn tell_number(&mut self, requesters: u64) {
        if requesters < next_number_told(self.next.requesters_told) {
            return;
        }
        self.next.requesters_told = requesters;
        let notice = Notice::MoreReports { count: requesters };
        match self.next.responder().cloned() {
            Some(person) => self.notify(&person.id, notice),
            None => {
                let ringing = |page: &&super::Page| page.status == PageStatus::Ringing;
                let awake: Vec<_> = self.next.pages.iter().filter(ringing).cloned().collect();
                for page in awake {
                    self.notify(&page.responder, notice.clone());
                }
            }
        }
    }

    pub(super) fn said(&mut self, from: &From, text: String) -> Result<(), Refused> {
        if text.trim().is_empty() {
            return Err(Refused::Empty);
        }
        self.note_from(from, Happening::RequesterSaid { text: text.clone() });
        self.tell_responder(Notice::RequesterSaid { name: from.name.clone(), text });
        Ok(())
    }

    pub(super) fn attached(&mut self, from: &From, name: String, file: String) {
        let text = format!("[{name}]");
        self.note_from(from, Happening::Attached { name, file });
        self.tell_responder(Notice::RequesterSaid { name: from.name.clone(), text });
    }

    /// "I have heard nothing."
    pub(super) fn heard_nothing(&mut self, from: &From) {
        self.note_from(from, Happening::HeardNothing);
        self.tell_responder(Notice::HeardNothing { name: from.name.clone() });
    }

    fn tell_responder(&mut self, notice: Notice) {
        if let Some(person) = self.next.responder().cloned() {
            self.notify(&person.id, notice);
        }
    }

    /// "It works again." Closes it if nobody else is waiting for it.
    pub(super) fn confirm(&mut self, from: &From) -> Result<(), Refused> {
        if !matches!(self.next.phase, Phase::Restored { .. }) {
            return Err(Refused::NotRestored);
        }
        self.note_from(from, Happening::Confirmed);
        self.tell_responder(Notice::Confirmed { name: from.name.clone() });
        if self.world.requesters <= 1 {
            self.close("confirmed".to_owned(), None);
        }
        Ok(())
    }

    /// "This is still broken": what was restored or closed opens again and pages from the first
    /// step; while it is being worked on, the responder is told.
    pub(super) fn still_broken(&mut self, from: &From, note: Option<String>) {
        self.note_from(from, Happening::StillBroken { note: note.clone() });
        let had_it = match &self.next.phase {
            Phase::Restored { by, .. } => Some(by.id.clone()),
            Phase::Closed { .. } => None,
            Phase::Unanswered => return,
            Phase::Answered { .. } | Phase::Investigating { .. } => {
                // Without words of their own it is said by `words`.
                let text = note.unwrap_or_default();
                self.tell_responder(Notice::RequesterSaid { name: from.name.clone(), text });
                return;
            }
        };
        self.next.phase = Phase::Unanswered;
        self.next.reached = Milestone::Received;
        self.tell(Audience::Everybody, News::Reopened { note: note.clone() });
        self.word_was_told();
        self.start_ladder(Reason::StillBroken { note });
        if let Some(id) = had_it
            && self.next.page(&id).is_none_or(|page| page.status != PageStatus::Ringing)
        {
            // Who had it knows the case: called as well, beside the first step.
            self.call(&id, None);
        }
    }

    pub(super) fn can_reopen(&self) -> bool {
        let moved = [super::closing::MERGED, super::closing::TICKET];
        !matches!(&self.next.phase, Phase::Closed { resolution, .. } if moved.contains(&resolution.as_str()))
    }
}

/// The smallest number that is worth telling after `told`.
fn next_number_told(told: u64) -> u64 {
    let small = NUMBERS_TOLD.into_iter().find(|number| *number > told);
    small.unwrap_or_else(|| {
        let mut number = 10_000_u64;
        while number <= told {
            number = number.saturating_mul(10);
        }
        number
    })
}
