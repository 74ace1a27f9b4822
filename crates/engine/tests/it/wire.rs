//! A line to a server that hangs or is cut as the test wants.

use std::time::Duration;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    Through,
    /// Nothing goes through, and nobody is told.
    Hangs,
    /// As after a kill: open connections break, and none is made.
    Cut,
}

#[derive(Debug)]
pub(crate) struct Wire {
    line: watch::Sender<Line>,
    /// The address of the database, over this line.
    pub(crate) url: String,
}

impl Wire {
    pub(crate) async fn to(url: &str) -> Self {
        let (before, rest) = url.split_once("127.0.0.1:").expect("it is on this machine");
        let (port, after) = rest.split_once('/').expect("it names a database");
        let far: u16 = port.parse().expect("a port");
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port is free");
        let port = listener.local_addr().expect("it listens").port();
        let line = watch::Sender::new(Line::Through);
        let watched = line.clone();
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                if *watched.borrow() != Line::Cut {
                    tokio::spawn(carry(near, far, watched.subscribe()));
                }
            }
        });
        Self { line, url: format!("{before}127.0.0.1:{port}/{after}") }
    }

    pub(crate) fn set(&self, line: Line) {
        self.line.send_replace(line);
    }
}

async fn carry(near: TcpStream, far: u16, line: watch::Receiver<Line>) {
    let Ok(far) = TcpStream::connect(("127.0.0.1", far)).await else { return };
    let (near_read, near_write) = near.into_split();
    let (far_read, far_write) = far.into_split();
    let mut cut = line.clone();
    tokio::select! {
        () = pass(near_read, far_write, line.clone()) => {}
        () = pass(far_read, near_write, line) => {}
        _ = cut.wait_for(|line| *line == Line::Cut) => {}
    }
}

async fn pass(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut line: watch::Receiver<Line>) {
    let mut piece = [0; 8192];
    while let Ok(count @ 1..) = from.read(&mut piece).await {
        let through = line.wait_for(|line| *line == Line::Through).await.is_ok();
        if !through || to.write_all(&piece[..count]).await.is_err() {
            return;
        }
    }
    // The other side notices it by itself.
    tokio::time::sleep(Duration::from_millis(1)).await;
}
