//! `/hooks/twilio`

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use channels::twilio::sign;
use domain::Number;
use insta::assert_snapshot;
use serde_json::json;
use store::{DeliveryStatus, Lane};
use url::form_urlencoded::Serializer;

use crate::app::{Answer, PUBLIC_URL, SECOND_TWILIO_TOKEN, TWILIO_TOKEN, TestApp};

const ANA: &str = "+15550100001";

pub(super) type Form<'a> = &'a [(&'a str, &'a str)];

/// What Twilio sends, signed with this token.
async fn signed_with(app: &TestApp, token: &str, path: &str, form: Form<'_>) -> Answer {
    let params: Vec<_> =
        form.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let signature = sign(token, &format!("{PUBLIC_URL}{path}"), &params);
    let request = app
        .request(Method::POST, path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("x-twilio-signature", signature);
    let body = Serializer::new(String::new()).extend_pairs(params).finish();
    app.send(request.body(Body::from(body)).unwrap()).await
}

pub(super) async fn signed(app: &TestApp, path: &str, form: Form<'_>) -> Answer {
    signed_with(app, TWILIO_TOKEN, path, form).await
}

async fn state(app: &TestApp) -> String {
    let saved = app.engine.store().emergency(Number(1001)).await.unwrap().unwrap();
    saved.emergency.state_name().to_owned()
}

/// The delivery of Ana's page on this lane.
async fn page(app: &TestApp, lane: Lane) -> (String, DeliveryStatus) {
    let pages = app.engine.store().page_deliveries_of(Number(1001)).await.unwrap();
    let page = pages.into_iter().find(|page| page.lane == lane).expect("Ana was paged");
    (page.id, page.status)
}

/// What a call says.
fn words_said(twiml: &str) -> String {
    let (_, rest) = twiml.split_once("<Say language=\"en-US\">").expect("something is said");
    rest.split_once("</Say>").expect("and ends").0.to_owned()
}

/// The call that wakes Ana, a minute after the text message.
async fn ringing(app: &TestApp) -> String {
    app.outage().await;
    app.pass("1m").await;
    page(app, Lane::Voice).await.0
}

#[tokio::test]
async fn a_text_message_answers_the_page() {
    let app = TestApp::new().await;
    app.outage().await;
    let form = [("MessageSid", "SM1"), ("From", ANA), ("To", "+15550100000"), ("Body", "1 ok")];
    let answer = signed(&app, "/hooks/twilio/sms", &form).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_snapshot!(answer.text(), @r#"<?xml version="1.0" encoding="UTF-8"?><Response></Response>"#);
    assert_eq!(state(&app).await, "answered");
}

#[tokio::test]
async fn what_twilio_sends_twice_counts_once() {
    let app = TestApp::new().await;
    app.outage().await;
    app.as_token("ana").post("/api/v1/emergencies/E-1001/answer", &json!({})).await;
    let form = [("MessageSid", "SM1"), ("From", ANA), ("Body", "1 up still looking")];
    for _ in 0..3 {
        assert_eq!(signed(&app, "/hooks/twilio/sms", &form).await.status, StatusCode::OK);
    }
    let told = app.engine.store().timeline(Number(1001)).await.unwrap();
    let updates = told.iter().filter(|entry| entry.fact.happening.kind() == "update").count();
    assert_eq!(updates, 1);
}

#[tokio::test]
async fn what_is_not_signed_changes_nothing() {
    let app = TestApp::new().await;
    let call = ringing(&app).await;
    let (text, before) = page(&app, Lane::Sms).await;
    let form = [("From", ANA), ("To", ANA), ("Body", "1 ok"), ("Digits", "1")];
    for path in [
        "/hooks/twilio/sms".to_owned(),
        format!("/hooks/twilio/voice/{call}"),
        format!("/hooks/twilio/voice/{call}/key"),
        format!("/hooks/twilio/status/{text}"),
        "/hooks/twilio/status/unknown".to_owned(),
    ] {
        let forged = signed_with(&app, "54321", &path, &form).await;
        assert_eq!(forged.status, StatusCode::FORBIDDEN, "{path}");
        let unsigned = app.post_raw(&path, "application/x-www-form-urlencoded", "Body=1+ok").await;
        assert_eq!(unsigned.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(state(&app).await, "unanswered");
    assert_eq!(page(&app, Lane::Sms).await, (text, before));
}

#[tokio::test]
async fn a_signature_covers_the_query_too() {
    let app = TestApp::new().await;
    let call = ringing(&app).await;
    let path = format!("/hooks/twilio/voice/{call}?turn=3");
    let answer = signed(&app, &path, &[("To", ANA)]).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.text().contains("<Hangup/>"), "{}", answer.text());
}

#[tokio::test]
async fn a_call_reads_the_page_and_asks_for_a_key() {
    let app = TestApp::new().await;
    let call = ringing(&app).await;
    let answer = signed(&app, &format!("/hooks/twilio/voice/{call}"), &[("To", ANA)]).await;
    assert_eq!(answer.header("content-type"), "text/xml; charset=utf-8");
    let says = words_said(&answer.text());
    assert!(says.contains("The checkout shows an empty page"), "{says}");
    assert!(says.contains("Press 1"), "{says}");
    let frame = answer.text().replace(&call, "[id]").replace(&says, "...");
    assert_snapshot!(frame, @r#"<?xml version="1.0" encoding="UTF-8"?><Response><Gather input="dtmf" numDigits="1" timeout="10" action="https://emergency.example.com/hooks/twilio/voice/[id]/key" method="POST"><Say language="en-US">...</Say></Gather><Redirect method="POST">https://emergency.example.com/hooks/twilio/voice/[id]?turn=2</Redirect></Response>"#);
}

#[tokio::test]
async fn keys_do_what_they_say() {
    for (key, state_after, responder) in [
        ("1", "answered", Some("ana")),
        ("2", "unanswered", None),
        ("3", "unanswered", None),
        ("9", "unanswered", None),
        ("#", "unanswered", None),
        ("", "unanswered", None),
    ] {
        let app = TestApp::new().await;
        let call = ringing(&app).await;
        let path = format!("/hooks/twilio/voice/{call}/key");
        let answer = signed(&app, &path, &[("To", ANA), ("Digits", key)]).await;
        assert_eq!(answer.status, StatusCode::OK, "{key}");
        app.engine.settle().await;
        let saved = app.engine.store().emergency(Number(1001)).await.unwrap().unwrap();
        assert_eq!(saved.emergency.state_name(), state_after, "{key}");
        let holder = saved.emergency.responder().map(|person| person.id.as_str());
        assert_eq!(holder, responder, "{key}");
        let ben_is_called = saved.emergency.page(&"ben".into()).is_some();
        assert_eq!(ben_is_called, ["2", "9"].contains(&key), "{key}");
    }
}

#[tokio::test]
async fn whoever_is_late_may_sleep() {
    let app = TestApp::new().await;
    let call = ringing(&app).await;
    app.as_token("ben").post("/api/v1/emergencies/E-1001/answer", &json!({})).await;
    let answer = signed(&app, &format!("/hooks/twilio/voice/{call}"), &[("To", ANA)]).await;
    assert!(answer.text().contains("Ben Okafor has it."), "{}", answer.text());
    assert!(answer.text().ends_with("</Say><Hangup/></Response>"), "{}", answer.text());
    let path = format!("/hooks/twilio/voice/{call}/key");
    let answer = signed(&app, &path, &[("To", ANA), ("Digits", "1")]).await;
    assert_snapshot!(answer.text(), @r#"<?xml version="1.0" encoding="UTF-8"?><Response><Say language="en-US">Ben Okafor has it already. You can go back to sleep. Goodbye.</Say><Hangup/></Response>"#);
}

#[tokio::test]
async fn a_call_to_another_number_is_not_theirs() {
    let app = TestApp::new().await;
    let call = ringing(&app).await;
    let form = [("To", "+15559999999"), ("Digits", "1")];
    let answer = signed(&app, &format!("/hooks/twilio/voice/{call}/key"), &form).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let (text, _) = page(&app, Lane::Sms).await;
    for id in ["unknown", "%00", &text] {
        let path = format!("/hooks/twilio/voice/{id}");
        let answer = signed(&app, &path, &[("To", "")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{id}");
    }
    assert_eq!(state(&app).await, "unanswered");
}

#[tokio::test]
async fn a_report_says_that_it_arrived() {
    let app = TestApp::new().await;
    app.outage().await;
    let (id, before) = page(&app, Lane::Sms).await;
    assert_eq!(before, DeliveryStatus::Accepted);
    let path = format!("/hooks/twilio/status/{id}");
    for status in ["queued", "sent", "delivered", "sent", "undelivered", "nonsense"] {
        let answer = signed(&app, &path, &[("MessageStatus", status)]).await;
        assert_eq!(answer.status, StatusCode::OK, "{status}");
    }
    assert_eq!(page(&app, Lane::Sms).await.1, DeliveryStatus::Delivered);
}

#[tokio::test]
async fn a_report_of_failure_says_why() {
    let app = TestApp::new().await;
    app.outage().await;
    let (id, _) = page(&app, Lane::Sms).await;
    let path = format!("/hooks/twilio/status/{id}");
    let form = [("MessageStatus", "undelivered"), ("ErrorCode", "30003")];
    for _ in 0..2 {
        assert_eq!(signed(&app, &path, &form).await.status, StatusCode::OK);
    }
    app.engine.settle().await;
    let pages = app.engine.store().page_deliveries_of(Number(1001)).await.unwrap();
    let failed = pages.iter().find(|page| page.id == id).unwrap();
    assert_eq!(failed.status, DeliveryStatus::Failed);
    assert_snapshot!(failed.problem.as_deref().unwrap(), @"the network did not deliver it (error 30003)");
    assert!(pages.iter().any(|page| page.lane == Lane::Voice), "the next method is used at once");
    let unknown = signed(&app, "/hooks/twilio/status/unknown", &form).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn each_provider_in_a_row_signs_with_its_own_token() {
    let app = TestApp::new().await;
    app.outage().await;
    app.pass("1s").await;
    let (id, _) = page(&app, Lane::Sms).await;
    let path = format!("/hooks/twilio/status/{id}");
    let form = [("MessageStatus", "delivered")];
    let answer = signed_with(&app, "a third", &path, &form).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let answer = signed_with(&app, SECOND_TWILIO_TOKEN, &path, &form).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(page(&app, Lane::Sms).await.1, DeliveryStatus::Delivered);
}

#[tokio::test]
async fn a_responder_is_called_in_their_own_language_and_answers_in_it() {
    let app = TestApp::new().await;
    app.ana_speaks("de").await;
    let call = format!("/hooks/twilio/voice/{}", ringing(&app).await);
    let to_ana = [("CallSid", "CA1"), ("To", ANA)];
    let said = signed(&app, &call, &to_ana).await.text();
    assert!(said.contains("<Say language=\"de-DE\">Acme Stores: AUSFALL."), "{said}");
    assert!(said.contains("Drücken Sie die 1") && !said.contains("en-US"), "{said}");

    let reply = [("MessageSid", "SM7"), ("From", ANA), ("Body", "1 ja")];
    signed(&app, "/hooks/twilio/sms", &reply).await;
    assert_eq!(state(&app).await, "answered");
    let pressed = [("CallSid", "CA1"), ("To", ANA), ("Digits", "1")];
    let after = signed(&app, &format!("{call}/key"), &pressed).await.text();
    assert!(after.contains("<Say language=\"de-DE\">Danke."), "{after}");
}
