//! Nodes on one PostgreSQL server that keeps everything on disk, and what each of them uses.

use std::{path::Path, sync::Arc, time::Duration};

use super::{
    job::{Form, Job},
    pace::{Throughput, flat_out},
};
use crate::{place::Place, postgres::Postgres, running::Running, sink::Sink};

const WARM_UP: Duration = Duration::from_secs(1);
const DURATION: Duration = Duration::from_secs(8);

/// Started nodes on a database of their own.
pub(crate) struct Cluster<'a> {
    pub(crate) server: &'a Postgres,
    pub(crate) database: String,
    pub(crate) nodes: Vec<Running>,
    pub(crate) job: Job,
    /// Where their files are.
    _places: Vec<Place>,
}

/// What went through, and the processor time of each request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Costed {
    pub(crate) through: Throughput,
    /// Of all nodes together.
    pub(crate) nodes: Duration,
    pub(crate) server: Duration,
}

impl<'a> Cluster<'a> {
    pub(crate) async fn start(
        server: &'a Postgres,
        (program, sink): (&Path, &Arc<Sink>),
        database: &str,
        nodes: usize,
    ) -> anyhow::Result<Self> {
        server.ask("postgres", &format!("CREATE DATABASE {database}"))?;
        let url = server.url_of(database);
        let mut places = vec![Place::with_webhook(program, sink.port, Some(&url))?];
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
        Ok(Self { server, database: database.to_owned(), nodes: running, job, _places: places })
    }

    /// As many as go through over so many connections, after a moment in which all becomes warm.
    pub(crate) async fn flat_out(&self, connections: usize) -> anyhow::Result<Costed> {
        flat_out(&self.job, connections, WARM_UP).await?;
        let (nodes, server) = (self.spent()?, self.server_spent()?);
        let through = flat_out(&self.job, connections, DURATION).await?;
        let each =
            |before: Duration, after: Duration| after.saturating_sub(before) / through.count.max(1);
        Ok(Costed {
            through,
            nodes: each(nodes, self.spent()?),
            server: each(server, self.server_spent()?),
        })
    }

    pub(crate) async fn end(self) -> anyhow::Result<()> {
        for one in self.nodes {
            one.kill().await?;
        }
        Ok(())
    }

    fn spent(&self) -> anyhow::Result<Duration> {
        self.nodes.iter().map(Running::processor_time).sum()
    }

    fn server_spent(&self) -> anyhow::Result<Duration> {
        Ok(self.server.processes()?.into_iter().map(|(_, _, spent)| spent).sum())
    }
}
