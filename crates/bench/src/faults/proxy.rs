//! A connection between two sides that is slow, breaks, or swallows what is said.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
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
    line: Arc<Line>,
}

#[derive(Debug)]
struct Line {
    to: u16,
    weather: Weather,
    is_bad: AtomicBool,
    /// How many connections were cut or fell silent.
    broken: AtomicU64,
}

/// How bad it is while it is bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weather {
    /// For connections that live as long as a few requests.
    Storm,
    /// For those that carry everything, all the time.
    Far,
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
    pub(crate) async fn open(
        to: u16,
        mut random: fastrand::Rng,
        weather: Weather,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let port = listener.local_addr()?.port();
        let (is_bad, broken) = (AtomicBool::new(true), AtomicU64::new(0));
        let line = Arc::new(Line { to, weather, is_bad, broken });
        let carried = Arc::clone(&line);
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(carry(near, Arc::clone(&carried), random.fork()));
            }
        });
        Ok(Self { port, line })
    }

    /// From now on it is a good connection.
    pub(crate) fn mend(&self) {
        self.line.is_bad.store(false, Relaxed);
    }

    pub(crate) fn spoil(&self) {
        self.line.is_bad.store(true, Relaxed);
    }

    /// How many connections were cut or fell silent.
    pub(crate) fn broken(&self) -> u64 {
        self.line.broken.load(Relaxed)
    }
}

async fn carry(near: TcpStream, line: Arc<Line>, mut random: fastrand::Rng) -> io::Result<()> {
    let far = TcpStream::connect(("127.0.0.1", line.to)).await?;
    near.set_nodelay(true)?;
    far.set_nodelay(true)?;
    let (near_read, near_write) = near.into_split();
    let (far_read, far_write) = far.into_split();
    let back = random.fork();
    // Whichever ends first takes the other with it.
    tokio::select! {
        ended = pass(near_read, far_write, &line, random) => ended,
        ended = pass(far_read, near_write, &line, back) => ended,
    }
}

async fn pass(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    line: &Line,
    mut random: fastrand::Rng,
) -> io::Result<()> {
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        let length = from.read(&mut piece).await?;
        if length == 0 {
            return Ok(());
        }
        match line.fate(&mut random) {
            Fate::Passes => {}
            Fate::Late(delay) => tokio::time::sleep(delay).await,
            Fate::Cut => return to.write_all(&piece[..random.usize(0..length)]).await,
            Fate::Swallowed => std::future::pending().await,
        }
        to.write_all(&piece[..length]).await?;
    }
}

impl Line {
    fn fate(&self, random: &mut fastrand::Rng) -> Fate {
        if !self.is_bad.load(Relaxed) {
            return Fate::Passes;
        }
        // Of ten thousand pieces.
        let (cut, swallowed, late) = match self.weather {
            Weather::Storm => (500, 100, 2_400),
            Weather::Far => (8, 2, 500),
        };
        let drawn = random.u32(0..10_000);
        if drawn < cut + swallowed {
            self.broken.fetch_add(1, Relaxed);
            return if drawn < cut { Fate::Cut } else { Fate::Swallowed };
        }
        if drawn < cut + swallowed + late {
            return Fate::Late(Duration::from_millis(random.u64(0..LONGEST_DELAY_MS)));
        }
        Fate::Passes
    }
}
