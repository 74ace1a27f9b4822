//! What happens while nothing can be written down, as on a full disk: calling goes on from what was read
//! last, in memory, and is written down once that works again. Only what can be done without a promise is
//! done so: requests are refused, milestones too.

mod held;
mod owed;
mod paging;

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use domain::{Emergency, Input, Number, message::Notice};
use jiff::{SignedDuration, Timestamp};
use store::{Delivery, Saved, StoreError, Unit};

use crate::{Engine, EngineError, engine::Snapshot};
pub(crate) use held::Held;

/// Between two tries to write.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// Leads hear again that nothing can be written down.
const LEADS_HEAR_EVERY: SignedDuration = SignedDuration::from_mins(30);
/// While nothing can be written, what is due stays so: more must be looked through.
pub(crate) const PEEK: u32 = 10_000;
/// What was stored and could not be claimed is sent again from memory after so long at the earliest.
const AGAIN_AFTER: SignedDuration = SignedDuration::from_secs(20);

/// Empty, as long as all is well.
#[derive(Debug, Default)]
pub(crate) struct Unwritten(Mutex<Memory>);

#[derive(Debug, Default)]
struct Memory {
    trouble: Option<Trouble>,
    emergencies: BTreeMap<Number, Held>,
    /// How many turns were held so far.
    turns: u64,
    /// Pages that are in memory only, for whoever asks what a call says.
    pages: BTreeMap<String, Delivery>,
    /// When a stored delivery was last sent without having been claimed.
    tried: BTreeMap<String, Timestamp>,
    /// What became of deliveries.
    owed: Vec<Unit>,
}

#[derive(Debug)]
struct Trouble {
    why: String,
    leads_heard_at: Option<Timestamp>,
    /// When it was last tried whether it can be written again.
    looked_at: Instant,
}

impl Unwritten {
    /// Why nothing can be written down; `None` if it can.
    pub(crate) fn why(&self) -> Option<String> {
        self.memory().trouble.as_ref().map(|trouble| trouble.why.clone())
    }

    pub(crate) fn is_troubled(&self) -> bool {
        self.memory().trouble.is_some()
    }

    /// Nothing could be written: it is so from now on, until it is found to work again.
    pub(crate) fn begins(&self, error: &StoreError) {
        let mut memory = self.memory();
        if memory.trouble.is_none() {
            let why = reason(error);
            tracing::error!(why, "nothing can be written down: calling goes on from memory");
            memory.pages.clear();
            memory.trouble = Some(Trouble { why, leads_heard_at: None, looked_at: Instant::now() });
        }
    }

    /// Whether it is time to try to write again.
    fn may_look(&self) -> bool {
        let mut memory = self.memory();
        let Some(trouble) = memory.trouble.as_mut() else { return false };
        if trouble.looked_at.elapsed() < LOOK_EVERY {
            return false;
        }
        trouble.looked_at = Instant::now();
        true
    }

    /// Whether it may be sent from memory now; then it counts as being sent.
    fn may_try(&self, id: &str, now: Timestamp) -> bool {
        let mut memory = self.memory();
        let is_early = memory.tried.get(id).is_some_and(|at| now.duration_since(*at) < AGAIN_AFTER);
        if !is_early {
            memory.tried.insert(id.to_owned(), now);
        }
        !is_early
    }

    /// It was taken: it is not sent again.
    pub(crate) fn was_sent(&self, id: &str) {
        self.memory().tried.insert(id.to_owned(), Timestamp::MAX);
    }

    /// Whether the deadline that is stored for it was handled in memory.
    fn waits(&self, number: Number, now: Timestamp) -> bool {
        let memory = self.memory();
        memory.emergencies.get(&number).is_some_and(|held| held.wake_at.is_some_and(|at| at > now))
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What may happen in memory: the clock, what becomes of pages, and who takes one. Nothing of it is a
/// promise to a requester, and after a crash it would be done once more.
pub(crate) fn may_be_held(input: &Input) -> bool {
    matches!(
        input,
        Input::Woken
            | Input::PageFailed { .. }
            | Input::PageUnconfirmed { .. }
            | Input::Answer { .. }
            | Input::Decline { .. }
            | Input::CallNext { .. }
    )
}

impl Engine {
    /// Whether this is a disk of our own on which nothing can be written. A database of several nodes that
    /// is away is another matter: what one node holds in memory, the others do not know.
    pub(crate) fn is_unwritable(&self, error: &StoreError) -> bool {
        matches!(error, StoreError::Unavailable(_)) && !self.shared.store.is_shared()
    }

    /// What is held of an emergency on top of what was loaded.
    pub(crate) fn held(&self, saved: &Saved) -> Option<Held> {
        let memory = self.shared.unwritten.memory();
        memory
            .emergencies
            .get(&saved.emergency.number)
            .filter(|it| it.version == saved.version)
            .cloned()
    }

    /// Whether an emergency goes on in memory.
    pub(crate) fn is_held(&self, number: Number) -> bool {
        self.shared.unwritten.memory().emergencies.contains_key(&number)
    }

    /// It is stored up to this turn.
    pub(crate) fn forget_held(&self, number: Number, turn: u64) {
        let mut memory = self.shared.unwritten.memory();
        if memory.emergencies.get(&number).is_some_and(|held| held.turn() == turn) {
            memory.emergencies.remove(&number);
        }
    }

    /// Those of `due` whose deadlines were not handled in memory.
    pub(crate) fn not_handled(&self, due: Vec<Number>, now: Timestamp) -> Vec<Number> {
        due.into_iter().filter(|number| !self.shared.unwritten.waits(*number, now)).collect()
    }

    /// The turn could not be stored: whoever must be called is called all the same. `None` if something
    /// else is held by now than what `after` says, on which the turn was decided: it must be decided
    /// again.
    pub(crate) fn hold(
        &self,
        saved: &Saved,
        after: Option<u64>,
        turn: domain::Transition,
        snapshot: &Snapshot,
    ) -> Option<Emergency> {
        let wake_at = turn.next.wake_at(&snapshot.settings);
        let (next, now) = {
            let mut memory = self.shared.unwritten.memory();
            let is_current = |held: &&Held| held.version == saved.version;
            let current = memory.emergencies.get(&turn.next.number).filter(is_current);
            if current.map(Held::turn) != after {
                return None;
            }
            memory.turns += 1;
            let (held, now) = Held::new((saved.version, memory.turns), turn, wake_at);
            let next = held.next.clone();
            memory.emergencies.insert(next.number, held);
            (next, now)
        };
        self.page_from_memory(&next.brief(saved.requesters), &now, snapshot);
        self.has_changed(crate::Change::Emergency(next.number));
        Some(next)
    }

    /// Looks whether it can be written down again, and then does so. Leads hear while it cannot.
    pub(crate) async fn mind_unwritten(&self) {
        if !self.shared.unwritten.may_look() {
            return;
        }
        match self.shared.store.ping().await {
            Ok(()) => self.write_down().await,
            Err(_) => self.tell_leads(),
        }
    }

    async fn write_down(&self) {
        if !self.pay().await {
            return;
        }
        let held: Vec<_> = {
            let mut memory = self.shared.unwritten.memory();
            memory.trouble = None;
            memory.tried.clear();
            memory.emergencies.keys().copied().collect()
        };
        tracing::info!(emergencies = held.len(), "it can be written down again");
        for number in held {
            match self.apply(number, Input::Woken).await {
                Ok(_) | Err(EngineError::Refused(_)) => {}
                Err(error) => {
                    tracing::error!(emergency.number = %number, %error, "it could not be written down");
                }
            }
        }
    }

    fn tell_leads(&self) {
        let now = self.now();
        {
            let mut memory = self.shared.unwritten.memory();
            let Some(trouble) = memory.trouble.as_mut() else { return };
            let heard = trouble.leads_heard_at;
            if heard.is_some_and(|at| now.duration_since(at) < LEADS_HEAR_EVERY) {
                return;
            }
            trouble.leads_heard_at = Some(now);
        }
        let snapshot = self.snapshot();
        let directory = &snapshot.directory.1;
        for lead in directory.leads() {
            let contacts = directory.responder(&lead).map(|person| person.loud_contacts(now));
            let effect = domain::effect::Effect::Notify {
                responder: lead,
                contacts: contacts.unwrap_or_default(),
                notice: Notice::NothingWritten,
            };
            self.page_from_memory(&domain::message::Brief::default(), &[effect], &snapshot);
        }
    }
}

/// The innermost cause says what is broken.
fn reason(error: &StoreError) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
