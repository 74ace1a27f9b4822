//! A mail server that hands mails over one after the other, as Postfix does: by SMTP or LMTP, the
//! envelope in one go (RFC 2920).

use std::{io, time::Instant};

use thiserror::Error;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

use crate::arrivals::Marker;

/// Where mail is received.
pub(crate) const ADDRESS: &str = "emergency@vendor.example";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protocol {
    Smtp,
    Lmtp,
}

/// One connection.
#[derive(Debug)]
pub(crate) struct Mailer {
    stream: BufReader<TcpStream>,
    line: String,
}

/// A mail that was answered with 250.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kept {
    pub(crate) marker: Marker,
    /// When the dot behind its end was sent.
    pub(crate) ended_at: Instant,
    pub(crate) kept_at: Instant,
}

/// Why a mail was not taken.
#[derive(Debug, Error)]
pub(crate) enum NotTaken {
    #[error("the connection broke off")]
    CutOff(#[from] io::Error),
    /// A mail server keeps it and comes again.
    #[error("not now: {0}")]
    Later(String),
    #[error("answered: {0}")]
    Refused(String),
}

impl Mailer {
    pub(crate) async fn connect(port: u16, protocol: Protocol) -> Result<Self, NotTaken> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        let mut mailer = Self { stream: BufReader::new(stream), line: String::new() };
        mailer.hear("220").await?;
        let hello = if protocol == Protocol::Lmtp { "LHLO" } else { "EHLO" };
        mailer.say(format!("{hello} mx.stores.example\r\n").as_bytes()).await?;
        mailer.hear("250").await?;
        Ok(mailer)
    }

    /// Hands over the mail of this marker.
    pub(crate) async fn hand_over(&mut self, marker: Marker) -> Result<Kept, NotTaken> {
        let envelope =
            format!("MAIL FROM:<{marker}@stores.example>\r\nRCPT TO:<{ADDRESS}>\r\nDATA\r\n");
        self.say(envelope.as_bytes()).await?;
        for expected in ["250", "250", "354"] {
            self.hear(expected).await?;
        }
        self.say(mail(marker).as_bytes()).await?;
        let ended_at = Instant::now();
        self.hear("250").await?;
        Ok(Kept { marker, ended_at, kept_at: Instant::now() })
    }

    async fn say(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.get_mut().write_all(bytes).await
    }

    /// Reads one answer, of however many lines.
    async fn hear(&mut self, expected: &str) -> Result<(), NotTaken> {
        loop {
            self.line.clear();
            if self.stream.read_line(&mut self.line).await? == 0 {
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
            }
            if self.line.as_bytes().get(3) == Some(&b'-') {
                continue;
            }
            return match self.line.as_bytes().first() {
                _ if self.line.starts_with(expected) => Ok(()),
                Some(b'4') => Err(NotTaken::Later(self.line.trim_end().to_owned())),
                _ => Err(NotTaken::Refused(self.line.trim_end().to_owned())),
            };
        }
    }
}

/// What a customer's mail looks like once it has passed two servers: some three kilobytes.
fn mail(marker: Marker) -> String {
    let received =
        "Received: from mail-out.stores.example (mail-out.stores.example [192.0.2.17])\r\n\
         \tby mx.vendor.example (Postfix) with ESMTPS id 4Tq0xY2vXzz1\r\n\
         \tfor <emergency@vendor.example>; Sat, 21 Nov 2026 03:00:00 +0000 (UTC)\r\n"
            .repeat(2);
    let said = "Every payment fails since the last deployment, in all countries.\r\n".repeat(8);
    let html =
        "<p>Every payment fails since the last deployment, in all countries.</p>\r\n".repeat(8);
    format!(
        "{received}Authentication-Results: mx.vendor.example; spf=pass smtp.mailfrom=stores.example;\r\n\
         \tdkim=pass header.d=stores.example; dmarc=pass header.from=stores.example\r\n\
         From: Rae Moss <{marker}@stores.example>\r\nTo: <{ADDRESS}>\r\n\
         Subject: {marker} checkout is down\r\nDate: Sat, 21 Nov 2026 03:00:00 +0000\r\n\
         Message-ID: <{marker}.1@stores.example>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/alternative; boundary=\"b1\"\r\n\r\n\
         --b1\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{said}\r\n\
         --b1\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n--b1--\r\n.\r\n"
    )
}

/// The program's settings for the mail that goes out.
pub(crate) fn outbound(relay: u16) -> String {
    format!("[email]\nsmtp_url = \"smtp://127.0.0.1:{relay}\"\nfrom = \"Frontline <{ADDRESS}>\"\n")
}

/// The program's settings for the mail that comes in.
pub(crate) fn inbound(port: u16) -> String {
    format!("[email.inbound]\nlisten = \"127.0.0.1:{port}\"\naddress = \"{ADDRESS}\"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_carries_its_marker_and_ends_once() {
        let mail = mail(Marker(7));
        assert_eq!(Marker::find(mail.as_bytes()), Some(Marker(7)));
        assert_eq!(mail.matches("\r\n.\r\n").count(), 1);
        assert!((2_000..4_000).contains(&mail.len()), "{}", mail.len());
    }
}
