//! The spare stands in for the shared database while that is away: a second engine with the same rules, on
//! a file of this node alone. It takes requests at once, calls people once the database has been away for
//! a while, and hands over all it has when the database is back. Deliberately absent: rules of its own.

mod comeback;
mod intake;
mod opening;
mod twice;
mod watch;

use std::{
    fs::File,
    path::PathBuf,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp};
use store::{KeptCase, Mirror, StoreError};
use tokio::sync::{Notify, OwnedRwLockReadGuard, RwLock, watch as channel};

use crate::{Case, Engine, EngineError, Link, Running};

/// A spare that is this process's alone.
#[derive(Debug)]
pub struct OwnSpare {
    options: SpareOptions,
    /// Two nodes with one spare would hand over each other's cases.
    _lock: File,
}

#[derive(Clone, Debug)]
pub struct SpareOptions {
    pub file: PathBuf,
    /// Once the database has been away for so long, this node calls people by itself.
    pub page_alone_after: SignedDuration,
}

/// How this node stands with the shared database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    #[default]
    Well,
    /// Requests are kept on this node's disk.
    Away { since: Timestamp, why: String, pages_alone: bool },
    /// It answers again, and what was kept is being handed over.
    Returning,
}

impl Standing {
    pub fn is_away(&self) -> bool {
        matches!(self, Self::Away { .. })
    }
}

/// What is there beside an engine's own store.
#[derive(Debug)]
pub(crate) enum Beside {
    Nothing,
    Spare(Arc<Spare>),
    /// Another process of this node has it still, and is about to end.
    SpareLater(SpareOptions, OnceLock<Arc<Spare>>),
    /// It is itself the engine of a spare.
    StandsIn(channel::Receiver<Standing>),
}

impl Beside {
    pub(crate) fn spare(&self) -> Option<&Arc<Spare>> {
        match self {
            Self::Spare(spare) => Some(spare),
            Self::SpareLater(_, spare) => spare.get(),
            Self::Nothing | Self::StandsIn(_) => None,
        }
    }

    pub(crate) fn may_have_spare(&self) -> bool {
        matches!(self, Self::Spare(_) | Self::SpareLater(..))
    }

    pub(crate) fn stands_in(&self) -> bool {
        matches!(self, Self::StandsIn(_))
    }
}

#[derive(Debug)]
pub(crate) struct Spare {
    /// Its loops turn only while it pages alone.
    engine: Engine,
    standing: channel::Sender<Standing>,
    /// When the database last took something.
    answered: channel::Sender<Option<Instant>>,
    /// When it was last found to be away.
    away: channel::Sender<Option<Instant>>,
    /// There may be something in it.
    keeps: AtomicBool,
    /// It has taken on what it knows of the cases in the database.
    has_borrowed: AtomicBool,
    /// Some of that may be here still.
    holds_borrowed: AtomicBool,
    /// Held to read by whoever works on a case of the spare, to write while cases leave it.
    gate: Arc<RwLock<()>>,
    own: OwnSpare,
    mirror: tokio::sync::Mutex<Mirror>,
    running: tokio::sync::Mutex<Option<Running>>,
    /// Something is to be done about it at once.
    rung: Notify,
}

impl Spare {
    pub(crate) fn standing(&self) -> Standing {
        self.standing.borrow().clone()
    }

    pub(crate) fn may_keep(&self) -> bool {
        self.keeps.load(Ordering::Acquire)
    }

    /// Something may be in it that was not before.
    pub(crate) fn was_used(&self) {
        self.keeps.store(true, Ordering::Release);
        self.rung.notify_one();
    }

    pub(crate) async fn failures(&self) -> Vec<String> {
        if self.running.lock().await.is_none() {
            return Vec::new();
        }
        self.engine.own_failures().await
    }
}

impl Engine {
    /// How this node stands with the shared database; always well where there is no spare.
    pub fn standing(&self) -> Standing {
        match &self.shared.beside {
            Beside::Nothing => Standing::Well,
            Beside::Spare(spare) => spare.standing(),
            Beside::SpareLater(_, spare) => {
                spare.get().map_or(Standing::Well, |spare| spare.standing())
            }
            Beside::StandsIn(standing) => standing.borrow().clone(),
        }
    }

    /// Whether what is in the shared database is to be left alone now: it is away, or what was done without
    /// it to cases that are there is not in it yet.
    pub(crate) fn waits_for_the_database(&self) -> bool {
        self.shared.beside.spare().is_some_and(|spare| match spare.standing() {
            Standing::Well => false,
            Standing::Away { .. } => true,
            Standing::Returning => spare.holds_borrowed.load(Ordering::Acquire),
        })
    }

    /// Whether there is one, or may be one later.
    pub fn may_have_spare(&self) -> bool {
        self.shared.beside.may_have_spare()
    }

    /// The engine of the spare, if there is one.
    pub fn spare(&self) -> Option<&Self> {
        self.shared.beside.spare().map(|spare| &spare.engine)
    }

    /// Which engine takes what comes in now; cases stay where they are as long as it is held.
    pub async fn at_work(&self) -> (Self, Stays) {
        if let Some(spare) = self.shared.beside.spare()
            && self.standing().is_away()
        {
            let stays = self.hold_spare().await;
            // It may have come back meanwhile.
            if self.standing().is_away() {
                return (spare.engine.clone(), stays);
            }
        }
        (self.clone(), Stays::default())
    }

    /// The engine that has this case: that of the spare until it was handed over.
    pub async fn that_has(&self, case: Case) -> &Self {
        match self.shared.beside.spare() {
            Some(spare) if spare.may_keep() && spare.has(case).await => &spare.engine,
            _ => self,
        }
    }

    /// Whether the spare has this case.
    pub async fn keeps_alone(&self, case: Case) -> bool {
        match self.shared.beside.spare() {
            Some(spare) => spare.has(case).await,
            None => false,
        }
    }

    /// Whether requests may lie in the spare, so that it must be asked first.
    pub fn may_keep_alone(&self) -> bool {
        self.shared.beside.spare().is_some_and(|spare| spare.may_keep())
    }

    /// Keeps the cases of the spare where they are.
    pub async fn hold_spare(&self) -> Stays {
        let Some(spare) = self.shared.beside.spare() else { return Stays::default() };
        let guard = Arc::clone(&spare.gate).read_owned().await;
        let mut stays = self.use_spare();
        stays.guard = Some(guard);
        stays
    }

    /// The same, for what is not about a case that is there: it holds nobody up.
    pub fn use_spare(&self) -> Stays {
        Stays { guard: None, spare: self.shared.beside.spare().cloned() }
    }

    /// Makes sure that it can be told whom a link leads to. An engine that stands in does not know what is
    /// in the database that is away; its error says that this is only for now.
    pub async fn must_know(&self, link: &Link) -> Result<(), EngineError> {
        if !self.shared.beside.stands_in() {
            return Ok(());
        }
        let is_known = match link {
            Link::Requester(id) => self.store().requester(id).await?.is_some(),
            Link::Page { number, .. } => self.store().emergency(*number).await?.is_some(),
            Link::Desk { ticket, .. } => self.store().ticket(*ticket).await?.is_some(),
            // A test page waits for the database that it is in.
            Link::Drill { .. } => false,
            Link::Duty(_) | Link::Events(_) | Link::Feed(_) | Link::Document(_) => true,
        };
        let why = || StoreError::Unavailable("the database that the case is in is away".into());
        if is_known { Ok(()) } else { Err(why().into()) }
    }
}

/// As long as it is held, no case leaves the spare, unless it is held too long. Whatever was done there
/// meanwhile is looked for afterwards.
#[derive(Debug, Default)]
pub struct Stays {
    guard: Option<OwnedRwLockReadGuard<()>>,
    spare: Option<Arc<Spare>>,
}

impl Drop for Stays {
    fn drop(&mut self) {
        drop(self.guard.take());
        if let Some(spare) = &self.spare {
            spare.was_used();
        }
    }
}

impl Spare {
    async fn has(&self, case: Case) -> bool {
        let case = match case {
            Case::Emergency(number) => KeptCase::Emergency(number),
            Case::Ticket(number) => KeptCase::Ticket(number),
        };
        self.engine.store().keeps(case).await.unwrap_or(false)
    }
}

fn no_answer(within: Duration) -> StoreError {
    StoreError::Unavailable(format!("no answer within {} s", within.as_secs()).into())
}
