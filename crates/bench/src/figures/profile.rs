//! Where the processor time goes: by thread of the program, by process of the PostgreSQL server and by
//! statement. Where `perf` is installed, its samples are kept beside, by function.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Duration,
};

use super::{
    CONNECTIONS, FLAT_OUT, WARM_UP,
    cluster::Cluster,
    pace::{flat_out, one_at_a_time},
    report::{Report, Table, micros},
    systems::System,
};
use crate::{postgres::Postgres, running::Running, sink::Sink};

const NODES: [usize; 2] = [1, 2];
const CONNECTIONS_ON_POSTGRES: usize = 64;
const SAMPLES: &str = "target/profile";
const SETTINGS: [&str; 2] =
    ["shared_preload_libraries=pg_stat_statements", "pg_stat_statements.track_planning=on"];
/// Processes and threads that use less are not told.
const LEAST: Duration = Duration::from_micros(1);
/// Per request: calls, rows, microseconds inside the server, the statement.
const STATEMENTS: &str = "SELECT round(calls::numeric / REQUESTS, 3), round(rows::numeric / REQUESTS, 3),
        round((total_exec_time * 1000 / REQUESTS)::numeric, 1),
        left(regexp_replace(query, '\\s+', ' ', 'g'), 60)
    FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
    ORDER BY total_exec_time DESC LIMIT 16";
const LOG: &str = "SELECT wal_bytes, wal_records, wal_sync FROM pg_stat_wal";
const COMMITS: &str = "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()";

pub(crate) async fn measure(
    program: &Path,
    sink: &Arc<Sink>,
    report: &mut Report,
) -> anyhow::Result<()> {
    embedded(program, sink, report).await?;
    let server = Postgres::start_with(&SETTINGS)?;
    for nodes in NODES {
        let database = format!("nodes_{nodes}");
        let cluster = Cluster::start(&server, (program, sink), &database, nodes).await?;
        shared(&cluster, report).await?;
        cluster.end().await?;
    }
    Ok(())
}

async fn embedded(program: &Path, sink: &Arc<Sink>, report: &mut Report) -> anyhow::Result<()> {
    let system = System::frontline(program, sink).await?;
    one_at_a_time(&system.job, WARM_UP).await?;
    let before = system.running.threads()?;
    let _samples = Samples::of("sqlite", &[system.running.id()?])?;
    let through = flat_out(&system.job, CONNECTIONS, FLAT_OUT).await?;
    let mut table = Table::new("SQLite, by thread", &["thread", "a request"]);
    list(&mut table, through.count, &before, &system.running.threads()?);
    report.table(table);
    system.end().await
}

async fn shared(cluster: &Cluster<'_>, report: &mut Report) -> anyhow::Result<()> {
    let server = cluster.server;
    let ask = |sql: &str| server.ask(&cluster.database, sql);
    ask("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")?;
    cluster.flat_out(CONNECTIONS_ON_POSTGRES).await?;
    ask("SELECT pg_stat_statements_reset()")?;
    let (log, commits) = (ask(LOG)?, ask(COMMITS)?);
    let (nodes, processes) = (threads(&cluster.nodes)?, processes(server)?);
    let mut watched: Vec<u32> = cluster.nodes.iter().map(Running::id).collect::<Result<_, _>>()?;
    watched.extend(server.processes()?.into_iter().map(|(id, ..)| id));
    let samples = Samples::of(&cluster.database, &watched)?;
    let through = flat_out(&cluster.job, CONNECTIONS_ON_POSTGRES, FLAT_OUT).await?;
    drop(samples);

    let head = ["process", "a request"];
    let mut table = Table::new("PostgreSQL, by process", &head);
    table.row([format!("{} nodes", cluster.nodes.len()), format!("{:.0}/s", through.rate)]);
    list(&mut table, through.count, &nodes, &threads(&cluster.nodes)?);
    list(&mut table, through.count, &processes, &self::processes(server)?);
    let each = |before: &str, after: &str| figures(before, after, through.count);
    // The counters of a session are told once it has been idle for a moment.
    tokio::time::sleep(Duration::from_secs(2)).await;
    table.row(["commits".to_owned(), each(&commits, &ask(COMMITS)?)]);
    table.row(["log: bytes, records, syncs".to_owned(), each(&log, &ask(LOG)?)]);
    report.table(table);

    let head = ["statement", "calls", "rows", "µs in the server"];
    let mut table = Table::new("PostgreSQL, by statement and request", &head);
    for line in ask(&STATEMENTS.replace("REQUESTS", &through.count.to_string()))?.lines() {
        let mut cells: Vec<_> = line.splitn(4, '|').map(str::to_owned).collect();
        cells.rotate_right(1);
        table.row(cells);
    }
    report.table(table);
    Ok(())
}

/// How much each of the figures in a row has grown, for each request.
fn figures(before: &str, after: &str, requests: u32) -> String {
    let read = |row: &str| -> Vec<f64> { row.split('|').flat_map(str::parse).collect() };
    let grown = read(before).into_iter().zip(read(after)).map(|(before, after)| after - before);
    let each = grown.map(|grown| format!("{:.2}", grown / f64::from(requests.max(1))));
    each.collect::<Vec<_>>().join(", ")
}

type Spent = BTreeMap<String, Duration>;

fn threads(nodes: &[Running]) -> anyhow::Result<Spent> {
    let mut all = Spent::new();
    for node in nodes {
        for (name, spent) in node.threads()? {
            *all.entry(format!("node: {name}")).or_default() += spent;
        }
    }
    Ok(all)
}

fn processes(server: &Postgres) -> anyhow::Result<Spent> {
    let mut all = Spent::new();
    for (id, title, spent) in server.processes()? {
        // The title of one that serves a connection ends with what it does now.
        let is_serving = title.contains("127.0.0.1(");
        all.insert(if is_serving { format!("server: for a node ({id})") } else { title }, spent);
    }
    Ok(all)
}

fn list(table: &mut Table, requests: u32, before: &Spent, after: &Spent) {
    for (name, spent) in after {
        let spent = spent.saturating_sub(before.get(name).copied().unwrap_or_default());
        let each = spent / requests.max(1);
        if each >= LEAST {
            table.row([name.clone(), micros(each)]);
        }
    }
}

/// `perf` at work, as long as this lives.
struct Samples(Option<Child>);

impl Samples {
    fn of(name: &str, processes: &[u32]) -> anyhow::Result<Self> {
        fs::create_dir_all(SAMPLES)?;
        let to = PathBuf::from(SAMPLES).join(format!("{name}.data"));
        let processes: Vec<_> = processes.iter().map(u32::to_string).collect();
        let mut perf = Command::new("perf");
        perf.args(["record", "-q", "-F", "997", "-g", "-o"]).arg(to);
        perf.args(["-p", &processes.join(",")]).stdout(Stdio::null()).stderr(Stdio::null());
        // Without it there are only the tables.
        Ok(Self(perf.spawn().ok()))
    }
}

impl Drop for Samples {
    fn drop(&mut self) {
        let Some(perf) = &mut self.0 else { return };
        let _ = Command::new("kill").args(["-INT", &perf.id().to_string()]).status();
        let _ = perf.wait();
    }
}
