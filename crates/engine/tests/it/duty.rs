//! Who is on call, changed by those who are.

use domain::{
    Phase, SwapId,
    duty::{Stretch, Swap, SwapState},
    input::By,
};
use engine::{EngineError, NewCover};
use jiff::Timestamp;

use crate::app::{ANA, ANAS_PHONE, App, BEN};

const CHO: &str = "cho@vendor.example";

/// Ana and Ben take turns of a day by a schedule that is called first.
const ROTATION: &str = r#"
[[schedule]]
id = "primary"
time_zone = "UTC"
[[schedule.rotation]]
members = ["ana", "ben"]
starts = "2026-11-20T09:00"
handoff = "1d"
[[schedule]]
id = "alone"
time_zone = "UTC"
[[schedule.rotation]]
members = ["ana"]
starts = "2026-11-20T09:00"
handoff = "1d"
"#;

async fn start() -> App {
    App::with(ROTATION, domain::Settings::default()).await
}

async fn text(app: &mut App, from: &str, body: &str) -> Vec<String> {
    app.sent().await;
    app.engine.text_received(from, body, "").await.expect("it is taken");
    app.sent().await
}

fn on_call(app: &App, at: &str) -> String {
    let directory = app.engine.directory();
    let schedule = directory.1.schedule(&"primary".into()).expect("it is there");
    schedule.on_call(moment(at)).expect("somebody").0
}

fn moment(at: &str) -> Timestamp {
    at.parse().expect("a moment")
}

#[tokio::test]
async fn whoever_is_ill_is_asked_back_and_then_off_at_once_with_the_pages_going_on() {
    let mut app = start().await;
    let number = app.report().await;
    let asked = text(&mut app, ANA, "I'm ill").await;
    assert!(asked[0].starts_with(&format!("sms {ANA}: Get well soon. Reply ill yes")), "{asked:?}");
    assert_eq!(on_call(&app, "2026-11-21T04:00:00Z"), "ana", "nothing has happened yet");

    let sent = text(&mut app, ANA, "ill yes").await;
    assert_eq!(on_call(&app, "2026-11-21T04:00:00Z"), "ben");
    let has = |to: &str, what: &str| sent.iter().any(|it| it.contains(to) && it.contains(what));
    assert!(has(BEN, "You are on call for primary"), "{sent:?}");
    assert!(has(BEN, "Acme Stores"), "the open page is Ben's now: {sent:?}");
    assert!(has(CHO, "NOBODY stands in for Ana Ruiz"), "the lead hears it: {sent:?}");
    assert!(has(ANA, "alone: NOBODY can stand in"), "{sent:?}");
    let saved = app.engine.store().emergency(number).await.unwrap().unwrap();
    assert_eq!(saved.emergency.ladder.calling, ["ben".into()]);
    let kept = app.engine.store().directory().await.unwrap().unwrap();
    assert_eq!((kept.version, kept.by.as_str()), (2, "Ana Ruiz"), "who did it stays known");
    let over = &kept.directory.schedule(&"primary".into()).unwrap().overrides[0];
    assert_eq!(over.note.as_deref(), Some("stands in for Ana Ruiz"));
}

#[tokio::test]
async fn an_emergency_that_the_ill_one_has_goes_on_too() {
    let app = start().await;
    let number = app.report().await;
    app.engine.text_received(ANA, "ok", "").await.expect("it is taken");
    let by = By { id: "ana".into(), name: "Ana Ruiz".to_owned() };
    app.engine.take_off(&by.id, None, &by).await.expect("she is off");
    let saved = app.engine.store().emergency(number).await.unwrap().unwrap();
    assert_eq!(saved.emergency.phase, Phase::Unanswered);
}

#[tokio::test]
async fn a_swap_is_asked_by_one_and_counts_once_the_other_has_said_yes() {
    let mut app = start().await;
    let swap = app.engine.ask_swap(wish()).await.expect("it is asked");
    let sent = app.sent().await;
    assert!(sent[0].contains("Ana Ruiz asks you to be on call for primary"), "{sent:?}");
    assert!(sent[0].contains("Reply swap yes or swap no"), "{sent:?}");
    assert_eq!(on_call(&app, "2026-11-22T12:00:00Z"), "ana");

    let sent = text(&mut app, ANA, "swap yes").await;
    assert!(sent[0].contains("No swap waits for your answer"), "not hers to answer: {sent:?}");
    app.crash().await;
    let sent = text(&mut app, BEN, "swap yes").await;
    assert!(
        sent.iter().any(|it| it.contains(BEN) && it.contains("The shift is yours")),
        "{sent:?}"
    );
    assert!(
        sent.iter().any(|it| it.contains(ANA) && it.contains("has taken your shift")),
        "{sent:?}"
    );
    assert_eq!(on_call(&app, "2026-11-22T12:00:00Z"), "ben");
    assert_eq!(on_call(&app, "2026-11-23T12:00:00Z"), "ana");
    let again = app.engine.answer_swap(&swap.id, &"ben".into(), false).await;
    assert!(matches!(again, Err(EngineError::Duty(_))), "{again:?}");
    let kept = app.engine.store().directory().await.unwrap().unwrap();
    assert_eq!(kept.by, "Ana Ruiz and Ben Okafor");
}

#[tokio::test]
async fn a_swap_that_nobody_answers_lapses_and_who_asked_is_told() {
    let mut app = start().await;
    let swap = app.engine.ask_swap(wish()).await.expect("it is asked");
    app.minutes(29 * 60).await;
    let open = app.engine.store().swap(&swap.id).await.unwrap().unwrap();
    assert_eq!(open.swap.state, SwapState::Asked);
    app.crash().await;
    app.sent().await;
    app.minutes(2 * 60).await;
    let sent = app.sent().await;
    assert!(sent.iter().any(|it| it.contains(ANA) && it.contains("has not answered")), "{sent:?}");
    assert_eq!(on_call(&app, "2026-11-22T12:00:00Z"), "ana");
    let late = app.engine.answer_swap(&swap.id, &"ben".into(), true).await;
    assert!(matches!(late, Err(EngineError::Duty(_))), "{late:?}");
}

#[tokio::test]
async fn whoever_is_put_on_call_now_hears_it_loudly() {
    let mut app = start().await;
    let by = By { id: "cho".into(), name: "Cho Lin".to_owned() };
    let stretch = Stretch {
        from: moment("2026-11-22T09:00:00Z") - jiff::SignedDuration::from_hours(48),
        until: moment("2026-11-23T09:00:00Z"),
    };
    let cover = NewCover {
        schedule: "primary".into(),
        responder: "ana".into(),
        stretch,
        note: Some("Ben moves house".to_owned()),
    };
    app.engine.put_on_call(&cover, &by).await.expect("she is on call");
    let sent = app.sent().await;
    let heard = |to: &str| sent.iter().any(|it| it.contains(to) && it.contains("Ben moves house"));
    assert!(heard(ANA) && heard(ANAS_PHONE), "{sent:?}");
    assert_eq!(on_call(&app, "2026-11-21T12:00:00Z"), "ana");
    let nobody = NewCover { responder: "zoe".into(), ..cover };
    let refused = app.engine.put_on_call(&nobody, &by).await;
    assert!(matches!(refused, Err(EngineError::Duty(_))), "{refused:?}");
}

/// Ana's shift of the 22nd for Ben's of the 23rd.
fn wish() -> Swap {
    let stretch = |from: &str, until: &str| Stretch { from: moment(from), until: moment(until) };
    let now = moment("2026-11-21T03:00:00Z");
    Swap {
        id: SwapId(String::new()),
        schedule: "primary".into(),
        by: "ana".into(),
        of: "ben".into(),
        gives: stretch("2026-11-22T09:00:00Z", "2026-11-23T09:00:00Z"),
        takes: Some(stretch("2026-11-23T09:00:00Z", "2026-11-24T09:00:00Z")),
        asked_at: now,
        lapses_at: now,
        state: SwapState::Asked,
    }
}
