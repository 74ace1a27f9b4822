//! Ten thousand pages at once, at a provider that takes only so many a second: the first leaves at
//! once, all leave within its limit, and what is no page waits.

mod provider;

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use tokio::task::JoinSet;

use self::provider::{Provider, Took};
use super::report::{Report, Table, millis};
use crate::{
    arrivals::Marker,
    load::{Client, From},
    place::{Place, Plan},
};

const PAGES: u32 = 10_000;
const CONNECTIONS: usize = 16;
const FIRST_GOAL: Duration = Duration::from_millis(20);
/// At least so much of what the provider takes is used.
const USED_GOAL: f64 = 0.85;
/// At most so many are sent in vain: to a provider whose limit we were told (a busy machine bunches
/// what was apart), and to one whose limit nobody has told us.
const TOLD_GOAL: f64 = 0.001;
const IN_VAIN_GOAL: f64 = 0.05;
/// At most so many receipts leave while pages wait.
const BEFORE_GOAL: f64 = 0.01;
/// Beyond twice the time that the pages need.
const QUIET: Duration = Duration::from_secs(10);

/// What a provider takes, and whether we are told.
struct Case {
    name: &'static str,
    per_second: u32,
    is_told: bool,
}

const CASES: [Case; 2] = [
    Case { name: "100/s, told by the configuration", per_second: 100, is_told: true },
    Case { name: "500/s, told by 429 alone", per_second: 500, is_told: false },
];

/// What the provider saw.
struct Storm {
    first: Duration,
    lasted: Duration,
    per_second: f64,
    fullest: usize,
    in_vain: usize,
    receipts_before: usize,
    twice: usize,
}

pub(crate) async fn measure(program: &Path, report: &mut Report) -> anyhow::Result<()> {
    let head = [
        "10000 pages",
        "first",
        "all",
        "a second",
        "fullest second",
        "in vain",
        "receipts between",
    ];
    let mut table = Table::new("A storm", &head);
    for case in CASES {
        let storm = storm(program, &case).await?;
        let limit = case.per_second as usize;
        let pages = f64::from(PAGES);
        let what = format!("storm, {}: first page", case.name);
        report.goal(&what, millis(storm.first), &millis(FIRST_GOAL), storm.first <= FIRST_GOAL);
        let used = storm.per_second / f64::from(case.per_second);
        let is_kept = storm.fullest <= limit && used >= USED_GOAL;
        let what = format!("storm, {}: pages taken a second", case.name);
        let goal = format!("{:.0}/s or more, within the limit", USED_GOAL * limit as f64);
        report.goal(&what, format!("{:.0}/s", storm.per_second), &goal, is_kept);
        let most = pages * if case.is_told { TOLD_GOAL } else { IN_VAIN_GOAL };
        let what = format!("storm, {}: sent in vain", case.name);
        let is_reached = storm.in_vain as f64 <= most;
        report.goal(&what, storm.in_vain.to_string(), &format!("{most:.0}"), is_reached);
        let most = BEFORE_GOAL * pages;
        let what = format!("storm, {}: receipts that left between pages", case.name);
        let is_reached = storm.receipts_before as f64 <= most;
        report.goal(&what, storm.receipts_before.to_string(), &format!("{most:.0}"), is_reached);
        ensure!(storm.twice == 0, "{} pages came twice", storm.twice);
        table.row([
            case.name.to_owned(),
            millis(storm.first),
            format!("{:.1} s", storm.lasted.as_secs_f64()),
            format!("{:.0}", storm.per_second),
            storm.fullest.to_string(),
            storm.in_vain.to_string(),
            storm.receipts_before.to_string(),
        ]);
    }
    table.says(
        "10000 customers report at once; each report is an emergency of its own, pages by text message and has a\n\
         receipt by text message, through one provider. It takes each message in 20 ms, and so many in any second;\n\
         beyond that it answers 429 and `Retry-After: 1`. *first*: from the first report to the first page; *in\n\
         vain*: answered with 429; *receipts between*: taken before the last page.",
    );
    report.table(table);
    Ok(())
}

async fn storm(program: &Path, case: &Case) -> anyhow::Result<Storm> {
    let provider = Provider::open(case.per_second).await?;
    let plan = Plan { twilio: provider.port, mail: None, database: None };
    let mut place = Place::lay_out(program, &plan)?;
    let long = ("FRONTLINE_EMERGENCY__DELIVERED_WITHIN".to_owned(), "30d".to_owned());
    place.environment.push(long);
    if case.is_told {
        let limit = "FRONTLINE_TWILIO__MESSAGES_PER_SECOND".to_owned();
        place.environment.push((limit, case.per_second.to_string()));
    }
    let mut running = place.start()?;
    running.ready().await?;
    let begin = Instant::now();
    let mut reports = JoinSet::new();
    let next = Arc::new(AtomicU32::new(1));
    for _ in 0..CONNECTIONS {
        let mut client = Client::connect(place.port, place.token.as_str().into()).await?;
        let next = Arc::clone(&next);
        reports.spawn(async move {
            loop {
                let marker = next.fetch_add(1, Relaxed);
                if marker > PAGES {
                    return anyhow::Ok(());
                }
                client.request(Marker(marker), From::Texter).await?;
            }
        });
    }
    while let Some(done) = reports.join_next().await {
        done??;
    }
    let expected = Duration::from_secs(2 * u64::from(PAGES / case.per_second)) + QUIET;
    provider.wait_for_pages(PAGES as usize, expected).await?;
    running.kill().await?;
    let seen = provider.seen();
    let pages: Vec<&Took> = seen.taken.iter().filter(|took| took.is_page).collect();
    let first = pages.first().context("no page came")?.at;
    let last = pages.last().context("no page came")?.at;
    let taken: Vec<Instant> = seen.taken.iter().map(|took| took.at).collect();
    let lasted = last - first;
    Ok(Storm {
        first: first - begin,
        lasted,
        per_second: pages.len() as f64 / lasted.as_secs_f64(),
        fullest: provider::fullest_second(&taken),
        in_vain: seen.refused,
        receipts_before: seen.taken.iter().filter(|took| !took.is_page && took.at < last).count(),
        twice: pages.len() - PAGES as usize,
    })
}
