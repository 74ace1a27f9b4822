//! Whether the program does its work, who is told, and who watches it.

use std::time::Duration;

use channels::wall::Fault;
use domain::{Input, Number};
use engine::{Beat, WatchOptions, Watching};
use jiff::SignedDuration;

use crate::{
    app::{ANA, App, by},
    listener::Listener,
};

#[tokio::test]
async fn the_heartbeat_stops_when_a_deadline_is_overdue_and_says_whose() {
    let app = App::start().await;
    let outside = Listener::open().await;
    let number = app.report().await;
    app.engine.settle().await;
    assert!(matches!(app.engine.beat_once(&outside.probe()).await, Beat::Heard { .. }));
    assert_eq!(outside.asked(), 1);

    app.clock.advance(SignedDuration::from_mins(6));
    let beat = app.engine.beat_once(&outside.probe()).await;
    let Beat::HeldBack { problems } = &beat else { panic!("{beat:?}") };
    assert!(problems[0].contains(&number.to_string()), "{problems:?}");
    assert_eq!(outside.asked(), 1, "nothing went out");
    assert!(app.engine.failures().await[0].contains("overdue"), "healthz fails too");

    app.engine.settle().await;
    assert!(matches!(app.engine.beat_once(&outside.probe()).await, Beat::Heard { .. }));
    assert!(app.engine.failures().await.is_empty());
}

#[tokio::test]
async fn the_heartbeat_stops_when_a_lane_sends_no_pages() {
    let app = App::start().await;
    app.break_address(ANA, Fault::Busy(60));
    app.report().await;
    app.engine.settle().await;
    assert_eq!(
        app.engine.vitals().await.problems(),
        Vec::<String>::new(),
        "it is only asked to wait"
    );
    app.clock.advance(SignedDuration::from_secs(80));
    app.engine.apply(Number(1001), Input::Woken).await.unwrap();
    let problems = app.engine.vitals().await.problems();
    assert!(
        problems.iter().any(|line| line.contains("a page over sms is overdue")),
        "{problems:?}"
    );
}

#[tokio::test]
async fn a_service_outside_that_does_not_take_it_is_told_of() {
    let app = App::start().await;
    let outside = Listener::open().await;
    outside.answers(500);
    let beat = app.engine.beat_once(&outside.probe()).await;
    let Beat::Unheard { problem } = &beat else { panic!("{beat:?}") };
    assert!(problem.contains("500"), "{problem}");
}

#[tokio::test]
async fn another_installation_that_falls_silent_is_an_emergency_until_it_is_back() {
    let mut app = App::start().await;
    let other = Listener::open().await;
    let options = WatchOptions {
        name: "emergency.example.com".to_owned(),
        probes: vec![other.probe()],
        every: Duration::from_millis(10),
        gone_after: Duration::from_millis(50),
    };
    let mut watching = Watching::new(options);
    app.engine.look_at_other(&mut watching).await.unwrap();
    other.answers(503);
    app.engine.look_at_other(&mut watching).await.unwrap();
    assert!(app.engine.store().emergency(Number(1001)).await.unwrap().is_none(), "not yet");
    tokio::time::sleep(Duration::from_millis(60)).await;
    for _ in 0..3 {
        app.engine.look_at_other(&mut watching).await.unwrap();
    }
    let sent = app.sent().await;
    let pages: Vec<_> = sent.iter().filter(|line| line.contains(&format!(" {ANA}: "))).collect();
    assert_eq!(pages.len(), 1, "{sent:?}");
    assert!(pages[0].contains("emergency.example.com"), "{pages:?}");

    other.answers(200);
    app.engine.look_at_other(&mut watching).await.unwrap();
    let saved = app.engine.store().emergency(Number(1001)).await.unwrap().unwrap();
    assert!(saved.emergency.is_closed(), "nobody had answered: it is over by itself");

    other.answers(503);
    tokio::time::sleep(Duration::from_millis(60)).await;
    app.engine.look_at_other(&mut watching).await.unwrap();
    app.apply(Number(1002), Input::Answer { by: by("ana"), take_over: false }).await;
    other.answers(200);
    app.engine.look_at_other(&mut watching).await.unwrap();
    app.engine.settle().await;
    let sent = app.sent().await;
    let told = sent.iter().any(|line| line.contains("resolved") || line.contains("over"));
    assert!(told, "whoever has it hears that it is back: {sent:?}");
}
