//! A mail relay that answers as it is told: well, badly, or not at all.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering::SeqCst},
};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// What the relay answers to a line that begins with a word, instead of the usual; the greeting
/// is asked for as `CONNECT`, the end of a mail as `.`.
pub(crate) type Script = fn(line: &str) -> Option<Answer>;

type Kept = Arc<Mutex<Vec<String>>>;

pub(crate) enum Answer {
    Says(&'static str),
    Hangs,
    Closes,
}

pub(crate) struct FakeRelay {
    pub(crate) port: u16,
    connections: Arc<AtomicUsize>,
    mails: Kept,
    lines: Kept,
}

impl FakeRelay {
    pub(crate) async fn start(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (connections, mails, lines) = Default::default();
        let relay = Self { port, connections, mails, lines };
        let connections = Arc::clone(&relay.connections);
        let heard = (Arc::clone(&relay.mails), Arc::clone(&relay.lines));
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                connections.fetch_add(1, SeqCst);
                tokio::spawn(serve(BufReader::new(stream), script, heard.clone()));
            }
        });
        relay
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(SeqCst)
    }

    /// The commands that begin with a word.
    pub(crate) fn said(&self, word: &str) -> Vec<String> {
        let lines = self.lines.lock().unwrap();
        lines.iter().filter(|line| line.starts_with(word)).cloned().collect()
    }

    /// What came between DATA and the dot, as it was on the wire.
    pub(crate) fn mails(&self) -> Vec<String> {
        self.mails.lock().unwrap().clone()
    }
}

/// `None` ends the connection; a client that goes away ends it too.
async fn serve(
    mut stream: BufReader<TcpStream>,
    script: Script,
    (mails, lines): (Kept, Kept),
) -> Option<()> {
    answer(&mut stream, script("CONNECT"), "220 relay.example ESMTP").await?;
    loop {
        let line = read_line(&mut stream).await?;
        lines.lock().unwrap().push(line.trim_end().to_owned());
        let word = line.split(' ').next().unwrap_or_default().trim_end().to_ascii_uppercase();
        let usual = match word.as_str() {
            "EHLO" => "250-relay.example\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME",
            "AUTH" => "235 welcome",
            "DATA" => "354 go on",
            "MAIL" | "RCPT" | "RSET" | "NOOP" => "250 fine",
            "QUIT" => "221 bye",
            _ => "500 what?",
        };
        let scripted = script(line.trim_end());
        let takes_mail = word == "DATA" && scripted.is_none();
        answer(&mut stream, scripted, usual).await?;
        if takes_mail {
            let mail = read_mail(&mut stream).await?;
            mails.lock().unwrap().push(mail);
            answer(&mut stream, script("."), "250 queued as ABC").await?;
        }
    }
}

async fn answer(
    stream: &mut BufReader<TcpStream>,
    told: Option<Answer>,
    usual: &str,
) -> Option<()> {
    let text = match told {
        None => usual,
        Some(Answer::Says(text)) => text,
        Some(Answer::Hangs) => std::future::pending().await,
        Some(Answer::Closes) => return None,
    };
    stream.write_all(format!("{text}\r\n").as_bytes()).await.ok()
}

async fn read_mail(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut mail = String::new();
    loop {
        match read_line(stream).await?.as_str() {
            ".\r\n" => return Some(mail),
            line => mail.push_str(line),
        }
    }
}

async fn read_line(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = String::new();
    (stream.read_line(&mut line).await.ok()? > 0).then_some(line)
}
