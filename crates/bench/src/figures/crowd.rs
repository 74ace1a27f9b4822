//! Very many open emergencies at once: what they cost while nothing happens, and what one more
//! costs beside them.

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::ensure;

use super::{
    pace::{one_at_a_time, push},
    report::{Report, Table, micros, millis},
    systems::System,
};
use crate::{arrivals::Arrivals, running::Running, sink::Sink};

const ALL_PAGED_WITHIN: Duration = Duration::from_secs(900);
const SETTLE: Duration = Duration::from_secs(4);
const WATCHED: Duration = Duration::from_secs(8);
const FILLING: usize = 64;
const ONE_BY_ONE: u32 = 500;
const COSTED: u32 = 4000;
const COSTED_CONNECTIONS: usize = 16;
const SIZES: [u32; 3] = [1_000, 10_000, 100_000];
const HEAD: [&str; 8] =
    ["open", "memory", "after restart", "at rest", "start", "p50", "p99", "each"];
/// The heading of what a run of its own measures.
pub(crate) const A_MILLION: &str = "A million open emergencies";
/// How many the goals of memory and rest speak of.
const GOAL_SIZE: u32 = 100_000;

/// What one more costs when so many are open.
#[derive(Clone, Copy)]
struct Cost {
    size: u32,
    each: Duration,
}

/// Grows one installation through all sizes.
pub(crate) async fn measure(
    program: &Path,
    sink: &Arc<Sink>,
    report: &mut Report,
) -> anyhow::Result<()> {
    let mut table = Table::new("Open emergencies", &HEAD);
    let costs = grow(program, sink, &SIZES, (&mut table, report)).await?;
    let (first, last) = (costs[0], costs[costs.len() - 1]);
    let ratio = last.each.as_secs_f64() / first.each.as_secs_f64();
    let what = format!("processor time a request, {} open beside {}", last.size, first.size);
    report.goal(&what, format!("{ratio:.2} times"), "1.25 times", ratio <= 1.25);
    table.says(
        "One installation that grows; everything else as above. *memory*: after they came in, with what\n\
         the allocator keeps; *at rest*: processor time while nothing happens; *start*: from the start of the\n\
         process until it can store and page; *p50*, *p99*: one more, request to page, one at a time;\n\
         *each*: processor time of the program for one more, at 16 connections.",
    );
    report.table(table);
    Ok(())
}

/// The same with a million, in an installation of its own and on a day of its own.
pub(crate) async fn million(
    program: &Path,
    sink: &Arc<Sink>,
    report: &mut Report,
) -> anyhow::Result<()> {
    let mut table = Table::new(A_MILLION, &HEAD);
    grow(program, sink, &[SIZES[0], 1_000_000], (&mut table, report)).await?;
    table.says(
        "Measured by a run of its own (`bin/bench --million --write`), as above. The database has some\n\
         gigabytes then: pages that are not in the program's own cache come from the kernel's.",
    );
    report.table(table);
    Ok(())
}

async fn grow(
    program: &Path,
    sink: &Arc<Sink>,
    sizes: &[u32],
    (table, report): (&mut Table, &mut Report),
) -> anyhow::Result<Vec<Cost>> {
    let mut system = System::frontline(program, sink).await?;
    let mut open = 0;
    let mut costs = Vec::new();
    for &size in sizes {
        open = fill(&system, open, size).await?;
        let before = system.running.processor_time()?;
        fill(&system, open, open + COSTED).await?;
        let spent = system.running.processor_time()?.saturating_sub(before);
        let each = spent / COSTED;
        let alone = one_at_a_time(&system.job, ONE_BY_ONE).await?;
        open += COSTED + ONE_BY_ONE;
        let grown = system.running.resident_bytes()?;
        let ready;
        (system, ready) = system.again().await?;
        tokio::time::sleep(SETTLE).await;
        let rest = share(&system.running).await?;
        let memory = system.running.resident_bytes()?;
        table.row([
            size.to_string(),
            megabytes(grown),
            megabytes(memory),
            format!("{rest:.2} % of a core"),
            millis(ready),
            millis(alone.p50),
            millis(alone.p99),
            micros(each),
        ]);
        costs.push(Cost { size, each });
        if size == GOAL_SIZE {
            let memory = memory.max(grown);
            let figure = megabytes(memory);
            report.goal("100000 open: memory", figure, "120 MB", memory <= 120_000_000);
            let figure = format!("{rest:.2} % of a core");
            report.goal("100000 open: processor at rest", figure, "0.5 %", rest <= 0.5);
        }
    }
    system.end().await?;
    Ok(costs)
}

/// Alertmanager with as many, for comparison: its alerts are all in memory.
pub(crate) async fn alertmanager(sink: &Arc<Sink>, report: &mut Report) -> anyhow::Result<()> {
    let system = System::alertmanager(sink).await?;
    fill(&system, 0, GOAL_SIZE).await?;
    let memory = megabytes(system.running.resident_bytes()?);
    tokio::time::sleep(SETTLE).await;
    let rest = share(&system.running).await?;
    let figure = format!("{memory}, {rest:.1} % of a core at rest");
    report.note(&format!("Alertmanager with {GOAL_SIZE} alerts"), figure);
    system.end().await
}

async fn fill(system: &System, open: u32, size: u32) -> anyhow::Result<u32> {
    let arrivals = &system.job.sink.arrivals;
    let before = arrivals.distinct();
    let wanted = size.saturating_sub(open);
    let connections = if wanted == COSTED { COSTED_CONNECTIONS } else { FILLING };
    push(&system.job, connections, move |sent| sent < wanted).await?;
    let all = |arrivals: &Arrivals| arrivals.distinct() >= before + u64::from(wanted);
    ensure!(arrivals.wait(ALL_PAGED_WITHIN, all).await, "not every page came");
    Ok(size)
}

/// The percentage of one core that is used while nothing is asked for.
async fn share(running: &Running) -> anyhow::Result<f64> {
    let before = running.processor_time()?;
    tokio::time::sleep(WATCHED).await;
    let busy = running.processor_time()?.saturating_sub(before);
    Ok(100.0 * busy.as_secs_f64() / WATCHED.as_secs_f64())
}

fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes / 1_000_000)
}
