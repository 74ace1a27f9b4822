//! `/api/v1/on-call`

use insta::assert_snapshot;

use crate::app::TestApp;

#[tokio::test]
async fn who_is_on_call_and_who_comes_next() {
    let app = TestApp::new().await.as_token("ana");
    assert_snapshot!(app.get("/api/v1/on-call").await.shown(), @"");
    let later = app.get("/api/v1/on-call?at=2026-12-01T00:00:00Z").await.json();
    assert_eq!(later["schedules"][0]["responder"]["id"], "ben");
}

#[tokio::test]
async fn a_moment_that_is_none_is_refused() {
    let app = TestApp::new().await.as_token("ana");
    assert_snapshot!(app.get("/api/v1/on-call?at=tonight").await.shown(), @"");
}
