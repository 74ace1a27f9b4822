//! Every hook that the sources name, and every door for people and programs that takes a body.

use std::{collections::BTreeSet, fs, path::Path};

use axum::{
    body::Body,
    http::{Method, header},
};
use engine::Link;

use super::{CALL, FORM, JSON, TEXT, bend, signed, signed_by_slack};
use crate::{
    app::{TELEGRAM_SECRET, TestApp, secret_of},
    mutation::Mutation,
};

/// What any of the providers sends.
const SAID: [&str; 8] = [
    TEXT,
    CALL,
    "MessageStatus=undelivered&ErrorCode=30003&MessageSid=SM1&CallStatus=no-answer&AnsweredBy=machine_start",
    "RecordingUrl=http%3A%2F%2Fa&RecordingDuration=7&TranscriptionText=down&TranscriptionStatus=completed&CallSid=CA1",
    "StatusCallbackEvent=participant-join&ConferenceSid=CF1&FriendlyName=x&CallSid=CA1&SequenceNumber=1&Reason=x",
    r#"payload={"type":"view_submission","user":{"id":"U1"},"view":{"callback_id":"x","state":{"values":{}}}}"#,
    r#"{"type":"event_callback","event_id":"Ev1","event":{"type":"message","channel":"C1","user":"U1","text":"x","ts":"1.2"}}"#,
    r#"{"update_id":7,"message":{"from":{"id":77,"first_name":"Ana"},"chat":{"id":77},"text":"42 ok"}}"#,
];

/// The routes below `/hooks`, as the sources name them: none can be forgotten here.
fn hooks() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/hooks");
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let Ok(source) = fs::read_to_string(path) else { continue };
        let routes = source.split(".route(\"").skip(1).filter_map(|rest| rest.split('"').next());
        found.extend(routes.filter(|route| route.starts_with("/hooks/")).map(str::to_owned));
    }
    found
}

/// The route with something of ours wherever it has a place for a name.
fn filled(route: &str, delivery: &str) -> String {
    let part = |part: &str| match part {
        "{delivery}" => delivery.to_owned(),
        "{step}" => "urgent".to_owned(),
        part if part.starts_with('{') => "x".to_owned(),
        part => part.to_owned(),
    };
    route.split('/').map(part).collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn every_hook_there_is() {
    let app = TestApp::new().await;
    app.outage().await;
    let pages = app.engine.store().page_deliveries_of(domain::Number(1001)).await.unwrap();
    let hooks = hooks();
    assert!(hooks.len() >= 10, "{hooks:?}");
    for route in hooks {
        let path = filled(&route, &pages[0].id);
        let provider = path.split('/').nth(2).unwrap_or_default().to_owned();
        let kind = if provider == "telegram" || path.ends_with("/events") { JSON } else { FORM };
        let mut fuzz = Mutation::of("hook", &SAID);
        while let Some(body) = fuzz.bytes() {
            let request = app.request(Method::POST, &path).header(header::CONTENT_TYPE, kind);
            let request = match provider.as_str() {
                "twilio" => signed(request, &path, &body),
                "slack" => signed_by_slack(&app, request, &body),
                "telegram" => request.header("x-telegram-bot-api-secret-token", TELEGRAM_SECRET),
                other => panic!("teach this test how {other} signs"),
            };
            let answer = app.send(request.body(Body::from(body)).unwrap()).await;
            assert!(!answer.status.is_server_error(), "{route}: {}", answer.text());
            assert_ne!(answer.status.as_u16(), 405, "{route} is no door");
        }
    }
}

#[tokio::test]
async fn what_devices_and_links_of_people_send() {
    let app = TestApp::new().await;
    let ana = app.as_token("ana");
    let device = "endpoint=https%3A%2F%2Fpush.example%2Fx&auth=tBHItJI5svbpez7KI4CCXg&p256dh=\
        BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    bend(&ana, "device", ("/console/devices", FORM), &[device]).await;
    bend(&ana, "device removed", ("/console/devices/remove", FORM), &["id=x"]).await;
    app.outage().await;
    let link = Link::Page { number: domain::Number(1001), responder: "ana".into(), via: None };
    let reply = format!("/a/{}/reply", app.engine.link_token(&link));
    bend(&app, "reply by notification", (&reply, FORM), &["text=1001+ok", "text=inv"]).await;
}

#[tokio::test]
async fn what_requesters_say_on_their_page() {
    // A house for each door: so many words a minute are taken of one person, and no more.
    for (name, door, samples) in [
        ("word of a requester", "say", ["text=It+got+worse", ""]),
        ("still broken", "still-broken", ["note=x", ""]),
    ] {
        let app = TestApp::new().await;
        let request = serde_json::json!({
            "summary": "Checkout is down", "impact": "outage", "requester": { "email": "jo@new.example" },
        });
        let answer = app.post("/api/v1/requests", &request).await;
        let link = answer.json()["status_url"].as_str().unwrap().to_owned();
        let page = &link[link.find("/r/").expect("a link")..];
        bend(&app, name, (&format!("{page}/{door}"), FORM), &samples).await;
    }
}

#[tokio::test]
async fn questions_about_the_switch() {
    let app = TestApp::new().await.as_token("acme-key");
    let one = r#"{"context":{"targetingKey":"acme","region":"eu","nested":{"x":[1,null]}}}"#;
    for path in [
        "/ofrep/v1/evaluate/flags",
        "/ofrep/v1/evaluate/flags/services-enabled",
        "/ofrep/v1/evaluate/flags/services-enabled.checkout",
    ] {
        let mut fuzz = Mutation::of("OFREP", &[one, "{}", r#"{"context":{}}"#]);
        while let Some(body) = fuzz.bytes() {
            let request = app.request(Method::POST, path).header(header::CONTENT_TYPE, JSON);
            let answer = app.send(request.body(Body::from(body)).unwrap()).await;
            assert!(!answer.status.is_server_error(), "{path}: {}", answer.text());
        }
    }
}

#[tokio::test]
async fn traces_of_callers_and_keys_of_programs() {
    let app = TestApp::new().await;
    let caller = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    let key = format!("Bearer {}", secret_of("monitor"));
    let mut fuzz = Mutation::of("traces and keys", &[caller, "vendor=1,b=2", &key, "Basic eDp5"]);
    while let Some(value) = fuzz.bytes() {
        let Ok(value) = header::HeaderValue::from_bytes(&value) else { continue };
        let mut request = app.request(Method::POST, "/ofrep/v1/evaluate/flags");
        for name in ["traceparent", "tracestate", "x-api-key", "authorization", "if-none-match"] {
            request = request.header(name, value.clone());
        }
        let request = request.header(header::CONTENT_TYPE, JSON).body(Body::from("{}")).unwrap();
        let answer = app.send(request).await;
        assert!(!answer.status.is_server_error(), "{value:?}: {}", answer.text());
    }
}
