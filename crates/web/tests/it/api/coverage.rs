//! `/api/v1/coverage`

use insta::assert_snapshot;

use crate::app::TestApp;

#[tokio::test]
async fn anyone_sees_whether_the_desk_is_open() {
    let app = TestApp::new().await;
    assert_snapshot!(app.get("/api/v1/coverage").await.shown(), @r#"
    200 application/json
    {
      "changes_at": "2026-11-23T14:00:00Z",
      "open": false,
      "regions": [
        {
          "id": "north-america",
          "open": false,
          "time_zone": "America/New_York"
        }
      ]
    }
    "#);
    app.pass("7h").await;
    assert_snapshot!(app.get("/api/v1/coverage").await.shown(), @r#"
    200 application/json
    {
      "changes_at": "2026-11-23T22:00:00Z",
      "open": true,
      "regions": [
        {
          "id": "north-america",
          "open": true,
          "time_zone": "America/New_York"
        }
      ]
    }
    "#);
}
