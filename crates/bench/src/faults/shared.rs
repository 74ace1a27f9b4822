//! What is taken away from two nodes on one PostgreSQL database, a file a fault. Both reach it over a
//! connection that can be made bad.

pub(super) mod database;
pub(super) mod network;
pub(super) mod nodes;
pub(super) mod open;
pub(super) mod upgrade;

use std::path::Path;

use anyhow::{Context, ensure};

use super::{
    proxy::{Proxy, Weather},
    trial::{Load, Trial},
};
use crate::{place::Place, postgres::Postgres, running::Running, wire::Wire};

struct Shared {
    trial: Trial,
    server: Postgres,
    proxy: Proxy,
    /// The first is the trial's own.
    places: [Place; 2],
    running: [Option<Running>; 2],
}

impl Shared {
    async fn set_up(program: &Path, random: fastrand::Rng) -> anyhow::Result<Self> {
        let server = tokio::task::spawn_blocking(Postgres::start).await??;
        let proxy = Proxy::open(server.port, random, Weather::Far).await?;
        proxy.mend();
        let url = Postgres::url_through(proxy.port);
        let trial = Trial::on(program, Some(url)).await?;
        let places = [trial.place.clone(), trial.place.beside()?];
        let mut shared = Self { trial, server, proxy, places, running: [None, None] };
        let first = shared.trial.begin().await?;
        shared.running[0] = Some(first);
        shared.start(1).await?;
        Ok(shared)
    }

    /// Requests to both nodes; whoever gets no answer tries the other.
    fn load(&self) -> Load {
        let ports: Vec<_> = self.places.iter().map(|place| place.port).collect();
        self.trial.load_through(&ports)
    }

    async fn start(&mut self, node: usize) -> anyhow::Result<()> {
        let mut started = self.places[node].start()?;
        started.ready().await?;
        self.running[node] = Some(started);
        Ok(())
    }

    async fn kill(&mut self, node: usize) -> anyhow::Result<()> {
        self.running[node].take().context("it runs")?.kill().await
    }

    async fn end(mut self) -> anyhow::Result<()> {
        for node in 0..self.running.len() {
            self.kill(node).await?;
        }
        Ok(())
    }

    /// A node whose database is away does not ask to be restarted.
    async fn nobody_asks_for_a_restart(&self) -> anyhow::Result<()> {
        for place in &self.places {
            let mut wire = Wire::connect(place.port).await?;
            wire.send(b"GET /healthz HTTP/1.1\r\nhost: bench\r\n\r\n").await?;
            let answer = wire.receive().await?.context("the program hung up")?;
            let said = String::from_utf8_lossy(answer.body);
            ensure!(answer.status() == Some(200), "healthz asks for a restart: {said}");
        }
        Ok(())
    }
}
