//! Pages at a provider that takes only so many messages a second.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use domain::{Directory, Settings};
use engine::{Clock, Engine, NewDirectory, Options};
use jiff::SignedDuration;
use store::{Lane, Store};
use tempfile::TempDir;

use crate::app::{self, ANA, App, DIRECTORY, outage, submission};

/// Long enough for a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

struct House {
    app: App,
    engine: Engine,
    clock: Clock,
    _folder: TempDir,
}

impl House {
    /// Text messages go to a wall, so many a second.
    async fn new(rate: f64) -> Self {
        let app = App::start().await;
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Clock::manual("2026-11-21T03:00:00Z".parse().expect("a time"));
        let rates = BTreeMap::from([(Lane::Sms, vec![Some(rate)])]);
        let options = Options { rates, ..app::options(&app.wall) };
        let path = folder.path().join("frontline.db");
        let store = Store::open(&format!("sqlite:{}", path.display())).await.expect("a store");
        let engine = Engine::new(store, clock.clone(), Settings::default(), options).await;
        let engine = engine.expect("an engine");
        let directory: Directory = toml::from_str(DIRECTORY).expect("a directory");
        let by = String::new();
        let new = NewDirectory { directory, replaces: None, accept_holes: true, by };
        engine.replace_directory(new).await.expect("it is applied");
        Self { app, engine, clock, _folder: folder }
    }

    /// An outage of somebody who is answered by text message.
    async fn report(&self, customer: usize) {
        let mut request = outage();
        request.organization = Some(format!("Customer {customer}"));
        request.requester.email = None;
        request.requester.phone = Some(format!("+1555030{customer:04}"));
        self.engine.submit(submission(request)).await.expect("it is taken");
    }

    /// How often each customer's page has come, and how many receipts.
    fn arrived(&self) -> (BTreeMap<String, usize>, usize) {
        let (mut pages, mut receipts) = (BTreeMap::new(), 0);
        for shown in self.app.wall.messages_since(0) {
            if shown.to == ANA {
                *pages.entry(shown.text.clone()).or_default() += 1;
            } else if shown.to.starts_with("+1555030") {
                receipts += 1;
            }
        }
        (pages, receipts)
    }

    async fn wait_for_pages(&self, count: usize) {
        let begin = Instant::now();
        let mut live = self.app.wall.subscribe();
        while self.arrived().0.len() < count {
            assert!(begin.elapsed() < PATIENCE, "{} of {count} pages", self.arrived().0.len());
            let _ = tokio::time::timeout(Duration::from_millis(50), live.recv()).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn receipts_wait_until_the_pages_have_left() {
    let house = House::new(40.0).await;
    let running = house.engine.start().await.unwrap();
    let begin = Instant::now();
    for customer in 0..40 {
        house.report(customer).await;
    }
    house.wait_for_pages(40).await;
    let (pages, receipts) = house.arrived();
    // Whether any page waits is a matter of moments at the very beginning and the very end.
    assert!(receipts <= 4, "{receipts} receipts left before the last page");
    assert!(pages.values().all(|&times| times == 1), "{pages:?}");
    assert!(begin.elapsed() > Duration::from_millis(900), "the provider takes 40 a second");
    drop(running);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_waits_longer_than_its_lease_leaves_once() {
    let house = House::new(20.0).await;
    let running = house.engine.start().await.unwrap();
    for customer in 0..40 {
        house.report(customer).await;
    }
    for _ in 0..5 {
        house.clock.advance(SignedDuration::from_secs(25));
        house.wait_for_pages(house.arrived().0.len() + 3).await;
    }
    house.wait_for_pages(40).await;
    let (pages, _) = house.arrived();
    assert!(pages.values().all(|&times| times == 1), "{pages:?}");
    drop(running);
}
