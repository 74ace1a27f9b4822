//! A database that can be cut off, and nodes that have a spare.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops there")]

use std::{path::PathBuf, time::Duration};

use channels::{Wall, wall::Senders};
use domain::{Directory, Number, Settings};
use engine::{Clock, Engine, NewDirectory, OwnSpare, Running, SpareOptions, Standing, Submission};
use jiff::SignedDuration;
use store::Store;
use tokio::time::{Instant, sleep};

use crate::{
    app::{DIRECTORY, options, outage, submission},
    cluster::database,
    wire::Wire,
};

/// No test waits longer for what takes a few seconds at most.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);
pub(crate) const ALONE_AFTER: SignedDuration = SignedDuration::from_millis(500);

pub(crate) struct Node {
    pub(crate) engine: Engine,
    pub(crate) wall: Wall,
    pub(crate) running: Option<Running>,
}

/// A database behind a line, and nodes with a spare each.
pub(crate) struct Place {
    folder: tempfile::TempDir,
    pub(crate) wire: Wire,
    /// Past the line.
    pub(crate) shared: Store,
}

impl Place {
    pub(crate) async fn new() -> Self {
        Self::with(DIRECTORY).await
    }

    pub(crate) async fn with(directory: &str) -> Self {
        let url = database();
        let wire = Wire::to(&url).await;
        let shared = Store::open(&url).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let place = Self { folder, wire, shared };
        let first = place.node("first").await;
        let directory: Directory = toml::from_str(directory).unwrap();
        let new =
            NewDirectory { directory, replaces: None, accept_holes: true, by: "test".to_owned() };
        first.engine.replace_directory(new).await.unwrap();
        place
    }

    fn spare(&self, name: &str) -> PathBuf {
        self.folder.path().join(format!("{name}.db"))
    }

    pub(crate) async fn node(&self, name: &str) -> Node {
        let wall = Wall::new(Senders::default());
        let store = match Store::open(&self.wire.url).await {
            Ok(store) => store,
            Err(_) => Store::open_later(&self.wire.url).unwrap(),
        };
        let spare = SpareOptions { file: self.spare(name), page_alone_after: ALONE_AFTER };
        let until = Instant::now() + PATIENCE;
        // Whoever had it may still be ending.
        let spare = loop {
            match OwnSpare::take(spare.clone()) {
                Ok(spare) => break spare,
                Err(error) => assert!(Instant::now() < until, "{error}"),
            }
            sleep(Duration::from_millis(20)).await;
        };
        let (clock, settings) = (Clock::system(), Settings::default());
        let engine = Engine::with_spare(store, clock, settings, options(&wall), spare);
        Node { engine: engine.await.unwrap(), wall, running: None }
    }

    /// A copy beside the one that has the spare of this name.
    pub(crate) async fn started_beside(&self, name: &str) -> Node {
        let wall = Wall::new(Senders::default());
        let store = Store::open(&self.wire.url).await.unwrap();
        let spare = SpareOptions { file: self.spare(name), page_alone_after: ALONE_AFTER };
        let (clock, settings) = (Clock::system(), Settings::default());
        let later = Engine::with_spare_later(store, clock, settings, options(&wall), spare);
        let mut node = Node { engine: later.await.unwrap(), wall, running: None };
        node.running = Some(node.engine.start().await.unwrap());
        node
    }

    pub(crate) async fn started(&self, name: &str) -> Node {
        let mut node = self.node(name).await;
        node.running = Some(node.engine.start().await.unwrap());
        node
    }

    /// Whether the emergency is in the shared database, once.
    pub(crate) async fn has(&self, number: Number) -> bool {
        self.shared.emergency(number).await.unwrap().is_some()
    }
}

impl Node {
    pub(crate) async fn becomes(&self, what: &str, is_so: impl Fn(&Standing) -> bool) {
        let until = Instant::now() + PATIENCE;
        while !is_so(&self.engine.standing()) {
            assert!(Instant::now() < until, "{what}: {:?}", self.engine.standing());
            sleep(Duration::from_millis(20)).await;
        }
    }

    pub(crate) async fn comes_back(&self) {
        let until = Instant::now() + PATIENCE;
        while self.engine.standing() != Standing::Well || self.engine.may_keep_alone() {
            assert!(Instant::now() < until, "{:?}", self.engine.standing());
            sleep(Duration::from_millis(20)).await;
        }
    }

    pub(crate) async fn is_called(&self, address: &str, times: usize) {
        let until = Instant::now() + PATIENCE;
        while self.calls(address) < times {
            assert!(Instant::now() < until, "{address} is not called");
            sleep(Duration::from_millis(20)).await;
        }
    }

    pub(crate) fn calls(&self, address: &str) -> usize {
        self.wall.messages_since(0).iter().filter(|shown| shown.to == address).count()
    }
}

pub(crate) fn from(organization: usize) -> Submission {
    let mut request = outage();
    request.organization = Some(format!("customer {organization}"));
    request.requester.email = Some(format!("r@customer{organization}.example"));
    Submission { idempotency_key: Some(format!("key {organization}")), ..submission(request) }
}
