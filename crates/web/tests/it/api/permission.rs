//! Who may call what.

use axum::http::StatusCode;
use insta::assert_snapshot;
use serde_json::json;

use crate::app::TestApp;

const FOR_RESPONDERS: [&str; 4] = [
    "/api/v1/emergencies",
    "/api/v1/emergencies/E-1001",
    "/api/v1/emergencies/E-1001/timeline",
    "/api/v1/on-call",
];

#[tokio::test]
async fn nobody_in_particular_sees_nothing() {
    let app = TestApp::new().await;
    for path in FOR_RESPONDERS.into_iter().chain(["/api/v1/directory"]) {
        let answer = app.get(path).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
        assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"frontline\"", "{path}");
        let stranger = app.as_token("stranger").get(path).await;
        assert_eq!(stranger.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    assert_snapshot!(app.get("/api/v1/emergencies").await.shown(), @r#"
    401 application/problem+json
    {
      "detail": "Sign in or send a token first.",
      "status": 401,
      "title": "Nobody is signed in",
      "type": "/api/v1/problems/unauthorized"
    }
    "#);
}

#[tokio::test]
async fn nobody_in_particular_changes_nothing() {
    let app = TestApp::new().await;
    let number = app.outage().await;
    for action in ["answer", "decline", "updates", "escalate", "bridge", "merge", "ticket", "close"]
    {
        let path = format!("/api/v1/emergencies/{number}/{action}");
        let answer = app.post(&path, &json!({"text": "x"})).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    let answer = app.as_token("ana").get(&format!("/api/v1/emergencies/{number}")).await;
    assert_eq!(answer.json()["state"], "unanswered");
}

#[tokio::test]
async fn a_refusal_says_which_role_is_needed() {
    let app = TestApp::new().await.as_token("ana");
    assert_snapshot!(app.get("/api/v1/directory").await.shown(), @r#"
    403 application/problem+json
    {
      "detail": "This needs the role \"admin\"; ask somebody who has it.",
      "status": 403,
      "title": "Your role does not allow this",
      "type": "/api/v1/problems/forbidden"
    }
    "#);
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_too() {
    let app = TestApp::new().await.as_token("ana");
    for path in ["/api/v1/nothing", "/api/v1/emergencies/E-9999", "/api/v1/emergencies/x/y"] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
    }
    for number in ["E-", "%00", "%FF", "E-99999999999", "../../etc", "1001.5", "T-1001"] {
        let answer = app.get(&format!("/api/v1/emergencies/{number}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{number}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{number}");
    }
    let wrong = app.post("/api/v1/coverage", &json!({})).await;
    assert_eq!(wrong.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(wrong.header("content-type"), "application/problem+json");
}
