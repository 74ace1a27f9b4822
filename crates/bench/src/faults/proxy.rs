//! A connection between two sides that is slow, breaks, or swallows what is said.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
};

const PIECE_BYTES: usize = 4096;
const LONGEST_DELAY_MS: u64 = 60;

/// Leads to a port of this machine, badly.
#[derive(Debug)]
pub(crate) struct Proxy {
    pub(crate) port: u16,
    bad: Arc<AtomicBool>,
}

/// What becomes of a piece of what is said.
enum Fate {
    Passes,
    Late(Duration),
    /// Some of it passes, then the connection is gone.
    Cut,
    /// It and all that follows is swallowed; the connection stays open.
    Swallowed,
}

impl Proxy {
    pub(crate) async fn open(to: u16, mut random: fastrand::Rng) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let port = listener.local_addr()?.port();
        let bad = Arc::new(AtomicBool::new(true));
        let is_bad = Arc::clone(&bad);
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                let (is_bad, random) = (Arc::clone(&is_bad), random.fork());
                tokio::spawn(carry(near, to, is_bad, random));
            }
        });
        Ok(Self { port, bad })
    }

    /// From now on it is a good connection.
    pub(crate) fn mend(&self) {
        self.bad.store(false, Relaxed);
    }
}

async fn carry(
    near: TcpStream,
    to: u16,
    is_bad: Arc<AtomicBool>,
    mut random: fastrand::Rng,
) -> io::Result<()> {
    let far = TcpStream::connect(("127.0.0.1", to)).await?;
    near.set_nodelay(true)?;
    far.set_nodelay(true)?;
    let (near_read, near_write) = near.into_split();
    let (far_read, far_write) = far.into_split();
    let back = random.fork();
    // Whichever ends first takes the other with it.
    tokio::select! {
        ended = pass(near_read, far_write, &is_bad, random) => ended,
        ended = pass(far_read, near_write, &is_bad, back) => ended,
    }
}

async fn pass(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    is_bad: &AtomicBool,
    mut random: fastrand::Rng,
) -> io::Result<()> {
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        let length = from.read(&mut piece).await?;
        if length == 0 {
            return Ok(());
        }
        match fate(is_bad, &mut random) {
            Fate::Passes => {}
            Fate::Late(delay) => tokio::time::sleep(delay).await,
            Fate::Cut => return to.write_all(&piece[..random.usize(0..length)]).await,
            Fate::Swallowed => std::future::pending().await,
        }
        to.write_all(&piece[..length]).await?;
    }
}

fn fate(is_bad: &AtomicBool, random: &mut fastrand::Rng) -> Fate {
    if !is_bad.load(Relaxed) {
        return Fate::Passes;
    }
    match random.u8(0..100) {
        0..5 => Fate::Cut,
        5 => Fate::Swallowed,
        6..30 => Fate::Late(Duration::from_millis(random.u64(0..LONGEST_DELAY_MS))),
        _ => Fate::Passes,
    }
}
