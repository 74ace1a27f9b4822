//! `/api/v1/tickets`

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::app::{Answer, TestApp};

/// Two questions, the second one of another customer.
async fn questions() -> TestApp {
    let app = TestApp::new().await;
    for (summary, organization) in [("How do I export?", "acme"), ("Dark colours", "bolt")] {
        let body = json!({ "summary": summary, "impact": "question", "organization": organization,
            "requester": { "name": "Kim", "email": "kim@acme.example" } });
        let answer = app.post("/api/v1/requests", &body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        let answer = answer.json();
        assert_eq!(answer["next_update_by"], "2026-11-23T22:00:00Z", "the end of a business day");
    }
    app
}

fn numbers(answer: &Answer) -> Vec<String> {
    let items = answer.json()["items"].as_array().cloned().unwrap_or_default();
    items.iter().filter_map(|item| item["number"].as_str().map(str::to_owned)).collect()
}

#[tokio::test]
async fn the_queue_can_be_read_in_stretches() {
    let app = questions().await;
    let desk = app.as_token("ben");
    let all = desk.get("/api/v1/tickets").await;
    assert_eq!(numbers(&all), ["T-1001", "T-1002"]);
    let first = desk.get("/api/v1/tickets?state=all&limit=1").await;
    assert_eq!(numbers(&first), ["T-1002"]);
    let cursor = first.json()["next_cursor"].as_str().expect("it goes on").to_owned();
    let rest = desk.get(&format!("/api/v1/tickets?state=all&limit=1&cursor={cursor}")).await;
    assert_eq!(numbers(&rest), ["T-1001"]);
    assert_eq!(numbers(&desk.get("/api/v1/tickets?search=dark").await), ["T-1002"]);
    assert_eq!(numbers(&desk.get("/api/v1/tickets?assignee=ben").await), [""; 0]);
    for wrong in ["state=lost", "limit=0", "cursor=x", &format!("search={}", "x".repeat(201))] {
        let refused = desk.get(&format!("/api/v1/tickets?{wrong}")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}: {}", refused.text());
    }
}

#[tokio::test]
async fn a_ticket_is_taken_given_answered_and_solved() {
    let app = questions().await;
    let desk = app.as_token("ben");
    let act = async |what: &str, body: Value| {
        let answer = desk.post(&format!("/api/v1/tickets/T-1001/{what}"), &body).await;
        assert_eq!(answer.status, StatusCode::OK, "{what}: {}", answer.text());
        answer.json()
    };
    let taken = act("pick-up", json!({})).await;
    assert_eq!((&taken["state"], &taken["assignee"]["id"]), (&json!("open"), &json!("ben")));
    let given = act("assignment", json!({ "assignee": "cho" })).await;
    assert_eq!(given["assignee"]["name"], "Cho Lee");
    let noted =
        act("replies", json!({ "text": "See the wiki", "visible_to_requester": false })).await;
    assert_eq!(noted["state"], "open");
    let written = act("replies", json!({ "text": "Under Billing." })).await;
    assert_eq!((&written["state"], &written["respond_by"]), (&json!("waiting"), &Value::Null));
    let kinds: Vec<_> = written["timeline"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|entry| (entry["kind"].as_str().unwrap(), entry["visible_to_requester"] == true))
        .collect();
    let expected = [("picked_up", true), ("assigned", false), ("noted", false), ("said", true)];
    assert_eq!(kinds, expected);
    let solved = act("solve", json!({})).await;
    assert_eq!(solved["state"], "solved");
    let again = desk.post("/api/v1/tickets/T-1001/solve", &json!({})).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.text());
    let nobody =
        desk.post("/api/v1/tickets/T-1002/assignment", &json!({ "assignee": "zoe" })).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(nobody.json()["errors"][0]["field"], "assignee");
}

#[tokio::test]
async fn a_ticket_becomes_an_emergency_once() {
    let app = questions().await;
    let desk = app.as_token("ben");
    for _ in 0..2 {
        let answer = desk.post("/api/v1/tickets/T-1002/emergency", &json!({})).await;
        assert_eq!(answer.json(), json!({ "emergency": "E-1001" }));
    }
    let ticket = desk.get("/api/v1/tickets/T-1002").await.json();
    assert_eq!((&ticket["state"], &ticket["emergency"]), (&json!("escalated"), &json!("E-1001")));
}

#[tokio::test]
async fn tickets_are_for_the_desk() {
    let app = questions().await;
    for (who, expected) in [
        ("", StatusCode::UNAUTHORIZED),
        ("monitor", StatusCode::FORBIDDEN),
        ("acme-key", StatusCode::FORBIDDEN),
        ("ben", StatusCode::NOT_FOUND),
    ] {
        let app = if who.is_empty() { questions().await } else { app.as_token(who) };
        let status = app.get("/api/v1/tickets/T-9999").await.status;
        assert_eq!(status, expected, "{who}");
        let status = app.post("/api/v1/tickets/T-9999/solve", &json!({})).await.status;
        assert_eq!(status, expected, "{who}");
    }
    let unreadable = app.as_token("ben").get("/api/v1/tickets/E-1001").await;
    assert_eq!(unreadable.status, StatusCode::NOT_FOUND);
}
