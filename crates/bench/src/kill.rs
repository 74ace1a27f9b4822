//! `kill -9` at random moments under load: every request that was answered with 201 is there
//! afterwards, has its receipt and its page, and paging goes on within a second of the restart.

use std::{
    path::Path,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use tokio::task::JoinSet;

use crate::{
    arrivals::{Arrivals, Marker},
    load::{Accepted, Client, From, NotAccepted},
    mail_sink::MailSink,
    place::{IMPATIENT, Place, Plan},
    running::Running,
    sink::Sink,
};

const MARKERS: u32 = 1_000_000;
const CONNECTIONS: u32 = 8;
/// Each connection waits about this long after an answer: load enough that every kill hits work.
const PAUSE: Duration = Duration::from_millis(10);
/// Providers need a moment for each message, so that every kill finds some on their way.
const PROVIDER_TAKES: Duration = Duration::from_millis(20);
const LIVES_MS: std::ops::Range<u64> = 50..1500;
const PAGING_GOES_ON_WITHIN: Duration = Duration::from_secs(1);
const ALL_ARRIVE_WITHIN: Duration = Duration::from_secs(60);
/// The emergency whose pages repeat quickly, through every life of the program.
const BEAT: Marker = Marker(0);

/// What the rounds leave behind.
#[derive(Debug, Default)]
struct Ledger {
    accepted: Vec<Accepted>,
    next: u32,
}

/// The program's next life.
#[derive(Debug)]
struct Again {
    running: Running,
    /// How many requests were accepted and not yet paged when it died.
    orphans: usize,
    /// From being ready until all of these were paged, and the repeated page had come.
    took: Duration,
}

#[derive(Debug)]
struct Trial {
    pages: Sink,
    mails: MailSink,
    place: Place,
    ledger: Arc<Mutex<Ledger>>,
}

pub(crate) async fn prove(program: &Path, rounds: u32, seed: u64) -> anyhow::Result<()> {
    println!("seed {seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    let pages = Sink::open(MARKERS, PROVIDER_TAKES).await?;
    let mails = MailSink::open(MARKERS, PROVIDER_TAKES).await?;
    let plan = Plan { twilio: pages.port, mail: Some(mails.port) };
    let place = Place::lay_out(program, &plan)?;
    let ledger = Arc::new(Mutex::new(Ledger { next: 1, ..Ledger::default() }));
    let trial = Trial { pages, mails, place, ledger };

    let mut running = trial.place.start()?;
    running.ready().await?;
    let beat = trial.client().await?.request(BEAT, From::Organization(IMPATIENT)).await?;
    let (mut slowest, mut on_their_way) = (Duration::ZERO, 0);
    for round in 1..=rounds {
        let life = Duration::from_millis(random.u64(LIVES_MS));
        let again = trial
            .live_and_die(running, life)
            .await
            .context(format!("round {round} of {rounds}, killed after {life:?}, seed {seed}"))?;
        slowest = slowest.max(again.took);
        on_their_way += again.orphans;
        running = again.running;
    }
    trial.everybody_was_told(&beat).await?;
    running.kill().await?;

    ensure!(on_their_way > 0, "no kill hit a page on its way: the trial proves nothing");
    let accepted = trial.ledger.lock().expect("no holder panics").accepted.len();
    println!(
        "Killed {rounds} times. All {accepted} requests that were answered with 201 are there, each with \
         its receipt and its page, {on_their_way} of them accepted and not yet paged when the \
         program died; paging went on after {slowest:?} at most."
    );
    println!("1 passed, 0 failed");
    Ok(())
}

impl Trial {
    async fn client(&self) -> anyhow::Result<Client> {
        Ok(Client::connect(self.place.port, self.place.token.as_str().into()).await?)
    }

    /// Load, a sudden end, a new start: how long after being ready it took until what had been
    /// accepted before was being paged.
    async fn live_and_die(&self, running: Running, life: Duration) -> anyhow::Result<Again> {
        let mut load = JoinSet::new();
        for _ in 0..CONNECTIONS {
            let (client, ledger) = (self.client().await?, Arc::clone(&self.ledger));
            load.spawn(send_until_cut_off(client, ledger));
        }
        tokio::time::sleep(life).await;
        running.kill().await?;
        while let Some(done) = load.join_next().await {
            done??;
        }
        let orphans = self.unpaged();
        let mut running = self.place.start()?;
        running.ready().await?;
        let ready_at = Instant::now();
        let arrivals = &self.pages.arrivals;
        let has_beaten = |arrivals: &Arrivals| arrivals.latest(BEAT) > Some(ready_at);
        let goes_on = arrivals.wait(PAGING_GOES_ON_WITHIN, |arrivals| {
            has_beaten(arrivals) && orphans.iter().all(|marker| arrivals.first(*marker).is_some())
        });
        ensure!(
            goes_on.await,
            "a second after the restart the repeated page had{} come again, and {} of {} requests accepted \
             before it were still not paged",
            if has_beaten(arrivals) { "" } else { " not" },
            self.unpaged().len(),
            orphans.len(),
        );
        Ok(Again { running, orphans: orphans.len(), took: ready_at.elapsed() })
    }

    /// What was accepted and has not been paged yet.
    fn unpaged(&self) -> Vec<Marker> {
        let ledger = self.ledger.lock().expect("no holder panics");
        let accepted = ledger.accepted.iter().map(|request| request.marker);
        accepted.filter(|marker| self.pages.arrivals.first(*marker).is_none()).collect()
    }

    async fn everybody_was_told(&self, beat: &Accepted) -> anyhow::Result<()> {
        let accepted = self.ledger.lock().expect("no holder panics").accepted.clone();
        ensure!(!accepted.is_empty(), "no request was accepted: the trial proves nothing");
        for (what, arrivals) in [("receipt", &self.mails.arrivals), ("page", &self.pages.arrivals)]
        {
            let missing = |arrivals: &Arrivals| {
                accepted.iter().filter(|one| arrivals.first(one.marker).is_none()).count()
            };
            let all = arrivals.wait(ALL_ARRIVE_WITHIN, |arrivals| missing(arrivals) == 0);
            ensure!(all.await, "{} of {} have no {what}", missing(arrivals), accepted.len());
        }
        let mut client = self.client().await?;
        for request in accepted.iter().chain([beat]) {
            let emergency = client.emergency(request.number).await?;
            let summary = emergency["summary"].as_str().unwrap_or_default();
            ensure!(
                summary.starts_with(&request.marker.to_string()),
                "E-{} is not what was accepted as {}: {emergency}",
                request.number,
                request.marker
            );
        }
        Ok(())
    }
}

/// Sends request after request, noting each that was accepted, until the program is gone.
async fn send_until_cut_off(
    mut client: Client,
    ledger: Arc<Mutex<Ledger>>,
) -> Result<(), NotAccepted> {
    loop {
        let marker = {
            let mut ledger = ledger.lock().expect("no holder panics");
            ledger.next += 1;
            Marker(ledger.next)
        };
        match client.request(marker, From::Requester).await {
            Ok(accepted) => ledger.lock().expect("no holder panics").accepted.push(accepted),
            Err(NotAccepted::CutOff(_)) => return Ok(()),
            Err(refused) => return Err(refused),
        }
        tokio::time::sleep(PAUSE).await;
    }
}
