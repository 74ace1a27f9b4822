//! Watching another installation: when nothing is heard of it for too long, that is an emergency here, paged
//! over this one's own providers.

use std::time::{Duration, Instant};

use channels::{DeliveryError, Probe};
use domain::{
    Impact, Request,
    request::{Alert, Channel, Requester},
};

use crate::{Engine, EngineError, Submission};

/// An emergency that was closed while nothing is heard is opened anew after so long.
const SAY_AGAIN: Duration = Duration::from_secs(300);

#[derive(Clone, Debug)]
pub struct WatchOptions {
    /// What people call it.
    pub name: String,
    /// What it must answer: its `healthz` and its `readyz`.
    pub probes: Vec<Probe>,
    pub every: Duration,
    /// For so long it may be silent.
    pub gone_after: Duration,
}

impl WatchOptions {
    async fn ask(&self) -> Result<(), DeliveryError> {
        for probe in &self.probes {
            probe.ask().await?;
        }
        Ok(())
    }
}

/// What is known of the other installation.
#[derive(Debug)]
pub struct Watching {
    options: WatchOptions,
    heard_at: Instant,
    /// When it was said that it is gone; `None` while all is well.
    said_at: Option<Instant>,
    /// Whether an emergency of before this start may still be open.
    is_new: bool,
}

impl Watching {
    pub fn new(options: WatchOptions) -> Self {
        Self { options, heard_at: Instant::now(), said_at: None, is_new: true }
    }
}

impl Engine {
    /// Runs as long as the engine does.
    pub(crate) async fn watch_other(&self, options: WatchOptions) {
        let mut watching = Watching::new(options);
        loop {
            if let Err(error) = self.look_at_other(&mut watching).await {
                tracing::error!(%error, "it could not be written down what is heard of the other installation");
            }
            tokio::time::sleep(watching.options.every).await;
        }
    }

    /// Looks once. An emergency opens when nothing was heard for too long, and hears that it is over.
    pub async fn look_at_other(&self, watching: &mut Watching) -> Result<(), EngineError> {
        let name = watching.options.name.clone();
        match watching.options.ask().await {
            Ok(()) => {
                watching.heard_at = Instant::now();
                if watching.said_at.is_some() || watching.is_new {
                    self.alert_ends(&alert(&name)).await?;
                    tracing::info!(name, "the other installation is heard of");
                }
                (watching.said_at, watching.is_new) = (None, false);
            }
            Err(error) => {
                let problem = error.reason();
                let silent_for = watching.heard_at.elapsed();
                tracing::warn!(
                    name,
                    problem,
                    ?silent_for,
                    "the other installation does not answer"
                );
                let is_said = watching.said_at.is_some_and(|at| at.elapsed() < SAY_AGAIN);
                if silent_for >= watching.options.gone_after && !is_said {
                    self.alert_fires(gone(&name, &problem, silent_for)).await?;
                    watching.said_at = Some(Instant::now());
                }
            }
        }
        Ok(())
    }
}

fn alert(name: &str) -> Alert {
    Alert { monitor: words::watch::MONITOR.to_owned(), key: name.to_owned() }
}

fn gone(name: &str, problem: &str, silent_for: Duration) -> Submission {
    let (summary, details) = words::watch::gone(name, problem, silent_for);
    let request = Request {
        summary,
        details,
        impact: Some(Impact::Outage),
        // Whatever the hour: the desk cannot see that nobody is called any more.
        still_an_emergency: true,
        requester: Requester {
            name: Some(words::watch::MONITOR.to_owned()),
            ..Requester::default()
        },
        channel: Channel::Monitoring,
        alert: Some(alert(name)),
        ..Request::default()
    };
    let raw = serde_json::to_vec(&request).unwrap_or_default();
    Submission { request, raw, source: "this installation".to_owned(), idempotency_key: None }
}
