//! `kill -9` while mail servers hand mail over: whatever was answered with 250 is there, once, with its
//! page and its receipt, though they bring again what was not.

use std::{
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use anyhow::ensure;
use jiff::SignedDuration;
use tokio::task::JoinSet;

use super::trial::Trial;
use crate::{
    arrivals::{Arrivals, Marker},
    mailer::{self, Mailer, NotTaken, Protocol},
    place::free_port,
};

const SESSIONS: usize = 8;
const LIVES_MS: std::ops::Range<u64> = 100..900;
const TRY_AGAIN_AFTER: Duration = Duration::from_millis(20);
/// A mail server that hears nothing for so long tries again.
const PATIENCE: Duration = Duration::from_secs(5);
const ALL_ARRIVE_WITHIN: Duration = Duration::from_secs(60);

/// What mail servers were told.
#[derive(Debug, Default)]
struct Book {
    kept: Mutex<Vec<Marker>>,
    /// How often a mail was under way when the connection broke off.
    cut_off: AtomicU64,
    next: AtomicU32,
    over: AtomicBool,
}

pub(super) async fn prove(
    program: &Path,
    rounds: u32,
    mut random: fastrand::Rng,
) -> anyhow::Result<String> {
    let trial = Trial::set_up(program).await?;
    let port = free_port()?;
    trial.place.configure(&mailer::inbound(port))?;
    let mut running = trial.begin().await?;
    let book = Arc::new(Book::default());
    let mut servers = JoinSet::new();
    for index in 0..SESSIONS {
        let protocol = if index % 2 == 0 { Protocol::Smtp } else { Protocol::Lmtp };
        servers.spawn(Arc::clone(&book).hand_over_until_over(port, protocol));
    }
    for _ in 0..rounds {
        tokio::time::sleep(Duration::from_millis(random.u64(LIVES_MS))).await;
        let killed_at = Instant::now();
        running.kill().await?;
        running = trial.start().await?;
        trial.book.fault_since(killed_at);
    }
    book.over.store(true, Relaxed);
    while let Some(done) = servers.join_next().await {
        done??;
    }
    let cut_off = book.cut_off.load(Relaxed);
    ensure!(cut_off > 0, "no kill hit a mail on its way: the trial proves nothing");
    let kept = book.kept.lock().expect("no holder panics").clone();
    let again = trial.all_is_there(&kept).await?;
    running.kill().await?;
    Ok(format!(
        "killed {rounds} times, {cut_off} mails on their way at that moment; all {} mails that were answered \
         with 250 are there, each once, with receipt and page; {again} pages and receipts came twice, each \
         beside a fault",
        kept.len()
    ))
}

impl Trial {
    /// How many pages and receipts came again.
    async fn all_is_there(&self, kept: &[Marker]) -> anyhow::Result<usize> {
        for (what, arrivals) in [("page", &self.pages.arrivals), ("receipt", &self.mails.arrivals)]
        {
            for marker in kept {
                let has_come = |arrivals: &Arrivals| arrivals.first(*marker).is_some();
                let in_time = arrivals.wait(ALL_ARRIVE_WITHIN, has_come).await;
                ensure!(in_time, "{marker} was answered with 250 and has no {what}");
            }
        }
        let open = self.open_emergencies(SignedDuration::ZERO).await?;
        for marker in kept {
            let numbers = open.get(marker).map_or(&[][..], Vec::as_slice);
            ensure!(numbers.len() == 1, "{marker} was answered with 250, there is {numbers:?}");
        }
        Ok(self.explained("page", &self.pages.arrivals)?
            + self.explained("receipt", &self.mails.arrivals)?)
    }
}

impl Book {
    /// Hands mail after mail over, each until it was answered with 250.
    async fn hand_over_until_over(
        self: Arc<Self>,
        port: u16,
        protocol: Protocol,
    ) -> anyhow::Result<()> {
        let (mut connected, mut under_way) = (None, None);
        while !self.over.load(Relaxed) || under_way.is_some() {
            let Some(mailer) = &mut connected else {
                connected = Mailer::connect(port, protocol).await.ok();
                tokio::time::sleep(TRY_AGAIN_AFTER).await;
                continue;
            };
            // 0 is the emergency that beats.
            let marker =
                *under_way.get_or_insert_with(|| Marker(self.next.fetch_add(1, Relaxed) + 1));
            match tokio::time::timeout(PATIENCE, mailer.hand_over(marker)).await {
                Ok(Ok(_)) => {
                    self.kept.lock().expect("no holder panics").push(marker);
                    under_way = None;
                }
                Ok(Err(NotTaken::CutOff(_))) | Err(_) => {
                    self.cut_off.fetch_add(1, Relaxed);
                    connected = None;
                }
                Ok(Err(NotTaken::Later(_))) => tokio::time::sleep(TRY_AGAIN_AFTER).await,
                Ok(Err(refused)) => return Err(refused.into()),
            }
        }
        Ok(())
    }
}
