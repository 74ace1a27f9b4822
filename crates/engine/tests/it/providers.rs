//! Two providers in a row for text messages.

use std::{collections::BTreeMap, sync::Arc, time::Instant};

use channels::{
    Channel, Wall,
    wall::{Fault, Senders},
};
use domain::{Directory, Settings};
use engine::{Clock, Engine, NewDirectory, Options};
use jiff::SignedDuration;
use store::{Lane, Store};
use tempfile::TempDir;

use crate::app::{ANA, DIRECTORY, outage, submission};

struct House {
    engine: Engine,
    clock: Clock,
    first: Wall,
    second: Wall,
    reports: u32,
    _folder: Arc<TempDir>,
}

impl House {
    async fn new(providers: usize) -> Self {
        let clock = Clock::manual("2026-11-21T03:00:00Z".parse().expect("a time"));
        let folder = Arc::new(tempfile::tempdir().expect("a temporary folder"));
        let (first, second) = (Wall::new(Senders::default()), Wall::new(Senders::default()));
        let in_a_row = [&first, &second].map(|wall| Channel::Wall(wall.clone()));
        let voices = BTreeMap::from([(Lane::Sms, in_a_row[..providers].to_vec())]);
        let options = Options { voices, ..Options::default() };
        let path = folder.path().join("frontline.db");
        let store = Store::open(&format!("sqlite:{}", path.display())).await.expect("a store");
        let engine = Engine::new(store, clock.clone(), Settings::default(), options);
        let engine = engine.await.expect("an engine");
        let directory: Directory = toml::from_str(DIRECTORY).expect("the directory is right");
        let by = String::new();
        let new = NewDirectory { directory, replaces: None, accept_holes: true, by };
        engine.replace_directory(new).await.expect("the directory is applied");
        Self { engine, clock, first, second, reports: 0, _folder: folder }
    }

    /// An outage of somebody else each time; what each provider was given for Ana because of it.
    async fn report(&mut self) -> (usize, usize) {
        let before = (given(&self.first), given(&self.second));
        self.reports += 1;
        let mut request = outage();
        request.organization = Some(format!("Customer {}", self.reports));
        request.requester.email = Some(format!("ria@customer-{}.example", self.reports));
        self.engine.submit(submission(request)).await.expect("it is taken");
        self.engine.settle().await;
        (given(&self.first) - before.0, given(&self.second) - before.1)
    }

    fn seconds(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }
}

fn given(wall: &Wall) -> usize {
    wall.messages_since(0).iter().filter(|shown| shown.to == ANA).count()
}

#[tokio::test]
async fn the_second_provider_carries_a_page_at_once_when_the_first_fails() {
    for fault in [Fault::Unavailable, Fault::Busy(30), Fault::Refused] {
        let mut house = House::new(2).await;
        assert_eq!(house.report().await, (1, 0), "the first is preferred");
        house.first.set_fault(ANA, Some(fault));
        assert_eq!(house.report().await, (0, 1), "{fault:?}");
    }
}

#[tokio::test]
async fn a_provider_that_hangs_holds_a_page_for_seconds_only() {
    let mut house = House::new(2).await;
    house.first.set_fault(ANA, Some(Fault::Hangs));
    let begin = Instant::now();
    assert_eq!(house.report().await, (0, 1));
    assert!(begin.elapsed().as_secs() < 10, "{:?}", begin.elapsed());
}

#[tokio::test]
async fn a_failing_provider_is_left_alone_and_tried_again_after_its_rest() {
    let mut house = House::new(2).await;
    house.first.set_fault(ANA, Some(Fault::Unavailable));
    for _ in 0..3 {
        assert_eq!(house.report().await, (0, 1));
    }
    assert_eq!(house.engine.failing_providers().len(), 1);
    house.first.set_fault(ANA, None);
    assert_eq!(house.report().await, (0, 1), "it is not asked before it has rested");
    house.seconds(31);
    assert_eq!(house.report().await, (1, 0), "one message shows that it is well");
    assert_eq!(house.report().await, (1, 0));
    assert_eq!(house.engine.failing_providers(), []);
}

#[tokio::test]
async fn a_page_never_waits_for_a_provider_to_have_rested() {
    let mut both = House::new(2).await;
    both.first.set_fault(ANA, Some(Fault::Unavailable));
    both.second.set_fault(ANA, Some(Fault::Unavailable));
    for _ in 0..3 {
        both.report().await;
    }
    assert_eq!(both.engine.failing_providers().len(), 2);
    both.second.set_fault(ANA, None);
    assert_eq!(both.report().await, (0, 1));

    let mut alone = House::new(1).await;
    alone.first.set_fault(ANA, Some(Fault::Unavailable));
    for _ in 0..4 {
        alone.report().await;
    }
    alone.first.set_fault(ANA, None);
    assert_eq!(alone.report().await, (1, 0));
}
