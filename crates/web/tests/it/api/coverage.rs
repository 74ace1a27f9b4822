//! `/api/v1/coverage`

use insta::assert_snapshot;

use crate::app::TestApp;

#[tokio::test]
async fn anyone_sees_whether_the_desk_is_open() {
    let app = TestApp::new().await;
    assert_snapshot!(app.get("/api/v1/coverage").await.shown(), @"");
    app.pass("7h").await;
    assert_snapshot!(app.get("/api/v1/coverage").await.shown(), @"");
}
