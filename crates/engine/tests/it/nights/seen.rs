//! What somebody sees who looks at everything: the store, what was accepted, what was sent.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use channels::wall::Shown;
use domain::{Number, Settings, id::RequesterId};
use jiff::{SignedDuration, Timestamp};
use store::{DeliveryView, Entry, RequesterRow, Saved, Store};

pub(super) struct Seen<'a> {
    pub(super) now: Timestamp,
    /// How wrong clocks were so far, and how long nobody was there to do anything.
    pub(super) slack: SignedDuration,
    pub(super) settings: &'a Settings,
    /// Everything has healed, and time has passed since.
    pub(super) is_over: bool,
    pub(super) accepted: &'a [Report],
    pub(super) cases: Vec<Case>,
    pub(super) requesters: BTreeMap<RequesterId, RequesterRow>,
    /// What was sent since the last look.
    pub(super) sent: &'a [Arc<Shown>],
    /// Deliveries that were sent although they had been seen as dropped.
    pub(super) sent_after_drop: &'a [String],
    /// Pages that nobody took over from a node that died.
    pub(super) held_by_the_dead: &'a [String],
    /// From which number into which.
    pub(super) merged: &'a BTreeSet<(Number, Option<Number>)>,
    pub(super) organizations: &'a [&'static str],
}

/// An emergency with all that hangs on it.
pub(super) struct Case {
    pub(super) saved: Saved,
    pub(super) timeline: Vec<Entry>,
    pub(super) deliveries: Vec<DeliveryView>,
    pub(super) requesters: Vec<RequesterRow>,
}

/// A request as its requester was told that it was accepted.
#[derive(Clone)]
pub(super) struct Report {
    pub(super) email: String,
    pub(super) requester: RequesterId,
    /// Where it is now: the number changes when it is merged.
    pub(super) number: Number,
    pub(super) opened_as: Number,
    pub(super) joined: bool,
}

impl Seen<'_> {
    pub(super) fn case(&self, number: Number) -> Option<&Case> {
        self.cases.iter().find(|case| case.saved.emergency.number == number)
    }

    pub(super) fn open(&self) -> impl Iterator<Item = &Case> {
        self.cases.iter().filter(|case| !case.saved.emergency.is_closed())
    }

    /// To which organization an address of a requester belongs.
    pub(super) fn organization_of(&self, address: &str) -> Option<&'static str> {
        let (_, domain) = address.split_once('@')?;
        let name = domain.strip_suffix(".example")?;
        self.organizations.iter().copied().find(|organization| *organization == name)
    }
}

impl Case {
    /// Reads one; `None` if it is not there.
    pub(super) async fn read(store: &Store, number: Number) -> Option<Self> {
        let saved = store.emergency(number).await.expect("a state is read")?;
        Some(Self {
            saved,
            timeline: store.timeline(number).await.expect("a journal is read"),
            deliveries: store.deliveries_of(number).await.expect("deliveries are read"),
            requesters: store.requesters_of(number, 1000).await.expect("requesters are read"),
        })
    }
}
