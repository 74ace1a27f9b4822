//! `Idempotency-Key`

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use futures_util::future::join_all;
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::app::{Answer, TestApp};

const PATH: &str = "/api/v1/requests";

async fn post(app: &TestApp, path: &str, key: &str, body: &Value) -> Answer {
    let request = app
        .request(Method::POST, path)
        .header("idempotency-key", key)
        .header(header::CONTENT_TYPE, "application/json");
    app.send(request.body(Body::from(body.to_string())).unwrap()).await
}

fn outage() -> Value {
    json!({"summary": "Empty page", "impact": "outage", "requester": {"phone": "nonsense"}})
}

#[tokio::test]
async fn a_request_that_is_sent_twice_counts_once() {
    let app = TestApp::new().await;
    let first = post(&app, PATH, "one", &outage()).await;
    app.pass("1m").await;
    let second = post(&app, PATH, "one", &outage()).await;
    assert_eq!((first.status, first.json()), (second.status, second.json()));
    let other = post(&app, PATH, "two", &outage()).await;
    assert_ne!(other.json()["number"], first.json()["number"]);
}

#[tokio::test]
async fn a_storm_of_one_key_counts_once() {
    let app = TestApp::new().await;
    let storm = (0..20).map(|_| {
        let app = app.as_token("robot");
        async move { post(&app, PATH, "one", &outage()).await.json()["number"].clone() }
    });
    let numbers = join_all(storm).await;
    assert!(numbers.iter().all(|number| *number == numbers[0]), "{numbers:?}");
    let list = app.as_token("ana").get("/api/v1/emergencies").await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_key_belongs_to_one_body_and_one_caller() {
    let app = TestApp::new().await;
    post(&app, PATH, "one", &outage()).await;
    let changed = json!({"summary": "Something else"});
    assert_snapshot!(post(&app, PATH, "one", &changed).await.shown(), @r#"
    422 application/problem+json
    {
      "detail": "This Idempotency-Key came with another request before: use a new one.",
      "status": 422,
      "title": "The Idempotency-Key belongs to another request",
      "type": "/api/v1/problems/key-reused"
    }
    "#);
    let other = post(&app.as_token("robot"), PATH, "one", &changed).await;
    assert_eq!(other.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_key_is_free_again_after_a_refusal() {
    let app = TestApp::new().await;
    let wrong = post(&app, PATH, "one", &json!({"impact": "outage"})).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(post(&app, PATH, "one", &outage()).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_key_has_its_limits() {
    let app = TestApp::new().await;
    for key in ["", " ", &"k".repeat(256)] {
        let answer = post(&app, PATH, key, &outage()).await;
        assert_eq!(answer.json()["errors"][0]["field"], "Idempotency-Key", "{key}");
    }
    assert_eq!(post(&app, PATH, &"k".repeat(255), &outage()).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn what_a_responder_does_twice_happens_once() {
    let app = TestApp::new().await;
    let number = app.outage().await;
    let ana = app.as_token("ana");
    let path = format!("/api/v1/emergencies/{number}/updates");
    let body = json!({"text": "Half of the shops are back."});
    let first = post(&ana, &path, "one", &body).await;
    app.pass("1m").await;
    let second = post(&ana, &path, "one", &body).await;
    assert_eq!(second.header("idempotency-replayed"), "true");
    assert_eq!((first.status, first.json()), (second.status, second.json()));

    let storm = (0..10).map(|_| post(&ana, &path, "two", &body));
    assert!(join_all(storm).await.iter().all(|answer| answer.status == StatusCode::OK));
    let timeline = ana.get(&format!("/api/v1/emergencies/{number}/timeline")).await.json();
    let events = timeline["events"].as_array().unwrap();
    assert_eq!(events.iter().filter(|event| event["kind"] == "update").count(), 2);

    let changed = post(&ana, &path, "one", &json!({"text": "All of them."})).await;
    assert_eq!(changed.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_refusal_stays_a_refusal() {
    let app = TestApp::new().await;
    let number = app.outage().await;
    let path = format!("/api/v1/emergencies/{number}/answer");
    app.as_token("ana").post(&path, &json!({})).await;
    let ben = app.as_token("ben");
    let first = post(&ben, &path, "one", &json!({})).await;
    assert_eq!(first.status, StatusCode::CONFLICT);
    let close = format!("/api/v1/emergencies/{number}/decline");
    app.as_token("ana").post(&close, &json!({})).await;
    let second = post(&ben, &path, "one", &json!({})).await;
    assert_eq!((first.status, first.json()), (second.status, second.json()));
}
