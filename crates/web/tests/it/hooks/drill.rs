//! A test page: by call and by link.

use axum::http::StatusCode;
use channels::wall::{Kind, Shown};
use domain::{drill::DrillState, duty::Stretch, input::By, proof::ProvedBy};
use engine::{NewCover, NewDirectory};
use jiff::SignedDuration;
use std::sync::Arc;

use super::twilio::signed;
use crate::{app::TestApp, browser::Browser};

/// Ben stood in for an hour; now Ana comes on call, with a test page.
async fn ana_comes_on_call() -> TestApp {
    let app = TestApp::new().await;
    let mut directory = app.engine.directory().1.clone();
    directory.schedules[0].drill = Some(SignedDuration::from_mins(15));
    let by = "test".to_owned();
    let new = NewDirectory { directory, replaces: None, accept_holes: true, by };
    app.engine.replace_directory(new).await.unwrap();
    let now = app.engine.now();
    let cover = NewCover {
        schedule: "primary".into(),
        responder: "ben".into(),
        stretch: Stretch { from: now, until: now + SignedDuration::from_hours(1) },
        note: None,
    };
    let by = By { id: "ben".into(), name: "Ben Okafor".to_owned() };
    app.engine.put_on_call(&cover, &by).await.unwrap();
    app.engine.settle().await;
    app.pass("1h").await;
    app.pass("1m").await;
    app
}

fn test_page(app: &TestApp, kind: Kind) -> Arc<Shown> {
    let shown = app.wall.messages_since(0);
    let found = shown.iter().rev().find(|shown| shown.kind == kind && shown.to == "+15550100001");
    found.expect("it was sent").clone()
}

async fn state(app: &TestApp) -> Vec<DrillState> {
    let open = app.engine.store().open_drills_of(&"ana".into()).await.unwrap();
    open.into_iter().map(|saved| saved.drill.state).collect()
}

async fn proved(app: &TestApp) -> Vec<Option<ProvedBy>> {
    let ways = app.engine.contact_ways(&"ana".into()).await.unwrap();
    ways.iter().map(|way| way.proof.proved.map(|proved| proved.by)).collect()
}

#[tokio::test]
async fn a_call_says_that_it_is_a_test_and_key_1_answers_it() {
    let app = ana_comes_on_call().await;
    let call = test_page(&app, Kind::Call);
    let url = call.answer_url.clone().expect("it can be taken");
    let path = url.strip_prefix(crate::app::PUBLIC_URL).expect("it is ours");
    let said = signed(&app, path, &[("To", "+15550100001")]).await;
    assert_eq!(said.status, StatusCode::OK, "{}", said.text());
    let text = said.text();
    assert!(text.contains("This is a test page. Nothing is broken."), "{text}");
    assert!(text.contains("Press 1 to answer") && text.contains("<Gather"), "{text}");
    let elsewhere = signed(&app, path, &[("To", "+15550100002")]).await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
    let key = format!("{path}/key");
    let again = signed(&app, &key, &[("To", "+15550100001"), ("Digits", "3")]).await;
    assert!(again.text().contains("This is a test page"), "{}", again.text());
    assert_eq!(state(&app).await, [DrillState::Ringing]);
    let done = signed(&app, &key, &[("To", "+15550100001"), ("Digits", "1")]).await;
    assert!(done.text().contains("this test page has reached you"), "{}", done.text());
    assert_eq!(state(&app).await, []);
    assert_eq!(proved(&app).await, [None, Some(ProvedBy::Answer)]);
    let figures = app.get("/metrics").await.text();
    assert!(figures.contains("frontline_drills_total{outcome=\"answered\"} 1"), "{figures}");
    assert!(figures.contains("frontline_pages_total{lane=\"sms\"} 0"), "counted apart: {figures}");
}

#[tokio::test]
async fn the_link_answers_it_by_its_button_also_late() {
    let app = ana_comes_on_call().await;
    let text = test_page(&app, Kind::Sms).text.clone();
    assert!(text.starts_with("TEST PAGE, nothing is broken."), "{text}");
    let at = text.find("/t/").expect("a link");
    let path = text[at..].split_whitespace().next().expect("its end").to_owned();
    let mut phone = Browser::new(&app);
    let shown = phone.open(&path).await.text();
    assert!(shown.contains("A test page: nothing is broken"), "{shown}");
    assert_eq!(state(&app).await, [DrillState::Ringing], "looking changes nothing");
    app.pass("15m").await;
    let shown = phone.open(&path).await.text();
    assert!(shown.contains("Ben Okafor stays on call for primary until you answer"), "{shown}");
    let on_call = app.as_token("ana").get("/api/v1/on-call").await.json();
    assert_eq!(on_call["schedules"][0]["responder"]["id"], "ben", "{on_call}");
    let shown = phone.press(&format!("{path}/answer")).await.text();
    assert!(shown.contains("the shift is yours again"), "{shown}");
    let on_call = app.as_token("ana").get("/api/v1/on-call").await.json();
    assert_eq!(on_call["schedules"][0]["responder"]["id"], "ana", "{on_call}");
    let bad = app.get("/t/x").await;
    assert_eq!(bad.status, StatusCode::NOT_FOUND);
}
