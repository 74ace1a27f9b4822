//! Shifts come and begin: the next person is told, and what is open is offered to them.

use domain::{Milestone, Number, input::By};
use engine::{NewCover, NewDirectory};
use jiff::Timestamp;

use crate::app::{ANA, App, BEN, DIRECTORY};

/// Ana and Ben take turns of a day, and are called first.
const SHIFTS: &str = r#"
[[schedule]]
id = "primary"
time_zone = "UTC"
[[schedule.rotation]]
members = ["ben", "ana"]
starts = "2026-11-20T09:00"
handoff = "1d"
"#;

/// It is three o'clock, and Ben is on call until nine; then Ana is.
async fn start() -> App {
    with(&DIRECTORY.replace("responder:ana", "schedule:primary")).await
}

async fn with(directory: &str) -> App {
    let app = App::start().await;
    let directory = toml::from_str(&format!("{directory}\n{SHIFTS}")).expect("it is right");
    let by = "test".to_owned();
    let new = NewDirectory { directory, replaces: None, accept_holes: true, by };
    app.engine.replace_directory(new).await.expect("it is applied");
    app
}

/// Ben has it and says what he finds, so that nobody is called.
async fn taken_by_ben(app: &mut App) -> Number {
    let number = app.report().await;
    app.engine.text_received(BEN, "inv it is the disk", "").await.expect("it is taken");
    number
}

async fn until(app: &App, at: &str) {
    let at: Timestamp = at.parse().expect("a moment");
    app.advance(at.duration_since(app.clock.now())).await;
}

async fn holder(app: &App, number: Number) -> String {
    let saved = app.engine.store().emergency(number).await.expect("it is read");
    let saved = saved.expect("it is there");
    saved.emergency.responder().expect("somebody has it").id.to_string()
}

async fn to(app: &mut App, address: &str) -> Vec<String> {
    let sent = app.sent().await;
    sent.into_iter().filter(|it| it.contains(address)).collect()
}

#[tokio::test]
async fn the_next_person_is_told_half_an_hour_before_with_what_is_open() {
    let mut app = start().await;
    until(&app, "2026-11-21T08:29:59Z").await;
    assert_eq!(to(&mut app, ANA).await, [""; 0]);
    let number = taken_by_ben(&mut app).await;
    app.sent().await;
    until(&app, "2026-11-21T08:30:01Z").await;
    let sent = to(&mut app, ANA).await;
    assert_eq!(sent.len(), 1, "{sent:?}");
    let text = &sent[0];
    assert!(text.contains("You are on call for primary from 09:00 UTC"), "{text}");
    assert!(text.contains(&format!("{number} Acme Stores: Checkout is down.")), "{text}");
    assert!(text.contains("Ben Okafor has it"), "{text}");
    app.crash().await;
    app.engine.settle().await;
    assert_eq!(to(&mut app, ANA).await, [""; 0], "once, also over a crash");
    until(&app, "2026-11-22T08:31:00Z").await;
    let sent = to(&mut app, BEN).await;
    assert!(sent.iter().any(|it| it.contains("You are on call for primary")), "{sent:?}");
}

#[tokio::test]
async fn what_is_open_is_offered_and_changes_hands_by_one_word() {
    let mut app = start().await;
    until(&app, "2026-11-21T08:55:00Z").await;
    let number = taken_by_ben(&mut app).await;
    app.sent().await;
    until(&app, "2026-11-21T09:00:01Z").await;
    let sent = app.sent().await;
    let heard = |to: &str, what: &str| sent.iter().any(|it| it.contains(to) && it.contains(what));
    assert!(heard(ANA, "You are on call now. Ben Okafor has"), "{sent:?}");
    assert!(heard(BEN, "Ana Ruiz is on call now and was asked"), "{sent:?}");
    assert_eq!(holder(&app, number).await, "ben", "until she takes it");
    app.crash().await;
    app.engine.text_received(ANA, "ok", "").await.expect("it is taken");
    assert_eq!(holder(&app, number).await, "ana");
    let sent = app.sent().await;
    assert!(sent.iter().any(|it| it.contains(BEN) && it.contains("has taken it over")), "{sent:?}");
    let kinds = app.kinds(number).await;
    assert!(kinds.contains(&"handoff_offered"), "{kinds:?}");
}

#[tokio::test]
async fn a_no_leaves_it_and_says_so_and_so_does_silence() {
    let mut app = start().await;
    until(&app, "2026-11-21T08:55:00Z").await;
    let number = taken_by_ben(&mut app).await;
    until(&app, "2026-11-21T09:00:01Z").await;
    app.sent().await;
    app.engine.text_received(ANA, "no", "").await.expect("it is taken");
    let sent = app.sent().await;
    assert!(sent.iter().any(|it| it.contains(ANA) && it.contains("It stays with")), "{sent:?}");
    assert!(sent.iter().any(|it| it.contains(BEN) && it.contains("It stays with you")), "{sent:?}");
    assert_eq!(holder(&app, number).await, "ben");

    let mut app = start().await;
    until(&app, "2026-11-21T08:55:00Z").await;
    let number = taken_by_ben(&mut app).await;
    until(&app, "2026-11-21T09:14:00Z").await;
    app.sent().await;
    until(&app, "2026-11-21T09:16:00Z").await;
    let sent = app.sent().await;
    assert!(sent.iter().any(|it| it.contains(BEN) && it.contains("has said nothing")), "{sent:?}");
    assert!(sent.iter().any(|it| it.contains(ANA) && it.contains("stays with Ben")), "{sent:?}");
    assert_eq!(holder(&app, number).await, "ben");
    let by = By { id: "ana".into(), name: "Ana Ruiz".to_owned() };
    let late = app.engine.apply(number, domain::Input::Answer { by, take_over: false }).await;
    assert!(late.is_err(), "too late for a plain yes: {late:?}");
}

#[tokio::test]
async fn a_shift_that_moves_is_told_to_both() {
    let mut app = start().await;
    until(&app, "2026-11-21T08:40:00Z").await;
    assert_eq!(to(&mut app, ANA).await.len(), 1);
    let by = By { id: "cho".into(), name: "Cho Lin".to_owned() };
    let cover = NewCover {
        schedule: "primary".into(),
        responder: "cho".into(),
        stretch: domain::duty::Stretch {
            from: "2026-11-21T09:00:00Z".parse().unwrap(),
            until: "2026-11-22T09:00:00Z".parse().unwrap(),
        },
        note: None,
    };
    app.engine.put_on_call(&cover, &by).await.expect("Cho is on call");
    let sent = app.sent().await;
    let heard = |to: &str, what: &str| sent.iter().any(|it| it.contains(to) && it.contains(what));
    assert!(heard(ANA, "You are not on call for primary from 09:00 UTC"), "{sent:?}");
    assert!(heard("cho@vendor.example", "Your shift is about to begin"), "{sent:?}");
}

#[tokio::test]
async fn what_is_not_answered_by_the_schedule_is_not_offered() {
    let mut app = with(DIRECTORY).await;
    until(&app, "2026-11-21T08:55:00Z").await;
    let number = app.report().await;
    let by = By { id: "ben".into(), name: "Ben Okafor".to_owned() };
    let milestone = Milestone::Investigating;
    app.apply(number, domain::Input::Milestone { by, milestone, note: None }).await;
    until(&app, "2026-11-21T09:01:00Z").await;
    let kinds = app.kinds(number).await;
    assert!(!kinds.contains(&"handoff_offered"), "{kinds:?}");
    app.sent().await;
}
