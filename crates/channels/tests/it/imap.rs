//! Reads a mailbox as a mail program does (RFC 3501, with IDLE, THREAD and BINARY).

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

pub(crate) struct Imap {
    stream: BufReader<TcpStream>,
}

impl Imap {
    pub(crate) async fn sign_in(port: u16, user: &str) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        let mut imap = Self { stream: BufReader::new(stream) };
        imap.line().await;
        imap.command(&format!("LOGIN {user} test")).await;
        imap
    }

    /// Comes back once the inbox holds so many mails.
    pub(crate) async fn wait_for(&mut self, mails: usize) {
        let opened = self.command("SELECT INBOX").await;
        let there = format!("* {mails} EXISTS");
        if opened.lines().any(|line| line == there) {
            return;
        }
        self.stream.write_all(b"a IDLE\r\n").await.unwrap();
        while self.line().await.trim_end() != there {}
        self.stream.write_all(b"DONE\r\n").await.unwrap();
        while !self.line().await.starts_with("a OK") {}
    }

    /// The answer in full, with the texts that it quotes by their length.
    pub(crate) async fn command(&mut self, command: &str) -> String {
        self.stream.write_all(format!("a {command}\r\n").as_bytes()).await.unwrap();
        let mut answer = String::new();
        loop {
            let line = self.line().await;
            if line.starts_with("a ") {
                assert!(line.starts_with("a OK"), "{command}: {line}");
                return answer;
            }
            let quoted = line.trim_end().strip_suffix('}').and_then(|line| line.rsplit_once('{'));
            answer.push_str(&line);
            if let Some((_, length)) = quoted {
                let mut text = vec![0; length.parse().unwrap()];
                self.stream.read_exact(&mut text).await.unwrap();
                answer.push_str(std::str::from_utf8(&text).unwrap());
            }
        }
    }

    async fn line(&mut self) -> String {
        let mut line = String::new();
        assert!(self.stream.read_line(&mut line).await.unwrap() > 0, "the mailbox was closed");
        line
    }
}
