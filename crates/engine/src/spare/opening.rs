//! How a node comes to its spare: at its start, or, while the copy before it is about to end, once that lets
//! go of it.

use std::{
    fs::File,
    path::Path,
    sync::{Arc, OnceLock, atomic::AtomicBool},
    time::Duration,
};

use domain::Settings;
use jiff::SignedDuration;
use store::{Mirror, Store, StoreError};
use tokio::sync::{Notify, watch as channel};

use super::{Beside, OwnSpare, Spare, SpareOptions, Standing, no_answer};
use crate::{Clock, Engine, EngineError, Figures, Options, engine::Beginning};

/// How long a start waits for a database that may be away.
const BEGIN_WITHIN: Duration = Duration::from_secs(10);
/// Between two looks whether the other copy has let go.
const LOOK_EVERY: Duration = Duration::from_millis(250);

impl OwnSpare {
    /// Takes it, unless another process has.
    pub fn take(options: SpareOptions) -> Result<Self, EngineError> {
        let _lock = only_ours(&options.file)?;
        Ok(Self { options, _lock })
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
        let meeting = async {
            store.catch_up().await?;
            crate::timekeeping::begin(&clock, &store).await?;
            // Its secrets are made when they are first asked for, and then mirrored.
            let beginning = Beginning::of(&store, &options).await?;
            mirror_all(&mut mirror, &store, &kept).await?;
            Ok(beginning)
        };
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
        let figures = beginning.figures.clone();
        let spare =
            Spare::open(own, (kept, mirror), &clock, (&settings, &options, figures)).await?;
        if let Some(error) = &trouble {
            spare.begins_without(error);
        }
        beginning.beside = Beside::Spare(Arc::new(spare));
        let engine = Self::assemble((store, clock), settings, options, beginning);
        if trouble.is_none() {
            engine.refresh_switches().await?;
        }
        Ok(engine)
    }

    /// The same, while another process has the spare still: it is taken over once that ends.
    pub async fn with_spare_later(
        store: Store,
        clock: Clock,
        settings: Settings,
        options: Options,
        spare: SpareOptions,
    ) -> Result<Self, EngineError> {
        crate::timekeeping::begin(&clock, &store).await?;
        let mut beginning = Beginning::of(&store, &options).await?;
        beginning.beside = Beside::SpareLater(spare, OnceLock::new());
        let engine = Self::assemble((store, clock), settings, options, beginning);
        engine.refresh_switches().await?;
        Ok(engine)
    }

    /// Waits until the spare is there, if there is to be one.
    pub(super) async fn come_by_spare(&self) {
        let Beside::SpareLater(options, place) = &self.shared.beside else { return };
        loop {
            // As long as it is another's, that is no trouble.
            if let Ok(own) = OwnSpare::take(options.clone()) {
                let taken = self.take_spare_over(own, place).await;
                if self.heed("the spare cannot be taken over", taken).is_some() {
                    return;
                }
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    async fn take_spare_over(
        &self,
        own: OwnSpare,
        place: &OnceLock<Arc<Spare>>,
    ) -> Result<(), EngineError> {
        let kept = Store::open_spare(&own.options.file).await?;
        let mut mirror = Mirror::default();
        let meeting = mirror_all(&mut mirror, &self.shared.store, &kept);
        let met = tokio::time::timeout(BEGIN_WITHIN, meeting).await;
        let trouble = match met.unwrap_or_else(|_| Err(no_answer(BEGIN_WITHIN))) {
            Ok(()) => None,
            Err(error @ StoreError::Unavailable(_)) if kept.is_mirror().await? => Some(error),
            Err(error) => return Err(error.into()),
        };
        let (settings, figures) = (self.settings(), self.shared.figures.clone());
        let needs = (settings.as_ref(), self.options(), figures);
        let spare = Spare::open(own, (kept, mirror), self.clock(), needs).await?;
        if let Some(error) = &trouble {
            spare.begins_without(error);
        }
        // Nobody else fills it.
        let _ = place.set(Arc::new(spare));
        tracing::info!("this copy has the spare now");
        Ok(())
    }
}

impl Spare {
    async fn open(
        own: OwnSpare,
        (kept, mirror): (Store, Mirror),
        clock: &Clock,
        (settings, options, figures): (&Settings, &Options, Figures),
    ) -> Result<Self, EngineError> {
        let keeps = kept.kept_requests().await? > 0 || !kept.kept_cases().await?.is_empty();
        // Nobody else goes on with what was begun alone until it is handed over.
        let standing =
            channel::Sender::new(if keeps { Standing::Returning } else { Standing::Well });
        let holds_borrowed = kept.has_borrowed().await?;
        let alone = Beginning {
            figures,
            beside: Beside::StandsIn(standing.subscribe()),
            ..Beginning::of(&kept, options).await?
        };
        let quiet = Options { heartbeat: None, watch: None, ..options.clone() };
        let alone = Engine::assemble((kept, clock.clone()), settings.clone(), quiet, alone);
        alone.refresh_switches().await?;
        Ok(Self {
            engine: alone,
            standing,
            answered: channel::Sender::default(),
            away: channel::Sender::default(),
            keeps: AtomicBool::new(keeps),
            has_borrowed: AtomicBool::new(false),
            holds_borrowed: AtomicBool::new(holds_borrowed),
            gate: Arc::default(),
            own,
            mirror: tokio::sync::Mutex::new(mirror),
            running: tokio::sync::Mutex::new(None),
            rung: Notify::new(),
        })
    }

    /// The database is away from the beginning on.
    fn begins_without(&self, error: &StoreError) {
        // What waits in it has waited long enough.
        let patience = self.own.options.page_alone_after;
        let long = if self.may_keep() { patience } else { SignedDuration::ZERO };
        self.is_away_since(self.engine.now() - long, error);
    }
}

/// All that is needed to be alone.
async fn mirror_all(mirror: &mut Mirror, store: &Store, kept: &Store) -> Result<(), StoreError> {
    mirror.refresh(store, kept).await?;
    mirror.refresh_cases(store, kept).await?;
    store.set_numbers_aside(kept).await
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
