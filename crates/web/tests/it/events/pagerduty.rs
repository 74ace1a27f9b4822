//! `POST /v2/enqueue`

use axum::http::StatusCode;
use insta::assert_snapshot;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::{Token, Unit};

use crate::app::{Answer, TestApp, secret_of};

fn trigger() -> Value {
    json!({
        "routing_key": secret_of("monitor"),
        "event_action": "trigger",
        "dedup_key": "srv01/mysql",
        "payload": {
            "summary": "DISK at 99% on prod-datapipe03",
            "source": "prod-datapipe03.example.com",
            "severity": "critical",
            "timestamp": "2026-11-23T07:05:00Z",
            "component": "mysql",
            "group": "prod-datapipe",
            "class": "disk",
            "custom_details": {"free space": "1%", "load avg": 0.75, "customer": "acme"},
        },
        "client": "Sample Monitoring Service",
        "client_url": "https://monitoring.example",
        "links": [{"href": "https://run.example/disk", "text": "What to do"}],
        "images": [{"src": "https://chart.example/1.png"}],
    })
}

fn with(pointer: &str, value: Value) -> Value {
    let mut event = trigger();
    *event.pointer_mut(pointer).unwrap() = value;
    event
}

fn later(action: &str) -> Value {
    let routing_key = secret_of("monitor");
    json!({"routing_key": routing_key, "event_action": action, "dedup_key": "srv01/mysql"})
}

async fn enqueue(app: &TestApp, event: &Value) -> Answer {
    let answer = app.post("/v2/enqueue", event).await;
    app.engine.settle().await;
    answer
}

#[tokio::test]
async fn a_trigger_pages_and_a_resolve_ends_it() {
    let app = TestApp::new().await;
    assert_snapshot!(enqueue(&app, &trigger()).await.shown(), @r#"
    202 application/json
    {
      "dedup_key": "srv01/mysql",
      "message": "Event processed",
      "status": "success"
    }
    "#);
    let emergency = app.as_token("ana").get("/api/v1/emergencies/E-1001").await;
    let seen = emergency.only(&["summary", "impact", "organization", "service", "state"]);
    assert_snapshot!(seen.shown(), @r#"
    200 application/json
    {
      "impact": "outage",
      "organization": "acme",
      "service": "mysql",
      "state": "unanswered",
      "summary": "DISK at 99% on prod-datapipe03"
    }
    "#);
    let requests = app.engine.store().requests_of(domain::Number(1001)).await.unwrap();
    let request = requests[0].request.clone().unwrap();
    assert_snapshot!(request.details, @r"
    Source: prod-datapipe03.example.com
    Severity: critical
    Component: mysql
    Group: prod-datapipe
    Class: disk
    Since: 2026-11-23T07:05:00Z
    Client: Sample Monitoring Service https://monitoring.example
    Link: What to do https://run.example/disk
    Image: https://chart.example/1.png
    customer: acme
    free space: 1%
    load avg: 0.75
    ");

    let calls = app.wall.messages_since(0).len();
    for _ in 0..3 {
        assert_eq!(enqueue(&app, &trigger()).await.status, StatusCode::ACCEPTED);
    }
    assert_eq!(enqueue(&app, &later("acknowledge")).await.status, StatusCode::ACCEPTED);
    assert_eq!(app.states().await, ["unanswered"], "only a person answers a page");
    assert_eq!(app.wall.messages_since(0).len(), calls, "nobody hears of what is known");
    assert_eq!(app.timeline("E-1001").await, ["received", "escalation", "paged"]);

    assert_eq!(enqueue(&app, &later("resolve")).await.status, StatusCode::ACCEPTED);
    assert_eq!(app.states().await, ["closed"]);
    assert_eq!(enqueue(&app, &later("resolve")).await.status, StatusCode::ACCEPTED);
    enqueue(&app, &trigger()).await;
    assert_eq!(app.states().await, ["closed", "unanswered"], "what comes back is a new one");
}

#[tokio::test]
async fn it_stays_one_emergency_for_days_whatever_else_it_says() {
    let app = TestApp::new().await;
    enqueue(&app, &trigger()).await;
    app.pass("3h").await;
    enqueue(&app, &with("/payload/component", json!("other"))).await;
    enqueue(&app, &with("/payload/custom_details/customer", json!("Somebody else"))).await;
    assert_eq!(app.states().await, ["unanswered"]);
    enqueue(&app, &with("/dedup_key", json!("another"))).await;
    enqueue(&app, &with("/dedup_key", Value::Null)).await;
    assert_eq!(app.states().await.len(), 3, "another key, and one that is made for it");
}

#[tokio::test]
async fn two_at_once_open_one() {
    let app = TestApp::new().await;
    let event = trigger();
    let all = futures_util::future::join_all((0..8).map(|_| enqueue(&app, &event))).await;
    assert!(all.iter().all(|answer| answer.status == StatusCode::ACCEPTED));
    assert_eq!(app.states().await, ["unanswered"]);
}

#[tokio::test]
async fn whoever_has_answered_decides_when_it_is_over() {
    let app = TestApp::new().await;
    enqueue(&app, &trigger()).await;
    app.as_token("ana").post("/api/v1/emergencies/E-1001/answer", &json!({})).await;
    enqueue(&app, &later("resolve")).await;
    assert_eq!(app.states().await, ["answered"]);
    assert!(app.timeline("E-1001").await.contains(&"requester_said".to_owned()));
}

#[tokio::test]
async fn what_people_report_too_stays_open_and_nothing_is_said_in_their_name() {
    let app = TestApp::new().await;
    let reported = app.outage().await;
    enqueue(&app, &trigger()).await;
    let ana = app.as_token("ana");
    let path = format!("/api/v1/emergencies/{reported}/merge");
    let merged = ana.post(&path, &json!({"into": "E-1002"})).await;
    assert_eq!(merged.status, StatusCode::OK, "{}", merged.text());
    enqueue(&app, &later("resolve")).await;
    assert_eq!(app.states().await, ["closed", "unanswered"]);
    let timeline = ana.get("/api/v1/emergencies/E-1002/timeline").await.json();
    let events = timeline["events"].as_array().unwrap();
    let said = events.iter().find(|event| event["kind"] == "requester_said").unwrap();
    let received = events.iter().find(|event| event["kind"] == "received").unwrap();
    assert_eq!(said["actor"], received["actor"]);
}

#[tokio::test]
async fn what_is_no_emergency_is_one_ticket() {
    let app = TestApp::new().await;
    let warning = with("/payload/severity", json!("warning"));
    enqueue(&app, &warning).await;
    enqueue(&app, &warning).await;
    assert_eq!((app.ticket_statuses().await, app.states().await), (vec!["New".to_owned()], vec![]));
    enqueue(&app, &trigger()).await;
    assert_eq!(app.states().await, ["unanswered"], "it has become worse");
    enqueue(&app, &later("resolve")).await;
    assert_eq!(app.states().await, ["closed"]);
    assert_eq!(app.ticket_statuses().await, ["Solved"]);
}

#[tokio::test]
async fn a_token_of_one_organization_speaks_for_no_other() {
    let app = TestApp::new().await;
    let mut unit = Unit::default();
    unit.make_token(&Token {
        token_hash: Sha256::digest("fl_theirs").into(),
        name: "theirs".to_owned(),
        role: "monitoring".to_owned(),
        organization: Some("acme".to_owned()),
        made_at: app.engine.now(),
        last_used_at: None,
    });
    app.engine.store().commit(unit).await.unwrap();
    let mut event = with("/payload/custom_details/customer", json!("Somebody else"));
    event["routing_key"] = json!("fl_theirs");
    enqueue(&app, &event).await;
    let saved = app.engine.store().emergency(domain::Number(1001)).await.unwrap().unwrap();
    assert_eq!(saved.emergency.organization, Some("acme".into()));
    enqueue(&app, &later("resolve")).await;
    assert_eq!(app.states().await, ["unanswered"], "the key of another token is another key");
}

#[tokio::test]
async fn what_is_wrong_is_told_in_its_words() {
    let app = TestApp::new().await;
    for routing_key in [json!("a stranger's"), json!(secret_of("stranger"))] {
        let answer = enqueue(&app, &with("/routing_key", routing_key)).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert_eq!(answer.json()["errors"], json!(["'routing_key' is not known here"]));
    }
    let mut event = with("/payload", json!({"severity": "fatal"}));
    event["dedup_key"] = json!("x".repeat(256));
    assert_snapshot!(enqueue(&app, &event).await.shown(), @r#"
    400 application/json
    {
      "errors": [
        "'dedup_key' must be a text of 255 characters",
        "'payload.summary' is missing or blank",
        "'payload.source' is missing or blank",
        "'payload.severity' must be one of critical, error, warning, info"
      ],
      "message": "Event object is invalid",
      "status": "invalid event"
    }
    "#);
    let mut unnamed = later("resolve");
    unnamed["dedup_key"] = Value::Null;
    assert_eq!(enqueue(&app, &unnamed).await.status, StatusCode::BAD_REQUEST);
    for wrong in [json!([]), json!({"a": 1}), json!("text"), Value::Null] {
        let odd = with("/payload/custom_details", wrong.clone());
        assert_eq!(enqueue(&app, &odd).await.status, StatusCode::ACCEPTED, "{wrong}");
        for place in ["/event_action", "/payload", "/payload/severity"] {
            let answer = enqueue(&app, &with(place, wrong.clone())).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{place} {wrong}");
        }
    }
    assert_eq!(app.states().await, ["unanswered"]);
}
