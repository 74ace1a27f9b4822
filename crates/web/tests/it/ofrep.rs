//! `/ofrep/v1/...`

use std::time::Duration;

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use futures_util::StreamExt;
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::{
    api::switch::put,
    app::{Answer, PUBLIC_URL, TestApp, secret_of},
};

const ALL: &str = "/ofrep/v1/evaluate/flags";
const ONE: &str = "/ofrep/v1/evaluate/flags/services-enabled";

fn of(organization: &str) -> Value {
    json!({"context": {"targetingKey": organization}})
}

async fn switch(app: &TestApp, state: &str) {
    let body = json!({"state": state, "reason": "Orders are lost"});
    assert_eq!(put(&app.as_token("ana"), "acme", &body).await.status, StatusCode::OK);
}

async fn again(app: &TestApp, etag: &str) -> Answer {
    let request = app.request(Method::POST, ALL).header(header::IF_NONE_MATCH, etag);
    app.send(request.body(Body::from(of("acme").to_string())).unwrap()).await
}

#[tokio::test]
async fn one_flag_follows_the_switch() {
    let app = TestApp::new().await.as_token("acme-key");
    assert_snapshot!(app.post(ONE, &of("acme")).await.shown(), @r#"
    200 application/json
    {
      "key": "services-enabled",
      "metadata": {
        "organization": "acme"
      },
      "reason": "STATIC",
      "value": true,
      "variant": "enabled"
    }
    "#);
    switch(&app, "disabled").await;
    assert_snapshot!(app.post(ONE, &of("acme")).await.shown(), @r#"
    200 application/json
    {
      "key": "services-enabled",
      "metadata": {
        "organization": "acme",
        "since": "2026-11-23T07:10:00Z",
        "until": "2026-11-23T11:10:00Z"
      },
      "reason": "TARGETING_MATCH",
      "value": false,
      "variant": "disabled"
    }
    "#);
    let service = app.post(&format!("{ONE}.checkout"), &of("acme")).await.json();
    assert_eq!(
        (&service["key"], &service["value"]),
        (&json!("services-enabled.checkout"), &json!(false))
    );
    // Before anything wakes: what has ended is on.
    app.engine.clock().advance(jiff::SignedDuration::from_hours(4));
    assert_eq!(app.post(ONE, &of("acme")).await.json()["value"], true);
}

#[tokio::test]
async fn all_flags_have_a_tag_that_changes_with_them() {
    let app = TestApp::new().await.as_token("acme-key");
    let first = app.post(ALL, &of("acme")).await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.text());
    let flags = first.json()["flags"].as_array().unwrap().clone();
    let keys: Vec<_> = flags.iter().map(|flag| flag["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["services-enabled", "services-enabled.checkout", "services-enabled.search"]);
    let etag = first.header("etag").to_owned();
    let same = again(&app, &etag).await;
    assert_eq!((same.status, same.header("etag")), (StatusCode::NOT_MODIFIED, etag.as_str()));
    assert!(same.body.is_empty());
    switch(&app, "disabled").await;
    let changed = again(&app, &etag).await;
    assert_eq!(changed.status, StatusCode::OK);
    assert_ne!(changed.header("etag"), etag);
    switch(&app, "enabled").await;
    assert_eq!(again(&app, &etag).await.status, StatusCode::NOT_MODIFIED, "it is as it was");
}

#[tokio::test]
async fn a_key_sees_only_its_own_organization() {
    let app = TestApp::new().await;
    let key = app.as_token("acme-key");
    for path in [ONE, ALL] {
        assert_eq!(key.post(path, &of("bolt")).await.status, StatusCode::FORBIDDEN);
        assert_eq!(key.post(path, &of("nowhere")).await.status, StatusCode::FORBIDDEN);
        assert_eq!(app.post(path, &of("acme")).await.status, StatusCode::UNAUTHORIZED);
        let unknown = app.as_token("nobody").post(path, &of("acme")).await;
        assert_eq!(unknown.status, StatusCode::UNAUTHORIZED);
        let monitor = app.as_token("monitor").post(path, &of("acme")).await;
        assert_eq!(monitor.status, StatusCode::FORBIDDEN);
    }
    for path in ["/api/v1/emergencies", "/api/v1/organizations/acme/switch"] {
        assert_eq!(key.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let header = Request::post(ONE).header("x-api-key", secret_of("acme-key"));
    let body = Body::from(of("acme").to_string());
    assert_eq!(app.send(header.body(body).unwrap()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_cannot_be_evaluated_says_why_as_the_protocol_has_it() {
    let app = TestApp::new().await.as_token("acme-key");
    for (body, code) in [
        ("{", "PARSE_ERROR"),
        ("", "PARSE_ERROR"),
        ("[]", "INVALID_CONTEXT"),
        ("{}", "INVALID_CONTEXT"),
        (r#"{"context": 5}"#, "INVALID_CONTEXT"),
        (r#"{"context": {}}"#, "TARGETING_KEY_MISSING"),
        (r#"{"context": {"targetingKey": ""}}"#, "TARGETING_KEY_MISSING"),
        (r#"{"context": {"targetingKey": 5}}"#, "INVALID_CONTEXT"),
    ] {
        for path in [ONE, ALL] {
            let answer = app.post_raw(path, "application/json", body).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}");
            assert_eq!(answer.json()["errorCode"], code, "{body}");
            let key = if path == ONE { json!("services-enabled") } else { Value::Null };
            assert_eq!(answer.json()["key"], key);
        }
    }
    for key in ["nope", "services-enabled.", "services-enabled.*", "services-enabledx"] {
        let answer = app.post(&format!("/ofrep/v1/evaluate/flags/{key}"), &of("acme")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{key}");
        assert_eq!(answer.json()["errorCode"], "FLAG_NOT_FOUND");
        assert_eq!(answer.json()["key"], key);
    }
}

#[tokio::test]
async fn browsers_of_any_site_may_ask() {
    let app = TestApp::new().await;
    let ask =
        Request::builder().method(Method::OPTIONS).uri(ALL).header("origin", "https://x.example");
    let ask = ask.header("access-control-request-method", "POST");
    let ask = ask.header("access-control-request-headers", "authorization,content-type");
    let allowed = app.send(ask.body(Body::empty()).unwrap()).await;
    assert_eq!(allowed.status, StatusCode::OK);
    assert_eq!(allowed.header("access-control-allow-origin"), "*");
    assert!(allowed.header("access-control-allow-headers").contains("authorization"));
    let answer = app.as_token("acme-key").post(ALL, &of("acme")).await;
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert!(answer.header("access-control-expose-headers").contains("etag"));
}

#[tokio::test]
async fn a_listener_hears_of_a_change_and_of_what_it_missed() {
    let app = TestApp::new().await;
    let all = app.as_token("acme-key").post(ALL, &of("acme")).await.json();
    let url = all["eventStreams"][0]["url"].as_str().unwrap().to_owned();
    let path = url.strip_prefix(PUBLIC_URL).unwrap();
    let response = app.open(Request::get(path).body(Body::empty()).unwrap()).await;
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut stream = response.into_body().into_data_stream();
    let bolt = json!({"state": "disabled", "reason": "x"});
    put(&app.as_token("admin"), "bolt", &bolt).await;
    switch(&app, "disabled").await;
    let told = tokio::time::timeout(Duration::from_secs(5), stream.next()).await.unwrap();
    let told = String::from_utf8_lossy(&told.unwrap().unwrap()).into_owned();
    assert_eq!(told, "id: 1\ndata: {\"etag\":\"1\",\"type\":\"refetchEvaluation\"}\n\n");
    let missed = Request::get(path).header("last-event-id", "0").body(Body::empty()).unwrap();
    let mut stream = app.open(missed).await.into_body().into_data_stream();
    let told = tokio::time::timeout(Duration::from_secs(5), stream.next()).await.unwrap();
    assert!(told.unwrap().unwrap().starts_with(b"id: 1"));
    assert_eq!(app.get("/ofrep/v1/events/nonsense").await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.get("/ofrep/v1/events").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_signed_document_is_the_same_until_something_changes() {
    let app = TestApp::new().await;
    let token = app.engine.link_token(&engine::Link::Document("acme".into()));
    let path = format!("/switch/{token}");
    let first = app.get(&path).await;
    assert_eq!(first.header("cache-control"), "public, max-age=1, stale-if-error=604800");
    assert_eq!(first.header("content-type"), "application/jose");
    app.pass("1h").await;
    let same = app.request(Method::GET, &path).header(header::IF_NONE_MATCH, first.header("etag"));
    let same = app.send(same.body(Body::empty()).unwrap()).await;
    assert_eq!(same.status, StatusCode::NOT_MODIFIED);
    switch(&app, "disabled").await;
    assert_ne!(app.get(&path).await.header("etag"), first.header("etag"));
    for wrong in ["/switch/AAAA", &format!("/switch/{}", &token[1..])] {
        assert_eq!(app.get(wrong).await.status, StatusCode::NOT_FOUND, "{wrong}");
    }
}
