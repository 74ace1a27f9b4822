//! `/api/v1/emergencies/{number}/...`

use axum::http::StatusCode;
use insta::assert_snapshot;
use serde_json::{Value, json};

use super::{act, show};
use crate::app::TestApp;

#[tokio::test]
async fn whoever_is_too_late_learns_who_has_it() {
    let app = TestApp::new().await;
    let number = app.outage().await;
    act(&app.as_token("ana"), &number, "answer", json!({})).await;
    let ben = app.as_token("ben");
    assert_snapshot!(act(&ben, &number, "answer", json!({})).await.shown(), @r#"
    409 application/problem+json
    {
      "detail": "Ana Ruiz has already answered. Send \"take_over\": true to take it from them.",
      "responder": {
        "id": "ana",
        "name": "Ana Ruiz"
      },
      "status": 409,
      "title": "Somebody else has it",
      "type": "/api/v1/problems/already-answered"
    }
    "#);
    let taken = act(&ben, &number, "answer", json!({"take_over": true})).await;
    assert_eq!(taken.json()["responder"], json!({"id": "ben", "name": "Ben Okafor"}));
}

#[tokio::test]
async fn a_token_acts_for_whom_it_names() {
    let app = TestApp::new().await.as_token("robot");
    let number = app.outage().await;
    let nobody = act(&app, &number, "answer", json!({"responder": "dan"})).await;
    assert_snapshot!(nobody.shown(), @r#"
    422 application/problem+json
    {
      "detail": "1 field is not right: see `errors`.",
      "errors": [
        {
          "field": "responder",
          "message": "\"dan\" is not in the directory"
        }
      ],
      "status": 422,
      "title": "Something in the request is not right",
      "type": "/api/v1/problems/invalid"
    }
    "#);
    let own = act(&app, &number, "answer", json!({})).await.json();
    assert_eq!(own["responder"], json!({"id": "robot", "name": "robot"}));
    let ben = json!({"responder": "ben", "take_over": true});
    let ben = act(&app, &number, "answer", ben).await.json();
    assert_eq!(ben["responder"], json!({"id": "ben", "name": "Ben Okafor"}));
}

#[tokio::test]
async fn an_answer_needs_no_body() {
    let app = TestApp::new().await.as_token("ana");
    let number = app.outage().await;
    let path = format!("/api/v1/emergencies/{number}/answer");
    let answer = app.send(app.request(axum::http::Method::POST, &path).body("".into()).unwrap());
    assert_eq!(answer.await.json()["state"], "answered");
}

#[tokio::test]
async fn whoever_declines_passes_it_on_at_once() {
    let app = TestApp::new().await.as_token("ana");
    let number = app.outage().await;
    act(&app, &number, "decline", json!({})).await;
    app.engine.settle().await;
    let pages = show(&app, &number).await["pages"].clone();
    let called: Vec<_> = pages
        .as_array()
        .unwrap()
        .iter()
        .map(|page| (page["responder"]["id"].as_str().unwrap(), page["status"].as_str().unwrap()))
        .collect();
    assert_eq!(called, [("ana", "declined"), ("ben", "ringing")]);
}

#[tokio::test]
async fn more_people_are_paged_in() {
    let app = TestApp::new().await.as_token("ana");
    let number = app.outage().await;
    act(&app, &number, "answer", json!({})).await;
    let body = json!({"targets": ["responder:cho"], "note": "We need a database person."});
    let answer = act(&app, &number, "escalate", body).await.json();
    app.engine.settle().await;
    assert_eq!(answer["milestones"][2]["milestone"], "escalated");
    let pages = show(&app, &number).await["pages"].clone();
    let cho = pages.as_array().unwrap().iter().find(|page| page["responder"]["id"] == "cho");
    let cho = cho.expect("Cho is called");
    assert_eq!(cho["invited_by"], "Ana Ruiz");
    assert_eq!(cho["deliveries"][0]["via"], "email");

    for (targets, field) in [
        (json!([]), "targets"),
        (json!(null), "targets"),
        (json!("team:support"), "targets"),
        (json!(["team:nobody"]), "targets"),
        (json!(["support"]), "targets[0]"),
        (json!(["team:support", 5]), "targets[1]"),
    ] {
        let answer = act(&app, &number, "escalate", json!({"targets": targets})).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{targets}");
        let errors = answer.json()["errors"].clone();
        let named = errors.as_array().unwrap().iter().any(|error| error["field"] == field);
        assert!(named, "{targets}: {errors}");
    }
}

#[tokio::test]
async fn the_call_is_opened_once() {
    let app = TestApp::new().await.as_token("ana");
    let number = app.outage().await;
    act(&app, &number, "answer", json!({})).await;
    let body = json!({"host": "responder:cho"});
    let bridge = act(&app, &number, "bridge", body).await.json()["bridge"].clone();
    assert_eq!(bridge["host"], "responder:cho");
    assert!(bridge["link"].as_str().unwrap().starts_with("https://"), "{bridge}");
    let again = act(&app, &number, "bridge", json!({})).await.json();
    assert_eq!(again["bridge"]["link"], bridge["link"]);
    let wrong = act(&app, &number, "bridge", json!({"host": "cho"})).await;
    assert_eq!(wrong.json()["errors"][0]["field"], "host");
}

#[tokio::test]
async fn one_goes_on_in_another() {
    let app = TestApp::new().await.as_token("ana");
    let first = app.outage().await;
    let other = json!({"summary": "Same thing", "impact": "outage", "organization": "beta"});
    let other = app.post("/api/v1/requests", &other).await.json()["number"].clone();
    let merged = act(&app, other.as_str().unwrap(), "merge", json!({"into": first})).await.json();
    assert_eq!((&merged["state"], &merged["merged_into"]), (&json!("closed"), &json!(first)));
    assert_eq!(show(&app, &first).await["requesters_total"], 2);

    let itself = act(&app, &first, "merge", json!({"into": first})).await;
    assert_eq!(itself.status, StatusCode::CONFLICT);
    for into in [json!("E-9999"), json!("x"), json!(1001), json!(null)] {
        let answer = act(&app, &first, "merge", json!({"into": into})).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{into}");
        assert_eq!(answer.json()["errors"][0]["field"], "into", "{into}");
    }
}

#[tokio::test]
async fn not_an_emergency_after_all() {
    let app = TestApp::new().await.as_token("ana");
    let number = app.outage().await;
    let answer = act(&app, &number, "ticket", json!({"note": "Only the colour is wrong."})).await;
    let answer = answer.json();
    assert_eq!((&answer["state"], &answer["ticket"]), (&json!("closed"), &json!("T-1001")));
}

#[tokio::test]
async fn what_is_closed_stays_closed() {
    let app = TestApp::new().await.as_token("ana");
    let number = app.outage().await;
    let body = json!({"resolution": "false_alarm", "note": "It was the test shop."});
    let closed = act(&app, &number, "close", body).await.json();
    assert_eq!(
        (&closed["state"], &closed["resolution"]),
        (&json!("closed"), &json!("false_alarm"))
    );
    assert_eq!(closed["next_deadline"], Value::Null);
    for (action, body) in [
        ("answer", json!({})),
        ("milestones", json!({"milestone": "investigating"})),
        ("updates", json!({"text": "x"})),
        ("escalate", json!({"targets": ["team:support"]})),
        ("close", json!({})),
    ] {
        let answer = act(&app, &number, action, body).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{action}: {}", answer.text());
    }
    assert_snapshot!(act(&app, &number, "answer", json!({})).await.shown(), @r#"
    409 application/problem+json
    {
      "detail": "This emergency is closed.",
      "status": 409,
      "title": "That cannot be done now",
      "type": "/api/v1/problems/refused"
    }
    "#);
}

#[tokio::test]
async fn a_milestone_that_is_none_is_refused_by_field() {
    let app = TestApp::new().await.as_token("ana");
    let number = app.outage().await;
    for milestone in [json!("fixed"), json!("received"), json!(""), json!(5), Value::Null] {
        let answer = act(&app, &number, "milestones", json!({"milestone": milestone})).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{milestone}");
        assert_eq!(answer.json()["errors"][0]["field"], "milestone", "{milestone}");
    }
    let wrong = json!({"milestone": "solved", "note": "x".repeat(2_001), "responder": 5});
    assert_snapshot!(act(&app, &number, "milestones", wrong).await.shown(), @r#"
    422 application/problem+json
    {
      "detail": "3 fields are not right: see `errors`.",
      "errors": [
        {
          "field": "milestone",
          "message": "must be one of investigating, reproduced, escalated, root_cause_identified, fix_developed, fix_deployed, restored"
        },
        {
          "field": "note",
          "message": "is too long: 2000 characters at most"
        },
        {
          "field": "responder",
          "message": "must be a text"
        }
      ],
      "status": 422,
      "title": "Something in the request is not right",
      "type": "/api/v1/problems/invalid"
    }
    "#);
    for body in [json!({}), json!({"text": " "}), json!({"text": 5})] {
        let answer = act(&app, &number, "updates", body).await;
        assert_eq!(answer.json()["errors"][0]["field"], "text");
    }
}

#[tokio::test]
async fn a_body_that_is_no_json_is_refused() {
    let app = TestApp::new().await.as_token("ana");
    let number = app.outage().await;
    let path = format!("/api/v1/emergencies/{number}/updates");
    for (kind, body, status) in [
        ("application/json", "{", StatusCode::BAD_REQUEST),
        ("application/json", "[]", StatusCode::UNPROCESSABLE_ENTITY),
        ("text/plain", "{\"text\": \"x\"}", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("application/x-www-form-urlencoded", "text=x", StatusCode::UNSUPPORTED_MEDIA_TYPE),
    ] {
        let answer = app.post_raw(&path, kind, body).await;
        assert_eq!(answer.status, status, "{kind} {body}");
    }
    let huge = format!("{{\"text\": \"{}\"}}", "x".repeat(70_000));
    let answer = app.post_raw(&path, "application/json", huge).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}
