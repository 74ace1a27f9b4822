//! The stream that says "look again".

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use domain::{Input, input::By};
use futures_util::StreamExt;

use super::reported;
use crate::app::TestApp;

#[tokio::test]
async fn a_change_is_told_to_whoever_looks_at_it() {
    let app = TestApp::new().await;
    let maria = reported(&app, "Maria", "Down").await;
    let request = app.request(Method::GET, &format!("{}/live", maria.path));
    let response = app.open(request.body(Body::empty()).unwrap()).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut stream = response.into_body().into_data_stream();
    let by = By { id: "ana".into(), name: "Ana Ruiz".to_owned() };
    let answer = Input::Answer { by, take_over: false };
    app.engine.apply("E-1001".parse().unwrap(), answer).await.unwrap();
    let told = stream.next().await.unwrap().unwrap();
    assert_eq!(String::from_utf8_lossy(&told), "event: change\ndata: look\n\n");
}

#[tokio::test]
async fn the_console_is_live_only_for_who_signed_in() {
    let app = TestApp::new().await;
    assert_eq!(app.get("/console/live").await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.get("/r/nobody/live").await.status, StatusCode::NOT_FOUND);
}
