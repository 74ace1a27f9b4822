//! Calling one person until they answer: contact methods in the order of their rules, again each
//! round, the next method at once when one fails.

use jiff::Timestamp;

use super::{Invitation, Page, PageStatus, Reason, Ring, turn::Turn};
use crate::{
    effect::Effect,
    fact::Happening,
    id::{ContactId, ResponderId},
    message::{Notice, PageWhy},
};

/// A person's rings that may wait at one time: slow rules under a fast repeat must not pile up.
const MAX_PENDING: usize = 16;

/// What the journal says of a page of which nothing was heard.
const UNCONFIRMED: &str = "no report that it arrived came in time";

impl Page {
    /// The next contact methods of this round ring now; `false` if none is left.
    fn bring_forward(&mut self, now: Timestamp) -> bool {
        let Some(earliest) = self.pending.iter().map(|ring| ring.at).min() else { return false };
        for ring in self.pending.iter_mut().filter(|ring| ring.at == earliest) {
            ring.at = now;
        }
        true
    }
}

impl Turn<'_> {
    /// Calls a person now; those whom the directory cannot reach are not called, and `false` says
    /// so.
    pub(super) fn call(&mut self, id: &ResponderId, invited: Option<Invitation>) -> bool {
        let Some(person) = self.person(id) else { return false };
        let order = person.ring_order(self.world.now);
        if order.is_empty() {
            return false;
        }
        let now = self.world.now;
        let rings = order.into_iter().map(|(after, contact)| Ring {
            at: now.saturating_add(after).unwrap_or(Timestamp::MAX),
            contact,
        });
        let again_at = invited.as_ref().map(|_| self.after(self.repeat_every()));
        if let Some(page) = self.next.pages.iter_mut().find(|page| page.responder == *id) {
            let is_new = page.status != PageStatus::Ringing;
            page.round = if is_new { 1 } else { page.round + 1 };
            if is_new {
                page.pending.clear();
                page.started_at = now;
            }
            page.status = PageStatus::Ringing;
            page.failed.clear();
            page.invited = invited;
            page.again_at = again_at;
            // What waits from the round before stays: a slow rule must get its turn.
            let room = MAX_PENDING.saturating_sub(page.pending.len());
            page.pending.extend(rings.take(room));
        } else {
            self.next.pages.push(Page {
                responder: id.clone(),
                name: person.name.clone(),
                started_at: now,
                status: PageStatus::Ringing,
                round: 1,
                pending: rings.collect(),
                used: Vec::new(),
                failed: Vec::new(),
                invited,
                again_at,
            });
        }
        self.ring_due();
        true
    }

    /// Rings every contact method whose time has come.
    pub(super) fn ring_due(&mut self) {
        for index in 0..self.next.pages.len() {
            let page = &mut self.next.pages[index];
            if page.status != PageStatus::Ringing {
                continue;
            }
            page.pending.sort_by_key(|ring| ring.at);
            let due = page.pending.partition_point(|ring| ring.at <= self.world.now);
            let mut contacts: Vec<_> = page.pending.drain(..due).map(|ring| ring.contact).collect();
            contacts.sort();
            contacts.dedup();
            for contact in contacts {
                self.ring(index, contact);
            }
        }
    }

    fn ring(&mut self, index: usize, contact: ContactId) {
        let why = self.why(&self.next.pages[index]);
        let page = &mut self.next.pages[index];
        if !page.used.contains(&contact) {
            page.used.push(contact.clone());
        }
        let responder = page.responder.clone();
        let paged = Happening::Paged {
            responder: responder.clone(),
            contact: contact.clone(),
            why: why.clone(),
        };
        self.note_itself(paged);
        self.effect(Effect::Ring { responder, contact, why });
    }

    fn why(&self, page: &Page) -> PageWhy {
        let round = page.round;
        if let Some(Invitation { by, note, .. }) = page.invited.clone() {
            return PageWhy::Invitation { by, note, round };
        }
        match self.next.ladder.reason.clone() {
            Reason::Unanswered => PageWhy::Emergency { round },
            Reason::Silence { of } => PageWhy::Silence { of, round },
            Reason::StillBroken { note } => PageWhy::StillBroken { note, round },
        }
    }

    /// People who were asked to help and have not answered are called again.
    pub(super) fn invite_again(&mut self) {
        let now = self.world.now;
        let waits = |page: &Page| {
            page.status == PageStatus::Ringing && page.again_at.is_some_and(|at| at <= now)
        };
        let due: Vec<_> = self.next.pages.iter().filter(|page| waits(page)).cloned().collect();
        for page in due {
            if !self.call(&page.responder, page.invited) {
                self.stop_ringing(&page.responder, PageStatus::Unreachable);
            }
        }
    }

    /// A contact method failed for good: the next one is used at once, and when none is left, the
    /// next step.
    pub(super) fn page_failed(
        &mut self,
        responder: &ResponderId,
        contact: &ContactId,
        problem: String,
    ) {
        self.note_itself(Happening::PageFailed {
            responder: responder.clone(),
            contact: contact.clone(),
            problem,
        });
        let now = self.world.now;
        let order = self.person(responder).map(|person| person.ring_order(now));
        let order = order.unwrap_or_default();
        let Some(page) = self.next.pages.iter_mut().find(|page| page.responder == *responder)
        else {
            return;
        };
        if page.status != PageStatus::Ringing {
            return;
        }
        if !page.failed.contains(contact) {
            page.failed.push(contact.clone());
        }
        if page.bring_forward(now) {
            self.ring_due();
        } else if order.iter().all(|(_, contact)| page.failed.contains(contact)) {
            // An invited person stays on the list: the methods may work again next time.
            if page.invited.is_none() {
                page.status = PageStatus::Unreachable;
            }
            self.go_on_if_nobody_rings();
        }
    }

    /// Nothing was heard of a message that a provider took: the person's next contact method is used at
    /// once. It may have arrived all the same, so where no method is left the step keeps its time.
    pub(super) fn page_unconfirmed(&mut self, responder: &ResponderId, contact: &ContactId) {
        let now = self.world.now;
        let ringing =
            |page: &&mut Page| page.responder == *responder && page.status == PageStatus::Ringing;
        let Some(page) = self.next.pages.iter_mut().find(ringing) else { return };
        let has_next = page.bring_forward(now);
        self.note_itself(Happening::PageFailed {
            responder: responder.clone(),
            contact: contact.clone(),
            problem: UNCONFIRMED.to_owned(),
        });
        if has_next {
            self.ring_due();
        }
    }

    /// Ends one person's page without a word to them.
    pub(super) fn stop_ringing(&mut self, responder: &ResponderId, status: PageStatus) {
        let Some(page) = self.next.pages.iter_mut().find(|page| page.responder == *responder)
        else {
            return;
        };
        let was_ringing = page.status == PageStatus::Ringing;
        page.status = status;
        page.pending.clear();
        page.again_at = None;
        if was_ringing {
            self.effect(Effect::Hush { responder: responder.clone() });
        }
    }

    /// Everybody who is being called by the escalation, but `except`, can go back to sleep.
    pub(super) fn stand_down(&mut self, except: Option<&ResponderId>, notice: &Notice) {
        self.stand_down_those(
            |page| page.invited.is_none() && Some(&page.responder) != except,
            notice,
        );
    }

    /// Somebody of an invited team came: the others of it can sleep.
    pub(super) fn stand_down_invited(&mut self, target: &str, notice: &Notice) {
        let same = |page: &Page| page.invited.as_ref().is_some_and(|by| by.target == target);
        self.stand_down_those(same, notice);
    }

    /// The same for those who were invited, too: it is over.
    pub(super) fn stand_down_all(&mut self, notice: &Notice) {
        self.stand_down_those(|_| true, notice);
    }

    fn stand_down_those(&mut self, whom: impl Fn(&Page) -> bool, notice: &Notice) {
        let awake: Vec<Page> = self
            .next
            .pages
            .iter()
            .filter(|page| page.status == PageStatus::Ringing && whom(page))
            .cloned()
            .collect();
        for page in awake {
            self.stop_ringing(&page.responder, PageStatus::StoodDown);
            self.note_itself(Happening::StoodDown { responder: page.responder.clone() });
            let contacts = self.without_voice(&page);
            self.notify_over(&page.responder, contacts, notice.clone());
        }
    }

    /// The contact methods that were used for a page and make no phone ring: nobody is called to
    /// hear that they can sleep.
    fn without_voice(&self, page: &Page) -> Vec<ContactId> {
        let Some(person) = self.person(&page.responder) else { return Vec::new() };
        let quiet = person.quiet_contacts(self.world.now);
        let is_voice = |id: &ContactId| {
            person
                .contact(id)
                .is_none_or(|contact| contact.kind == crate::directory::ContactKind::Voice)
        };
        let mut used: Vec<_> = page.used.iter().filter(|id| !is_voice(id)).cloned().collect();
        if used.is_empty() {
            used = quiet.into_iter().filter(|id| !is_voice(id)).collect();
        }
        used
    }
}
