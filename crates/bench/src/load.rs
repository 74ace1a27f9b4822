//! Requests, as the vendor's own software would send them.

use std::{fmt::Write, sync::Arc};

use anyhow::{Context, bail};
use serde_json::Value;
use thiserror::Error;

use crate::{arrivals::Marker, wire::Wire};

/// One connection that sends requests, one after the other.
#[derive(Debug)]
pub(crate) struct Client {
    wire: Wire,
    token: Arc<str>,
    /// Whether each request carries its marker as idempotency key, so that it can be sent again.
    keyed: bool,
}

/// What a request is sent with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum From<'a> {
    /// A name of its own and no address: nothing joins, nothing but the page goes out.
    Nobody,
    /// A name of its own, and an address that the receipt goes to.
    Requester,
    /// A name of its own, and a number that the receipt goes to.
    Texter,
    /// A customer of the directory.
    Organization(&'a str),
}

/// A request that was answered with 201.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Accepted {
    pub(crate) marker: Marker,
    pub(crate) number: u32,
}

/// Why a request was not accepted.
#[derive(Debug, Error)]
pub(crate) enum NotAccepted {
    /// The program went away before it answered: what became of the request is not known.
    #[error("the connection was cut off")]
    CutOff(#[from] std::io::Error),
    /// It says that nothing was taken in, and what to do.
    #[error("nothing was taken in: {0}")]
    Unavailable(String),
    #[error("the request was answered with {0}")]
    Refused(String),
}

impl Client {
    pub(crate) async fn connect(port: u16, token: Arc<str>) -> std::io::Result<Self> {
        Ok(Self { wire: Wire::connect(port).await?, token, keyed: false })
    }

    /// As [`Client::connect`], for requests that may have to be sent again.
    pub(crate) async fn keyed(port: u16, token: Arc<str>) -> std::io::Result<Self> {
        Ok(Self { keyed: true, ..Self::connect(port, token).await? })
    }

    /// Sends a request and waits for its answer.
    pub(crate) async fn request(
        &mut self,
        marker: Marker,
        from: From<'_>,
    ) -> Result<Accepted, NotAccepted> {
        let key = self.keyed.then_some(marker);
        let bytes = self.post("/api/v1/requests", key, &body(marker, from));
        self.wire.send(&bytes).await?;
        let answer = self.wire.receive().await?;
        let answer = answer.ok_or(std::io::Error::from(std::io::ErrorKind::UnexpectedEof))?;
        let number = (answer.status() == Some(201)).then(|| number(answer.body)).flatten();
        if let Some(number) = number {
            return Ok(Accepted { marker, number });
        }
        let text = String::from_utf8_lossy(answer.body);
        Err(match answer.status() {
            Some(503) => NotAccepted::Unavailable(text.into_owned()),
            status => NotAccepted::Refused(format!("{status:?}: {text}")),
        })
    }

    /// A stretch of the open emergencies, by their next deadline.
    pub(crate) async fn open_emergencies(&mut self, cursor: Option<&str>) -> anyhow::Result<Value> {
        let cursor = cursor.map_or_else(String::new, |cursor| format!("&cursor={cursor}"));
        self.get(&format!("/api/v1/emergencies?state=open&limit=200{cursor}")).await
    }

    /// The emergency as the API tells it.
    pub(crate) async fn emergency(&mut self, number: u32) -> anyhow::Result<Value> {
        self.get(&format!("/api/v1/emergencies/E-{number}")).await
    }

    /// Takes the page, as this person.
    pub(crate) async fn answer(&mut self, number: u32, responder: &str) -> anyhow::Result<()> {
        let body = format!(r#"{{"responder": "{responder}"}}"#);
        let path = format!("/api/v1/emergencies/E-{number}/answer");
        let bytes = self.post(&path, None, &body);
        self.wire.send(&bytes).await?;
        let answer = self.wire.receive().await?.context("the program hung up")?;
        if answer.status() != Some(200) {
            let said = String::from_utf8_lossy(answer.body);
            bail!("the answer for E-{number} was met with {:?}: {said}", answer.status());
        }
        Ok(())
    }

    async fn get(&mut self, path: &str) -> anyhow::Result<Value> {
        let token = &self.token;
        let head =
            format!("GET {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\n\r\n");
        self.wire.send(head.as_bytes()).await?;
        let answer = self.wire.receive().await?.context("the program hung up")?;
        if answer.status() != Some(200) {
            bail!("{path} was answered with {:?}", answer.status());
        }
        Ok(serde_json::from_slice(answer.body)?)
    }

    fn post(&self, path: &str, key: Option<Marker>, body: &str) -> Vec<u8> {
        let (token, length) = (&self.token, body.len());
        let mut head = format!(
            "POST {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n"
        );
        if let Some(key) = key {
            let _ = write!(head, "idempotency-key: {key}\r\n");
        }
        format!("{head}\r\n{body}").into_bytes()
    }
}

/// A request that opens an emergency of its own.
pub(crate) fn body(marker: Marker, from: From<'_>) -> String {
    let organization = match from {
        From::Nobody | From::Requester | From::Texter => format!("{marker} Stores"),
        From::Organization(name) => name.to_owned(),
    };
    let requester = match from {
        From::Requester => {
            format!(r#", "requester": {{"name": "Rae Moss", "email": "{marker}@stores.example"}}"#)
        }
        From::Texter => {
            format!(r#", "requester": {{"name": "Rae Moss", "phone": "+1555{:07}"}}"#, marker.0)
        }
        From::Nobody | From::Organization(_) => String::new(),
    };
    format!(
        r#"{{"summary": "{marker} checkout is down", "impact": "revenue_blocked",
            "details": "Every payment fails since the last deployment, in all countries.",
            "organization": "{organization}"{requester}}}"#
    )
}

/// The number of the emergency, read without taking the rest of the answer apart.
fn number(body: &[u8]) -> Option<u32> {
    let start = body.windows(3).position(|three| three == b"\"E-")? + 3;
    let rest = &body[start..];
    let digits = &rest[..rest.iter().take_while(|byte| byte.is_ascii_digit()).count()];
    std::str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_is_json() {
        for from in [From::Nobody, From::Requester, From::Texter, From::Organization("Acme")] {
            serde_json::from_str::<Value>(&body(Marker(7), from)).unwrap();
        }
    }

    #[test]
    fn the_number_is_read() {
        assert_eq!(number(br#"{"kind":"emergency","number":"E-1042"}"#), Some(1042));
        assert_eq!(number(br#"{"kind":"ticket","number":"T-1042"}"#), None);
    }
}
