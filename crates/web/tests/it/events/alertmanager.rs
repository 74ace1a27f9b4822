//! `POST /api/v1/events/alertmanager`

use axum::http::StatusCode;
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::app::{Answer, TestApp};

const DOOR: &str = "/api/v1/events/alertmanager";

/// As Alertmanager 0.25 sends it.
fn group(status: &str, severities: &[&str]) -> Value {
    let one = |severity: &&str| {
        json!({
            "status": status,
            "labels": {"alertname": "DatabaseDown", "instance": "db-1", "severity": severity},
            "annotations": {"runbook": "https://run.example/db"},
            "startsAt": "2026-11-23T07:05:00.000Z",
            "endsAt": "0001-01-01T00:00:00Z",
            "generatorURL": "http://prometheus.example/graph",
            "fingerprint": "c2d9ce5cb5ae2d49",
        })
    };
    json!({
        "version": "4",
        "groupKey": "{}:{alertname=\"DatabaseDown\"}",
        "truncatedAlerts": 0,
        "receiver": "frontline",
        "status": status,
        "groupLabels": {"alertname": "DatabaseDown"},
        "commonLabels": {"alertname": "DatabaseDown", "customer": "acme", "job": "postgres"},
        "commonAnnotations": {},
        "externalURL": "http://alertmanager.example",
        "alerts": severities.iter().map(one).collect::<Vec<_>>(),
    })
}

async fn send(app: &TestApp, group: &Value) -> Answer {
    let answer = app.as_token("monitor").post(DOOR, group).await;
    app.engine.settle().await;
    answer
}

#[tokio::test]
async fn a_group_that_fires_is_one_emergency_until_it_is_resolved() {
    let app = TestApp::new().await;
    let firing = group("firing", &["warning", "critical"]);
    for _ in 0..2 {
        assert_eq!(send(&app, &firing).await.status, StatusCode::OK);
    }
    let emergency = app.as_token("ana").get("/api/v1/emergencies/E-1001").await;
    let seen = emergency.only(&["summary", "impact", "organization", "service", "state"]);
    assert_snapshot!(seen.shown(), @r#"
    200 application/json
    {
      "impact": "outage",
      "organization": "acme",
      "service": "postgres",
      "state": "unanswered",
      "summary": "DatabaseDown db-1 (and 1 more)"
    }
    "#);
    assert_eq!(app.states().await, ["unanswered"]);
    let answer = send(&app, &group("resolved", &["warning", "critical"])).await;
    assert_snapshot!(answer.shown(), @r#"
    200 application/json
    {
      "status": "success"
    }
    "#);
    assert_eq!(app.states().await, ["closed"]);
}

#[tokio::test]
async fn the_severity_decides_and_in_doubt_it_pages() {
    for (severities, pages) in [
        (["warning", "info"], false),
        (["info", "error"], true),
        (["info", ""], true),
        (["warning", "page"], true),
    ] {
        let app = TestApp::new().await;
        send(&app, &group("firing", &severities)).await;
        assert_eq!(app.states().await.len(), usize::from(pages), "{severities:?}");
        assert_eq!(app.ticket_statuses().await.len(), usize::from(!pages), "{severities:?}");
    }
}

#[tokio::test]
async fn what_the_team_wrote_is_the_summary() {
    let app = TestApp::new().await;
    let mut firing = group("firing", &["critical"]);
    firing["commonAnnotations"] = json!({"summary": "No orders can be stored"});
    firing["commonLabels"] = json!({});
    firing["alerts"][0]["labels"]["service"] = json!("orders");
    send(&app, &firing).await;
    let saved = app.engine.store().emergency(domain::Number(1001)).await.unwrap().unwrap();
    assert_eq!(saved.emergency.summary, "No orders can be stored");
    assert_eq!(saved.emergency.service.as_deref(), Some("orders"));
    assert_eq!(saved.emergency.reported_by.as_deref(), Some("monitor"));
    assert_eq!(saved.emergency.organization, None);
}

#[tokio::test]
async fn alerts_of_several_customers_belong_to_none() {
    let app = TestApp::new().await;
    let mut firing = group("firing", &["critical", "critical"]);
    firing["commonLabels"] = json!({});
    firing["alerts"][0]["labels"]["customer"] = json!("acme");
    firing["alerts"][1]["labels"]["customer"] = json!("other");
    send(&app, &firing).await;
    let saved = app.engine.store().emergency(domain::Number(1001)).await.unwrap().unwrap();
    assert_eq!(saved.emergency.organization_name, None);
}

#[tokio::test]
async fn it_needs_a_token_and_a_group() {
    let app = TestApp::new().await;
    let firing = group("firing", &["critical"]);
    assert_eq!(app.post(DOOR, &firing).await.status, StatusCode::UNAUTHORIZED);
    let stranger = app.as_token("stranger").post(DOOR, &firing).await;
    assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
    for wrong in [json!(5), json!({"a": {}}), json!(["x"]), Value::Null] {
        for field in ["groupKey", "status", "commonLabels", "alerts"] {
            let mut group = firing.clone();
            group[field] = wrong.clone();
            let answer = send(&app, &group).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {wrong}");
        }
    }
    assert!(app.states().await.is_empty());
    let responder = app.as_token("ana").post(DOOR, &firing).await;
    assert_eq!(responder.status, StatusCode::OK);
    assert_eq!(app.states().await, ["unanswered"]);
}

#[tokio::test]
async fn a_long_group_is_cut_and_found_again() {
    let app = TestApp::new().await;
    let mut firing = group("firing", &["critical"; 200]);
    firing["groupKey"] = json!("k".repeat(100_000));
    firing["commonAnnotations"] = json!({"summary": "s".repeat(100_000)});
    assert_eq!(send(&app, &firing).await.status, StatusCode::OK);
    assert_eq!(send(&app, &firing).await.status, StatusCode::OK);
    assert_eq!(app.states().await, ["unanswered"]);
    let saved = app.engine.store().emergency(domain::Number(1001)).await.unwrap().unwrap();
    assert!(saved.emergency.summary.chars().count() < 600, "{}", saved.emergency.summary);
    firing["status"] = json!("resolved");
    send(&app, &firing).await;
    assert_eq!(app.states().await, ["closed"]);
}
