//! An HTTP server that answers as it is told: well, badly, or not at all.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// Status, more headers (each with its line end), body.
    Status(u16, &'static str, String),
    /// Takes the request and never answers.
    Hangs,
    /// Takes the request and closes the connection.
    Closes,
    /// Answers something that is not HTTP.
    Garbage,
    /// Begins an answer and never ends it.
    NeverEnds,
    /// Answers a success with a body that has no end.
    Floods,
}

#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// Which connection it came over, from 1.
    pub(crate) connection: usize,
}

pub(crate) struct Sink {
    pub(crate) url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Sink {
    pub(crate) async fn start(reply: Reply) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        tokio::spawn(accept(listener, reply, Arc::clone(&seen)));
        Self { url, seen }
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// The only request so far.
    #[track_caller]
    pub(crate) fn only(&self) -> Seen {
        let mut seen = self.seen();
        assert_eq!(seen.len(), 1, "{seen:?}");
        seen.remove(0)
    }
}

impl Seen {
    /// The header's value; empty without one.
    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(found, _)| found == name);
        found.map_or("", |(_, value)| value)
    }

    pub(crate) fn form(&self) -> Vec<(String, String)> {
        url::form_urlencoded::parse(&self.body).into_owned().collect()
    }
}

async fn accept(listener: TcpListener, reply: Reply, seen: Arc<Mutex<Vec<Seen>>>) {
    for connection in 1.. {
        let (stream, _) = listener.accept().await.unwrap();
        tokio::spawn(serve(stream, connection, reply.clone(), Arc::clone(&seen)));
    }
}

/// A client that goes away ends it: that is what some tests are about.
async fn serve(stream: TcpStream, connection: usize, reply: Reply, seen: Arc<Mutex<Vec<Seen>>>) {
    let mut stream = BufReader::new(stream);
    while let Some(request) = read(&mut stream, connection).await {
        seen.lock().unwrap().push(request);
        let answer = match &reply {
            Reply::Status(status, headers, body) => {
                let length = body.len();
                format!("HTTP/1.1 {status} X\r\n{headers}Content-Length: {length}\r\n\r\n{body}")
            }
            Reply::Hangs => std::future::pending().await,
            Reply::Closes => return,
            Reply::Garbage => "SSH-2.0-OpenSSH_9.2\r\n\r\n".to_owned(),
            Reply::NeverEnds => "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".to_owned(),
            Reply::Floods => "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_owned(),
        };
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
        match reply {
            Reply::Floods => while stream.write_all(b"8\r\nnonsense\r\n").await.is_ok() {},
            Reply::NeverEnds => std::future::pending().await,
            Reply::Garbage => return,
            Reply::Status(..) | Reply::Hangs | Reply::Closes => {}
        }
    }
}

async fn read(stream: &mut BufReader<TcpStream>, connection: usize) -> Option<Seen> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let line = lines.remove(0);
    let headers = lines.iter().map(|line| {
        let (name, value) = line.split_once(": ").expect("a header");
        (name.to_ascii_lowercase(), value.to_owned())
    });
    let mut seen = Seen { line, headers: headers.collect(), body: Vec::new(), connection };
    seen.body = vec![0; seen.header("content-length").parse().unwrap_or(0)];
    stream.read_exact(&mut seen.body).await.ok()?;
    Some(seen)
}
