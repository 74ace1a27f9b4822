//! `/hooks/twilio/voice`, called by somebody in trouble.

use axum::http::StatusCode;
use domain::{Number, request::Channel};
use words::Language;

use super::twilio::signed;
use crate::app::TestApp;

const RIA: &str = "+4930123456";

async fn call(app: &TestApp, step: &str, more: &[(&str, &str)]) -> String {
    let form = [&[("CallSid", "CA1"), ("From", RIA), ("To", "+15550100000")], more].concat();
    let answer = signed(app, &format!("/hooks/twilio/voice{step}"), &form).await;
    assert_eq!(answer.status, StatusCode::OK, "{step}: {}", answer.text());
    answer.text()
}

/// Where the call goes on.
fn token(twiml: &str) -> String {
    let (_, rest) = twiml.split_once("?r=").expect("it goes on with a token");
    rest.split(['"', '<']).next().expect("it ends").to_owned()
}

async fn said(app: &TestApp) -> Vec<String> {
    let timeline = app.engine.store().timeline(Number(1001)).await.unwrap();
    let said = timeline.iter().filter(|one| one.fact.happening.kind() == "requester_said");
    said.map(|entry| format!("{:?}", entry.fact.happening)).collect()
}

#[tokio::test]
async fn a_call_is_a_request_from_the_first_key_on() {
    let app = TestApp::new().await;
    let greeting = call(&app, "", &[]).await;
    assert!(greeting.contains("emergency line") && greeting.contains("press 1"), "{greeting}");
    assert!(app.engine.store().emergency(Number(1001)).await.unwrap().is_none());

    let asked = call(&app, "/in/key", &[("Digits", "1")]).await;
    assert!(asked.contains("<Record "), "{asked}");
    // Here they hang up, and the provider says so.
    call(&app, "/in/ended", &[("CallStatus", "completed")]).await;
    let saved = app.engine.store().emergency(Number(1001)).await.unwrap().unwrap();
    assert!(saved.emergency.summary.contains(RIA), "{}", saved.emergency.summary);
    let raw = app.engine.store().requests_of(Number(1001)).await.unwrap();
    assert_eq!(raw.len(), 1);
    assert_eq!(raw[0].request.as_ref().unwrap().channel, Channel::Phone);
}

#[tokio::test]
async fn what_is_said_lands_in_the_case_once() {
    let app = TestApp::new().await;
    let token = token(&call(&app, "/in/key", &[("Digits", "1")]).await);
    let recording = [
        ("RecordingUrl", "https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1"),
        ("RecordingSid", "RE1"),
        ("RecordingDuration", "12"),
    ];
    for _ in 0..2 {
        let asked = call(&app, &format!("/in/said?r={token}"), &recording).await;
        assert!(asked.contains("call you back on 4 9 3"), "{asked}");
    }
    let written = [("TranscriptionText", "Ria of Acme, all tills"), ("TranscriptionSid", "TR1")];
    call(&app, &format!("/in/transcribed?r={token}"), &written).await;
    let asked = call(&app, &format!("/in/number?r={token}"), &[("Digits", "2")]).await;
    assert!(asked.contains("finishOnKey=\"#\""), "{asked}");
    let end = call(&app, &format!("/in/callback?r={token}"), &[("Digits", "15550199")]).await;
    assert!(end.contains("E 1 0 0, 1") && end.contains("<Hangup/>"), "{end}");
    let said = said(&app).await;
    assert_eq!(said.len(), 3, "{said:?}");
    for (heard, words) in said.iter().zip(["Recordings/RE1", "all tills", "15550199"]) {
        assert!(heard.contains(words), "{heard}");
    }
}

#[tokio::test]
async fn who_presses_nothing_or_hangs_up_at_once_is_a_request_too() {
    let app = TestApp::new().await;
    let again = call(&app, "?turn=2", &[]).await;
    assert!(again.contains("/voice/in/key</Redirect>"), "{again}");
    call(&app, "/in/ended", &[("CallStatus", "completed")]).await;
    assert!(app.engine.store().emergency(Number(1001)).await.unwrap().is_some());
}

#[tokio::test]
async fn a_hidden_number_is_asked_for() {
    let app = TestApp::new().await;
    let form = [("CallSid", "CA2"), ("From", "anonymous"), ("Digits", "1")];
    let answer = signed(&app, "/hooks/twilio/voice/in/key", &form).await;
    let step = format!("/hooks/twilio/voice/in/said?r={}", token(&answer.text()));
    let asked = signed(&app, &step, &form[..2]).await.text();
    assert!(asked.contains("type the number"), "{asked}");
}

#[tokio::test]
async fn nobody_speaks_in_a_case_that_is_not_theirs() {
    let app = TestApp::new().await;
    let written = [("TranscriptionText", "x"), ("TranscriptionSid", "TR1")];
    for token in ["", "AAAA", "cmFuZG9t"] {
        let step = format!("/hooks/twilio/voice/in/transcribed?r={token}");
        let answer = signed(&app, &step, &written).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{token}");
    }
    let unsigned = app.post_raw("/hooks/twilio/voice", "application/x-www-form-urlencoded", "");
    assert_eq!(unsigned.await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_caller_chooses_a_language_by_key_and_the_case_keeps_it() {
    let languages = vec![Language::English, Language::German];
    let app = TestApp::with_site(|site| site.line_languages = languages).await;
    let greeting = call(&app, "", &[]).await;
    let offer =
        "<Say language=\"de-DE\">Für Deutsch drücken Sie die 3.</Say><Say language=\"en-US\">";
    assert!(greeting.contains(offer), "{greeting}");

    let german = call(&app, "/in/key", &[("Digits", "3")]).await;
    assert!(german.contains("<Say language=\"de-DE\">Dies ist die Notfallnummer"), "{german}");
    assert!(german.contains("/in/key?l=de") && !german.contains("en-US"), "{german}");

    let asked = call(&app, "/in/key?l=de", &[("Digits", "1")]).await;
    assert!(asked.contains("Nach dem Ton") || asked.contains("nach dem Ton"), "{asked}");
    assert!(asked.contains("&amp;l=de"), "{asked}");
    let raw = app.engine.store().requests_of(Number(1001)).await.unwrap();
    let requester = &raw[0].request.as_ref().unwrap().requester;
    assert_eq!(requester.locale.as_deref(), Some("de"));

    let unknown = call(&app, "?l=ja", &[]).await;
    assert!(unknown.contains("en-US") && !unknown.contains("ja-JP"), "{unknown}");
}

#[tokio::test]
async fn the_line_speaks_the_language_of_the_installation() {
    let app = TestApp::with_site(|site| site.language = Language::French).await;
    let greeting = call(&app, "", &[]).await;
    assert!(greeting.contains("<Say language=\"fr-FR\">Vous êtes sur la ligne"), "{greeting}");
    call(&app, "/in/key", &[("Digits", "1")]).await;
    let saved = app.engine.store().emergency(Number(1001)).await.unwrap().unwrap();
    let summary = &saved.emergency.summary;
    assert!(summary.contains(RIA) && summary.contains("c’est une urgence"), "{summary}");
}
