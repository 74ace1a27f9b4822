//! The link in a page that a responder gets.

use channels::wall::Kind;
use engine::Link;

use super::reported;
use crate::{app::TestApp, browser::Browser};

#[tokio::test]
async fn opening_the_link_changes_nothing_and_the_button_does() {
    let app = TestApp::new().await;
    reported(&app, "Maria", "Down").await;
    let number = "E-1001".parse().unwrap();
    let link = Link::Page { number, responder: "ana".into(), via: None };
    let path = format!("/a/{}", app.engine.link_token(&link));
    let mut browser = Browser::new(&app);
    for _ in 0..3 {
        let text = browser.open(&path).await.text();
        assert!(text.contains("This page is for Ana Ruiz."), "{text}");
    }
    assert_eq!(app.engine.store().counts().await.unwrap().unanswered, 1);
    let text = browser.press(&format!("{path}/answer")).await.text();
    assert!(text.contains("You have it, Ana Ruiz."), "{text}");
    assert_eq!(app.engine.store().counts().await.unwrap().unanswered, 0);
    let text = browser.press(&format!("{path}/investigating")).await.text();
    assert!(text.contains("Investigating"), "{text}");
    let text = browser.press(&format!("{path}/decline")).await.text();
    assert!(text.contains("E-1001"), "{text}");
    app.engine.settle().await;
    assert_eq!(app.engine.store().counts().await.unwrap().unanswered, 1, "it goes on");
    let called = app.wall.messages_since(0);
    let to_ben = called.iter().filter(|one| one.kind == Kind::Sms && one.to == "+15550100002");
    assert_eq!(to_ben.count(), 1);
}

#[tokio::test]
async fn the_page_speaks_the_language_of_whose_it_is() {
    let app = TestApp::new().await;
    reported(&app, "Maria", "Down").await;
    app.ana_speaks("de").await;
    let number = "E-1001".parse().unwrap();
    let link = Link::Page { number, responder: "ana".into(), via: None };
    let path = format!("/a/{}", app.engine.link_token(&link));
    let answer = app.get(&path).await.text();
    assert!(answer.contains("<html lang=\"de\""), "{answer}");
    let mut browser = Browser::new(&app);
    let text = browser.open(&path).await.text();
    assert!(text.contains("Diese Seite ist für Ana Ruiz."), "{text}");
    let text = browser.press(&format!("{path}/answer")).await.text();
    assert!(text.contains("Sie haben es, Ana Ruiz."), "{text}");
    for english in ["You", "This", "Opened", "Open ", "Answer:", "Impact"] {
        assert!(!text.contains(english), "{english}: {text}");
    }
}
