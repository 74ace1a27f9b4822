//! A mail server that takes everything (RFC 5321, as much of it as a client needs) and notes whose
//! mail it was by the marker in the recipient's address.

use std::{io, sync::Arc, time::Duration};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufStream},
    net::{TcpListener, TcpStream},
};

use crate::arrivals::Arrivals;

#[derive(Debug)]
pub(crate) struct MailSink {
    pub(crate) port: u16,
    pub(crate) arrivals: Arc<Arrivals>,
}

impl MailSink {
    /// Takes each mail only after `pace`.
    pub(crate) async fn open(capacity: u32, pace: Duration) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let port = listener.local_addr()?.port();
        let arrivals = Arc::new(Arrivals::new(capacity));
        let noted = Arc::clone(&arrivals);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&noted), pace));
            }
        });
        Ok(Self { port, arrivals })
    }
}

async fn serve(stream: TcpStream, arrivals: Arc<Arrivals>, pace: Duration) -> io::Result<()> {
    let mut stream = BufStream::new(stream);
    let mut recipients = Vec::new();
    say(&mut stream, "220 sink").await?;
    let mut line = Vec::new();
    while next_line(&mut stream, &mut line).await? {
        let command = line.get(..4).unwrap_or(&line).to_ascii_uppercase();
        match command.as_slice() {
            b"EHLO" | b"HELO" => say(&mut stream, "250-sink\r\n250 8BITMIME").await?,
            b"RCPT" => {
                recipients.push(line.clone());
                say(&mut stream, "250 ok").await?;
            }
            b"DATA" => {
                say(&mut stream, "354 go on").await?;
                while line != b".\r\n" {
                    if !next_line(&mut stream, &mut line).await? {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                tokio::time::sleep(pace).await;
                // It counts as arrived when it was taken, not when it was announced.
                for recipient in recipients.drain(..) {
                    arrivals.note(&recipient);
                }
                say(&mut stream, "250 taken").await?;
            }
            b"QUIT" => return say(&mut stream, "221 bye").await,
            _ => say(&mut stream, "250 ok").await?,
        }
    }
    Ok(())
}

async fn next_line(stream: &mut BufStream<TcpStream>, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    Ok(stream.read_until(b'\n', line).await? > 0)
}

async fn say(stream: &mut BufStream<TcpStream>, line: &str) -> io::Result<()> {
    stream.write_all(line.as_bytes()).await?;
    stream.write_all(b"\r\n").await?;
    stream.flush().await
}
