//! `/api/v1/organizations/{id}/switch`

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use insta::assert_snapshot;
use serde_json::{Value, json};

use super::emergencies::{act, show};
use crate::app::{Answer, TestApp};

pub(crate) async fn put(app: &TestApp, organization: &str, body: &Value) -> Answer {
    let path = format!("/api/v1/organizations/{organization}/switch");
    let request = app.request(Method::PUT, &path);
    let request = request.header(header::CONTENT_TYPE, "application/json");
    app.send(request.body(Body::from(body.to_string())).unwrap()).await
}

async fn get(app: &TestApp, organization: &str) -> Answer {
    app.get(&format!("/api/v1/organizations/{organization}/switch")).await
}

fn off() -> Value {
    json!({"state": "disabled", "reason": "Orders are lost"})
}

#[tokio::test]
async fn off_and_on_again() {
    let app = TestApp::new().await.as_token("ana");
    let number = app.outage().await;
    let body = json!({"state": "disabled", "reason": "Orders are lost", "emergency": number,
        "until": "2026-11-23T08:10:00Z"});
    assert_snapshot!(put(&app, "acme", &body).await.shown(), @r#"
    200 application/json
    {
      "authority": {
        "agreed_by": null,
        "agreement": null,
        "confirmed_by": null,
        "rule": "responder"
      },
      "by": {
        "id": "ana",
        "name": "Ana Ruiz"
      },
      "emergency": "E-1001",
      "limit_secs": 14400,
      "may_disable": "responder",
      "organization": "acme",
      "organization_name": "Acme Stores",
      "pending": null,
      "reason": "Orders are lost",
      "seconds_off": 0,
      "services": [],
      "since": "2026-11-23T07:10:00Z",
      "state": "disabled",
      "until": "2026-11-23T08:10:00Z"
    }
    "#);
    let emergency = show(&app, &number).await;
    assert_eq!(emergency["switch"]["state"], "disabled");
    assert_eq!(emergency["milestones"][1]["milestone"], "services_disabled");
    let refused = act(&app, &number, "close", json!({})).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text());
    let on = put(&app, "acme", &json!({"state": "enabled"})).await.json();
    assert_eq!((&on["state"], &on["reason"]), (&json!("enabled"), &Value::Null));
    let closed = act(&app, &number, "close", json!({})).await.json();
    assert_eq!(closed["milestones"][2]["milestone"], "services_enabled");
    assert_eq!(closed["state"], "closed");
}

#[tokio::test]
async fn it_ends_by_itself_at_the_limit() {
    let app = TestApp::new().await.as_token("ana");
    let until = json!({"state": "disabled", "reason": "x", "until": "2027-01-01T00:00:00Z"});
    let disabled = put(&app, "acme", &until).await.json();
    assert_eq!(disabled["until"], "2026-11-23T11:10:00Z");
    app.pass("4h").await;
    assert_eq!(get(&app, "acme").await.json()["state"], "enabled");
}

/// The answer to switching off, which must be this refusal.
async fn refused(app: &TestApp, organization: &str, body: &Value, says: &str) {
    let answer = put(app, organization, body).await;
    assert!(answer.status.is_client_error(), "{organization} {body}: {}", answer.text());
    let text = answer.text();
    assert!(text.contains(says), "{organization} {body}: {text}");
}

#[tokio::test]
async fn every_refusal_says_who_could_do_it() {
    let app = TestApp::new().await.as_token("ana");
    refused(&app, "bolt", &off(), "Only a lead may switch these services off: ask Cho Lee.").await;
    assert_eq!(put(&app.as_token("admin"), "bolt", &off()).await.status, StatusCode::OK);
    refused(&app, "free", &off(), "an administrator can allow it in the directory").await;
    assert_eq!(put(&app, "nowhere", &off()).await.status, StatusCode::NOT_FOUND);
    let stranger = put(&app.as_token("nobody"), "acme", &off()).await;
    assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
    for caller in ["monitor", "acme-key"] {
        let who = "ask somebody who has it. Ask Cho Lee, Ana Ruiz or Ben Okafor.";
        refused(&app.as_token(caller), "acme", &off(), who).await;
    }
    let typo = json!({"state": "disabled", "reason": "x", "service": "chekout"});
    refused(&app, "acme", &typo, "an administrator can add others to the directory").await;
}

#[tokio::test]
async fn every_refusal_of_two_people_says_who_could_do_it() {
    let app = TestApp::new().await;
    let (ana, robot) = (app.as_token("ana"), app.as_token("robot"));
    put(&ana, "duo", &off()).await;
    let second = "a second person has to confirm: ask Cho Lee or Ben Okafor.";
    refused(&ana, "duo", &off(), second).await;
    refused(&robot, "duo", &off(), "Cho Lee or Ben Okafor can confirm in the console.").await;
    let own = json!({"state": "disabled", "reason": "x", "responder": "ben"});
    refused(&ana, "duo", &own, "Cho Lee or Ben Okafor").await;
}

#[tokio::test]
async fn a_program_asks_and_two_people_confirm() {
    let app = TestApp::new().await;
    let (ana, ben, robot) = (app.as_token("ana"), app.as_token("ben"), app.as_token("robot"));
    let named = json!({"state": "disabled", "reason": "x", "responder": "ben"});
    assert_eq!(put(&robot, "duo", &named).await.status, StatusCode::ACCEPTED);
    let first = put(&ana, "duo", &off()).await;
    assert_eq!(first.status, StatusCode::ACCEPTED, "the robot may be Ana's own: {}", first.text());
    assert_eq!(first.json()["pending"]["by"]["id"], "ana");
    assert_eq!(put(&ana, "duo", &off()).await.status, StatusCode::CONFLICT);
    let second = put(&ben, "duo", &off()).await;
    assert_eq!(second.status, StatusCode::OK, "{}", second.text());
    assert_eq!(second.json()["authority"]["confirmed_by"]["id"], "ben");
}

#[tokio::test]
async fn two_people_are_two() {
    let app = TestApp::new().await;
    let (ana, ben, robot) = (app.as_token("ana"), app.as_token("ben"), app.as_token("robot"));
    let asked = put(&ana, "duo", &off()).await;
    assert_eq!(asked.status, StatusCode::ACCEPTED, "{}", asked.text());
    assert_eq!(asked.json()["state"], "enabled");
    assert_eq!(asked.json()["pending"]["by"]["id"], "ana");
    assert_eq!(put(&ana, "duo", &off()).await.status, StatusCode::CONFLICT);
    let named = json!({"state": "disabled", "reason": "x", "responder": "ben"});
    assert_eq!(put(&robot, "duo", &named).await.status, StatusCode::FORBIDDEN);
    let confirmed = put(&ben, "duo", &off()).await;
    assert_eq!(confirmed.status, StatusCode::OK);
    assert_eq!(confirmed.json()["authority"]["confirmed_by"]["id"], "ben");
}

#[tokio::test]
async fn what_makes_no_sense_is_named() {
    let app = TestApp::new().await.as_token("ana");
    for (body, field) in [
        (json!({}), "state"),
        (json!({"state": "off"}), "state"),
        (json!({"state": "disabled"}), "reason"),
        (json!({"state": "disabled", "reason": "x", "until": "soon"}), "until"),
        (json!({"state": "disabled", "reason": "x", "until": "2020-01-01T00:00:00Z"}), "until"),
        (json!({"state": "disabled", "reason": "x", "emergency": "E-9999"}), "emergency"),
        (json!({"state": "disabled", "reason": "x", "service": "a b"}), "service"),
        (json!({"state": "disabled", "reason": "x", "service": "chekout"}), "service"),
    ] {
        let answer = put(&app, "acme", &body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}: {}", answer.text());
        assert_eq!(answer.json()["errors"][0]["field"], field, "{body}");
    }
    assert_eq!(get(&app, "acme").await.json()["state"], "enabled");
}

#[tokio::test]
async fn what_was_agreed_when_the_request_was_sent_is_kept() {
    let app = TestApp::new().await.as_token("ana");
    let request = json!({"summary": "Nothing works", "impact": "outage", "organization": "acme",
        "requester": {"name": "Jo", "email": "jo@acme.example"}, "pre_authorize_disable": true});
    let number = app.post("/api/v1/requests", &request).await.json()["number"].clone();
    let body = json!({"state": "disabled", "reason": "x", "emergency": number});
    let disabled = put(&app, "acme", &body).await.json();
    assert_eq!(disabled["authority"]["agreement"], "pre_authorized");
}

#[tokio::test]
async fn a_rehearsal_names_what_would_stop_and_who_would_notice() {
    let app = TestApp::new().await.as_token("ana");
    let number = app.outage().await;
    let preview = "/api/v1/organizations/acme/switch/preview";
    let before = app.get(preview).await.json();
    assert_eq!(before["services"], json!(["checkout", "search"]));
    assert_eq!(before["emergencies"], json!([number]));
    let warning = before["warnings"][0].as_str().unwrap();
    assert!(warning.starts_with("no software has asked for this switch within a day"), "{before}");
    let context = json!({"context": {"targetingKey": "acme"}});
    app.as_token("acme-key").post("/ofrep/v1/evaluate/flags", &context).await;
    let after = app.get(preview).await.json();
    assert_eq!(after["software"][0]["name"], "acme-key");
    assert_eq!(after["software"][0]["would_notice"], true);
    assert_eq!(after["warnings"], json!([]));
    assert_eq!(app.get(&format!("{preview}?service=search")).await.json()["services"][0], "search");
    let state = get(&app, "acme").await.json();
    assert_eq!(state["state"], "enabled", "nothing was changed");
}

#[tokio::test]
async fn consent_is_asked_by_the_api_and_an_unknown_service_is_refused() {
    let app = TestApp::new().await.as_token("ana");
    let number = app.outage().await;
    let path = format!("/api/v1/emergencies/{number}/consent");
    let unknown = app.post(&path, &json!({"reason": "x", "service": "chekout"})).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", unknown.text());
    let asked = app.post(&path, &json!({"reason": "Orders are lost"})).await.json();
    assert_eq!(asked["consent"]["asked_by"]["id"], "ana");
    assert_eq!(asked["consent"]["granted"], Value::Null);
}
