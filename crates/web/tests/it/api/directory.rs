//! `/api/v1/directory`

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::app::{Answer, TestApp};

const PATH: &str = "/api/v1/directory?accept_holes=true";

async fn put(app: &TestApp, path: &str, etag: &str, body: &str) -> Answer {
    let mut request =
        app.request(Method::PUT, path).header(header::CONTENT_TYPE, "application/json");
    if !etag.is_empty() {
        request = request.header(header::IF_MATCH, etag);
    }
    app.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

async fn read(app: &TestApp) -> (String, Value) {
    let answer = app.get("/api/v1/directory").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    (answer.header("etag").to_owned(), answer.json())
}

#[tokio::test]
async fn what_was_read_can_be_sent_back() {
    let app = TestApp::new().await.as_token("admin");
    let (etag, mut directory) = read(&app).await;
    directory["responder"][0]["name"] = json!("Ana R. Ruiz");
    let answer = put(&app, PATH, &etag, &directory.to_string()).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let (new_etag, new) = read(&app).await;
    assert_ne!(new_etag, etag);
    assert_eq!(answer.header("etag"), new_etag);
    assert_eq!(new, directory);
    let kept = app.engine.store().directory().await.unwrap().unwrap();
    assert_eq!(kept.by, "admin");
}

#[tokio::test]
async fn nobodys_changes_are_lost() {
    let app = TestApp::new().await.as_token("admin");
    let (etag, directory) = read(&app).await;
    let body = directory.to_string();
    assert_snapshot!(put(&app, PATH, "", &body).await.shown(), @r#"
    428 application/problem+json
    {
      "detail": "Read the directory first, and send its ETag as If-Match.",
      "status": 428,
      "title": "Say which version you have read",
      "type": "/api/v1/problems/precondition-required"
    }
    "#);
    assert_eq!(put(&app, PATH, &etag, &body).await.status, StatusCode::OK);
    assert_snapshot!(put(&app, PATH, &etag, &body).await.shown(), @r#"
    412 application/problem+json
    {
      "detail": "The directory has changed since you read it: read it again, put your changes into that, and send it with the new ETag.",
      "status": 412,
      "title": "Somebody else changed it meanwhile",
      "type": "/api/v1/problems/changed"
    }
    "#);
    for wrong in ["\"99\"", "W/\"2\"", "2", "\"two\""] {
        let answer = put(&app, PATH, wrong, &body).await;
        assert_eq!(answer.status, StatusCode::PRECONDITION_FAILED, "{wrong}");
    }
    assert_eq!(put(&app, PATH, "*", &body).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_directory_that_makes_no_sense_is_refused_with_its_places() {
    let app = TestApp::new().await.as_token("admin");
    let (etag, directory) = read(&app).await;
    let mut wrong = directory.clone();
    wrong["responder"][0]["rules"][0]["via"] = json!("pigeon");
    wrong["team"][0]["members"] = json!(["nobody"]);
    assert_snapshot!(put(&app, PATH, &etag, &wrong.to_string()).await.shown(), @r#"
    422 application/problem+json
    {
      "detail": "2 fields are not right: see `errors`.",
      "errors": [
        {
          "field": "responder ana, rules[0].via",
          "message": "\"pigeon\" is none of the contact methods: write one of sms, voice"
        },
        {
          "field": "team support, members[0]",
          "message": "there is no responder \"nobody\": add a [[responder]] with this id, or correct the name"
        }
      ],
      "status": 422,
      "title": "Something in the request is not right",
      "type": "/api/v1/problems/invalid"
    }
    "#);
    wrong["policy"][0]["steps"][0]["answer_within"] = json!("soon");
    assert_snapshot!(put(&app, PATH, &etag, &wrong.to_string()).await.shown(), @r#"
    422 application/problem+json
    {
      "detail": "1 field is not right: see `errors`.",
      "errors": [
        {
          "field": "policy[0].steps[0].answer_within",
          "message": "\"soon\" is not a duration: write it as 90s, 5m, 1h, 2d or 1w at line 1 column 508"
        }
      ],
      "status": 422,
      "title": "Something in the request is not right",
      "type": "/api/v1/problems/invalid"
    }
    "#);
    let unknown = json!({"people": []}).to_string();
    assert_eq!(put(&app, PATH, &etag, &unknown).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(put(&app, PATH, &etag, "{").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(read(&app).await, (etag, directory));
}

#[tokio::test]
async fn holes_must_be_accepted() {
    let app = TestApp::new().await.as_token("admin");
    let (etag, mut directory) = read(&app).await;
    directory["schedule"][0]["rotation"][0]["during"] = json!([{"days": "mon-fri"}]);
    let body = directory.to_string();
    let answer = put(&app, "/api/v1/directory", &etag, &body).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.json()["type"], "/api/v1/problems/holes");
    assert!(!answer.json()["errors"].as_array().unwrap().is_empty());
    assert_eq!(put(&app, PATH, &etag, &body).await.status, StatusCode::OK);
}
