//! The engine's end: what is under way is finished, and what is only held is given back.

use std::time::Duration;

use channels::wall::Fault;
use domain::{Settings, directory::Directory};
use engine::{Engine, NewDirectory};
use jiff::SignedDuration;
use store::{Delivery, Lane};

use crate::app::{self, ANAS_PHONE, App, outage, submission};

/// So many calls may be under way at once.
const CALLS_AT_ONCE: usize = 32;
const CUSTOMERS: usize = 40;

/// An engine whose first page is a call.
async fn calling(app: &App, folder: &tempfile::TempDir) -> Engine {
    let engine = app::engine(folder, &app.clock, &app.wall, Settings::default()).await;
    let mut directory: Directory = app.engine.directory().1.clone();
    let rules = &mut directory.responders[0].rules;
    rules.remove(0);
    rules[0].after = SignedDuration::ZERO;
    let new = NewDirectory { directory, replaces: None, accept_holes: true, by: String::new() };
    engine.replace_directory(new).await.expect("it is done");
    engine
}

async fn reports(engine: &Engine, customers: usize) {
    for customer in 0..customers {
        let mut request = outage();
        request.organization = None;
        request.requester.email = Some(format!("ria@customer{customer}.example"));
        engine.submit(submission(request)).await.expect("it is done");
    }
}

/// What somebody who starts now could call at once.
async fn free_calls(app: &App, engine: &Engine) -> Vec<Delivery> {
    let now = app.clock.now();
    let until = now + SignedDuration::from_mins(1);
    engine.store().claim(Lane::Voice, now, until, 1_000).await.expect("it is done")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_not_begun_is_given_back_also_while_a_provider_hangs() {
    let app = App::start().await;
    app.break_address(ANAS_PHONE, Fault::Hangs);
    let folder = tempfile::tempdir().unwrap();
    let engine = calling(&app, &folder).await;
    let running = engine.start().await.unwrap();
    reports(&engine, CUSTOMERS).await;
    let is_done = running.stop(Duration::from_millis(300)).await;
    assert!(!is_done, "calls that hang are not waited for without end");
    assert_eq!(free_calls(&app, &engine).await.len(), CUSTOMERS - CALLS_AT_ONCE);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_comes_after_the_stop_waits_for_whoever_starts_next() {
    let app = App::start().await;
    let folder = tempfile::tempdir().unwrap();
    let engine = calling(&app, &folder).await;
    let running = engine.start().await.unwrap();
    assert!(running.stop(Duration::from_secs(60)).await, "nothing was under way");
    reports(&engine, 3).await;
    assert_eq!(free_calls(&app, &engine).await.len(), 3);
}
