//! The engine as it runs: with the real clock and its loops.

use std::{
    future::poll_fn,
    task::Poll,
    time::{Duration, Instant},
};

use domain::{Settings, directory::Directory};
use engine::{Clock, NewDirectory};
use jiff::SignedDuration;

use crate::app::{self, ANA, App, BEN, outage, submission};

/// The next message to an address; the test's own limit is generous, nothing is timed.
async fn wait_for(
    live: &mut tokio::sync::broadcast::Receiver<std::sync::Arc<channels::wall::Shown>>,
    address: &str,
) {
    let found = async { while live.recv().await.expect("the wall stands").to != address {} };
    tokio::time::timeout(std::time::Duration::from_secs(60), found).await.expect(address);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_leave_and_deadlines_wake_without_being_asked() {
    let app = App::start().await;
    let folder = tempfile::tempdir().unwrap();
    let engine = app::engine(&folder, &Clock::system(), &app.wall, Settings::default()).await;
    let mut directory: Directory = app.engine.directory().1.clone();
    directory.policies[0].steps[0].answer_within = SignedDuration::from_millis(300);
    let new = NewDirectory { directory, replaces: None, accept_holes: true, by: String::new() };
    engine.replace_directory(new).await.unwrap();
    let mut live = app.wall.subscribe();
    let running = engine.start().await.unwrap();

    let accepted = engine.submit(submission(outage())).await.unwrap();
    wait_for(&mut live, ANA).await;
    wait_for(&mut live, BEN).await;
    engine.text_received(BEN, "ok", "").await.unwrap();
    wait_for(&mut live, "ria@acme.example").await;
    let number = app::emergency(&accepted);
    let saved = engine.store().emergency(number).await.unwrap().unwrap();
    assert_eq!(saved.emergency.responder().unwrap().id.as_str(), "ben");
    assert_eq!(engine.stopped_loops(), Vec::<&str>::new());
    drop(running);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_after_the_clock_was_set_back_keeps_the_deadlines_of_before() {
    let app = App::start().await;
    let folder = tempfile::tempdir().unwrap();
    let ahead = Clock::manual(Clock::system().now() + SignedDuration::from_hours(1));
    let before = app::engine(&folder, &ahead, &app.wall, Settings::default()).await;
    let mut directory: Directory = app.engine.directory().1.clone();
    directory.policies[0].steps[0].answer_within = SignedDuration::from_millis(300);
    let new = NewDirectory { directory, replaces: None, accept_holes: true, by: String::new() };
    before.replace_directory(new).await.unwrap();
    before.submit(submission(outage())).await.unwrap();
    drop(before);

    let mut live = app.wall.subscribe();
    let clock = Clock::system();
    let engine = app::engine(&folder, &clock, &app.wall, Settings::default()).await;
    assert!(engine.now() >= ahead.now(), "the journal would go back");
    let running = engine.start().await.unwrap();
    wait_for(&mut live, BEN).await;
    assert!(clock.ahead() > SignedDuration::from_mins(59));
    drop(running);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_was_set_back_is_followed_once_nothing_waits() {
    let app = App::start().await;
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::system();
    let ahead = Clock::manual(clock.now() + SignedDuration::from_hours(1));
    let before = app::engine(&folder, &ahead, &app.wall, Settings::default()).await;
    let mut unit = store::Unit::new();
    unit.note_time(ahead.now());
    before.store().commit(unit).await.unwrap();
    drop(before);

    let engine = app::engine(&folder, &clock, &app.wall, Settings::default()).await;
    assert!(clock.ahead() > SignedDuration::from_mins(59));
    let running = engine.start().await.unwrap();
    let followed = async {
        while clock.ahead() > SignedDuration::ZERO {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), followed)
        .await
        .expect("it is followed");
    let noted = engine.store().noted_time().await.unwrap();
    drop(running);
    assert!(noted.is_none_or(|noted| noted <= ahead.now()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_hangs_up_before_the_answer_is_paged_for_at_once_all_the_same() {
    let app = App::start().await;
    let folder = tempfile::tempdir().unwrap();
    let engine = app::engine(&folder, &Clock::system(), &app.wall, Settings::default()).await;
    let directory: Directory = app.engine.directory().1.clone();
    let new = NewDirectory { directory, replaces: None, accept_holes: true, by: String::new() };
    engine.replace_directory(new).await.unwrap();
    let running = engine.start().await.unwrap();
    let mut hung_up = 0;
    for looks in 1..=20 {
        let mut request = outage();
        request.organization = Some(format!("Stores {looks}"));
        request.requester.email = Some(format!("ria@{looks}.example"));
        let mut submitted = Box::pin(engine.submit(submission(request)));
        let mut is_answered = false;
        for _ in 0..looks {
            let polled = poll_fn(|context| Poll::Ready(submitted.as_mut().poll(context))).await;
            is_answered |= polled.is_ready();
            if is_answered {
                break;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        drop(submitted);
        hung_up += usize::from(!is_answered);
    }
    // What is stored is stored; the shortest lease is a minute.
    let stored = async || usize::try_from(engine.store().counts().await.unwrap().open).unwrap();
    let paged = async || {
        let shown = app.wall.messages_since(0);
        shown.iter().filter(|one| one.to == ANA).count()
    };
    let begin = Instant::now();
    while paged().await < stored().await {
        assert!(begin.elapsed() < Duration::from_secs(20), "a page waits for the end of a lease");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(hung_up > 0 && stored().await + hung_up > 20, "one was stored unheard");
    drop(running);
}
