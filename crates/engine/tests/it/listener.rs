//! A real server over HTTP that answers what it is told to.

use std::sync::{
    Arc,
    atomic::{AtomicU16, AtomicUsize, Ordering::SeqCst},
};

use channels::Probe;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

pub(crate) struct Listener {
    pub(crate) url: String,
    pub(crate) asked: Arc<AtomicUsize>,
    status: Arc<AtomicU16>,
}

impl Listener {
    pub(crate) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let (asked, status) = (Arc::<AtomicUsize>::default(), Arc::new(AtomicU16::new(200)));
        let (count, answers) = (Arc::clone(&asked), Arc::clone(&status));
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut request = [0; 2048];
                let _ = stream.read(&mut request).await;
                count.fetch_add(1, SeqCst);
                let status = answers.load(SeqCst);
                let answer = format!(
                    "HTTP/1.1 {status} Said\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                );
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        Self { url, asked, status }
    }

    pub(crate) fn probe(&self) -> Probe {
        // As the program does first of all.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Probe::new("url", &self.url, None).expect("a probe")
    }

    pub(crate) fn answers(&self, status: u16) {
        self.status.store(status, SeqCst);
    }

    pub(crate) fn asked(&self) -> usize {
        self.asked.load(SeqCst)
    }
}
