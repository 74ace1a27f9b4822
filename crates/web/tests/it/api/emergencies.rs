//! `/api/v1/emergencies`

mod actions;
mod list;

use axum::http::StatusCode;
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::app::{Answer, TestApp};

/// Does something to an emergency.
pub(crate) async fn act(app: &TestApp, number: &str, action: &str, body: Value) -> Answer {
    app.post(&format!("/api/v1/emergencies/{number}/{action}"), &body).await
}

pub(crate) async fn show(app: &TestApp, number: &str) -> Value {
    let answer = app.get(&format!("/api/v1/emergencies/{number}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()
}

/// Answered, investigated and restored by Ana within half an hour.
async fn a_night() -> (TestApp, String) {
    let app = TestApp::new().await.as_token("ana");
    let number = app.outage().await;
    app.pass("42s").await;
    assert_eq!(act(&app, &number, "answer", json!({})).await.status, StatusCode::OK);
    app.pass("3m").await;
    act(&app, &number, "milestones", json!({"milestone": "investigating"})).await;
    app.pass("20m").await;
    let note = json!({"milestone": "restored", "note": "The certificate had run out."});
    act(&app, &number, "milestones", note).await;
    (app, number)
}

#[tokio::test]
async fn a_night_is_seen_as_it_was() {
    let (app, number) = a_night().await;
    let answer = app.get(&format!("/api/v1/emergencies/{number}")).await;
    let lists = ["requesters", "pages", "milestones"];
    assert_snapshot!(answer.without(&lists).shown(), @r#"
    200 application/json
    {
      "bridge": null,
      "closed_at": null,
      "consent": null,
      "impact": "outage",
      "merged_into": null,
      "next_deadline": {
        "at": "2026-11-24T07:33:42Z",
        "kind": "close"
      },
      "next_update_by": null,
      "number": "E-1001",
      "opened_at": "2026-11-23T07:10:00Z",
      "organization": "acme",
      "organization_name": "Acme Stores",
      "pre_authorized": false,
      "requesters_total": 1,
      "resolution": null,
      "responder": {
        "id": "ana",
        "name": "Ana Ruiz"
      },
      "service": null,
      "silences": 0,
      "state": "restored",
      "summary": "The checkout shows an empty page",
      "switch": {
        "authority": null,
        "by": null,
        "emergency": null,
        "pending": null,
        "reason": null,
        "seconds_off": 0,
        "services_disabled": [],
        "since": null,
        "state": "enabled",
        "until": null
      },
      "ticket": null
    }
    "#);
}

#[tokio::test]
async fn requesters_and_pages_are_part_of_it() {
    let (app, number) = a_night().await;
    let answer = app.get(&format!("/api/v1/emergencies/{number}")).await;
    assert_snapshot!(answer.only(&["requesters", "pages"]).shown(), @r#"
    200 application/json
    {
      "pages": [
        {
          "deliveries": [
            {
              "at": "2026-11-23T07:10:00Z",
              "attempts": 1,
              "contact": "sms",
              "id": "[id]",
              "problem": null,
              "queued_at": "2026-11-23T07:10:00Z",
              "status": "accepted",
              "via": "sms"
            }
          ],
          "invited_by": null,
          "responder": {
            "id": "ana",
            "name": "Ana Ruiz"
          },
          "round": 1,
          "started_at": "2026-11-23T07:10:00Z",
          "status": "answered"
        }
      ],
      "requesters": [
        {
          "email": "jo@acme.example",
          "hears_by": "email",
          "id": "[id]",
          "joined_at": "2026-11-23T07:10:00Z",
          "locale": null,
          "name": "Jo Smith",
          "phone": null,
          "time_zone": null
        }
      ]
    }
    "#);
}

#[tokio::test]
async fn milestones_stand_in_the_order_in_which_they_were_told() {
    let (app, number) = a_night().await;
    let milestones = show(&app, &number).await["milestones"].clone();
    let told = milestones.as_array().unwrap().iter().map(Value::to_string);
    assert_snapshot!(told.collect::<Vec<_>>().join("\n"), @r#"
    {"again":false,"at":"2026-11-23T07:10:00Z","milestone":"received","note":null}
    {"again":false,"at":"2026-11-23T07:10:42Z","milestone":"answered","note":null}
    {"again":false,"at":"2026-11-23T07:13:42Z","milestone":"investigating","note":null}
    {"again":false,"at":"2026-11-23T07:33:42Z","milestone":"restored","note":"The certificate had run out."}
    "#);
}

#[tokio::test]
async fn the_timeline_has_every_event_in_order() {
    let app = TestApp::new().await.as_token("ana");
    let number = app.outage().await;
    app.pass("42s").await;
    act(&app, &number, "answer", json!({})).await;
    let quiet = json!({"text": "Looks like DNS.", "visible_to_requester": false});
    act(&app, &number, "updates", quiet).await;
    let timeline = app.get(&format!("/api/v1/emergencies/{number}/timeline")).await.json();
    let events = timeline["events"].as_array().unwrap();
    let lines: Vec<_> = events
        .iter()
        .map(|event| {
            let seen = if event["visible_to_requester"] == true { "*" } else { " " };
            let actor = event["actor"]["name"].as_str().unwrap_or("the system");
            let (sequence, at) = (&event["sequence"], event["at"].as_str().unwrap());
            let (kind, text) = (event["kind"].as_str().unwrap(), event["text"].as_str().unwrap());
            format!("{sequence} {at} {seen} {kind} ({actor}): {text} {}", event["data"])
        })
        .collect();
    assert_snapshot!(lines.join("\n"), @r#"
    1 2026-11-23T07:10:00Z * received (Jo Smith): Jo Smith reported it (a material impact on production). {"pre_authorized":false,"rule":"definition"}
    2 2026-11-23T07:10:00Z   escalation (the system): Step 1 is called. {"round":1,"step":1}
    3 2026-11-23T07:10:00Z   paged (the system): ana is called over sms. {"contact":"sms","responder":"ana","why":{"emergency":{"round":1}}}
    4 2026-11-23T07:10:42Z * answered (Ana Ruiz): Ana Ruiz answered. {"took_over_from":null}
    5 2026-11-23T07:10:42Z   update (Ana Ruiz): Ana Ruiz noted, for us only: Looks like DNS. {"text":"Looks like DNS.","visible":false}
    "#);
}
