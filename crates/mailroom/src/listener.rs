//! The listener: takes connections, a limited number of them, until it is dropped.

use std::{sync::Arc, time::Duration};

use engine::Engine;
use tokio::{
    net::TcpListener,
    sync::Semaphore,
    task::{JoinHandle, JoinSet},
};

use crate::{
    Address,
    brake::Brake,
    intake::Intake,
    session::{Session, TRY_LATER},
};

/// How many servers may hand mail over at once.
const MAX_CONNECTIONS: usize = 256;
/// How long to wait when the machine has no room for another connection.
const BREATH: Duration = Duration::from_millis(100);

#[derive(Clone, Debug)]
pub struct Settings {
    pub address: Address,
    /// The name of the mail server whose word on senders is believed (`Authentication-Results`);
    /// without one, the word that stands on top.
    pub trusted_server: Option<String>,
}

/// The running listener; dropping it stops it. A mail that was not answered with 250 stays with
/// the server that hands it over.
#[derive(Debug)]
pub struct Mailroom {
    task: JoinHandle<()>,
}

impl Mailroom {
    pub fn start(listener: TcpListener, engine: Engine, settings: Settings) -> Self {
        let intake = Arc::new(Intake { engine, settings, brake: Arc::new(Brake::default()) });
        Self { task: tokio::spawn(listen(listener, intake)) }
    }
}

impl Drop for Mailroom {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn listen(listener: TcpListener, intake: Arc<Intake>) {
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let mut sessions = JoinSet::new();
    loop {
        while sessions.try_join_next().is_some() {}
        let (stream, peer) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a mail server could not be let in");
                tokio::time::sleep(BREATH).await;
                continue;
            }
        };
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
            // Best effort: whoever does not hear it finds the door closed.
            let _ = stream.try_write(TRY_LATER.as_bytes());
            continue;
        };
        let session = Session::new(Arc::clone(&intake), peer.ip().to_string());
        sessions.spawn(async move {
            session.serve(stream).await;
            drop(place);
        });
    }
}
