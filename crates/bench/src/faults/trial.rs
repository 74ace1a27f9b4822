//! The program under load, with providers in place of the real ones, and a book of what it promised.

use std::{
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use anyhow::ensure;
use tokio::task::JoinSet;

use super::provider::{Mood, Provider};
use crate::{
    arrivals::Marker,
    load::{Accepted, Client, From, NotAccepted},
    mail_sink::MailSink,
    place::{IMPATIENT, Place, Plan},
    running::Running,
};

const MARKERS: u32 = 1_000_000;
const CONNECTIONS: u32 = 8;
/// Each connection waits about this long after an answer: load enough that every fault hits work.
const PAUSE: Duration = Duration::from_millis(10);
/// Numbers that a node gives while the database is away begin here (docs/several-nodes.md).
const FIRST_ALONE: u32 = 10_000_000;
const TRY_AGAIN_AFTER: Duration = Duration::from_millis(20);
/// Nobody waits longer for an answer; it is sent again, with the same key.
const PATIENCE: Duration = Duration::from_secs(5);
/// Providers need a moment for each message, so that every fault finds some on their way.
/// Before anything is taken away, the machine may be busy with something else.
pub(super) const WARMS_UP_WITHIN: Duration = Duration::from_secs(30);
pub(super) const PROVIDER_TAKES: Duration = Duration::from_millis(20);
/// The emergency whose pages repeat quickly, whatever happens.
pub(super) const BEAT: Marker = Marker(0);

#[derive(Debug)]
pub(super) struct Trial {
    pub(super) pages: Provider,
    pub(super) mails: MailSink,
    pub(super) place: Place,
    pub(super) book: Arc<Book>,
}

/// What was promised, and when something was taken away.
#[derive(Debug, Default)]
pub(super) struct Book {
    pub(super) accepted: Mutex<Vec<Accepted>>,
    /// From when until when.
    pub(super) faults: Mutex<Vec<(Instant, Instant)>>,
    next: AtomicU32,
    unavailable: AtomicU64,
    cut_off: AtomicU64,
    over: AtomicBool,
}

/// Requests on several connections, until it is stopped.
pub(super) struct Load(JoinSet<anyhow::Result<()>>);

impl Trial {
    pub(super) async fn set_up(program: &Path) -> anyhow::Result<Self> {
        Self::on(program, None).await
    }

    /// On this database instead of a file.
    pub(super) async fn on(program: &Path, database: Option<String>) -> anyhow::Result<Self> {
        let pages = Provider::open(MARKERS, Mood::Takes(PROVIDER_TAKES)).await?;
        let mails = MailSink::open(MARKERS, PROVIDER_TAKES).await?;
        let plan = Plan { twilio: pages.port, mail: Some(mails.port), database };
        // Its commands may reach the database through a proxy of ours, which must go on meanwhile.
        let program = program.to_owned();
        let place = tokio::task::spawn_blocking(move || Place::lay_out(&program, &plan)).await??;
        Ok(Self { pages, mails, place, book: Arc::default() })
    }

    /// The program, ready, with the emergency that beats.
    pub(super) async fn begin(&self) -> anyhow::Result<Running> {
        let running = self.start().await?;
        let beat = self.client().await?.request(BEAT, From::Organization(IMPATIENT)).await?;
        self.book.accepted.lock().expect("no holder panics").push(beat);
        Ok(running)
    }

    pub(super) async fn start(&self) -> anyhow::Result<Running> {
        let mut running = self.place.start()?;
        running.ready().await?;
        Ok(running)
    }

    pub(super) async fn client(&self) -> anyhow::Result<Client> {
        self.place.client().await
    }

    pub(super) fn load(&self) -> Load {
        self.load_through(&[self.place.port])
    }

    /// Load that reaches the program through these ports; whoever gets no answer tries the next.
    pub(super) fn load_through(&self, ports: &[u16]) -> Load {
        self.book.over.store(false, Relaxed);
        let mut tasks = JoinSet::new();
        for index in 0..CONNECTIONS as usize {
            let token = Arc::from(self.place.token.as_str());
            let mut ports = ports.to_vec();
            let first = index % ports.len();
            ports.rotate_left(first);
            tasks.spawn(Arc::clone(&self.book).send_until_over(ports, token));
        }
        Load(tasks)
    }

    pub(super) async fn stop(&self, load: Load) -> anyhow::Result<()> {
        self.book.over.store(true, Relaxed);
        let mut tasks = load.0;
        while let Some(done) = tasks.join_next().await {
            done??;
        }
        Ok(())
    }

    /// What was accepted and has not been paged yet.
    pub(super) fn unpaged(&self) -> Vec<Marker> {
        let accepted = self.book.accepted.lock().expect("no holder panics");
        let markers = accepted.iter().map(|request| request.marker);
        markers.filter(|marker| self.pages.arrivals.first(*marker).is_none()).collect()
    }

    /// Within `patience` from now the page that repeats has come again, and all of these have come.
    pub(super) async fn pages_go_on(
        &self,
        orphans: &[Marker],
        patience: Duration,
    ) -> anyhow::Result<Duration> {
        let begin = Instant::now();
        let arrivals = &self.pages.arrivals;
        let goes_on = arrivals.wait(patience, |arrivals| {
            arrivals.latest(BEAT) > Some(begin)
                && orphans.iter().all(|marker| arrivals.first(*marker).is_some())
        });
        ensure!(
            goes_on.await,
            "after {patience:?} the repeated page had{} come again, and {} of {} requests were not paged",
            if arrivals.latest(BEAT) > Some(begin) { "" } else { " not" },
            orphans.iter().filter(|marker| arrivals.first(**marker).is_none()).count(),
            orphans.len(),
        );
        Ok(begin.elapsed())
    }

    /// Waits until so many more requests were answered with 201.
    pub(super) async fn takes_requests(
        &self,
        more: usize,
        patience: Duration,
    ) -> anyhow::Result<()> {
        let (begin, before) = (Instant::now(), self.book.count());
        while self.book.count() < before + more {
            ensure!(begin.elapsed() < patience, "no requests were taken for {patience:?}");
            tokio::time::sleep(PAUSE).await;
        }
        Ok(())
    }
}

impl Book {
    /// How many requests were answered with 201.
    pub(super) fn count(&self) -> usize {
        self.accepted.lock().expect("no holder panics").len()
    }

    /// How often the program said that it can take nothing in now.
    pub(super) fn unavailable(&self) -> u64 {
        self.unavailable.load(Relaxed)
    }

    /// How often a request was sent again because no answer came.
    pub(super) fn cut_off(&self) -> u64 {
        self.cut_off.load(Relaxed)
    }

    /// How many requests a node took onto its own disk.
    pub(super) fn taken_alone(&self) -> usize {
        let accepted = self.accepted.lock().expect("no holder panics");
        accepted.iter().filter(|one| one.number >= FIRST_ALONE).count()
    }

    /// Something was taken away from then until now.
    pub(super) fn fault_since(&self, since: Instant) {
        self.faults.lock().expect("no holder panics").push((since, Instant::now()));
    }

    /// Sends request after request, each until it is accepted.
    async fn send_until_over(
        self: Arc<Self>,
        mut ports: Vec<u16>,
        token: Arc<str>,
    ) -> anyhow::Result<()> {
        let mut client = None;
        let mut marker = None;
        while !self.over.load(Relaxed) {
            let Some(connected) = &mut client else {
                ports.rotate_left(1);
                client = Client::keyed(ports[0], Arc::clone(&token)).await.ok();
                tokio::time::sleep(TRY_AGAIN_AFTER).await;
                continue;
            };
            let wanted = *marker.get_or_insert_with(|| Marker(self.next.fetch_add(1, Relaxed) + 1));
            let answer = tokio::time::timeout(PATIENCE, connected.request(wanted, From::Requester));
            match answer.await {
                Ok(Ok(accepted)) => {
                    self.accepted.lock().expect("no holder panics").push(accepted);
                    marker = None;
                    tokio::time::sleep(PAUSE).await;
                }
                Ok(Err(NotAccepted::CutOff(_))) | Err(_) => {
                    self.cut_off.fetch_add(1, Relaxed);
                    client = None;
                }
                Ok(Err(NotAccepted::Unavailable(text))) => {
                    ensure!(text.contains("Try again"), "it does not say what to do: {text}");
                    self.unavailable.fetch_add(1, Relaxed);
                    tokio::time::sleep(TRY_AGAIN_AFTER).await;
                }
                Ok(Err(refused)) => return Err(refused.into()),
            }
        }
        Ok(())
    }
}
