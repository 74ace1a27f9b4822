//! Several nodes on one PostgreSQL server that keeps everything on disk.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    time::Duration,
};

use anyhow::{Context, ensure};

use super::{
    job::{Form, Job},
    pace::flat_out,
    report::{Report, Table, micros, millis},
};
use crate::{place::Place, sink::Sink};

const NODES: [usize; 3] = [1, 2, 4];
const CONNECTIONS: usize = 64;
const DURATION: Duration = Duration::from_secs(8);
const WARM_UP: Duration = Duration::from_secs(1);
/// What starts a server that ends with us.
const SERVER: &str = "tests/postgres-server";

pub(crate) async fn measure(
    program: &Path,
    sink: &Arc<Sink>,
    report: &mut Report,
) -> anyhow::Result<()> {
    let server = server()?;
    let mut table = Table::new("Nodes", &["nodes", "pages", "p50", "p99", "processor a request"]);
    let mut rates = Vec::new();
    for nodes in NODES {
        let database = format!("nodes_{nodes}");
        let sql = format!("CREATE DATABASE {database}");
        let status = Command::new("psql")
            .args(["--quiet", &format!("{server}/postgres"), "--command", &sql])
            .status()
            .context("psql: the Debian package postgresql is needed")?;
        ensure!(status.success(), "{sql} failed");
        let first = Place::with_webhook(program, sink.port, Some(&format!("{server}/{database}")))?;
        let mut places = vec![first];
        for _ in 1..nodes {
            places.push(places[0].beside()?);
        }
        let mut running = Vec::new();
        for place in &places {
            let mut one = place.start()?;
            one.ready().await?;
            running.push(one);
        }
        let ports: Vec<_> = places.iter().map(|place| place.port).collect();
        let form = Form::Frontline { token: places[0].token.as_str().into() };
        let job = Job::new(form, &ports, sink);
        flat_out(&job, CONNECTIONS, WARM_UP).await?;
        let mut before = Duration::ZERO;
        for one in &running {
            before += one.processor_time()?;
        }
        let through = flat_out(&job, CONNECTIONS, DURATION).await?;
        let mut spent = Duration::ZERO;
        for one in &running {
            spent += one.processor_time()?;
        }
        let each = spent.saturating_sub(before) / through.count.max(1);
        table.row([
            nodes.to_string(),
            format!("{:.0}/s", through.rate),
            millis(through.pages.p50),
            millis(through.pages.p99),
            micros(each),
        ]);
        rates.push(through.rate);
        for one in running {
            one.kill().await?;
        }
    }
    let ratio = rates[1] / rates[0];
    report.goal(
        "PostgreSQL: two nodes beside one",
        format!("{ratio:.2} times"),
        "1.5 times",
        ratio >= 1.5,
    );
    table.says(
        "As many as go through over 64 connections, on a PostgreSQL server on the same two cores\n\
         (`fsync` on). The processor time is that of all nodes together, without the server's.",
    );
    report.table(table);
    Ok(())
}

/// Starts a server and gives its address.
fn server() -> anyhow::Result<String> {
    let script = PathBuf::from(SERVER);
    let started = Command::new(&script).env("FRONTLINE_POSTGRES_FSYNC", "on").output();
    let started = started.with_context(|| format!("{SERVER}: run it in the project's folder"))?;
    let said = String::from_utf8_lossy(&started.stderr);
    ensure!(started.status.success(), "{SERVER}: {said}");
    Ok(String::from_utf8(started.stdout)?.trim().to_owned())
}
