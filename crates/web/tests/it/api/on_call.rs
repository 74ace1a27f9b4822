//! `/api/v1/on-call`

use insta::assert_snapshot;

use crate::app::TestApp;

#[tokio::test]
async fn who_is_on_call_and_who_comes_next() {
    let app = TestApp::new().await.as_token("ana");
    assert_snapshot!(app.get("/api/v1/on-call").await.shown(), @r#"
    200 application/json
    {
      "at": "2026-11-23T07:10:00Z",
      "schedules": [
        {
          "changes_at": "2026-11-30T05:00:00Z",
          "id": "primary",
          "next": {
            "id": "ben",
            "name": "Ben Okafor"
          },
          "responder": {
            "id": "ana",
            "name": "Ana Ruiz"
          },
          "time_zone": "America/New_York"
        }
      ]
    }
    "#);
    let later = app.get("/api/v1/on-call?at=2026-12-01T00:00:00Z").await.json();
    assert_eq!(later["schedules"][0]["responder"]["id"], "ben");
}

#[tokio::test]
async fn a_moment_that_is_none_is_refused() {
    let app = TestApp::new().await.as_token("ana");
    assert_snapshot!(app.get("/api/v1/on-call?at=tonight").await.shown(), @r#"
    422 application/problem+json
    {
      "detail": "1 field is not right: see `errors`.",
      "errors": [
        {
          "field": "at",
          "message": "must be a moment such as 2026-12-24T18:00:00Z"
        }
      ],
      "status": 422,
      "title": "Something in the request is not right",
      "type": "/api/v1/problems/invalid"
    }
    "#);
}
