//! The second person of "two people" confirms in a chat.

use channels::To;
use domain::{
    OrganizationId,
    directory::{Contact, ContactKind},
};
use engine::NewDirectory;
use serde_json::json;

use super::chats::{notes, tap_in_slack, tap_in_telegram, telegram_says};
use crate::{
    api::switch::put,
    app::{SLACK_SECRET, TELEGRAM_SECRET, TestApp},
};

/// Cho, who leads, is told in `kind`; Ana asks.
async fn asked(kind: ContactKind, address: &str) -> (TestApp, String) {
    let app = TestApp::new().await;
    let (version, mut directory) = app.engine.directory().as_ref().clone();
    let cho = directory.responders.iter_mut().find(|person| person.id == "cho".into()).unwrap();
    let (id, address_) = (kind.name().into(), address.to_owned());
    cho.contact = vec![Contact { id, kind, address: address_, secret: None }];
    let by = "tests".to_owned();
    let new = NewDirectory { directory, replaces: Some(version), accept_holes: true, by };
    app.engine.replace_directory(new).await.unwrap();
    let body = json!({"state": "disabled", "reason": "Orders are lost"});
    assert_eq!(put(&app.as_token("ana"), "duo", &body).await.status.as_u16(), 202);
    app.engine.settle().await;
    let shown = app.wall.messages_since(0);
    let shown = shown.iter().find(|shown| shown.to == address).expect("Cho is asked");
    let To::Note { note, .. } = &shown.outgoing.to else { panic!("{shown:?}") };
    let confirms = note.choices.iter().find(|choice| choice.label == "Confirm: switch off");
    (app, confirms.expect("there is a button").reply.clone())
}

async fn is_off(app: &TestApp) -> bool {
    let saved = app.engine.store().switch(&OrganizationId::from("duo")).await.unwrap();
    saved.is_some_and(|saved| saved.switch.is_anything_off())
}

#[tokio::test]
async fn a_button_in_slack_is_the_second_word() {
    let (app, words) = asked(ContactKind::Slack, "U0CHO").await;
    for (user, secret) in [("U0EVE", SLACK_SECRET), ("U0CHO", "another secret")] {
        tap_in_slack(&app, user, &words, secret).await;
        assert!(!is_off(&app).await, "{user}");
    }
    tap_in_slack(&app, "U0CHO", &words, SLACK_SECRET).await;
    assert!(is_off(&app).await);
    let said = notes(&app, "U0CHO").await.pop().unwrap();
    assert!(said.starts_with("Switched off: all services for Duo Bank"), "{said}");
}

#[tokio::test]
async fn a_button_in_telegram_is_the_second_word_once() {
    let (app, words) = asked(ContactKind::Telegram, "79").await;
    telegram_says(&app, &tap_in_telegram(1, 80, &words), TELEGRAM_SECRET).await;
    assert!(!is_off(&app).await, "that was a stranger");
    telegram_says(&app, &tap_in_telegram(2, 79, &words), TELEGRAM_SECRET).await;
    assert!(is_off(&app).await);
    telegram_says(&app, &tap_in_telegram(3, 79, "switch on duo"), TELEGRAM_SECRET).await;
    assert!(!is_off(&app).await);
    telegram_says(&app, &tap_in_telegram(4, 79, &words), TELEGRAM_SECRET).await;
    assert!(!is_off(&app).await, "an old button switches nothing");
    let said = notes(&app, "79").await.pop().unwrap();
    assert!(said.starts_with("Nothing was switched: no question waits"), "{said}");
}
