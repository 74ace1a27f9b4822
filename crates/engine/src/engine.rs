//! The handle that the doors hold, and what it shares.

use std::sync::{Arc, PoisonError, RwLock};

use channels::push::Key;
use domain::{Directory, Settings, emergency::World};
use jiff::Timestamp;
use store::{Store, StoreError};
use tokio::sync::{Notify, broadcast, watch};

use crate::{
    Change, Clock, EngineError, Link, Options, Switches,
    intake::Intake,
    links::Links,
    outbox::{Outbox, Providers},
    spare::Beside,
};

/// Changes that a slow listener may miss before it must look for itself.
const CHANGES_KEPT: usize = 1024;

/// The running engine; cheap to clone.
#[derive(Clone, Debug)]
pub struct Engine {
    pub(crate) shared: Arc<Shared>,
}

#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) options: Options,
    pub(crate) links: Links,
    /// Who we are to push services.
    pub(crate) push_key: Key,
    /// Held while a room is opened.
    pub(crate) rooms: tokio::sync::Mutex<()>,
    pub(crate) intake: Intake,
    pub(crate) outbox: Outbox,
    pub(crate) providers: Providers,
    /// Rung when a commit brings an earlier deadline.
    pub(crate) alarm: Notify,
    pub(crate) pulse: crate::pulse::Pulse,
    pub(crate) figures: crate::Figures,
    pub(crate) findings: crate::findings::KeptFindings,
    pub(crate) last_beat: crate::heartbeat::LastBeat,
    pub(crate) last_room: crate::room::LastRoom,
    pub(crate) unwritten: crate::unwritten::Unwritten,
    pub(crate) watched_version: crate::shifts::WatchedVersion,
    pub(crate) doubts: crate::doubts::Doubts,
    pub(crate) complaints: store::Complaints,
    pub(crate) failed_templates: crate::outbox::FailedTemplates,
    settings: RwLock<Arc<Settings>>,
    pub(crate) directory: RwLock<Arc<(i64, Directory)>>,
    pub(crate) published: crate::publishing::Published,
    /// What signs the state of switches, once it was needed.
    pub(crate) signing: RwLock<Option<Arc<crate::signing::SigningKeys>>>,
    pub(crate) switches: watch::Sender<Arc<Switches>>,
    pub(crate) changes: broadcast::Sender<Change>,
    pub(crate) beside: Beside,
}

/// What an engine begins with.
pub(crate) struct Beginning {
    pub(crate) key: Vec<u8>,
    pub(crate) push_key: Key,
    pub(crate) directory: (i64, Directory),
    pub(crate) figures: crate::Figures,
    pub(crate) beside: Beside,
}

impl Beginning {
    pub(crate) async fn of(store: &Store, options: &Options) -> Result<Self, EngineError> {
        let key = store.secret("links").await?;
        let made = || Key::make().map_err(|error| StoreError::Unavailable(error.into()));
        let push_key = Key::read(&store.secret_made_by("push", made).await?, &options.public_url)
            .map_err(|error| StoreError::Unavailable(error.into()))?;
        let directory = store.directory().await?;
        let directory =
            directory.map_or((0, Directory::default()), |kept| (kept.version, kept.directory));
        let figures = crate::Figures::default();
        Ok(Self { key, push_key, directory, figures, beside: Beside::Nothing })
    }
}

/// The directory and the settings as they were when somebody began to decide.
pub(crate) struct Snapshot {
    pub(crate) directory: Arc<(i64, Directory)>,
    pub(crate) settings: Arc<Settings>,
    pub(crate) now: Timestamp,
}

impl Snapshot {
    pub(crate) fn world(&self, requesters: u64) -> World<'_> {
        World { directory: &self.directory.1, settings: &self.settings, now: self.now, requesters }
    }
}

impl Engine {
    /// An engine that does nothing by itself yet: [`Engine::start`] sets it going, tests call
    /// [`Engine::settle`] instead.
    pub async fn new(
        store: Store,
        clock: Clock,
        settings: Settings,
        options: Options,
    ) -> Result<Self, EngineError> {
        crate::timekeeping::begin(&clock, &store).await?;
        let beginning = Beginning::of(&store, &options).await?;
        let engine = Self::assemble((store, clock), settings, options, beginning);
        engine.refresh_switches().await?;
        Ok(engine)
    }

    pub(crate) fn assemble(
        (store, clock): (Store, Clock),
        settings: Settings,
        options: Options,
        beginning: Beginning,
    ) -> Self {
        let shared = Shared {
            outbox: Outbox::new(),
            providers: Providers::of(&options.voices),
            links: Links::new(beginning.key),
            push_key: beginning.push_key,
            rooms: tokio::sync::Mutex::default(),
            intake: Intake::default(),
            alarm: Notify::new(),
            pulse: crate::pulse::Pulse::default(),
            figures: beginning.figures,
            findings: crate::findings::KeptFindings::default(),
            last_beat: crate::heartbeat::LastBeat::default(),
            last_room: crate::room::LastRoom::default(),
            unwritten: crate::unwritten::Unwritten::default(),
            watched_version: crate::shifts::WatchedVersion::default(),
            doubts: crate::doubts::Doubts::default(),
            complaints: store::Complaints::default(),
            failed_templates: crate::outbox::FailedTemplates::default(),
            settings: RwLock::new(Arc::new(settings)),
            directory: RwLock::new(Arc::new(beginning.directory)),
            published: crate::publishing::Published::default(),
            signing: RwLock::default(),
            switches: watch::Sender::default(),
            changes: broadcast::channel(CHANGES_KEPT).0,
            beside: beginning.beside,
            store,
            clock,
            options,
        };
        Self { shared: Arc::new(shared) }
    }

    /// Reads only: what is written goes through the engine.
    pub fn store(&self) -> &Store {
        &self.shared.store
    }

    pub fn now(&self) -> Timestamp {
        self.shared.clock.now()
    }

    pub fn clock(&self) -> &Clock {
        &self.shared.clock
    }

    pub fn options(&self) -> &Options {
        &self.shared.options
    }

    pub fn settings(&self) -> Arc<Settings> {
        self.shared.settings.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Exchanges the settings while running, as the demo does to speed a night up. Deadlines that
    /// are stored already stay as they are.
    pub fn set_settings(&self, settings: Settings) {
        let mut kept = self.shared.settings.write().unwrap_or_else(PoisonError::into_inner);
        *kept = Arc::new(settings);
    }

    /// The directory as it is now, with its version.
    pub fn directory(&self) -> Arc<(i64, Directory)> {
        self.shared.directory.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The name of something new.
    pub(crate) fn new_id(&self) -> String {
        self.shared.options.ids.next()
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        Snapshot { directory: self.directory(), settings: self.settings(), now: self.now() }
    }

    /// The token of a private link.
    pub fn link_token(&self, link: &Link) -> String {
        self.shared.links.token(link)
    }

    /// Reads a token back; `None` if it is not one of ours.
    pub fn read_link(&self, token: &str) -> Option<Link> {
        self.shared.links.read(token)
    }

    /// The whole address of a private page.
    pub fn link_url(&self, link: &Link) -> String {
        let door = match link {
            Link::Requester(_) => "r",
            Link::Page { .. } => "a",
            Link::Drill { .. } => "t",
            Link::Duty(_) => "d",
            Link::Events(_) => "ofrep/v1/events",
            Link::Feed(_) => "calendar",
            Link::Document(_) => "switch",
            Link::Desk { .. } => "f",
        };
        format!("{}/{door}/{}", self.shared.options.public_url, self.link_token(link))
    }
}
