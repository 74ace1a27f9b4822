//! A node whose database goes away: it takes what comes, calls people, and hands over what it kept.

/// The name has the tests find a server.
#[expect(clippy::unwrap_used, reason = "a test that cannot go on stops there")]
mod real_postgres {
    use std::{collections::BTreeSet, path::PathBuf, time::Duration};

    use channels::{Wall, wall::Senders};
    use domain::{Directory, Input, Number, Settings};
    use engine::{
        Case, Clock, Engine, NewDirectory, OwnSpare, Running, SpareOptions, Standing, Submission,
    };
    use jiff::SignedDuration;
    use store::Store;
    use tokio::time::{Instant, sleep};

    use crate::{
        app::{ANA, DIRECTORY, by, emergency, options, outage, submission},
        cluster::database,
        wire::{Line, Wire},
    };

    /// No test waits longer for what takes a few seconds at most.
    const PATIENCE: Duration = Duration::from_secs(60);
    const ALONE_AFTER: SignedDuration = SignedDuration::from_millis(500);

    struct Node {
        engine: Engine,
        wall: Wall,
        running: Option<Running>,
    }

    /// A database behind a line, and nodes with a spare each.
    struct Place {
        folder: tempfile::TempDir,
        wire: Wire,
        /// Past the line.
        shared: Store,
    }

    impl Place {
        async fn new() -> Self {
            let url = database();
            let wire = Wire::to(&url).await;
            let shared = Store::open(&url).await.unwrap();
            let folder = tempfile::tempdir().unwrap();
            let place = Self { folder, wire, shared };
            let first = place.node("first").await;
            let directory: Directory = toml::from_str(DIRECTORY).unwrap();
            let new = NewDirectory {
                directory,
                replaces: None,
                accept_holes: true,
                by: "test".to_owned(),
            };
            first.engine.replace_directory(new).await.unwrap();
            place
        }

        fn spare(&self, name: &str) -> PathBuf {
            self.folder.path().join(format!("{name}.db"))
        }

        async fn node(&self, name: &str) -> Node {
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

        async fn started(&self, name: &str) -> Node {
            let mut node = self.node(name).await;
            node.running = Some(node.engine.start().await.unwrap());
            node
        }

        /// Whether the emergency is in the shared database, once.
        async fn has(&self, number: Number) -> bool {
            self.shared.emergency(number).await.unwrap().is_some()
        }
    }

    impl Node {
        async fn becomes(&self, what: &str, is_so: impl Fn(&Standing) -> bool) {
            let until = Instant::now() + PATIENCE;
            while !is_so(&self.engine.standing()) {
                assert!(Instant::now() < until, "{what}: {:?}", self.engine.standing());
                sleep(Duration::from_millis(20)).await;
            }
        }

        async fn comes_back(&self) {
            let until = Instant::now() + PATIENCE;
            while self.engine.standing() != Standing::Well || self.engine.may_keep_alone() {
                assert!(Instant::now() < until, "{:?}", self.engine.standing());
                sleep(Duration::from_millis(20)).await;
            }
        }

        async fn is_called(&self, address: &str, times: usize) {
            let until = Instant::now() + PATIENCE;
            while self.calls(address) < times {
                assert!(Instant::now() < until, "{address} is not called");
                sleep(Duration::from_millis(20)).await;
            }
        }

        fn calls(&self, address: &str) -> usize {
            self.wall.messages_since(0).iter().filter(|shown| shown.to == address).count()
        }
    }

    fn from(organization: usize) -> Submission {
        let mut request = outage();
        request.organization = Some(format!("customer {organization}"));
        request.requester.email = Some(format!("r@customer{organization}.example"));
        Submission { idempotency_key: Some(format!("key {organization}")), ..submission(request) }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_request_is_taken_paged_answered_and_handed_over_while_the_database_is_cut_off() {
        let place = Place::new().await;
        let node = place.started("node").await;
        place.wire.set(Line::Cut);
        let accepted = node.engine.submit(from(1)).await.expect("it is taken all the same");
        let number = emergency(&accepted);
        assert!(node.engine.standing().is_away());
        assert_eq!(node.engine.submit(from(1)).await.unwrap(), accepted, "the same key, once");
        node.is_called(ANA, 1).await;
        assert!(matches!(node.engine.standing(), Standing::Away { pages_alone: true, .. }));

        let case = Case::Emergency(number);
        let at_work = node.engine.that_has(case).await;
        let answer = Input::Answer { by: by("ana"), take_over: false };
        at_work.apply(number, answer).await.expect("Ana answers");
        assert!(!place.has(number).await);
        place.wire.set(Line::Through);
        node.comes_back().await;
        let saved = place.shared.emergency(number).await.unwrap().expect("it is handed over");
        assert_eq!(saved.emergency.state_name(), "answered");
        assert_eq!(saved.requesters, 1);
        assert!(!node.engine.keeps_alone(case).await);
        assert_eq!(node.engine.submit(from(1)).await.unwrap(), accepted, "the key went with it");
        let spare = node.engine.spare().unwrap().store();
        assert_eq!(spare.kept_requests().await.unwrap(), 0);
        // What it was told is told once.
        node.is_called("r@customer1.example", 2).await;
        sleep(Duration::from_secs(1)).await;
        assert_eq!(node.calls("r@customer1.example"), 2, "the receipt, and that Ana is there");
        assert_eq!(node.calls(ANA), 1);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_database_that_is_back_soon_has_the_case_paged_once() {
        let place = Place::new().await;
        let node = place.started("node").await;
        place.wire.set(Line::Hangs);
        let begun = Instant::now();
        let number = emergency(&node.engine.submit(from(1)).await.unwrap());
        assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
        let after = Instant::now();
        node.engine.submit(from(2)).await.unwrap();
        assert!(after.elapsed() < Duration::from_secs(1), "the second one does not wait");
        place.wire.set(Line::Through);
        node.comes_back().await;
        assert!(place.has(number).await);
        node.is_called(ANA, 2).await;
        sleep(Duration::from_secs(1)).await;
        assert_eq!(node.calls(ANA), 2, "two emergencies, one call for each");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_node_that_dies_while_it_is_alone_goes_on_after_its_start() {
        let place = Place::new().await;
        let mut node = place.started("node").await;
        place.wire.set(Line::Cut);
        let numbers: Vec<_> = [
            emergency(&node.engine.submit(from(1)).await.unwrap()),
            emergency(&node.engine.submit(from(2)).await.unwrap()),
        ]
        .into();
        drop(node.running.take());
        drop(node);
        let node = place.started("node").await;
        assert!(node.engine.standing().is_away(), "it begins without the database");
        node.is_called(ANA, 2).await;
        let third = emergency(&node.engine.submit(from(3)).await.unwrap());
        place.wire.set(Line::Through);
        node.comes_back().await;
        for number in numbers.into_iter().chain([third]) {
            assert!(place.has(number).await, "{number}");
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn nodes_that_are_alone_at_once_give_out_different_numbers() {
        let place = Place::new().await;
        let (one, other) = (place.started("one").await, place.started("other").await);
        place.wire.set(Line::Cut);
        let mut numbers = BTreeSet::new();
        for index in 0..10 {
            let node = if index % 2 == 0 { &one } else { &other };
            numbers.insert(emergency(&node.engine.submit(from(index)).await.unwrap()));
        }
        assert_eq!(numbers.len(), 10);
        place.wire.set(Line::Through);
        one.comes_back().await;
        other.comes_back().await;
        for number in numbers {
            assert!(place.has(number).await, "{number}");
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn under_load_every_receipt_is_there_once_whatever_the_line_does() {
        let place = Place::new().await;
        let node = place.started("node").await;
        let load: Vec<_> = (0..4)
            .map(|lane| {
                let engine = node.engine.clone();
                tokio::spawn(async move {
                    let mut accepted = Vec::new();
                    for index in 0..100 {
                        let request = from(lane * 1_000 + index);
                        accepted.push(engine.submit(request).await.expect("none is refused"));
                        sleep(Duration::from_millis(40)).await;
                    }
                    accepted
                })
            })
            .collect();
        for line in [Line::Hangs, Line::Through, Line::Cut, Line::Through, Line::Hangs] {
            sleep(Duration::from_millis(900)).await;
            place.wire.set(line);
        }
        let mut accepted = Vec::new();
        for lane in load {
            accepted.extend(lane.await.unwrap());
        }
        place.wire.set(Line::Through);
        node.comes_back().await;
        let mut numbers = BTreeSet::new();
        for receipt in &accepted {
            let number = emergency(receipt);
            assert!(place.has(number).await, "{number} is lost");
            assert!(numbers.insert(number), "{number} was given twice");
            let row = place.shared.requester(&receipt.requester).await.unwrap();
            assert_eq!(row.expect("the status page is there").emergency, Some(number));
        }
        let all = place.shared.counts().await.unwrap().open;
        assert_eq!(all, numbers.len() as u64, "nothing is there twice");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_a_node_may_do_alone_is_what_was_right_last() {
        let place = Place::new().await;
        let node = place.started("node").await;
        let key = place.shared.secret("links").await.unwrap();
        let spare = node.engine.spare().unwrap();
        assert_eq!(spare.store().secret("links").await.unwrap(), key, "links lead to both");
        assert_eq!(spare.directory().0, 1);
        assert_eq!(node.engine.standing(), Standing::Well);
        assert!(!node.engine.may_keep_alone());
        node.becomes("it is well", |standing| *standing == Standing::Well).await;
        let (at_work, _stays) = node.engine.at_work().await;
        at_work.submit(from(1)).await.unwrap();
        assert_eq!(place.shared.counts().await.unwrap().open, 1, "nothing is kept in good times");
    }
}
