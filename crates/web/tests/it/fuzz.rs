//! What comes through the doors, bent by chance: whatever it is, the house answers, and never with
//! a fault of its own.

mod doors;

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use channels::{slack, twilio::sign};
use url::form_urlencoded;

use crate::{
    app::{PUBLIC_URL, SLACK_SECRET, TELEGRAM_SECRET, TWILIO_TOKEN, TestApp, secret_of},
    mutation::Mutation,
};

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data; boundary=b";

const REQUEST: &str = r#"{"summary":"Checkout is down","impact":"outage","organization":"acme","service":"shop",
    "environment":"production","pre_authorize_disable":true,"locale":"de","time_zone":"Europe/Berlin",
    "requester":{"name":"Jo","email":"jo@acme.example","phone":"+1 555 0100"}}"#;
const ALERTS: &str = r#"{"version":"4","groupKey":"{}:{a=\"b\"}","status":"firing","receiver":"x","truncatedAlerts":0,
    "groupLabels":{"a":"b"},"commonLabels":{"severity":"critical"},"commonAnnotations":{"summary":"down"},
    "externalURL":"http://a","alerts":[{"status":"firing","labels":{"a":"b"},"annotations":{},"fingerprint":"f",
    "startsAt":"2026-11-23T07:05:00Z","endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://g"}]}"#;
const PARTS: &str = "--b\r\nContent-Disposition: form-data; name=\"summary\"\r\n\r\nDown\r\n--b\r\n\
    Content-Disposition: form-data; name=\"email\"\r\n\r\na@b.example\r\n--b\r\nContent-Disposition: \
    form-data; name=\"file\"; filename=\"../../a.png\"\r\nContent-Type: image/png\r\n\r\n\x01PNG\r\n--b--\r\n";
const TEXT: &str = "From=%2B15550100001&To=%2B1&Body=7+ok&MessageSid=SM1&NumMedia=0";
const CALL: &str = "From=%2B15550100001&To=%2B1&CallSid=CA1&Digits=1&CallStatus=in-progress&RecordingUrl=http%3A%2F%2Fa";

/// Sends everything that becomes of the samples to one door.
async fn bend(app: &TestApp, name: &'static str, (path, kind): (&str, &str), samples: &[&str]) {
    let mut fuzz = Mutation::of(name, samples);
    let mut is_understood = false;
    while let Some(body) = fuzz.bytes() {
        let request = app.request(Method::POST, path).header(header::CONTENT_TYPE, kind);
        let request = match path.split('/').nth(2) {
            Some("twilio") => signed(request, path, &body),
            Some("slack") => signed_by_slack(app, request, &body),
            Some("telegram") => request.header("x-telegram-bot-api-secret-token", TELEGRAM_SECRET),
            _ => request,
        };
        let answer = app.send(request.body(Body::from(body)).unwrap()).await;
        assert!(!answer.status.is_server_error(), "{path}: {}", answer.text());
        assert!(![404, 405].contains(&answer.status.as_u16()), "{path} is no door");
        is_understood |= answer.status.is_success() || answer.status.is_redirection();
    }
    assert!(is_understood, "{path} understands not even its samples");
}

fn signed_by_slack(
    app: &TestApp,
    request: axum::http::request::Builder,
    body: &[u8],
) -> axum::http::request::Builder {
    let at = app.engine.now().as_second();
    request
        .header("x-slack-request-timestamp", at.to_string())
        .header("x-slack-signature", slack::sign(SLACK_SECRET, at, body))
}

fn signed(
    request: axum::http::request::Builder,
    path: &str,
    body: &[u8],
) -> axum::http::request::Builder {
    let parameters: Vec<_> = form_urlencoded::parse(body).into_owned().collect();
    let signature = sign(TWILIO_TOKEN, &format!("{PUBLIC_URL}{path}"), &parameters);
    request.header("x-twilio-signature", signature)
}

#[tokio::test]
async fn requests_of_all_kinds() {
    let app = TestApp::new().await;
    bend(&app, "API request", ("/api/v1/requests", JSON), &[REQUEST, "[]", "{}"]).await;
    let form = "summary=Down&impact=outage&email=a%40b.example&phone=&name=Jo&time_zone=UTC";
    bend(&app, "form", ("/request", FORM), &[form]).await;
    bend(&app, "form with files", ("/request", MULTIPART), &[PARTS]).await;
}

#[tokio::test]
async fn events_of_monitoring_systems() {
    let app = TestApp::new().await.as_token("monitor");
    bend(&app, "Alertmanager", ("/api/v1/events/alertmanager", JSON), &[ALERTS]).await;
    let event = format!(
        r#"{{"routing_key":"{}","event_action":"trigger","dedup_key":"a","payload":{{"summary":"down",
        "source":"b","severity":"critical","custom_details":{{"x":[1,null]}}}},"links":[{{"href":"h"}}]}}"#,
        secret_of("monitor")
    );
    bend(&app, "PagerDuty", ("/v2/enqueue", JSON), &[&event]).await;
}

#[tokio::test]
async fn hooks_of_the_phone_company() {
    let app = TestApp::new().await;
    app.outage().await;
    bend(&app, "text message", ("/hooks/twilio/sms", FORM), &[TEXT]).await;
    bend(&app, "call", ("/hooks/twilio/voice", FORM), &[CALL]).await;
    let status = "MessageStatus=undelivered&ErrorCode=30003&MessageSid=SM1";
    let pages = app.engine.store().page_deliveries_of(domain::Number(1001)).await.unwrap();
    let door = format!("/hooks/twilio/status/{}", pages[0].id);
    bend(&app, "status", (&door, FORM), &[status, CALL]).await;
    bend(&app, "PIN", ("/hooks/twilio/conference/pin", FORM), &[CALL]).await;
}

#[tokio::test]
async fn what_is_said_of_a_conference() {
    let app = TestApp::with_conference("+15550100000").await;
    let number = app.outage().await;
    let ana = app.as_token("ana");
    ana.post(&format!("/api/v1/emergencies/{number}/bridge"), &serde_json::json!({})).await;
    let saved = app.engine.store().emergency(domain::Number(1001)).await.unwrap().unwrap();
    let room = saved.emergency.bridge.unwrap().conference.unwrap();
    let join = format!("FriendlyName={room}&StatusCallbackEvent=participant-join&CallSid=CA1");
    let end = format!("FriendlyName={room}&StatusCallbackEvent=conference-end&ConferenceSid=CF1");
    let mut fuzz = Mutation::of("conference", &[&join, &end]);
    let mut is_understood = false;
    while let Some(body) = fuzz.bytes() {
        let path = "/hooks/twilio/conference";
        let request = app.request(Method::POST, path).header(header::CONTENT_TYPE, FORM);
        let request = signed(request, path, &body).body(Body::from(body)).unwrap();
        let answer = app.send(request).await;
        assert!(!answer.status.is_server_error(), "{}", answer.text());
        is_understood |= answer.status.is_success();
    }
    assert!(is_understood, "not even the samples");
}

#[tokio::test]
async fn hooks_of_chats() {
    let app = TestApp::new().await;
    app.outage().await;
    let tap = r#"payload={"user":{"id":"U1"},"actions":[{"action_id":"reply-0","value":"1 ok"}]}"#;
    bend(&app, "button", ("/hooks/slack/interactions", FORM), &[tap]).await;
    let command = "command=/frontline&text=42+inv&user_id=U1&channel_id=C1&trigger_id=t";
    bend(&app, "command", ("/hooks/slack/commands", FORM), &[command]).await;
    let challenge = r#"{"type":"url_verification","challenge":"x"}"#;
    let event = r#"{"type":"event_callback","event_id":"Ev1","event":{"type":"message",
        "channel":"C1","user":"U1","text":"x","ts":"1.2"}}"#;
    bend(&app, "event", ("/hooks/slack/events", JSON), &[event, challenge]).await;
    let update =
        r#"{"update_id":7,"message":{"from":{"id":77,"first_name":"Ana"},"text":"42 ok"}}"#;
    let tap = r#"{"update_id":8,"callback_query":{"id":"1","from":{"id":77},"data":"42 ok"}}"#;
    bend(&app, "update", ("/hooks/telegram", JSON), &[update, tap]).await;
}

#[tokio::test]
async fn actions_of_responders() {
    let app = TestApp::new().await;
    let number = app.outage().await;
    let ana = app.as_token("ana");
    for (name, path, sample) in [
        ("milestone", "milestones", r#"{"milestone":"investigating","note":"x"}"#),
        ("escalation", "escalate", r#"{"targets":["team:support"],"note":"x"}"#),
        ("update", "updates", r#"{"text":"x","visible":true}"#),
    ] {
        let path = format!("/api/v1/emergencies/{number}/{path}");
        bend(&ana, name, (&path, JSON), &[sample]).await;
    }
}

#[tokio::test]
async fn links_keys_and_headers() {
    let app = TestApp::new().await;
    let answer = app.post("/api/v1/requests", &serde_json::from_str(REQUEST).unwrap()).await;
    let link = answer.json()["status_url"].as_str().unwrap().replace(PUBLIC_URL, "");
    let mut fuzz =
        Mutation::of("links", &[&link, &link.replace("/r/", "/a/"), "/ofrep/v1/events/x"]);
    while let Some(path) = fuzz.text() {
        // What is no address at all the server refuses before any of this.
        let Ok(request) = Request::builder().uri(&path).body(Body::empty()) else { continue };
        let answer = app.send(request).await;
        assert!(!answer.status.is_server_error(), "{path}: {}", answer.text());
        let is_whole = path.split(['?', '#']).next() == Some(link.as_str());
        let says_it = answer.text().contains("Checkout is down");
        assert!(is_whole || !says_it, "{path} opens what is sealed");
    }
    let mut fuzz =
        Mutation::of("headers", &["key-1", "text/html;q=0.9,*/*", "de-CH, de;q=0.9", "a=b; c=d"]);
    while let Some(value) = fuzz.bytes() {
        let Ok(value) = header::HeaderValue::from_bytes(&value) else { continue };
        let mut request = app.request(Method::POST, "/api/v1/requests");
        for name in ["idempotency-key", "accept", "accept-language", "cookie", "x-forwarded-for"] {
            request = request.header(name, value.clone());
        }
        let request = request.header(header::CONTENT_TYPE, JSON).body(Body::from(REQUEST)).unwrap();
        let answer = app.send(request).await;
        assert!(!answer.status.is_server_error(), "{value:?}: {}", answer.text());
    }
}
