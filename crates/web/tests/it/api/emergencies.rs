//! `/api/v1/emergencies`

use axum::http::StatusCode;
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::app::{Answer, TestApp};

/// Does something to an emergency.
async fn act(app: &TestApp, number: &str, action: &str, body: Value) -> Answer {
    app.post(&format!("/api/v1/emergencies/{number}/{action}"), &body).await
}

async fn show(app: &TestApp, number: &str) -> Value {
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
        "state": "enabled"
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

#[tokio::test]
async fn a_list_goes_on_where_it_ended() {
    let app = TestApp::new().await.as_token("ana");
    let mut numbers = Vec::new();
    for organization in ["one", "two", "three", "four", "five"] {
        let body = json!({"summary": "down", "impact": "outage", "organization": organization});
        let answer = app.post("/api/v1/requests", &body).await.json();
        numbers.push(answer["number"].as_str().unwrap().to_owned());
        app.pass("1s").await;
    }
    act(&app, &numbers[1], "close", json!({})).await;
    act(&app, &numbers[2], "answer", json!({})).await;

    let mut seen = Vec::new();
    let mut path = "/api/v1/emergencies?limit=2".to_owned();
    loop {
        let answer = app.get(&path).await.json();
        let items = answer["items"].as_array().unwrap();
        assert!(items.len() <= 2);
        seen.extend(items.iter().map(|item| item["number"].as_str().unwrap().to_owned()));
        let Some(cursor) = answer["next_cursor"].as_str() else { break };
        path = format!("/api/v1/emergencies?limit=2&cursor={cursor}");
    }
    seen.sort();
    assert_eq!(seen, [&numbers[0], &numbers[2], &numbers[3], &numbers[4]].map(String::clone));

    for (state, count) in [("open", 4), ("closed", 1), ("all", 5), ("answered", 1)] {
        let list = app.get(&format!("/api/v1/emergencies?state={state}")).await.json();
        assert_eq!(list["items"].as_array().unwrap().len(), count, "{state}");
    }
    let list = app.get("/api/v1/emergencies?state=answered").await;
    assert_snapshot!(list.shown(), @r#"
    200 application/json
    {
      "items": [
        {
          "impact": "outage",
          "next_deadline": {
            "at": "2026-11-23T07:20:05Z",
            "kind": "nudge"
          },
          "next_update_by": "2026-11-23T08:10:05Z",
          "number": "E-1003",
          "opened_at": "2026-11-23T07:10:02Z",
          "organization": "three",
          "organization_name": "three",
          "requesters_total": 1,
          "responder": {
            "id": "ana",
            "name": "Ana Ruiz"
          },
          "service": null,
          "state": "answered",
          "summary": "down"
        }
      ],
      "next_cursor": null
    }
    "#);
}

#[tokio::test]
async fn a_list_names_what_is_wrong_with_its_arguments() {
    let app = TestApp::new().await.as_token("ana");
    for (query, field) in [
        ("state=shut", "state"),
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=-1", "limit"),
        ("limit=1e3", "limit"),
        ("cursor=there", "cursor"),
        ("cursor=9.9.9", "cursor"),
    ] {
        let answer = app.get(&format!("/api/v1/emergencies?{query}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert_eq!(answer.json()["errors"][0]["field"], field, "{query}");
    }
    for query in ["state=", "limit=200", "limit=1&limit=2", "unknown=%FF", "cursor="] {
        let answer = app.get(&format!("/api/v1/emergencies?{query}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{query}");
    }
}
