//! `/api/v1/requests`

use axum::http::StatusCode;
use domain::Number;
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::app::TestApp;

const PATH: &str = "/api/v1/requests";

async fn raw_bodies(app: &TestApp) -> Vec<Vec<u8>> {
    let kept = app.engine.store().unread_requests(100).await.unwrap();
    kept.into_iter().map(|raw| raw.body).collect()
}

#[tokio::test]
async fn at_night_an_outage_is_an_emergency() {
    let app = TestApp::new().await;
    let body = json!({
        "summary": "The checkout shows an empty page",
        "impact": "outage",
        "details": "Since ten minutes ago.",
        "organization": "acme",
        "service": "checkout",
        "started_at": "2026-11-23T02:00:00-05:00",
        "production": true,
        "workaround": false,
        "requester": {
            "name": "Jo Smith",
            "email": "jo@acme.example",
            "phone": "+1 555 010 0100",
            "locale": "en_US",
            "time_zone": "america/new_york",
        },
        "still_an_emergency": false,
        "pre_authorize_disable": true,
        "colour": "red",
    });
    let answer = app.post(PATH, &body).await;
    assert_snapshot!(answer.shown(), @r#"
    201 application/json
    {
      "joined": false,
      "kind": "emergency",
      "next_update_by": "2026-11-23T08:10:00Z",
      "number": "E-1001",
      "received_at": "2026-11-23T07:10:00Z",
      "status_url": "https://emergency.example.com/r/[token]"
    }
    "#);
    assert_eq!(answer.header("location"), answer.json()["status_url"]);

    let kept = app.engine.store().requests_of(Number(1001)).await.unwrap();
    assert_eq!(kept[0].body, body.to_string().as_bytes());
    assert_eq!(kept[0].source, "127.0.0.1");
    let understood = kept[0].request.as_ref().unwrap();
    assert_eq!(understood.requester.phone.as_deref(), Some("+15550100100"));
    assert_eq!(understood.requester.locale.as_deref(), Some("en-US"));
    assert_eq!(understood.requester.time_zone.as_deref(), Some("America/New_York"));
    assert_eq!(understood.started_at, Some("2026-11-23T07:00:00Z".parse().unwrap()));
}

#[tokio::test]
async fn the_second_report_of_an_outage_joins() {
    let app = TestApp::new().await;
    app.outage().await;
    let body = json!({"summary": "Empty page", "impact": "outage", "organization": "Acme Stores"});
    assert_snapshot!(app.post(PATH, &body).await.shown(), @r#"
    201 application/json
    {
      "joined": true,
      "kind": "emergency",
      "next_update_by": "2026-11-23T08:10:00Z",
      "number": "E-1001",
      "received_at": "2026-11-23T07:10:00Z",
      "status_url": "https://emergency.example.com/r/[token]"
    }
    "#);
}

#[tokio::test]
async fn a_question_becomes_a_ticket() {
    let app = TestApp::new().await;
    let body = json!({"summary": "How do I export?", "impact": "question"});
    assert_snapshot!(app.post(PATH, &body).await.shown(), @r#"
    201 application/json
    {
      "joined": false,
      "kind": "ticket",
      "next_update_by": "2026-11-23T22:00:00Z",
      "number": "T-1001",
      "reason": "not_an_emergency",
      "received_at": "2026-11-23T07:10:00Z",
      "status_url": "https://emergency.example.com/r/[token]"
    }
    "#);
}

#[tokio::test]
async fn while_the_desk_is_open_it_is_a_ticket() {
    let app = TestApp::new().await;
    app.pass("7h").await;
    let body = json!({"summary": "The checkout shows an empty page", "impact": "outage"});
    let answer = app.post(PATH, &body).await.json();
    assert_eq!((&answer["kind"], &answer["reason"]), (&json!("ticket"), &json!("regular_hours")));
}

#[tokio::test]
async fn in_doubt_it_is_an_emergency() {
    let app = TestApp::new().await;
    for body in [
        json!({"summary": "help"}),
        json!({"summary": "help", "impact": null}),
        json!({"summary": "help", "impact": ""}),
        json!({"summary": "a deadline", "impact": "deadline", "still_an_emergency": true}),
        json!({"summary": "help", "requester": null, "production": null}),
    ] {
        let answer = app.post(PATH, &body).await;
        assert_eq!(answer.json()["kind"], "emergency", "{body}: {}", answer.text());
    }
}

#[tokio::test]
async fn every_wrong_field_is_named_at_once_and_all_is_kept() {
    let app = TestApp::new().await;
    let body = json!({
        "summary": "  ",
        "impact": "sev1",
        "details": 5,
        "organization": ["acme"],
        "production": "yes",
        "workaround": {"text": "none"},
        "still_an_emergency": 1,
        "requester": {"name": false},
    });
    assert_snapshot!(app.post(PATH, &body).await.shown(), @r#"
    422 application/problem+json
    {
      "detail": "8 fields are not right: see `errors`.",
      "errors": [
        {
          "field": "summary",
          "message": "is missing: say in one sentence what does not work"
        },
        {
          "field": "impact",
          "message": "must be one of outage, broken_content, revenue_blocked, data_or_security, other_material, deadline, priority, question, change; leave it out if in doubt"
        },
        {
          "field": "details",
          "message": "must be a text"
        },
        {
          "field": "organization",
          "message": "must be a text"
        },
        {
          "field": "requester.name",
          "message": "must be a text"
        },
        {
          "field": "production",
          "message": "must be true or false"
        },
        {
          "field": "workaround",
          "message": "must be true, false or a text of 20000 characters"
        },
        {
          "field": "still_an_emergency",
          "message": "must be true or false"
        }
      ],
      "status": 422,
      "title": "Something in the request is not right",
      "type": "/api/v1/problems/invalid"
    }
    "#);
    assert_eq!(raw_bodies(&app).await, [body.to_string().into_bytes()]);
}

#[tokio::test]
async fn a_summary_must_be_there_and_be_a_text() {
    let app = TestApp::new().await;
    for summary in [Value::Null, json!(""), json!(7), json!(["x"]), json!("\u{0}"), json!(true)] {
        let answer = app.post(PATH, &json!({"summary": summary, "impact": "outage"})).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{summary}");
        assert_eq!(answer.json()["errors"][0]["field"], "summary", "{summary}");
    }
}

#[tokio::test]
async fn what_cannot_be_read_never_refuses() {
    let app = TestApp::new().await;
    let body = json!({
        "summary": "The checkout shows an empty page",
        "started_at": "around ten",
        "requester": {"email": "jo at acme", "phone": 5550100, "locale": "american", "time_zone": 5},
    });
    let answer = app.post(PATH, &body).await;
    assert_snapshot!(answer.shown(), @r#"
    201 application/json
    {
      "joined": false,
      "kind": "emergency",
      "next_update_by": "2026-11-23T08:10:00Z",
      "number": "E-1001",
      "received_at": "2026-11-23T07:10:00Z",
      "status_url": "https://emergency.example.com/r/[token]",
      "warnings": [
        "requester.email could not be read; it was kept in the details",
        "requester.phone could not be read; it was kept in the details",
        "requester.locale could not be read; it was kept in the details",
        "requester.time_zone could not be read; it was kept in the details",
        "started_at could not be read; it was kept in the details"
      ]
    }
    "#);
    let kept = app.engine.store().requests_of(Number(1001)).await.unwrap();
    assert_snapshot!(kept[0].request.as_ref().unwrap().details, @r"
    requester.email: jo at acme
    requester.phone: 5550100
    requester.locale: american
    requester.time_zone: 5
    started_at: around ten
    ");
}

#[tokio::test]
async fn what_is_no_json_is_refused_and_kept() {
    let app = TestApp::new().await;
    let deep = "[".repeat(10_000);
    for body in ["", "{", "the checkout is down", "{\"summary\": \"x\",}", deep.as_str()] {
        let answer = app.post_raw(PATH, "application/json", body.to_owned()).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}");
    }
    assert_eq!(raw_bodies(&app).await.len(), 5);
    for body in ["[]", "7", "null", "\"down\""] {
        let answer = app.post_raw(PATH, "application/json", body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    }
    assert_eq!(raw_bodies(&app).await.len(), 9);
}

#[tokio::test]
async fn hostile_json_is_taken_as_far_as_it_makes_sense() {
    let app = TestApp::new().await;
    for (body, status) in [
        (br#"{"summary": "a", "summary": "b"}"#.as_slice(), StatusCode::CREATED),
        (br#"{"summary": "nul \u0000 inside"}"#, StatusCode::CREATED),
        (b"{\"summary\": \"caf\xe9 is down\"}", StatusCode::CREATED),
        (br#"{"summary": "x", "n": 1e999999}"#, StatusCode::BAD_REQUEST),
        (br#"{"summary": "x", "n": 123456789012345678901234567890}"#, StatusCode::CREATED),
        (br#"{"summary": "\ud800"}"#, StatusCode::BAD_REQUEST),
        (br#"{"summary": "x", "impact": {"$gt": ""}}"#, StatusCode::UNPROCESSABLE_ENTITY),
        (br#"{"summary": "x", "__proto__": {"impact": "question"}}"#, StatusCode::CREATED),
    ] {
        let answer = app.post_raw(PATH, "application/json", body).await;
        let body = String::from_utf8_lossy(body);
        assert_eq!(answer.status, status, "{body}: {}", answer.text());
    }
}

#[tokio::test]
async fn whoever_forgets_to_say_that_it_is_json_is_understood() {
    let app = TestApp::new().await;
    let body = json!({"summary": "The checkout shows an empty page"}).to_string();
    for kind in ["application/x-www-form-urlencoded", "text/plain", "application/merge-patch+json"]
    {
        let answer = app.post_raw(PATH, kind, body.clone()).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{kind}");
    }
    let answer = app.post_raw(PATH, "text/xml", "<summary>down</summary>").await;
    assert_snapshot!(answer.shown(), @r#"
    415 application/problem+json
    {
      "detail": "Send the request as JSON, with \"Content-Type: application/json\".",
      "status": 415,
      "title": "The body is not JSON",
      "type": "/api/v1/problems/unsupported-media-type"
    }
    "#);
}

#[tokio::test]
async fn what_is_too_long_is_refused_with_its_limit() {
    let app = TestApp::new().await;
    let body = json!({
        "summary": "x".repeat(501),
        "details": "x".repeat(20_001),
        "service": "x".repeat(201),
    });
    assert_snapshot!(app.post(PATH, &body).await.shown(), @r#"
    422 application/problem+json
    {
      "detail": "3 fields are not right: see `errors`.",
      "errors": [
        {
          "field": "summary",
          "message": "is too long: 500 characters at most"
        },
        {
          "field": "details",
          "message": "is too long: 20000 characters at most"
        },
        {
          "field": "service",
          "message": "is too long: 200 characters at most"
        }
      ],
      "status": 422,
      "title": "Something in the request is not right",
      "type": "/api/v1/problems/invalid"
    }
    "#);
    let fits = json!({"summary": "ü".repeat(500), "details": "ü".repeat(20_000)});
    assert_eq!(app.post(PATH, &fits).await.status, StatusCode::CREATED);

    let huge = json!({"summary": "x", "details": "x".repeat(70_000)});
    assert_snapshot!(app.post(PATH, &huge).await.shown(), @r#"
    413 application/problem+json
    {
      "detail": "Send at most 64 KiB; the long text can follow as an update.",
      "status": 413,
      "title": "The body is too large",
      "type": "/api/v1/problems/too-large"
    }
    "#);
    let kept = raw_bodies(&app).await;
    assert!(kept.iter().any(|body| body.len() == 64 * 1024), "the beginning of it is kept");
}
