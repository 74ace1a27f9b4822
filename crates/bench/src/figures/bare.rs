//! The least that could do the job: a server that appends what came to a file, syncs it, answers,
//! and hands it to the sink. Those who wait share one sync. It knows nobody, decides nothing,
//! keeps no state and loses sight of a page once it has left.

use std::{
    fs::File,
    io::{self, Write},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use tokio::{
    net::{TcpListener, TcpStream},
    sync::{mpsc, oneshot},
};

use crate::wire::Wire;

const WAITING: usize = 4096;
const AT_ONCE: usize = 256;

struct Kept {
    body: Vec<u8>,
    on_disk: oneshot::Sender<()>,
}

/// Connections to the sink that nobody uses now.
#[derive(Clone)]
struct Voice {
    sink: u16,
    idle: Arc<Mutex<Vec<Wire>>>,
}

/// Serves until it is killed.
pub(crate) fn run(port: u16, sink: u16, file: &Path) -> anyhow::Result<()> {
    let (keep, kept) = mpsc::channel(WAITING);
    let file = File::create(file)?;
    thread::spawn(move || write(file, kept));
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        let voice = Voice { sink, idle: Arc::default() };
        loop {
            let (stream, _) = listener.accept().await?;
            tokio::spawn(serve(stream, keep.clone(), voice.clone()));
        }
    })
}

async fn serve(stream: TcpStream, keep: mpsc::Sender<Kept>, voice: Voice) -> io::Result<()> {
    let mut wire = Wire::new(stream)?;
    while let Some(message) = wire.receive().await? {
        if message.body.is_empty() {
            wire.send(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await?;
            continue;
        }
        let body = message.body.to_vec();
        let (on_disk, synced) = oneshot::channel();
        let gone = |_| io::Error::other("the file is gone");
        keep.send(Kept { body: body.clone(), on_disk }).await.map_err(|_| gone(()))?;
        synced.await.map_err(|_| gone(()))?;
        tokio::spawn(voice.clone().page(body));
        wire.send(b"HTTP/1.1 201 Created\r\ncontent-length: 0\r\n\r\n").await?;
    }
    Ok(())
}

fn write(mut file: File, mut kept: mpsc::Receiver<Kept>) {
    let mut batch = Vec::with_capacity(AT_ONCE);
    while kept.blocking_recv_many(&mut batch, AT_ONCE) > 0 {
        let bytes: Vec<u8> = batch.iter().flat_map(|one| one.body.iter().copied()).collect();
        if file.write_all(&bytes).and_then(|()| file.sync_data()).is_err() {
            return; // Whoever waits is not answered.
        }
        for one in batch.drain(..) {
            let _ = one.on_disk.send(());
        }
    }
}

impl Voice {
    async fn page(self, body: Vec<u8>) -> io::Result<()> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut wire = match idle {
            Some(wire) => wire,
            None => Wire::connect(self.sink).await?,
        };
        let length = body.len();
        let mut bytes = format!(
            "POST /page HTTP/1.1\r\nhost: sink\r\ncontent-type: application/json\r\n\
             content-length: {length}\r\n\r\n"
        )
        .into_bytes();
        bytes.extend(body);
        wire.send(&bytes).await?;
        wire.receive().await?;
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(wire);
        Ok(())
    }
}
