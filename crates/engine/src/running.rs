//! The engine's loops while they run, and how they end without losing what they hold.

use std::time::Duration;

use store::Lane;
use tokio::{sync::watch, task::JoinHandle};

use crate::{Engine, EngineError};

/// The engine's loops. [`Running::stop`] ends them gently; dropping it stops them where they are.
#[derive(Debug)]
pub struct Running {
    engine: Engine,
    loops: Vec<JoinHandle<()>>,
    /// What goes on until the loops have ended: saying to the other nodes that this one lives.
    among_nodes: Vec<JoinHandle<()>>,
    /// The heartbeat to the outside, and the look at another installation.
    beside: Vec<JoinHandle<()>>,
    stop: watch::Sender<bool>,
}

/// Whether the loops shall end.
#[derive(Clone, Debug)]
pub(crate) struct Stopping(watch::Receiver<bool>);

impl Stopping {
    /// Ready once they shall.
    pub(crate) async fn asked(&mut self) {
        // Without its sender nobody is left who could want anything.
        let _ = self.0.wait_for(|stop| *stop).await;
    }

    pub(crate) fn is_asked(&self) -> bool {
        *self.0.borrow()
    }
}

impl Running {
    /// Begins nothing any more, finishes what is under way, and gives back what was claimed but
    /// not begun, so that whoever starts next sends it at once. `false` if something took longer
    /// than `within`: its lease runs out, and it is sent once more.
    pub async fn stop(self, within: Duration) -> bool {
        if let Some(spare) = self.engine.shared.beside.spare() {
            spare.stop_paging(within).await;
        }
        self.end(within).await
    }

    pub(crate) async fn end(mut self, within: Duration) -> bool {
        let _ = self.stop.send(true);
        self.beside.iter().for_each(JoinHandle::abort);
        let loops = std::mem::take(&mut self.loops);
        let aborts: Vec<_> = loops.iter().map(JoinHandle::abort_handle).collect();
        let all = async {
            for one in loops {
                // A loop that panicked has ended as well.
                let _ = one.await;
            }
        };
        let is_done = tokio::time::timeout(within, all).await.is_ok();
        aborts.iter().for_each(tokio::task::AbortHandle::abort);
        if !self.among_nodes.is_empty() {
            self.among_nodes.iter().for_each(JoinHandle::abort);
            self.engine.leave_nodes().await;
        }
        is_done
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        for handle in self.loops.iter().chain(&self.among_nodes).chain(&self.beside) {
            handle.abort();
        }
        if let Some(spare) = self.engine.shared.beside.spare() {
            spare.drop_paging();
        }
    }
}

impl Engine {
    /// Sets the engine going: the clock and every lane.
    pub async fn start(&self) -> Result<Running, EngineError> {
        self.shared.store.release_all_leases(self.now()).await?;
        Ok(self.start_loops())
    }

    pub(crate) fn start_loops(&self) -> Running {
        let (stop, stopping) = watch::channel(false);
        let stopping = Stopping(stopping);
        let lane = |lane| self.start_lane(lane, stopping.clone());
        let mut loops: Vec<_> = Lane::ALL.into_iter().map(lane).collect();
        let engine = self.clone();
        let until = stopping.clone();
        loops.push(tokio::spawn(async move { engine.keep_time(until).await }));
        let engine = self.clone();
        let until = stopping.clone();
        loops.push(tokio::spawn(async move { engine.keep_recordings(until).await }));
        if !self.shared.beside.stands_in() {
            let engine = self.clone();
            let until = stopping.clone();
            loops.push(tokio::spawn(async move { engine.keep_calendars(until).await }));
        }
        if let Some(folder) = self.options().switch_documents.clone()
            && !self.shared.beside.stands_in()
        {
            let engine = self.clone();
            loops.push(tokio::spawn(
                async move { engine.publish_documents(folder, stopping).await },
            ));
        }
        let mut among_nodes = Vec::new();
        if let Some(heard) = self.shared.store.heard() {
            let engine = self.clone();
            among_nodes.push(tokio::spawn(async move { engine.watch_nodes().await }));
            let engine = self.clone();
            among_nodes.push(tokio::spawn(async move { engine.listen_to_nodes(heard).await }));
        }
        let mut beside = Vec::new();
        if self.shared.beside.may_have_spare() {
            let engine = self.clone();
            beside.push(tokio::spawn(async move { engine.keep_spare().await }));
        }
        if let Some(heartbeat) = self.options().heartbeat.clone() {
            let engine = self.clone();
            beside.push(tokio::spawn(async move { engine.beat_outside(heartbeat).await }));
        }
        if let Some(watch) = self.options().watch.clone() {
            let engine = self.clone();
            beside.push(tokio::spawn(async move { engine.watch_other(watch).await }));
        }
        Running { engine: self.clone(), loops, among_nodes, beside, stop }
    }
}
