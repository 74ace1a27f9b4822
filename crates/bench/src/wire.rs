//! HTTP/1.1 with nothing around it, for load and sinks that must cost little: one message after the
//! other on one connection, bodies by `Content-Length` only.

use std::{io, ops::Range};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

const MESSAGE_MAX_BYTES: usize = 1 << 20;

/// A connection that reads whole messages.
#[derive(Debug)]
pub(crate) struct Wire {
    stream: TcpStream,
    buffer: Vec<u8>,
    /// How much of the buffer belongs to the message that was handed out last.
    used: usize,
}

/// One request or answer.
#[derive(Debug)]
pub(crate) struct Message<'a> {
    /// The first line and the header fields.
    pub(crate) head: &'a str,
    pub(crate) body: &'a [u8],
}

impl Wire {
    pub(crate) fn new(stream: TcpStream) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(4096), used: 0 })
    }

    pub(crate) async fn connect(port: u16) -> io::Result<Self> {
        Self::new(TcpStream::connect(("127.0.0.1", port)).await?)
    }

    pub(crate) async fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes).await
    }

    /// The next message; `None` when the other side has closed between two messages.
    pub(crate) async fn receive(&mut self) -> io::Result<Option<Message<'_>>> {
        self.buffer.drain(..self.used);
        self.used = 0;
        let head_end = loop {
            if let Some(at) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break at;
            }
            if !self.read_more().await? {
                return if self.buffer.is_empty() { Ok(None) } else { Err(cut_short()) };
            }
        };
        let length = body_length(text(&self.buffer[..head_end])?)?;
        let body: Range<usize> = head_end + 4..head_end + 4 + length;
        while self.buffer.len() < body.end {
            if !self.read_more().await? {
                return Err(cut_short());
            }
        }
        self.used = body.end;
        Ok(Some(Message { head: text(&self.buffer[..head_end])?, body: &self.buffer[body] }))
    }

    /// Reads and forgets until these bytes have come, however what comes is framed.
    pub(crate) async fn until(&mut self, bytes: &[u8]) -> io::Result<()> {
        loop {
            let found = self.buffer.windows(bytes.len()).position(|part| part == bytes);
            if let Some(at) = found {
                self.buffer.drain(..at + bytes.len());
                return Ok(());
            }
            if !self.read_more().await? {
                return Err(cut_short());
            }
        }
    }

    async fn read_more(&mut self) -> io::Result<bool> {
        if self.buffer.len() > MESSAGE_MAX_BYTES {
            return Err(io::Error::other("the message is too long for this test"));
        }
        Ok(self.stream.read_buf(&mut self.buffer).await? > 0)
    }
}

impl Message<'_> {
    /// The status of an answer.
    pub(crate) fn status(&self) -> Option<u16> {
        self.head.split(' ').nth(1)?.parse().ok()
    }

    /// The path of a request.
    pub(crate) fn path(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }
}

fn text(bytes: &[u8]) -> io::Result<&str> {
    std::str::from_utf8(bytes).map_err(io::Error::other)
}

fn cut_short() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the connection ended inside a message")
}

fn body_length(head: &str) -> io::Result<usize> {
    for line in head.lines().skip(1) {
        let Some((name, value)) = line.split_once(':') else { continue };
        if name.eq_ignore_ascii_case("content-length") {
            return value.trim().parse().map_err(io::Error::other);
        }
        if name.eq_ignore_ascii_case("transfer-encoding") {
            return Err(io::Error::other("this test reads only bodies with a Content-Length"));
        }
    }
    Ok(0)
}
