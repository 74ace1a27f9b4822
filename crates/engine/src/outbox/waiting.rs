//! What waits in a lane's memory: pages first, each kind in the order in which it came.

use std::collections::VecDeque;

use domain::message::Urgency;
use jiff::{SignedDuration, Timestamp};
use store::Delivery;

#[derive(Debug, Default)]
pub(super) struct Waiting {
    pages: VecDeque<Delivery>,
    others: VecDeque<Delivery>,
}

impl Waiting {
    pub(super) fn push(&mut self, delivery: Delivery) {
        let is_page = delivery.urgency == Urgency::Page;
        let queue = if is_page { &mut self.pages } else { &mut self.others };
        queue.push_back(delivery);
    }

    pub(super) fn pop(&mut self) -> Option<Delivery> {
        self.pages.pop_front().or_else(|| self.others.pop_front())
    }

    /// Whether a page is next; `None` if nothing waits.
    pub(super) fn begins_with_page(&self) -> Option<bool> {
        let first = self.pages.front().or_else(|| self.others.front());
        first.map(|delivery| delivery.urgency == Urgency::Page)
    }

    /// For how long whatever has waited longest does.
    pub(super) fn since(&self, now: Timestamp) -> SignedDuration {
        let firsts = [self.pages.front(), self.others.front()];
        let ages = firsts.into_iter().flatten().map(|first| now.duration_since(first.queued_at));
        ages.max().unwrap_or_default()
    }

    /// All of it.
    pub(super) fn take(&mut self) -> Vec<Delivery> {
        self.pages.drain(..).chain(self.others.drain(..)).collect()
    }
}
