//! `/hooks/slack` and `/hooks/telegram`

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use channels::{slack, wall::Kind};
use domain::{
    Number,
    directory::{Contact, ContactKind, Rule},
};
use engine::NewDirectory;
use serde_json::{Value, json};
use url::form_urlencoded::Serializer;

use crate::app::{Answer, SLACK_SECRET, TELEGRAM_SECRET, TestApp};

/// Ana is paged in Slack and in Telegram.
async fn app() -> TestApp {
    let app = TestApp::new().await;
    let (version, mut directory) = app.engine.directory().as_ref().clone();
    for (kind, address) in [(ContactKind::Slack, "U0ANA"), (ContactKind::Telegram, "77")] {
        let ana = directory.responders.iter_mut().find(|person| person.id == "ana".into()).unwrap();
        let (id, address) = (kind.name(), address.to_owned());
        ana.contact.push(Contact { id: id.into(), kind, address, secret: None });
        let rule = Rule { via: id.into(), ..ana.rules[0].clone() };
        ana.rules.push(rule);
    }
    let by = "tests".to_owned();
    let new = NewDirectory { directory, replaces: Some(version), accept_holes: true, by };
    app.engine.replace_directory(new).await.unwrap();
    app
}

async fn slack_says(app: &TestApp, path: &str, form: &[(&str, &str)], secret: &str) -> Answer {
    let body = Serializer::new(String::new()).extend_pairs(form).finish();
    let at = app.engine.now().as_second();
    let request = app
        .request(Method::POST, path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("x-slack-request-timestamp", at.to_string())
        .header("x-slack-signature", slack::sign(secret, at, body.as_bytes()));
    app.send(request.body(Body::from(body)).unwrap()).await
}

pub(super) async fn tap_in_slack(app: &TestApp, user: &str, reply: &str, secret: &str) -> Answer {
    let payload = json!({
        "type": "block_actions",
        "user": { "id": user },
        "actions": [{ "action_id": "reply-0", "value": reply }],
    });
    let form = [("payload", payload.to_string())];
    let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    slack_says(app, "/hooks/slack/interactions", &form, secret).await
}

pub(super) async fn telegram_says(app: &TestApp, update: &Value, secret: &str) -> Answer {
    let request = app
        .request(Method::POST, "/hooks/telegram")
        .header(header::CONTENT_TYPE, "application/json")
        .header("x-telegram-bot-api-secret-token", secret);
    app.send(request.body(Body::from(update.to_string())).unwrap()).await
}

pub(super) fn tap_in_telegram(id: i64, user: i64, reply: &str) -> Value {
    let from = json!({ "id": user, "is_bot": false, "first_name": "Ana" });
    json!({ "update_id": id, "callback_query": { "id": "4382", "from": from, "data": reply } })
}

async fn state(app: &TestApp) -> String {
    let saved = app.engine.store().emergency(Number(1001)).await.unwrap().unwrap();
    saved.emergency.state_name().to_owned()
}

/// The notes that went to this address.
pub(super) async fn notes(app: &TestApp, address: &str) -> Vec<String> {
    app.engine.settle().await;
    let shown = app.wall.messages_since(0);
    let notes = shown.iter().filter(|shown| shown.kind == Kind::Note && shown.to == address);
    notes.map(|shown| shown.text.clone()).collect()
}

#[tokio::test]
async fn a_button_in_slack_answers_the_page_and_is_confirmed() {
    let app = app().await;
    app.outage().await;
    assert_eq!(notes(&app, "U0ANA").await.len(), 1, "she is paged there");
    let answer = tap_in_slack(&app, "U0ANA", "1 ok", SLACK_SECRET).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(state(&app).await, "answered");
    let confirmation = notes(&app, "U0ANA").await.pop().unwrap();
    assert!(confirmation.starts_with("E-1001 is yours."), "{confirmation}");
}

#[tokio::test]
async fn the_command_in_slack_speaks_the_words_of_text_messages() {
    let app = app().await;
    app.outage().await;
    for text in ["1 ok", "1 inv", "1 rc a full disk"] {
        let form = [("command", "/frontline"), ("user_id", "U0ANA"), ("text", text)];
        let answer = slack_says(&app, "/hooks/slack/commands", &form, SLACK_SECRET).await;
        assert_eq!(answer.status, StatusCode::OK, "{text}");
    }
    assert_eq!(state(&app).await, "investigating");
    let confirmation = notes(&app, "U0ANA").await.pop().unwrap();
    assert!(confirmation.contains("Root cause"), "{confirmation}");
}

#[tokio::test]
async fn the_command_of_anybody_else_is_a_request_once() {
    let app = app().await;
    let form = [
        ("user_id", "U0RIA"),
        ("user_name", "ria"),
        ("text", "checkout is down for everybody"),
        ("trigger_id", "13345224609.738474920"),
    ];
    for _ in 0..2 {
        let answer = slack_says(&app, "/hooks/slack/commands", &form, SLACK_SECRET).await;
        let answer = answer.json();
        assert_eq!(answer["response_type"], "ephemeral");
        let text = answer["text"].as_str().unwrap();
        assert!(text.starts_with("We have your report, E-1001."), "{text}");
        assert!(text.contains("/r/"), "{text}");
    }
    assert_eq!(app.engine.store().emergency(Number(1002)).await.unwrap(), None);
}

#[tokio::test]
async fn a_button_in_telegram_counts_once_and_stops_turning() {
    let app = app().await;
    app.outage().await;
    app.as_token("ana").post("/api/v1/emergencies/E-1001/answer", &json!({})).await;
    for _ in 0..3 {
        let update = tap_in_telegram(5, 77, "1 up still looking");
        let answer = telegram_says(&app, &update, TELEGRAM_SECRET).await;
        assert_eq!(answer.json()["method"], "answerCallbackQuery");
        assert_eq!(answer.json()["callback_query_id"], "4382");
    }
    let told = app.engine.store().timeline(Number(1001)).await.unwrap();
    let updates = told.iter().filter(|entry| entry.fact.happening.kind() == "update").count();
    assert_eq!(updates, 1);
    let message = json!({
        "update_id": 6,
        "message": { "from": { "id": 77 }, "chat": { "id": 77 }, "text": "1 inv" },
    });
    telegram_says(&app, &message, TELEGRAM_SECRET).await;
    assert_eq!(state(&app).await, "investigating");
}

#[tokio::test]
async fn strangers_and_forgers_change_nothing() {
    let app = app().await;
    app.outage().await;
    for user in ["U0RIA", "", "77"] {
        assert_eq!(tap_in_slack(&app, user, "1 ok", SLACK_SECRET).await.status, StatusCode::OK);
    }
    telegram_says(&app, &tap_in_telegram(7, 78, "1 ok"), TELEGRAM_SECRET).await;
    let stranger = notes(&app, "78").await.pop().unwrap();
    assert!(stranger.contains("Report one here"), "somebody in trouble learns where: {stranger}");

    let forged = tap_in_slack(&app, "U0ANA", "1 ok", "another secret").await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    for secret in ["", "hook-secre", "hook-secret "] {
        let forged = telegram_says(&app, &tap_in_telegram(8, 77, "1 ok"), secret).await;
        assert_eq!(forged.status, StatusCode::FORBIDDEN, "{secret:?}");
    }
    for path in ["/hooks/slack/interactions", "/hooks/slack/commands", "/hooks/telegram"] {
        let unsigned = app.post_raw(path, "application/x-www-form-urlencoded", "text=1+ok").await;
        assert_eq!(unsigned.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(state(&app).await, "unanswered");
}

#[tokio::test]
async fn what_cannot_be_read_is_done_with() {
    let app = app().await;
    for payload in
        ["", "{", "[]", "null", r#"{"user": 7}"#, r#"{"user": {"id": "U"}, "actions": 3}"#]
    {
        let form = [("payload", payload)];
        let answer = slack_says(&app, "/hooks/slack/interactions", &form, SLACK_SECRET).await;
        assert_eq!(answer.status, StatusCode::OK, "{payload}");
    }
    for update in
        [json!(null), json!([]), json!({}), json!({"update_id": 1}), json!({"update_id": "x"})]
    {
        let answer = telegram_says(&app, &update, TELEGRAM_SECRET).await;
        assert_eq!(answer.status, StatusCode::OK, "{update}");
    }
    let open = app.engine.store().emergency(Number(1001)).await.unwrap();
    assert_eq!(open, None);
}
