//! What monitoring systems send.

mod alertmanager;
mod pagerduty;

use axum::http::StatusCode;
use domain::Number;
use serde_json::json;
use store::{TicketFilter, TicketView};

use crate::app::{Answer, TestApp};

/// The most that an event may have.
const LIMIT: usize = 512 * 1024;
const DOORS: [&str; 2] = ["/v2/enqueue", "/api/v1/events/alertmanager"];

impl TestApp {
    /// The states of the emergencies, the first one first.
    async fn states(&self) -> Vec<String> {
        let mut states = Vec::new();
        for number in 1001.. {
            let Some(saved) = self.engine.store().emergency(Number(number)).await.unwrap() else {
                break;
            };
            states.push(saved.emergency.state_name().to_owned());
        }
        states
    }

    /// The statuses of the tickets, the first one first.
    async fn ticket_statuses(&self) -> Vec<String> {
        let everything = TicketFilter { view: TicketView::All, ..TicketFilter::default() };
        let all = self.engine.store().tickets(&everything, None, 100).await.unwrap();
        let status = |saved: &store::SavedTicket| format!("{:?}", saved.ticket.status);
        all.items.iter().map(status).rev().collect()
    }

    async fn timeline(&self, number: &str) -> Vec<String> {
        let path = format!("/api/v1/emergencies/{number}/timeline");
        let answer = self.as_token("ana").get(&path).await.json();
        let events = answer["events"].as_array().unwrap();
        events.iter().map(|event| event["kind"].as_str().unwrap().to_owned()).collect()
    }
}

#[tokio::test]
async fn a_monitoring_token_reads_and_answers_nothing() {
    let app = TestApp::new().await;
    let number = app.outage().await;
    let monitor = app.as_token("monitor");
    for path in ["/api/v1/emergencies", "/api/v1/on-call", "/api/v1/directory"] {
        assert_eq!(monitor.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let path = format!("/api/v1/emergencies/{number}");
    assert_eq!(monitor.get(&path).await.status, StatusCode::FORBIDDEN);
    for action in ["answer", "updates", "close"] {
        let answer = monitor.post(&format!("{path}/{action}"), &json!({"text": "x"})).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{action}");
    }
    assert_eq!(app.states().await, ["unanswered"]);
}

#[tokio::test]
async fn hostile_bodies_are_refused_and_change_nothing() {
    let app = TestApp::new().await.as_token("monitor");
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let huge = format!("{{\"groupKey\": \"{}\"}}", "x".repeat(LIMIT));
    let bodies =
        [deep.as_str(), &huge, "", "null", "[]", "42", "\"x\"", "{}", "{\"routing_key\": 5}"];
    for door in DOORS {
        for body in bodies {
            let answer = app.post_raw(door, "application/json", body.to_owned()).await;
            let shown: String = body.chars().take(30).collect();
            assert!(answer.status.is_client_error(), "{door} {shown}: {}", answer.text());
            let expected = if body.len() > LIMIT { 413 } else { answer.status.as_u16() };
            assert_eq!(answer.status, expected, "{door} {shown}");
        }
        let bytes: &[u8] = b"\xff\xfe{\0}";
        let answer: Answer = app.post_raw(door, "application/json", bytes).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{door}");
        assert_eq!(app.get(door).await.status, StatusCode::METHOD_NOT_ALLOWED, "{door}");
    }
    assert!(app.states().await.is_empty());
    assert!(app.ticket_statuses().await.is_empty());
}
