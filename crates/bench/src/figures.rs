//! Measures the goals one after the other, each with the same program and sinks.

use std::{
    collections::VecDeque,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use tokio::task::JoinSet;

use crate::{
    arrivals::Marker,
    crowd, floor,
    load::{Accepted, Client, From},
    place::{Place, Plan},
    report::{Report, Spread, millis},
    sink::Sink,
};

const MARKERS: u32 = 2_000_000;
const WARM_UP: u32 = 200;
const ALONE: u32 = 2000;
const OPEN_LOOP_PER_SECOND: u32 = 200;
const OPEN_LOOP_SECONDS: u32 = 15;
const FLAT_OUT_SECONDS: u64 = 10;
const FLAT_OUT_CONNECTIONS: usize = 64;
const ARRIVES_WITHIN: Duration = Duration::from_secs(60);

/// What every measurement works with.
#[derive(Clone, Debug)]
pub(crate) struct Bench {
    pub(crate) sink: Arc<Sink>,
    pub(crate) port: u16,
    pub(crate) token: Arc<str>,
    next: Arc<AtomicU32>,
}

impl Bench {
    pub(crate) fn new(sink: Arc<Sink>, place: &Place) -> Self {
        let next = Arc::new(AtomicU32::new(1));
        Self { sink, port: place.port, token: place.token.as_str().into(), next }
    }

    pub(crate) fn marker(&self) -> Marker {
        Marker(self.next.fetch_add(1, Relaxed))
    }

    pub(crate) async fn client(&self) -> anyhow::Result<Client> {
        Ok(Client::connect(self.port, Arc::clone(&self.token)).await?)
    }

    /// Waits for the page of each request; how long each took from its sending.
    pub(crate) async fn pages(&self, requests: &[Accepted]) -> anyhow::Result<Vec<Duration>> {
        let mut times = Vec::with_capacity(requests.len());
        for request in requests {
            let has_come = |marker| self.sink.arrivals.first(marker).is_some();
            let in_time = self.sink.arrivals.wait(ARRIVES_WITHIN, |_| has_come(request.marker));
            ensure!(in_time.await, "no page came for {} (E-{})", request.marker, request.number);
            let arrived = self.sink.arrivals.first(request.marker).context("it has come")?;
            times.push(arrived.duration_since(request.sent_at));
        }
        Ok(times)
    }
}

pub(crate) async fn measure(program: &Path, crowd: u32) -> anyhow::Result<Report> {
    let mut report = Report::default();
    let sink = Arc::new(Sink::open(MARKERS, Duration::ZERO).await?);
    report.note("load of the machine before (other work on it slows all below)", floor::load()?);
    let flush = floor::flush()?;
    let trip = floor::round_trip(sink.port).await?;
    let floor = flush.p50 + 2 * trip.p50;
    report.note("one fdatasync, 4 KiB appended, p50", millis(flush.p50));
    report.note("one HTTP round trip over loopback, p50", millis(trip.p50));
    report.note("floor: one fdatasync + two round trips", millis(floor));

    let place = Place::lay_out(program, &Plan { twilio: sink.port, mail: None })?;
    let mut running = place.start()?;
    running.ready().await?;
    let bench = Bench::new(sink, &place);
    one_at_a_time(&bench, WARM_UP).await?;

    let alone = one_at_a_time(&bench, ALONE).await?;
    let bound = 4 * floor;
    let what = "request to first page, one at a time, p50";
    report.goal(what, millis(alone.p50), format!("at most {}", millis(bound)), alone.p50 <= bound);
    report.note("the same, p99", millis(alone.p99));

    let open = open_loop(&bench).await?;
    let what = format!("request to first page at {OPEN_LOOP_PER_SECOND}/s, p99");
    let is_reached = open.p99 < Duration::from_millis(10);
    report.goal(&what, millis(open.p99), "under 10 ms".to_owned(), is_reached);
    report.note("the same, p50", millis(open.p50));

    let rate = flat_out(&bench).await?;
    let figure = format!("{rate:.0}/s");
    report.goal("accepted and paged", figure, "at least 3000/s".to_owned(), rate >= 3000.0);
    running.kill().await?;

    crowd::measure(program, crowd, &mut report).await?;
    Ok(report)
}

async fn one_at_a_time(bench: &Bench, count: u32) -> anyhow::Result<Spread> {
    let mut client = bench.client().await?;
    let mut times = Vec::with_capacity(count as usize);
    for _ in 0..count {
        let accepted = client.request(bench.marker(), From::Nobody).await?;
        times.extend(bench.pages(&[accepted]).await?);
    }
    Ok(Spread::of(times))
}

/// Requests come when they come, whether those before them were answered or not.
async fn open_loop(bench: &Bench) -> anyhow::Result<Spread> {
    let mut ticks = tokio::time::interval(Duration::from_secs(1) / OPEN_LOOP_PER_SECOND);
    let mut sending = JoinSet::new();
    // Taken in turn, so that none is idle for so long that the program closes it.
    let mut idle: VecDeque<Client> = VecDeque::new();
    let mut accepted = Vec::new();
    for _ in 0..OPEN_LOOP_PER_SECOND * OPEN_LOOP_SECONDS {
        ticks.tick().await;
        while let Some(done) = sending.try_join_next() {
            let (client, request): (Client, Accepted) = done??;
            idle.push_back(client);
            accepted.push(request);
        }
        let mut client = match idle.pop_front() {
            Some(client) => client,
            None => bench.client().await?,
        };
        let marker = bench.marker();
        sending.spawn(async move {
            let request = client.request(marker, From::Nobody).await?;
            anyhow::Ok((client, request))
        });
    }
    while let Some(done) = sending.join_next().await {
        accepted.push(done??.1);
    }
    Ok(Spread::of(bench.pages(&accepted).await?))
}

/// As many as go through: how many a second, counted until the last page has arrived.
async fn flat_out(bench: &Bench) -> anyhow::Result<f64> {
    let begin = Instant::now();
    let until = begin + Duration::from_secs(FLAT_OUT_SECONDS);
    let accepted = push(bench, move |_| Instant::now() < until).await?;
    bench.pages(&accepted).await?;
    let last = accepted.iter().filter_map(|request| bench.sink.arrivals.first(request.marker));
    let took = last.max().context("nothing was accepted")?.duration_since(begin);
    Ok(accepted.len() as f64 / took.as_secs_f64())
}

/// Sends over many connections while `goes_on` says so of the number already sent.
pub(crate) async fn push(
    bench: &Bench,
    goes_on: impl Fn(u32) -> bool + Clone + Send + 'static,
) -> anyhow::Result<Vec<Accepted>> {
    let sent = Arc::new(AtomicU32::new(0));
    let mut sending = JoinSet::new();
    for _ in 0..FLAT_OUT_CONNECTIONS {
        let (bench, goes_on, sent) = (bench.clone(), goes_on.clone(), Arc::clone(&sent));
        sending.spawn(async move {
            let mut client = bench.client().await?;
            let mut accepted = Vec::new();
            while goes_on(sent.fetch_add(1, Relaxed)) {
                accepted.push(client.request(bench.marker(), From::Nobody).await?);
            }
            anyhow::Ok(accepted)
        });
    }
    let mut all = Vec::new();
    while let Some(done) = sending.join_next().await {
        all.extend(done??);
    }
    Ok(all)
}
