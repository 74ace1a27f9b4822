//! Measures the goals one after the other: the floor of the machine, three systems at the same job,
//! the switch, mail, a storm, very many open emergencies, several nodes.

pub(crate) mod bare;
mod cluster;
mod crowd;
mod floor;
mod job;
mod mail;
mod nodes;
mod pace;
mod profile;
mod report;
mod share;
mod storm;
mod switch;
mod systems;

use std::{path::Path, sync::Arc, time::Duration};

use crate::sink::Sink;
use pace::{Throughput, flat_out, one_at_a_time, so_many};
use report::{Report, Spread, Table, micros, millis};
use systems::System;

const WARM_UP: u32 = 300;
const ALONE: u32 = 2000;
/// At one a second all systems are measured side by side.
const SECONDS_AT_ONE: u32 = 15;
const PACES: [u32; 2] = [200, 2000];
const SECONDS: u32 = 6;
const FLAT_OUT: Duration = Duration::from_secs(8);
const CONNECTIONS: usize = 16;
const RATE_GOAL: f64 = 10_000.0;
const P99_GOAL: Duration = Duration::from_millis(20);
/// More requests than any run sends.
const MARKERS: u32 = 4_000_000;

/// What a run takes longer for.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct Extent {
    /// Only a million open emergencies: some minutes and 9 GB of disk.
    #[arg(long)]
    million: bool,
    /// Only the same job beside the others.
    #[arg(long)]
    brief: bool,
    /// Only the switch.
    #[arg(long)]
    switch: bool,
    /// Only mail that comes in.
    #[arg(long)]
    mail: bool,
    /// Only storms of pages.
    #[arg(long)]
    storm: bool,
    /// Only ours, and only as many as go.
    #[arg(long)]
    ours: bool,
    /// Only several nodes on PostgreSQL.
    #[arg(long)]
    nodes: bool,
    /// Only where the processor time goes, on SQLite and on PostgreSQL.
    #[arg(long)]
    profile: bool,
}

impl Extent {
    /// Whether it measures one section of the document, and which.
    pub(crate) fn section(self) -> Option<&'static str> {
        self.million.then_some(crowd::A_MILLION)
    }

    /// Whether it measures all of the document but that section.
    pub(crate) fn is_whole(self) -> bool {
        let Self { million, brief, switch, mail, storm, ours, nodes, profile } = self;
        !(million || brief || switch || mail || storm || ours || nodes || profile)
    }
}

/// One system's figures at the same job.
struct Measured {
    alone: Spread,
    paces: Vec<Spread>,
    flat_out: Throughput,
    /// Processor time of the system for each message, flat out.
    each: Duration,
}

pub(crate) async fn measure(program: &Path, extent: Extent) -> anyhow::Result<Report> {
    let sink = Arc::new(Sink::open(MARKERS, Duration::ZERO).await?);
    let mut report = Report::default();
    if extent.ours {
        let system = System::frontline(program, &sink).await?;
        one_at_a_time(&system.job, WARM_UP).await?;
        let (through, each) = costed(&system).await?;
        report.note("accepted and paged", format!("{:.0}/s", through.rate));
        report.note("processor time a request", micros(each));
        system.end().await?;
        return Ok(report);
    }
    if extent.switch {
        switch::measure(program, &sink, &mut report).await?;
        return Ok(report);
    }
    if extent.mail {
        mail::measure(program, &sink, &mut report).await?;
        return Ok(report);
    }
    if extent.storm {
        storm::measure(program, &mut report).await?;
        return Ok(report);
    }
    if extent.million {
        crowd::million(program, &sink, &mut report).await?;
        return Ok(report);
    }
    if extent.profile {
        profile::measure(program, &sink, &mut report).await?;
        return Ok(report);
    }
    if extent.nodes {
        nodes::measure(program, &sink, &mut report).await?;
        return Ok(report);
    }
    floor::measure(&sink, &mut report).await?;
    same_job(program, &sink, &mut report).await?;
    if extent.brief {
        return Ok(report);
    }
    switch::measure(program, &sink, &mut report).await?;
    mail::measure(program, &sink, &mut report).await?;
    storm::measure(program, &mut report).await?;
    crowd::measure(program, &sink, &mut report).await?;
    crowd::alertmanager(&sink, &mut report).await?;
    nodes::measure(program, &sink, &mut report).await?;
    Ok(report)
}

/// Ours, the bare server and Alertmanager.
async fn same_job(program: &Path, sink: &Arc<Sink>, report: &mut Report) -> anyhow::Result<()> {
    let ours = System::frontline(program, sink).await?;
    let bare = System::bare(sink).await?;
    let theirs = System::alertmanager(sink).await?;
    for system in [&ours, &bare, &theirs] {
        one_at_a_time(&system.job, WARM_UP).await?;
    }
    let slow = |system: &System| {
        let job = system.job.clone();
        async move { so_many(&job, 1, SECONDS_AT_ONE).await }
    };
    let (slow_ours, slow_bare, slow_theirs) =
        tokio::try_join!(slow(&ours), slow(&bare), slow(&theirs))?;
    let (of_ours, of_bare) = (put_to_work(&ours).await?, put_to_work(&bare).await?);
    let of_theirs = put_to_work(&theirs).await?;
    for system in [ours, bare, theirs] {
        system.end().await?;
    }

    let goal = |bound: Duration| millis(bound);
    let (p50, p99) = (3 * of_bare.alone.p50, 5 * of_bare.alone.p99);
    let alone = of_ours.alone;
    let what = "one at a time, p50: 3 × the bare server's";
    report.goal(what, millis(alone.p50), &goal(p50), alone.p50 <= p50);
    let what = "one at a time, p99: 5 × the bare server's";
    report.goal(what, millis(alone.p99), &goal(p99), alone.p99 <= p99);
    let through = of_ours.flat_out;
    let what = format!("accepted and paged, {CONNECTIONS} connections");
    report.goal(&what, format!("{:.0}/s", through.rate), "10000/s", through.rate >= RATE_GOAL);
    let what = "the same, p99 from request to page";
    let is_reached = through.pages.p99 < P99_GOAL;
    report.goal(what, millis(through.pages.p99), "20 ms", is_reached);

    let head = ["request to page", "Frontline", "bare server", "Alertmanager"];
    let mut table = Table::new("The same job", &head);
    let both = |spread: Spread| format!("{} / {}", millis(spread.p50), millis(spread.p99));
    let all = [&of_ours, &of_bare, &of_theirs];
    let row = |name: &str, cells: Vec<String>| {
        let mut row = vec![name.to_owned()];
        row.extend(cells);
        row
    };
    let cells = all.iter().map(|it| both(it.alone)).collect();
    table.row(row("one at a time, p50 / p99", cells));
    let slow = [slow_ours, slow_bare, slow_theirs].map(both).to_vec();
    table.row(row("1/s, p50 / worst", slow));
    for (index, pace) in PACES.into_iter().enumerate() {
        let cells = all.iter().map(|it| both(it.paces[index])).collect();
        table.row(row(&format!("{pace}/s, p50 / p99"), cells));
    }
    let name = format!("highest rate, {CONNECTIONS} connections");
    table.row(row(&name, all.iter().map(|it| format!("{:.0}/s", it.flat_out.rate)).collect()));
    let cells = all.iter().map(|it| both(it.flat_out.pages)).collect();
    table.row(row("the same, p50 / p99", cells));
    table.row(row("processor time a request", all.iter().map(|it| micros(it.each)).collect()));
    table.says(
        "One message in, one webhook out, each its own case: ours stores the request, the emergency, its\n\
         journal and the page before it answers, and what became of the page afterwards; the *bare server*\n\
         appends what came to a file, syncs it and hands it over; *Alertmanager* (Debian's,\n\
         `group_wait: 0s`, each alert a group of its own) answers from memory.",
    );
    report.table(table);
    Ok(())
}

async fn put_to_work(system: &System) -> anyhow::Result<Measured> {
    let alone = one_at_a_time(&system.job, ALONE).await?;
    let mut paces = Vec::new();
    for pace in PACES {
        paces.push(so_many(&system.job, pace, SECONDS).await?);
    }
    let (flat_out, each) = costed(system).await?;
    Ok(Measured { alone, paces, flat_out, each })
}

async fn costed(system: &System) -> anyhow::Result<(Throughput, Duration)> {
    let before = system.running.processor_time()?;
    let through = flat_out(&system.job, CONNECTIONS, FLAT_OUT).await?;
    let spent = system.running.processor_time()?.saturating_sub(before);
    Ok((through, spent / through.count.max(1)))
}
