//! Mail that comes in: how many are on disk within a second, how soon their servers know it, and
//! that each calls somebody and is answered.

use std::{
    collections::VecDeque,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use anyhow::ensure;
use tokio::task::JoinSet;

use super::report::{Report, Spread, Table, micros, millis};
use crate::{
    arrivals::{Arrivals, Marker},
    mail_sink::MailSink,
    mailer::{self, Kept, Mailer, Protocol},
    place::{Place, free_port},
    running::Running,
    sink::Sink,
};

const GOAL_PER_SECOND: u32 = 1_000;
const P99_GOAL: Duration = Duration::from_millis(20);
const SMTP_SESSIONS: usize = 48;
const LMTP_SESSIONS: usize = 16;
const WARM_UP: Duration = Duration::from_secs(2);
const DURATION: Duration = Duration::from_secs(8);
const ARRIVE_WITHIN: Duration = Duration::from_secs(120);

/// The started program, and where its pages and receipts go.
struct Post {
    running: Running,
    port: u16,
    pages: Arc<Sink>,
    receipts: MailSink,
    next: Arc<AtomicU32>,
}

/// A stretch of time under load.
struct Stretch {
    kept: Vec<Kept>,
    rate: f64,
    /// Processor time of the program for each mail.
    each: Duration,
}

pub(crate) async fn measure(
    program: &Path,
    sink: &Arc<Sink>,
    report: &mut Report,
) -> anyhow::Result<()> {
    let post = Post::open(program, sink).await?;
    post.flat_out(WARM_UP).await?;
    let paced = post.paced().await?;
    let flat = post.flat_out(DURATION).await?;
    let answers = |stretch: &Stretch| {
        Spread::of(stretch.kept.iter().map(|it| it.kept_at - it.ended_at).collect())
    };
    let what = "mails taken, each on disk, paged and answered";
    let is_reached = flat.rate >= f64::from(GOAL_PER_SECOND);
    report.goal(what, format!("{:.0}/s", flat.rate), "1000/s", is_reached);
    let p99 = answers(&paced).p99;
    let what = "1000 mails a second: p99 from a mail's end to its 250";
    report.goal(what, millis(p99), &millis(P99_GOAL), p99 <= P99_GOAL);

    let head = ["mails", "taken", "250, p50 / p99", "page, p50 / p99", "processor a mail"];
    let mut table = Table::new("Mail", &head);
    let all = SMTP_SESSIONS + LMTP_SESSIONS;
    for (name, stretch) in [("1000/s".to_owned(), paced), (format!("{all} sessions"), flat)] {
        let (answer, page) = (answers(&stretch), post.pages(&stretch)?);
        table.row([
            name,
            format!("{:.0}/s", stretch.rate),
            format!("{} / {}", millis(answer.p50), millis(answer.p99)),
            format!("{} / {}", millis(page.p50), millis(page.p99)),
            micros(stretch.each),
        ]);
    }
    table.says(
        "Mails of 3 KB, each of another sender and so an emergency of its own, over SMTP and (a quarter) LMTP, one\n\
         after the other in each session. Each opens an emergency, calls the responder by webhook and sends its\n\
         sender a receipt by SMTP, all of it within the time that is counted for *taken*. Times are from the dot\n\
         behind the mail.",
    );
    report.table(table);
    post.running.kill().await
}

impl Post {
    async fn open(program: &Path, sink: &Arc<Sink>) -> anyhow::Result<Self> {
        let receipts = MailSink::open(sink.arrivals.capacity(), Duration::ZERO).await?;
        let place = Place::with_webhook(program, sink.port, None)?;
        let port = free_port()?;
        place.configure(&mailer::outbound(receipts.port))?;
        place.configure(&mailer::inbound(port))?;
        let mut running = place.start()?;
        running.ready().await?;
        let (pages, next) = (Arc::clone(sink), sink.next_marker());
        Ok(Self { running, port, pages, receipts, next })
    }

    /// As many as the sessions can hand over, each waiting for its answer.
    async fn flat_out(&self, duration: Duration) -> anyhow::Result<Stretch> {
        let mut sessions = JoinSet::new();
        for index in 0..SMTP_SESSIONS + LMTP_SESSIONS {
            let mut mailer = Mailer::connect(self.port, protocol(index)).await?;
            let next = Arc::clone(&self.next);
            sessions.spawn(async move {
                let (mut kept, begin) = (Vec::new(), Instant::now());
                while begin.elapsed() < duration {
                    kept.push(mailer.hand_over(Marker(next.fetch_add(1, Relaxed))).await?);
                }
                anyhow::Ok(kept)
            });
        }
        self.stretch(async {
            let mut kept = Vec::new();
            while let Some(done) = sessions.join_next().await {
                kept.extend(done??);
            }
            Ok(kept)
        })
        .await
    }

    /// So many a second, whether those before them were answered or not.
    async fn paced(&self) -> anyhow::Result<Stretch> {
        let mut ticks = tokio::time::interval(Duration::from_secs(1) / GOAL_PER_SECOND);
        let mut idle = VecDeque::new();
        for index in 0..SMTP_SESSIONS + LMTP_SESSIONS {
            idle.push_back(Mailer::connect(self.port, protocol(index)).await?);
        }
        let count = GOAL_PER_SECOND * u32::try_from(DURATION.as_secs())?;
        self.stretch(async {
            let (mut kept, mut sending) = (Vec::new(), JoinSet::new());
            for _ in 0..count {
                ticks.tick().await;
                while let Some(done) = sending.try_join_next() {
                    let (mailer, one): (Mailer, Kept) = done??;
                    idle.push_back(mailer);
                    kept.push(one);
                }
                let mut mailer = match idle.pop_front() {
                    Some(mailer) => mailer,
                    None => Mailer::connect(self.port, Protocol::Smtp).await?,
                };
                let marker = Marker(self.next.fetch_add(1, Relaxed));
                sending.spawn(async move {
                    let one = mailer.hand_over(marker).await?;
                    anyhow::Ok((mailer, one))
                });
            }
            while let Some(done) = sending.join_next().await {
                kept.push(done??.1);
            }
            Ok(kept)
        })
        .await
    }

    /// Lasts until everything that the load led to has arrived.
    async fn stretch(
        &self,
        load: impl Future<Output = anyhow::Result<Vec<Kept>>>,
    ) -> anyhow::Result<Stretch> {
        let (begin, before) = (Instant::now(), self.running.processor_time()?);
        let kept = load.await?;
        for (what, arrivals) in
            [("page", &self.pages.arrivals), ("receipt", &self.receipts.arrivals)]
        {
            for one in &kept {
                let has_come = |arrivals: &Arrivals| arrivals.first(one.marker).is_some();
                let in_time = arrivals.wait(ARRIVE_WITHIN, has_come).await;
                ensure!(in_time, "no {what} came for {}", one.marker);
            }
        }
        let took = begin.elapsed();
        let spent = self.running.processor_time()?.saturating_sub(before);
        let count = u32::try_from(kept.len())?;
        Ok(Stretch {
            kept,
            rate: f64::from(count) / took.as_secs_f64(),
            each: spent / count.max(1),
        })
    }

    fn pages(&self, stretch: &Stretch) -> anyhow::Result<Spread> {
        let mut times = Vec::with_capacity(stretch.kept.len());
        for one in &stretch.kept {
            let page = self.pages.arrivals.first(one.marker);
            times.extend(page.map(|page| page.saturating_duration_since(one.ended_at)));
        }
        ensure!(times.len() == stretch.kept.len(), "a page is missing");
        Ok(Spread::of(times))
    }
}

fn protocol(index: usize) -> Protocol {
    if index < SMTP_SESSIONS { Protocol::Smtp } else { Protocol::Lmtp }
}
