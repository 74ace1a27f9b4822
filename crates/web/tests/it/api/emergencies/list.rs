//! `/api/v1/emergencies?state=`

use axum::http::StatusCode;
use insta::assert_snapshot;
use serde_json::json;

use super::act;
use crate::app::TestApp;

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
