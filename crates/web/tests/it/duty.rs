//! A responder's own duty: by link, signed in, and over the API.

use axum::http::{Method, StatusCode};
use engine::Link;
use serde_json::json;

use crate::{app::TestApp, browser::Browser};

#[tokio::test]
async fn opening_the_link_changes_nothing_and_the_button_takes_off_call() {
    let app = TestApp::new().await;
    let path = format!("/d/{}", app.engine.link_token(&Link::Duty("ana".into())));
    let mut phone = Browser::new(&app);
    for _ in 0..2 {
        let text = phone.open(&path).await.text();
        assert!(text.contains("Ana Ruiz, you are on call"), "{text}");
    }
    assert_eq!(app.engine.directory().0, 1, "looking changes nothing");
    let text = phone.press(&format!("{path}/ill")).await.text();
    assert!(text.contains("You are off call for a day"), "{text}");
    assert!(text.contains("you are not on call now"), "{text}");
    let on_call = app.as_token("ana").get("/api/v1/on-call").await.json();
    assert_eq!(on_call["schedules"][0]["responder"]["id"], "ben");
    for bad in ["/d/x", "/d/x/ill"] {
        let method = if bad.ends_with("ill") { Method::POST } else { Method::GET };
        let answer = phone.ask(method, bad, None).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{bad}");
    }
    let page = Link::Page { number: "E-1001".parse().unwrap(), responder: "ana".into(), via: None };
    let other = format!("/d/{}", app.engine.link_token(&page));
    assert_eq!(phone.ask(Method::GET, &other, None).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_swap_is_asked_on_the_page_and_taken_by_link() {
    let app = TestApp::new().await;
    let mut ana = Browser::signed_in(&app, "ana").await;
    let shown = ana.open("/console/duty").await;
    let value = |who: &str| {
        let end = format!("|{who}\"");
        let at = shown.html.find(&end).expect("a shift of theirs");
        let start = shown.html[..at].rfind('"').expect("its quote") + 1;
        shown.html[start..at + end.len() - 1].replace('|', "%7C").replace(':', "%3A")
    };
    let form = format!("gives={}&takes={}", value("ana"), value("ben"));
    let text = ana.ask(Method::POST, "/console/duty/ask", Some(form)).await;
    assert_eq!(text.status, StatusCode::SEE_OTHER, "{}", text.text());
    let text = ana.open("/console/duty").await.text();
    assert!(text.contains("waits for an answer"), "{text}");

    let path = format!("/d/{}", app.engine.link_token(&Link::Duty("ben".into())));
    let mut ben = Browser::new(&app);
    let text = ben.open(&path).await.text();
    assert!(text.contains("Ana Ruiz asks Ben Okafor to take primary"), "{text}");
    let text = ben.press(&format!("{path}/accept")).await.text();
    assert!(text.contains("The shift is yours"), "{text}");
    let on_call = app.as_token("ana").get("/api/v1/on-call").await.json();
    assert_eq!(on_call["schedules"][0]["responder"]["id"], "ben");
}

#[tokio::test]
async fn the_last_shift_that_can_be_swapped_is_whole() {
    let app = TestApp::new().await;
    let mut ana = Browser::signed_in(&app, "ana").await;
    let shown = ana.open("/console/duty").await;
    let html = &shown.html;
    let values: Vec<_> = html.split("<option value=\"primary|").skip(1).collect();
    assert!(values.len() >= 4, "{html}");
    for value in values {
        let until = value.split('|').nth(1).expect("its end");
        assert!(until.ends_with("T05:00:00Z"), "a handoff at midnight in New York: {until}");
    }
}

#[tokio::test]
async fn the_api_swaps_covers_and_takes_off() {
    let app = TestApp::new().await;
    let (ana, ben) = (app.as_token("ana"), app.as_token("ben"));
    let body = json!({
        "schedule": "primary", "of": "ben",
        "gives": { "from": "2026-11-24T05:00:00Z", "until": "2026-11-25T05:00:00Z" },
    });
    let asked = ana.post("/api/v1/on-call/swaps", &body).await.json();
    assert_eq!((&asked["state"], &asked["takes"]), (&json!("asked"), &json!(null)), "{asked}");
    let path = format!("/api/v1/on-call/swaps/{}", asked["id"].as_str().expect("its id"));
    let robot = app.as_token("robot").post(&format!("{path}/accept"), &json!({})).await;
    assert_eq!(robot.status, StatusCode::CONFLICT, "{}", robot.shown());
    let taken = ben.post(&format!("{path}/accept"), &json!({})).await;
    assert_eq!(taken.json()["state"], "accepted", "{}", taken.shown());
    let listed = ana.get("/api/v1/on-call/swaps").await.json();
    assert_eq!(listed[0]["state"], "accepted");
    let at = ana.get("/api/v1/on-call?at=2026-11-24T06:00:00Z").await.json();
    assert_eq!(at["schedules"][0]["responder"]["id"], "ben");

    let cover = json!({ "schedule": "primary", "cover": "cho", "from": "2026-11-26T00:00:00Z",
        "until": "2026-11-27T00:00:00Z", "note": "Thanksgiving" });
    assert_eq!(ana.post("/api/v1/on-call/cover", &cover).await.json()["responder"]["id"], "cho");
    let ill = ben.post("/api/v1/on-call/ill", &json!({})).await.json();
    assert_eq!(ill[0]["responder"]["id"], "ana", "{ill}");

    for (path, body, field) in [
        ("/api/v1/on-call/swaps", json!({ "schedule": "primary", "of": "ben" }), "gives"),
        ("/api/v1/on-call/ill", json!({ "until": "tomorrow" }), "until"),
        ("/api/v1/on-call/cover", json!({ "cover": "cho" }), "schedule"),
    ] {
        let refused = ana.post(path, &body).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.shown());
        let errors = refused.json()["errors"].to_string();
        assert!(errors.contains(field), "{errors}");
    }
    let nobody = app.post("/api/v1/on-call/ill", &json!({})).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    let none = ana.post("/api/v1/on-call/swaps/none/accept", &json!({})).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}
