//! The requester's own page, through the night.

use axum::http::StatusCode;
use domain::{Input, Milestone, input::By};

use super::reported;
use crate::{app::TestApp, browser::Browser};

fn ana() -> By {
    By { id: "ana".into(), name: "Ana Ruiz".to_owned() }
}

async fn reach(app: &TestApp, milestone: Milestone, note: Option<&str>) {
    let note = note.map(str::to_owned);
    let input = Input::Milestone { by: ana(), milestone, note };
    app.engine.apply("E-1001".parse().unwrap(), input).await.unwrap();
    app.engine.settle().await;
}

#[tokio::test]
async fn the_page_tells_the_night_newest_first() {
    let app = TestApp::new().await;
    let mut browser = reported(&app, "Maria", "The checkout is empty").await;
    let path = browser.path.clone();
    app.pass("2m").await;
    let number = "E-1001".parse().unwrap();
    app.engine.apply(number, Input::Answer { by: ana(), take_over: false }).await.unwrap();
    app.pass("3m").await;
    reach(&app, Milestone::RootCauseIdentified, Some("A certificate ran out.")).await;
    let secret = "gateway host gw-17 is the one";
    let note = Input::Update { by: ana(), text: secret.to_owned(), visible: false };
    app.engine.apply(number, note).await.unwrap();
    let text = browser.open(&path).await.text();
    assert!(
        text.contains("We know the cause. Ana Ruiz, our on-call engineer, is on it."),
        "{text}"
    );
    assert!(text.contains("Next word from us by 02:15, in 1 hour"), "{text}");
    assert!(text.contains("Times are in America/Chicago."), "{text}");
    assert!(!text.contains("gw-17"), "what is for the team stays inside: {text}");
    let (cause, received) =
        (text.find("A certificate ran out.").unwrap(), text.find("We received").unwrap());
    assert!(cause < received, "{text}");
}

#[tokio::test]
async fn words_of_one_requester_are_for_the_team_and_not_for_another() {
    let app = TestApp::new().await;
    let mut maria = reported(&app, "Maria", "The checkout is empty").await;
    let mut jo = reported(&app, "Jo", "Checkout down").await;
    let (marias, jos) = (maria.path.clone(), jo.path.clone());
    let mut form = maria.form(&format!("{marias}/say"));
    form.fill("text", "Our customer list may be public!");
    let text = maria.submit(form).await.text();
    assert!(text.contains("Thank you. The person on it can see it now."), "{text}");
    assert!(text.contains("Our customer list may be public!"), "{text}");
    let text = jo.open(&jos).await.text();
    assert!(!text.contains("customer list") && !text.contains("Maria"), "{text}");
    let empty = maria.form(&format!("{marias}/say"));
    assert!(maria.submit(empty).await.text().contains("There was nothing to add"));
}

#[tokio::test]
async fn a_word_that_is_sent_twice_counts_once() {
    let app = TestApp::new().await;
    let mut maria = reported(&app, "Maria", "Down").await;
    let action = format!("{}/say", maria.path);
    let (mut once, mut twice) = (maria.form(&action), maria.form(&action));
    once.fill("text", "Texas only");
    twice.fill("text", "Texas only");
    maria.submit(once).await;
    let text = maria.submit(twice).await.text();
    assert_eq!(text.matches("Texas only").count(), 1, "{text}");
}

#[tokio::test]
async fn restored_is_confirmed_or_contradicted_with_one_tap() {
    let app = TestApp::new().await;
    let mut browser = reported(&app, "Maria", "Down").await;
    let path = browser.path.clone();
    let text = browser.press(&format!("{path}/heard-nothing")).await.text();
    assert!(text.contains("has been told that you are waiting"), "{text}");
    reach(&app, Milestone::Restored, None).await;
    browser.open(&path).await;
    let text = browser.press(&format!("{path}/still-broken")).await.text();
    assert!(text.contains("It is open again, and a person is being called."), "{text}");
    assert_eq!(app.engine.store().counts().await.unwrap().unanswered, 1);
    reach(&app, Milestone::Restored, None).await;
    browser.open(&path).await;
    let text = browser.press(&format!("{path}/confirm")).await.text();
    assert!(text.contains("We are glad that it works again."), "{text}");
}

#[tokio::test]
async fn only_the_owner_of_a_link_sees_the_page() {
    let app = TestApp::new().await;
    let owner = reported(&app, "Maria", "Down").await;
    let mut browser = Browser::new(&app);
    let mut bent = owner.path.clone();
    let last = if bent.ends_with('A') { 'B' } else { 'A' };
    bent.pop();
    bent.push(last);
    for path in [bent.as_str(), "/r/x", "/r/%00", "/a/x", "/nowhere", "/console/x"] {
        browser.open(path).await;
        assert_eq!(browser.status, StatusCode::NOT_FOUND, "{path}");
        assert!(browser.page.text().contains("There is no such page"), "{path}");
    }
}

#[tokio::test]
async fn who_is_not_helped_by_a_script_is_told_how_to_write_in_peace() {
    let app = TestApp::new().await;
    let mut browser = reported(&app, "Maria", "Down").await;
    let path = browser.path.clone();
    assert!(browser.page.html.contains("http-equiv=\"refresh\""));
    let quiet = browser.page.link("writing=1");
    assert!(quiet.starts_with(&path));
    assert!(!browser.open(&quiet).await.html.contains("http-equiv=\"refresh\""));
}

#[tokio::test]
async fn what_was_too_much_at_once_comes_back() {
    let app = TestApp::new().await;
    let mut maria = reported(&app, "Maria", "Down").await;
    let path = maria.path.clone();
    let mut word = 0;
    // The limit fills up again while we write: on a slow machine it takes some words more.
    while maria.status == StatusCode::OK && word < 600 {
        word += 1;
        let mut form = maria.form(&format!("{path}/say"));
        form.fill("text", &format!("word {word}"));
        maria.submit(form).await;
    }
    assert_eq!(maria.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(maria.page.text().contains("That was a lot at once."), "{}", maria.page.text());
    assert_eq!(maria.form(&format!("{path}/say")).value("text"), format!("word {word}"));
}
