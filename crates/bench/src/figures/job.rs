//! The job that is measured: one message in, one webhook page out, and each its own case. The same
//! for every system that does it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};

use crate::{
    arrivals::Marker,
    load::{From, body},
    sink::Sink,
    wire::Wire,
};

const ARRIVES_WITHIN: Duration = Duration::from_secs(120);

/// A system that does the job, and the sink that its pages go to.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    form: Form,
    ports: Arc<[u16]>,
    pub(crate) sink: Arc<Sink>,
    next: Arc<AtomicU32>,
}

/// How a system wants to be told.
#[derive(Clone, Debug)]
pub(crate) enum Form {
    Frontline { token: Arc<str> },
    Alertmanager,
    Bare,
}

/// A message that was answered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told {
    marker: Marker,
    pub(crate) sent_at: Instant,
}

/// One connection to one of the system's nodes.
#[derive(Debug)]
pub(crate) struct Line {
    job: Job,
    wire: Wire,
}

impl Job {
    pub(crate) fn new(form: Form, ports: &[u16], sink: &Arc<Sink>) -> Self {
        Self { form, ports: ports.into(), sink: Arc::clone(sink), next: sink.next_marker() }
    }

    /// Connections go to the nodes in turn.
    pub(crate) async fn line(&self, turn: usize) -> anyhow::Result<Line> {
        let wire = Wire::connect(self.ports[turn % self.ports.len()]).await?;
        Ok(Line { job: self.clone(), wire })
    }

    /// Waits for the page of each message; when it came, from the sending on.
    pub(crate) async fn pages(&self, told: &[Told]) -> anyhow::Result<Vec<Duration>> {
        let mut times = Vec::with_capacity(told.len());
        for one in told {
            let has_come = |marker| self.sink.arrivals.first(marker).is_some();
            let in_time = self.sink.arrivals.wait(ARRIVES_WITHIN, |_| has_come(one.marker));
            ensure!(in_time.await, "no page came for {}", one.marker);
            times.push(self.arrived(one)?.duration_since(one.sent_at));
        }
        Ok(times)
    }

    pub(crate) fn arrived(&self, told: &Told) -> anyhow::Result<Instant> {
        self.sink.arrivals.first(told.marker).context("it has not come")
    }
}

impl Line {
    /// Sends one message and waits until it is accepted.
    pub(crate) async fn tell(&mut self) -> anyhow::Result<Told> {
        let marker = Marker(self.job.next.fetch_add(1, Relaxed));
        let bytes = self.job.form.message(marker);
        let sent_at = Instant::now();
        self.wire.send(&bytes).await?;
        let answer = self.wire.receive().await?.context("it hung up")?;
        let status = answer.status();
        let is_accepted = status == Some(self.job.form.accepts_with());
        ensure!(is_accepted, "answered {status:?}: {}", String::from_utf8_lossy(answer.body));
        Ok(Told { marker, sent_at })
    }
}

impl Form {
    fn message(&self, marker: Marker) -> Vec<u8> {
        let (path, body, more) = match self {
            Self::Frontline { token } => {
                let more = format!("authorization: Bearer {token}\r\n");
                ("/api/v1/requests", body(marker, From::Nobody), more)
            }
            Self::Alertmanager => ("/api/v2/alerts", alert(marker), String::new()),
            Self::Bare => ("/", body(marker, From::Nobody), String::new()),
        };
        let length = body.len();
        format!(
            "POST {path} HTTP/1.1\r\nhost: bench\r\n{more}content-type: application/json\r\n\
             content-length: {length}\r\n\r\n{body}"
        )
        .into_bytes()
    }

    fn accepts_with(&self) -> u16 {
        match self {
            Self::Frontline { .. } | Self::Bare => 201,
            Self::Alertmanager => 200,
        }
    }
}

/// What our request says, as an alert.
fn alert(marker: Marker) -> String {
    format!(
        r#"[{{"labels": {{"alertname": "CheckoutDown", "organization": "{marker} Stores",
              "severity": "critical"}},
             "annotations": {{"summary": "{marker} checkout is down",
              "description": "Every payment fails since the last deployment, in all countries."}}}}]"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alert_is_json_and_carries_its_marker() {
        serde_json::from_str::<serde_json::Value>(&alert(Marker(7))).unwrap();
        assert_eq!(Marker::find(&Form::Alertmanager.message(Marker(7))), Some(Marker(7)));
        assert_eq!(Marker::find(&Form::Bare.message(Marker(8))), Some(Marker(8)));
    }
}
