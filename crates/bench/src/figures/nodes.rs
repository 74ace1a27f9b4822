//! Several nodes on one PostgreSQL server: on the cores that all share here, and each on a share of
//! a core of its own.

use std::{path::Path, sync::Arc};

use super::{
    cluster::{Cluster, Costed},
    report::{Report, Table, micros, millis},
    share::Share,
};
use crate::{postgres::Postgres, sink::Sink};

const NODES: [usize; 3] = [1, 2, 4];
const CONNECTIONS: usize = 64;
/// What each node may use of a core when nodes do not share cores.
const SHARE_PERCENT: u64 = 15;
const CONNECTIONS_A_NODE: usize = 16;
const GOAL: f64 = 1.5;

pub(crate) async fn measure(
    program: &Path,
    sink: &Arc<Sink>,
    report: &mut Report,
) -> anyhow::Result<()> {
    let server = Postgres::start()?;
    let head = ["nodes", "pages", "p50", "p99", "nodes, a request", "server, a request"];
    let mut table = Table::new("Nodes", &head);
    let mut rates = Vec::new();
    for nodes in NODES {
        let database = format!("together_{nodes}");
        let cluster = Cluster::start(&server, (program, sink), &database, nodes).await?;
        let costed = cluster.flat_out(CONNECTIONS).await?;
        cluster.end().await?;
        table.row(row(nodes.to_string(), costed));
        rates.push(costed.through.rate);
    }
    goal(report, "PostgreSQL: two nodes beside one", &rates);
    let is_held = held(&server, program, sink, &mut table).await;
    match is_held {
        Ok(rates) => {
            let what = format!("the same, each on {SHARE_PERCENT} % of a core");
            goal(report, &what, &rates);
        }
        Err(error) => {
            let what = format!("nodes on {SHARE_PERCENT} % of a core each");
            report.note(&what, format!("left out, no control group can be made: {error:#}"));
        }
    }
    table.says(
        "As many as go through over 64 connections, on a PostgreSQL server on the same two cores\n\
         (`fsync` on): load, sink, server and nodes share them, so that a second node adds no processor.\n\
         *held to a share*: the kernel gives each node 15 % of a core and no more (`cpu.max`), 16 connections\n\
         a node; the server has what is left. That shows what nodes add where each brings a processor of its\n\
         own. It does not show more than one machine: no network lies between, and the server is never full.\n\
         *a request*: processor time, of all nodes together and of the server's processes.",
    );
    report.table(table);
    Ok(())
}

/// Each node on its share of a core; what went through with one, two, four of them.
async fn held(
    server: &Postgres,
    program: &Path,
    sink: &Arc<Sink>,
    table: &mut Table,
) -> anyhow::Result<Vec<f64>> {
    let mut rates = Vec::new();
    for nodes in NODES {
        let database = format!("held_{nodes}");
        let cluster = Cluster::start(server, (program, sink), &database, nodes).await?;
        let mut shares = Vec::new();
        for node in &cluster.nodes {
            shares.push(Share::of_a_core(node.id()?, SHARE_PERCENT)?);
        }
        let costed = cluster.flat_out(nodes * CONNECTIONS_A_NODE).await?;
        cluster.end().await?;
        drop(shares);
        table.row(row(format!("{nodes}, held to a share"), costed));
        rates.push(costed.through.rate);
    }
    Ok(rates)
}

fn row(name: String, costed: Costed) -> [String; 6] {
    let Costed { through, nodes, server } = costed;
    [
        name,
        format!("{:.0}/s", through.rate),
        millis(through.pages.p50),
        millis(through.pages.p99),
        micros(nodes),
        micros(server),
    ]
}

fn goal(report: &mut Report, what: &str, rates: &[f64]) {
    let ratio = rates[1] / rates[0];
    report.goal(what, format!("{ratio:.2} times"), "1.5 times", ratio >= GOAL);
}
