//! `/healthz`, `/readyz`, `/metrics`

use axum::http::StatusCode;
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
      "detail": "These loops have stopped: announcements, calls, mail, text messages, the clock, webhooks. Restart it.",
      "status": 503,
      "title": "Frontline cannot do its work at the moment",
      "type": "/api/v1/problems/unavailable"
    }
    "#);
}

#[tokio::test]
async fn figures_count_what_was_done() {
    let app = TestApp::new().await;
    let number = app.outage().await;
    app.pass("42s").await;
    let ana = app.as_token("ana");
    ana.post(&format!("/api/v1/emergencies/{number}/answer"), &serde_json::json!({})).await;
    let answer = app.get("/metrics").await;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    assert_eq!(answer.header("content-type"), kind);
    let text = answer.text();
    let counted = text.lines().filter(|line| !line.starts_with('#') && !line.ends_with(" 0"));
    let counted = counted.filter(|line| !line.contains("_bucket")).collect::<Vec<_>>().join("\n");
    assert_snapshot!(counted, @r#"
    frontline_requests_total{kind="emergency"} 1
    frontline_pages_total 1
    frontline_answers_total 1
    frontline_time_to_page_seconds_sum 0.0
    frontline_time_to_page_seconds_count 1
    frontline_time_to_answer_seconds_sum 42.0
    frontline_time_to_answer_seconds_count 1
    frontline_open_emergencies{state="answered"} 1
    frontline_deliveries_waiting{lane="email"} 1
    frontline_delivery_oldest_waiting_seconds 0.0
    "#);
}
