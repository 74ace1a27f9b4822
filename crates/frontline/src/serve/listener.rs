//! The socket that the doors are behind: handed over by systemd, or opened here.

use std::net::ToSocketAddrs;

use anyhow::{Context, ensure};
use listenfd::ListenFd;
use tokio::net::{TcpListener, TcpSocket};
use web::Listener;

use crate::config::Server;

/// Connections that the kernel keeps for us while we are busy.
const BACKLOG: u32 = 4_096;

/// A socket that was handed over (`LISTEN_FDS`) counts more than `server.listen`: it was open
/// before us and stays open after us, so that nobody is refused meanwhile.
pub(crate) fn open(server: &Server) -> anyhow::Result<Listener> {
    let mut handed = ListenFd::from_env();
    if handed.len() > 0 {
        ensure!(
            handed.len() == 1,
            "LISTEN_FDS: {} sockets were handed over, and one is needed: leave one ListenStream in the .socket file",
            handed.len()
        );
        let listener = handed.take_tcp_listener(0);
        let listener = listener.context("LISTEN_FDS: what was handed over is no TCP socket")?;
        let listener = listener.context("LISTEN_FDS: the socket was taken already")?;
        listener.set_nonblocking(true).context("LISTEN_FDS: the socket cannot be used")?;
        let listener = TcpListener::from_std(listener).context("LISTEN_FDS")?;
        return Ok(Listener { listener, outlives_us: true });
    }
    let listen = &server.listen;
    let bound = bind(listen, server.share_port).with_context(|| {
        format!("server.listen: {listen} cannot be listened on; is another program there?")
    })?;
    Ok(bound.into())
}

/// The first of the addresses that can be had.
fn bind(listen: &str, share_port: bool) -> std::io::Result<TcpListener> {
    let mut problem = None;
    for address in listen.to_socket_addrs()? {
        let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
        socket.set_reuseaddr(true)?;
        socket.set_reuseport(share_port)?;
        match socket.bind(address).and_then(|()| socket.listen(BACKLOG)) {
            Ok(listener) => return Ok(listener),
            Err(error) => problem = Some(error),
        }
    }
    Err(problem.unwrap_or_else(|| std::io::ErrorKind::AddrNotAvailable.into()))
}
