//! Several nodes, each an engine of its own, on one PostgreSQL database.

use std::time::{Duration, Instant};

use channels::{
    Wall,
    wall::{Fault, Senders},
};
use domain::{Directory, Settings};
use engine::{Change, Clock, Engine, NewDirectory, Submission};
use store::{Mishap, Mishaps, Store};
use tokio::task::JoinSet;

use crate::{
    app::{self, ANA, DIRECTORY, emergency, outage, submission},
    cluster::database,
};

/// No test waits longer for what takes two seconds at most.
const PATIENCE: Duration = Duration::from_secs(30);

async fn node(url: &str, wall: &Wall) -> Engine {
    app::engine_at(url, &Clock::system(), wall, Settings::default()).await
}

/// Two nodes that have a directory; each has a wall of its own.
async fn two_nodes() -> [(Engine, Wall); 2] {
    let url = database();
    let walls = [Wall::new(Senders::default()), Wall::new(Senders::default())];
    let first = node(&url, &walls[0]).await;
    let directory: Directory = toml::from_str(DIRECTORY).expect("the directory is right");
    let by = "test".to_owned();
    let new = NewDirectory { directory, replaces: None, accept_holes: true, by };
    first.replace_directory(new).await.expect("it is applied");
    let second = node(&url, &walls[1]).await;
    let [one, other] = walls;
    [(first, one), (second, other)]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_that_hear_of_one_outage_at_one_moment_open_one_emergency() {
    let [(one, _), (other, _)] = two_nodes().await;
    let mut reports = JoinSet::new();
    for index in 0..40 {
        let engine = if index % 2 == 0 { one.clone() } else { other.clone() };
        let mut request = outage();
        request.requester.email = Some(format!("r{index}@acme.example"));
        reports.spawn(async move { engine.submit(submission(request)).await });
    }
    let mut numbers = Vec::new();
    while let Some(accepted) = reports.join_next().await {
        numbers.push(emergency(&accepted.unwrap().expect("nobody is turned away")));
    }
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), 1);
    let saved = one.store().emergency(numbers[0]).await.unwrap().unwrap();
    assert_eq!(saved.requesters, 40);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_a_dying_node_held_is_sent_by_another() {
    let [(dies, its_wall), (lives, wall)] = two_nodes().await;
    its_wall.set_fault(ANA, Some(Fault::Hangs));
    let mut pages = wall.subscribe();
    let dying = dies.start().await.unwrap();
    let _running = lives.start().await.unwrap();
    dies.submit(submission(outage())).await.unwrap();
    // It is at work on the page, and then it is not there any more.
    drop(dying);
    let sent = async { while pages.recv().await.expect("the wall stands").to != ANA {} };
    tokio::time::timeout(PATIENCE, sent).await.expect("the other node calls Ana");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_stored_unheard_is_paged_at_once_and_taken_in_once() {
    let wall = Wall::new(Senders::default());
    let mishaps = Mishaps::default();
    let store = Store::open(&database()).await.unwrap().with_mishaps(mishaps.clone());
    let engine = app::engine_on(store, &Clock::system(), &wall, Settings::default()).await;
    let directory: Directory = toml::from_str(DIRECTORY).expect("the directory is right");
    let by = "test".to_owned();
    let new = NewDirectory { directory, replaces: None, accept_holes: true, by };
    engine.replace_directory(new).await.expect("it is applied");
    let _running = engine.start().await.unwrap();
    mishaps.plan(0, "requests", Mishap::Unheard);
    let begun = Instant::now();
    let keyed = Submission { idempotency_key: Some("1".to_owned()), ..submission(outage()) };
    assert!(engine.submit(keyed.clone()).await.is_err(), "nobody knows that it is stored");
    while !wall.messages_since(0).iter().any(|shown| shown.to == ANA) {
        assert!(begun.elapsed() < PATIENCE, "Ana is not called before the lease runs out");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let number = emergency(&engine.submit(keyed).await.expect("it is there"));
    let saved = engine.store().emergency(number).await.unwrap().unwrap();
    assert_eq!(saved.requesters, 1);
    let pages = wall.messages_since(0);
    assert_eq!(pages.iter().filter(|shown| shown.to == ANA).count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_looks_at_one_node_sees_what_happens_on_another() {
    let [(one, _), (other, _)] = two_nodes().await;
    let (_one, _other) = (one.start().await.unwrap(), other.start().await.unwrap());
    let mut changes = other.changes();
    let seen = async {
        loop {
            let accepted = one.submit(submission(outage())).await.unwrap();
            let number = emergency(&accepted);
            // Whoever does not listen yet is told that anything may have changed.
            while let Ok(change) = changes.recv().await {
                match change {
                    Change::Emergency(changed) if changed == number => return,
                    Change::Everything => break,
                    Change::Emergency(_)
                    | Change::Ticket(_)
                    | Change::Directory
                    | Change::Switch => {}
                }
            }
        }
    };
    tokio::time::timeout(PATIENCE, seen).await.expect("it is told");
}
