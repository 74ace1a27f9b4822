//! `/healthz`, `/readyz`, `/metrics`

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use insta::assert_snapshot;

use crate::app::TestApp;

#[tokio::test]
async fn a_healthy_house_says_so() {
    let app = TestApp::new().await;
    for path in ["/healthz", "/readyz"] {
        assert_eq!(app.get(path).await.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn a_loop_that_has_stopped_is_named() {
    let app = TestApp::new().await;
    let running = app.engine.start().await.unwrap();
    tokio::task::yield_now().await;
    assert_eq!(app.get("/healthz").await.status, StatusCode::OK);
    drop(running);
    app.engine.clock().advance(jiff::SignedDuration::from_mins(1));
    assert_snapshot!(app.get("/healthz").await.shown(), @r#"
    503 application/problem+json
    {
      "detail": "Restart it: these loops have stopped: announcements, calls, mail, messages in Mattermost, messages in Slack, messages in Teams, messages in Telegram, messages of Gotify, messages of ntfy, notifications, rooms in Slack, text messages, the clock, webhooks, what is forwarded.",
      "status": 503,
      "title": "Frontline cannot do its work at the moment",
      "type": "/api/v1/problems/unavailable"
    }
    "#);
}

#[tokio::test]
async fn a_deadline_that_nobody_handles_is_named() {
    let app = TestApp::new().await;
    app.outage().await;
    app.pass("1s").await;
    assert_eq!(app.get("/healthz").await.status, StatusCode::OK);
    app.engine.clock().advance(jiff::SignedDuration::from_mins(6));
    let answer = app.get("/healthz").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.text().contains("E-1001's deadline is overdue by"), "{}", answer.text());
    app.pass("1s").await;
    assert_eq!(app.get("/healthz").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_provider_that_fails_again_and_again_is_named_until_it_is_well() {
    let app = TestApp::new().await;
    app.wall.set_fault("+15550100001", Some(channels::wall::Fault::Unavailable));
    app.outage().await;
    for _ in 0..4 {
        app.pass("4s").await;
    }
    let answer = app.get("/readyz").await;
    assert_eq!(answer.status, StatusCode::OK, "others take pages");
    assert!(answer.text().contains("The provider wall fails (sms)"), "{}", answer.text());
    app.pass("1m").await;
    assert!(!app.get("/readyz").await.text().contains("fails"));
}

#[tokio::test]
async fn figures_count_what_was_done() {
    let app = TestApp::new().await;
    let number = app.outage().await;
    app.pass("42s").await;
    let ana = app.as_token("ana");
    let path = format!("/api/v1/emergencies/{number}");
    ana.post(&format!("{path}/answer"), &serde_json::json!({})).await;
    app.pass("10m").await;
    for milestone in ["investigating", "restored"] {
        let milestone = serde_json::json!({ "milestone": milestone });
        ana.post(&format!("{path}/milestones"), &milestone).await;
    }
    let answer = app.get("/metrics").await;
    assert_eq!(answer.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    let text = answer.text();
    let counted = text.lines().filter(|line| !line.starts_with('#') && !line.ends_with(" 0"));
    let counted = counted.filter(|line| !line.ends_with(" 0.0") && !line.contains("_bucket"));
    let counted = counted.collect::<Vec<_>>().join("\n");
    assert_snapshot!(counted, @r#"
    frontline_requests_total{channel="api",kind="emergency"} 1
    frontline_pages_total{lane="sms"} 1
    frontline_delivery_attempts_total{provider="wall",outcome="accepted"} 4
    frontline_answers_total 1
    frontline_restored_total 1
    frontline_promises_kept_total 2
    frontline_longest_silence_seconds 600.0
    frontline_silence_seconds_sum 642.0
    frontline_silence_seconds_count 2
    frontline_time_to_page_seconds_count 1
    frontline_time_to_answer_seconds_sum 42.0
    frontline_time_to_answer_seconds_count 1
    frontline_time_to_investigate_seconds_sum 642.0
    frontline_time_to_investigate_seconds_count 1
    frontline_time_to_restore_seconds_sum 642.0
    frontline_time_to_restore_seconds_count 1
    frontline_build_info{version="0.1.0"} 1
    frontline_holes{accepted="false"} 2
    frontline_unverified_people 1
    frontline_database_up 1
    frontline_open_emergencies{state="restored"} 1
    frontline_deliveries_waiting{lane="email"} 2
    frontline_nodes 1
    "#);
}

#[tokio::test]
async fn a_promise_that_was_not_kept_is_counted_with_its_silence() {
    let app = TestApp::new().await;
    let number = app.outage().await;
    let answer = format!("/api/v1/emergencies/{number}/answer");
    app.as_token("ana").post(&answer, &serde_json::json!({})).await;
    for _ in 0..3 {
        app.pass("1h").await;
    }
    let text = app.get("/metrics").await.text();
    assert!(text.lines().any(|line| line == "frontline_promises_missed_total 3"), "{text}");
    assert!(text.lines().any(|line| line == "frontline_longest_silence_seconds 3600.0"), "{text}");
}

#[tokio::test]
async fn figures_come_in_the_form_that_was_asked_for() {
    let app = TestApp::new().await;
    let request = app.request(Method::GET, "/metrics");
    let request = request.header("accept", "application/openmetrics-text;version=1.0.0,*/*;q=0.1");
    let answer = app.send(request.body(Body::empty()).unwrap()).await;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    assert_eq!(answer.header("content-type"), kind);
    assert!(answer.text().ends_with("# EOF\n"));
}
