//! Test pages at the beginning of shifts.

use channels::wall::Fault;
use domain::directory::Directory;
use engine::NewDirectory;
use jiff::Timestamp;
use store::ListState;

use crate::app::{ANA, ANAS_PHONE, App, BEN, DIRECTORY};

const CHO: &str = "cho@vendor.example";
const TEST: &str = "TEST PAGE, nothing is broken";

/// Ben is on call until nine, then Ana; each shift begins with a test page.
const SHIFTS: &str = r#"
[[schedule]]
id = "primary"
time_zone = "UTC"
drill = "15m"
[[schedule.rotation]]
members = ["ben", "ana"]
starts = "2026-11-20T09:00"
handoff = "1d"
"#;

async fn start() -> App {
    let app = App::start().await;
    let text = DIRECTORY.replace("responder:ana", "schedule:primary");
    let directory: Directory = toml::from_str(&format!("{text}\n{SHIFTS}")).expect("it is right");
    let by = "test".to_owned();
    let new = NewDirectory { directory, replaces: None, accept_holes: true, by };
    app.engine.replace_directory(new).await.expect("it is applied");
    app
}

async fn until(app: &App, at: &str) {
    let at: Timestamp = at.parse().expect("a moment");
    app.advance(at.duration_since(app.clock.now())).await;
}

fn on_call(app: &App) -> String {
    let directory = app.engine.directory();
    let schedule = directory.1.schedule(&"primary".into()).expect("it is there");
    schedule.on_call(app.clock.now()).expect("somebody").0
}

fn heard(sent: &[String], to: &str, what: &str) -> bool {
    sent.iter().any(|it| it.contains(to) && it.contains(what))
}

#[tokio::test]
async fn any_word_answers_it_and_nobody_else_hears_of_it() {
    let mut app = start().await;
    until(&app, "2026-11-21T08:59:59Z").await;
    app.sent().await;
    until(&app, "2026-11-21T09:00:01Z").await;
    let sent = app.sent().await;
    assert!(heard(&sent, ANA, TEST), "{sent:?}");
    app.crash().await;
    until(&app, "2026-11-21T09:01:01Z").await;
    let sent = app.sent().await;
    assert!(heard(&sent, ANAS_PHONE, "This is a test page"), "by her rules: {sent:?}");
    app.engine.text_received(ANA, "good morning", "").await.expect("it is taken");
    let sent = app.sent().await;
    assert!(heard(&sent, ANA, "the test page has reached you"), "{sent:?}");
    until(&app, "2026-11-21T12:00:00Z").await;
    assert_eq!(app.sent().await, [""; 0]);
    assert_eq!(on_call(&app), "ana");
    let listed = app.engine.store().list(ListState::All, None, 9).await.expect("it is read");
    assert!(listed.items.is_empty(), "it is no emergency");
}

#[tokio::test]
async fn unanswered_the_one_before_stays_until_a_late_answer() {
    let mut app = start().await;
    until(&app, "2026-11-21T09:14:00Z").await;
    app.sent().await;
    app.crash().await;
    until(&app, "2026-11-21T09:15:01Z").await;
    assert_eq!(on_call(&app), "ben");
    let sent = app.sent().await;
    assert!(heard(&sent, BEN, "Ana Ruiz has not answered the test page, so you stay"), "{sent:?}");
    assert!(heard(&sent, CHO, "Ana Ruiz has not answered the test page"), "the lead: {sent:?}");
    assert!(heard(&sent, ANA, "Ben Okafor stays on call"), "{sent:?}");
    let kept = app.engine.store().directory().await.expect("it is read").expect("it is there");
    assert_eq!(kept.by, "the test page");
    until(&app, "2026-11-21T10:00:00Z").await;
    let sent = app.sent().await;
    assert!(!heard(&sent, "", TEST), "nobody is tested for staying: {sent:?}");

    app.engine.text_received(ANA, "test ok", "").await.expect("it is taken");
    until(&app, "2026-11-21T10:30:00Z").await;
    assert_eq!(on_call(&app), "ana");
    let sent = app.sent().await;
    assert!(heard(&sent, BEN, "is on call for primary again"), "{sent:?}");
    assert!(heard(&sent, CHO, "The test page"), "{sent:?}");
    assert!(!heard(&sent, "", TEST), "once a shift: {sent:?}");
    let directory = app.engine.directory();
    assert!(directory.1.schedules[0].overrides.is_empty(), "nothing of it is left");
    until(&app, "2026-11-22T09:00:01Z").await;
    assert!(heard(&app.sent().await, BEN, TEST), "the next shift has its own");
}

#[tokio::test]
async fn a_method_that_fails_is_followed_by_the_next_at_once() {
    let mut app = start().await;
    app.break_address(ANA, Fault::Refused);
    until(&app, "2026-11-21T09:00:05Z").await;
    let sent = app.sent().await;
    assert!(heard(&sent, ANAS_PHONE, "This is a test page"), "{sent:?}");
}
