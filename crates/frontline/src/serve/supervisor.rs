//! What systemd is told: that we are ready, that we stop, and that we are alive. Nothing, if
//! nobody asks.

use std::{
    env, io,
    os::{
        linux::net::SocketAddrExt,
        unix::net::{SocketAddr, UnixDatagram},
    },
    time::Duration,
};

use engine::Engine;

#[derive(Debug, Default)]
pub(crate) struct Supervisor {
    socket: Option<(UnixDatagram, SocketAddr)>,
    /// After so long without a word we are restarted.
    patience: Option<Duration>,
}

impl Supervisor {
    /// Reads `NOTIFY_SOCKET` and `WATCHDOG_USEC`.
    pub(crate) fn from_environment() -> Self {
        let Ok(name) = env::var("NOTIFY_SOCKET") else { return Self::default() };
        let socket = connect(&name);
        if let Err(error) = &socket {
            tracing::warn!(%error, "NOTIFY_SOCKET cannot be used: systemd is told nothing");
        }
        let micros = env::var("WATCHDOG_USEC").ok().and_then(|micros| micros.parse().ok());
        // Set for another process, if it names one that we are not.
        let is_ours = env::var("WATCHDOG_PID")
            .is_ok_and(|pid| pid.is_empty() || pid == std::process::id().to_string())
            || env::var_os("WATCHDOG_PID").is_none();
        let patience = micros.filter(|_| is_ours).map(Duration::from_micros);
        Self { socket: socket.ok(), patience }
    }

    pub(crate) fn ready(&self) {
        self.say("READY=1\nSTATUS=Taking requests");
    }

    pub(crate) fn stopping(&self) {
        self.say("STOPPING=1\nSTATUS=Finishing what is under way");
    }

    /// Says that we are alive as long as the engine does its work. Never ends.
    pub(crate) async fn keep_alive(&self, engine: &Engine) {
        let Some(patience) = self.patience else { return std::future::pending().await };
        loop {
            let stopped = engine.failures().await;
            if stopped.is_empty() {
                self.say("WATCHDOG=1");
            } else {
                tracing::error!(
                    ?stopped,
                    "the program does not do its work: systemd will restart it"
                );
            }
            tokio::time::sleep(patience / 3).await;
        }
    }

    fn say(&self, words: &str) {
        let Some((socket, address)) = &self.socket else { return };
        if let Err(error) = socket.send_to_addr(words.as_bytes(), address) {
            tracing::warn!(%error, "systemd cannot be told how we are");
        }
    }
}

/// A name that begins with `@` is one of Linux's own name space instead of a file.
fn connect(name: &str) -> io::Result<(UnixDatagram, SocketAddr)> {
    let address = match name.strip_prefix('@') {
        Some(name) => SocketAddr::from_abstract_name(name)?,
        None => SocketAddr::from_pathname(name)?,
    };
    let socket = UnixDatagram::unbound()?;
    socket.set_nonblocking(true)?;
    Ok((socket, address))
}
