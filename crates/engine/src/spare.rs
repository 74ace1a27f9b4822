//! The spare stands in for the shared database while that is away: a second engine with the same rules, on
//! a file of this node alone. It takes requests at once, calls people once the database has been away for
//! a while, and hands over all it has when the database is back. Deliberately absent: rules of its own.

mod comeback;
mod intake;
mod twice;
mod watch;

use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use domain::Settings;
use jiff::{SignedDuration, Timestamp};
use store::{KeptCase, Mirror, Store, StoreError};
use tokio::sync::{Notify, OwnedRwLockReadGuard, RwLock, watch as channel};

use crate::{Case, Clock, Engine, EngineError, Link, Options, Running, engine::Beginning};

/// How long a start waits for a database that may be away.
const BEGIN_WITHIN: Duration = Duration::from_secs(10);

/// A spare that is this process's alone.
#[derive(Debug)]
pub struct OwnSpare {
    options: SpareOptions,
    /// Two nodes with one spare would hand over each other's cases.
    _lock: File,
}

impl OwnSpare {
    /// Takes it, unless another process has.
    pub fn take(options: SpareOptions) -> Result<Self, EngineError> {
        let _lock = only_ours(&options.file)?;
        Ok(Self { options, _lock })
    }
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
    /// It is itself the engine of a spare.
    StandsIn(channel::Receiver<Standing>),
}

impl Beside {
    pub(crate) fn spare(&self) -> Option<&Arc<Spare>> {
        match self {
            Self::Spare(spare) => Some(spare),
            Self::Nothing | Self::StandsIn(_) => None,
        }
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
    /// An engine on a shared database, with a spare beside it. It begins while the database is away if
    /// the spare knows what to begin with; `store` may then be one that was opened for later.
    pub async fn with_spare(
        store: Store,
        clock: Clock,
        settings: Settings,
        options: Options,
        own: OwnSpare,
    ) -> Result<Self, EngineError> {
        let kept = Store::open_spare(&own.options.file).await?;
        let mut mirror = Mirror::default();
        let meeting = meet((&store, &kept), &clock, &options, &mut mirror);
        let met = tokio::time::timeout(BEGIN_WITHIN, meeting).await;
        let (mut beginning, trouble) =
            match met.unwrap_or_else(|_| Err(no_answer(BEGIN_WITHIN).into())) {
                Ok(beginning) => (beginning, None),
                Err(EngineError::Store(error @ StoreError::Unavailable(_)))
                    if kept.is_mirror().await? =>
                {
                    (Beginning::of(&kept, &options).await?, Some(error))
                }
                Err(error) => return Err(error),
            };
        let keeps = kept.kept_requests().await? > 0 || !kept.kept_cases().await?.is_empty();
        // Nobody else goes on with what was begun alone until it is handed over.
        let standing =
            channel::Sender::new(if keeps { Standing::Returning } else { Standing::Well });
        let alone = Beginning {
            figures: beginning.figures.clone(),
            beside: Beside::StandsIn(standing.subscribe()),
            ..Beginning::of(&kept, &options).await?
        };
        let quiet = Options { heartbeat: None, watch: None, ..options.clone() };
        let alone = Self::assemble((kept, clock.clone()), settings.clone(), quiet, alone);
        alone.refresh_switches().await?;
        let spare = Arc::new(Spare {
            engine: alone,
            standing,
            answered: channel::Sender::default(),
            away: channel::Sender::default(),
            keeps: AtomicBool::new(keeps),
            has_borrowed: AtomicBool::new(false),
            gate: Arc::default(),
            own,
            mirror: tokio::sync::Mutex::new(mirror),
            running: tokio::sync::Mutex::new(None),
            rung: Notify::new(),
        });
        if let Some(error) = &trouble {
            // What waits in it has waited long enough.
            let patience = spare.own.options.page_alone_after;
            let long = if keeps { patience } else { SignedDuration::ZERO };
            spare.is_away_since(clock.now() - long, error);
        }
        beginning.beside = Beside::Spare(spare);
        let engine = Self::assemble((store, clock), settings, options, beginning);
        if trouble.is_none() {
            engine.refresh_switches().await?;
        }
        Ok(engine)
    }

    /// How this node stands with the shared database; always well where there is no spare.
    pub fn standing(&self) -> Standing {
        match &self.shared.beside {
            Beside::Nothing => Standing::Well,
            Beside::Spare(spare) => spare.standing(),
            Beside::StandsIn(standing) => standing.borrow().clone(),
        }
    }

    /// Whether what is in the shared database is to be left alone now: it is away, or what was done without
    /// it is not in it yet.
    pub(crate) fn waits_for_the_database(&self) -> bool {
        self.shared.beside.spare().is_some_and(|spare| spare.standing() != Standing::Well)
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

/// All that can only be done while both are there.
async fn meet(
    (store, kept): (&Store, &Store),
    clock: &Clock,
    options: &Options,
    mirror: &mut Mirror,
) -> Result<Beginning, EngineError> {
    store.catch_up().await?;
    crate::timekeeping::begin(clock, store).await?;
    // Its secrets are made when they are first asked for, and then mirrored.
    let beginning = Beginning::of(store, options).await?;
    mirror.refresh(store, kept).await?;
    mirror.refresh_cases(store, kept).await?;
    store.set_numbers_aside(kept).await?;
    Ok(beginning)
}

/// A lock beside the spare that lasts as long as the process.
fn only_ours(file: &Path) -> Result<File, StoreError> {
    let path = file.with_extension("lock");
    let cannot =
        |problem: String| StoreError::Address(format!("the spare {}: {problem}", file.display()));
    let lock = File::create(&path).map_err(|error| cannot(error.to_string()))?;
    lock.try_lock().map_err(|_| {
        cannot("another node has it: give each its own, with spare below [database]".to_owned())
    })?;
    Ok(lock)
}

fn no_answer(within: Duration) -> StoreError {
    StoreError::Unavailable(format!("no answer within {} s", within.as_secs()).into())
}
