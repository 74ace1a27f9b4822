//! A caller holds while whoever is on call is tried: only a key brings the two together.

use axum::http::StatusCode;
use domain::Number;
use store::Lane;
use words::Language;

use super::twilio::signed;
use crate::app::{PUBLIC_URL, TestApp};

const OURS: &str = "+15550100000";
const ANA: &str = "+15550100001";
const RIA: &str = "+4930123456";
const FIRST: Number = Number(1001);

async fn house() -> TestApp {
    TestApp::with_site(|site| site.connect_callers = true).await
}

/// What the caller hears.
async fn caller(app: &TestApp, path: &str, more: &[(&str, &str)]) -> String {
    let form = [&[("CallSid", "CA1"), ("From", RIA), ("To", OURS)], more].concat();
    let answer = signed(app, path, &form).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
    answer.text()
}

/// Ria calls, says that it is an emergency, and holds.
async fn holding(app: &TestApp) -> String {
    let asked = caller(app, "/hooks/twilio/voice/in/key", &[("Digits", "1")]).await;
    let token = asked.split_once("?r=").unwrap().1.split(['"', '<']).next().unwrap();
    app.engine.settle().await;
    caller(app, &format!("/hooks/twilio/voice/in/number?r={token}"), &[("Digits", "1")]).await
}

/// What the responder hears, or what follows a key.
async fn responder(app: &TestApp, url: &str, more: &[(&str, &str)]) -> String {
    let path = url.strip_prefix(PUBLIC_URL).expect("it is ours");
    let form = [&[("CallSid", "CA2"), ("From", OURS), ("To", ANA)], more].concat();
    let answer = signed(app, path, &form).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
    answer.text()
}

fn between(text: &str, start: &str) -> String {
    let rest = text.split_once(start).unwrap_or_else(|| panic!("no {start} in {text}")).1;
    rest.split('"').next().unwrap().replace("&amp;", "&")
}

fn path_of(url: &str) -> &str {
    url.strip_prefix(PUBLIC_URL).expect("it is ours")
}

async fn state(app: &TestApp) -> String {
    let saved = app.engine.store().emergency(FIRST).await.unwrap().unwrap();
    saved.emergency.state_name().to_owned()
}

#[tokio::test]
async fn a_key_takes_the_call_and_answers_the_page() {
    let app = house().await;
    let held = holding(&app).await;
    assert!(held.contains("E 1 0 0, 1") && held.contains("The calls go on either way"), "{held}");
    assert!(held.contains(&format!(">{ANA}</Number>")), "{held}");
    assert!(held.contains(&format!("callerId=\"{OURS}\"")), "{held}");

    let whisper = between(&held, "<Number url=\"");
    let asked = responder(&app, &whisper, &[]).await;
    assert!(asked.contains("about E 1 0 0, 1. Press 1 to take it"), "{asked}");
    let taken = responder(&app, &between(&asked, "action=\""), &[("Digits", "1")]).await;
    assert!(taken.ends_with("<Response></Response>"), "nothing hangs up: {taken}");
    assert_eq!(state(&app).await, "answered");
    let timeline = app.engine.store().timeline(FIRST).await.unwrap();
    let reader = words::Reader::default();
    let said = timeline.iter().map(|it| words::timeline::sentence(&it.fact, &reader, false));
    let said: Vec<_> = said.collect();
    assert!(said.contains(&"Ana Ruiz took their call, by telephone.".to_owned()), "{said:?}");

    let after = caller(&app, path_of(&between(&held, "action=\"")), &[]).await;
    assert!(
        after.contains("Ana Ruiz has your emergency") && after.contains("<Hangup/>"),
        "{after}"
    );
}

#[tokio::test]
async fn a_mailbox_a_wrong_key_and_a_hang_up_answer_nothing() {
    let app = house().await;
    let held = holding(&app).await;
    let whisper = between(&held, "<Number url=\"");
    let last = responder(&app, &format!("{whisper}?turn=2"), &[]).await;
    assert!(last.ends_with("<Hangup/></Response>"), "{last}");
    for key in ["", "2", "11", "#"] {
        let refused = responder(&app, &format!("{whisper}/key"), &[("Digits", key)]).await;
        assert!(refused.ends_with("<Hangup/></Response>"), "{key}: {refused}");
    }
    let more = [("DialCallStatus", "completed"), ("DialCallDuration", "30")];
    let after = caller(&app, path_of(&between(&held, "action=\"")), &more).await;
    assert!(
        after.contains("Nobody has taken your call yet. Your number is E 1 0 0, 1."),
        "{after}"
    );
    assert_eq!(state(&app).await, "unanswered");
    app.pass("1m").await;
    let pages = app.engine.store().page_deliveries_of(FIRST).await.unwrap();
    assert!(pages.iter().any(|page| page.lane == Lane::Voice), "the page has gone on as always");
}

#[tokio::test]
async fn each_hears_their_own_language() {
    let app = TestApp::with_site(|site| {
        site.connect_callers = true;
        site.line_languages = vec![Language::English, Language::Japanese];
    })
    .await;
    app.ana_speaks("de").await;
    let in_japanese = caller(&app, "/hooks/twilio/voice/in/key?l=ja", &[("Digits", "1")]).await;
    let token = between(&in_japanese, "?r=");
    let token = token.split('&').next().unwrap();
    app.engine.settle().await;
    let number = format!("/hooks/twilio/voice/in/number?r={token}&l=ja");
    let held = caller(&app, &number, &[("Digits", "1")]).await;
    assert!(held.contains("<Say language=\"ja-JP\">受付番号は E 1 0 0, 1 です。"), "{held}");
    let asked = responder(&app, &between(&held, "<Number url=\""), &[]).await;
    assert!(asked.contains("<Say language=\"de-DE\">Jemand wartet am Telefon, zu E 1"), "{asked}");
}

#[tokio::test]
async fn whoever_is_too_late_is_not_put_through() {
    let app = house().await;
    let held = holding(&app).await;
    let whisper = between(&held, "<Number url=\"");
    let body = serde_json::json!({});
    app.as_token("ben").post("/api/v1/emergencies/E-1001/answer", &body).await;
    for step in ["", "/key"] {
        let late = responder(&app, &format!("{whisper}{step}"), &[("Digits", "1")]).await;
        assert!(late.contains("Ben Okafor has it already") && late.contains("<Hangup/>"), "{late}");
    }
    let after = caller(&app, path_of(&between(&held, "action=\"")), &[]).await;
    assert!(after.contains("Ben Okafor has your emergency"), "{after}");
}

#[tokio::test]
async fn nobody_else_takes_a_call() {
    let app = house().await;
    let held = holding(&app).await;
    let whisper = between(&held, "<Number url=\"");
    let path = path_of(&whisper).to_owned();
    let form = [("CallSid", "CA2"), ("To", "+15559990000"), ("Digits", "1")];
    for place in [path.clone(), format!("{path}/key"), "/hooks/twilio/connect/AAAA/key".to_owned()]
    {
        assert_eq!(signed(&app, &place, &form).await.status, StatusCode::NOT_FOUND, "{place}");
    }
    let kind = "application/x-www-form-urlencoded";
    let forged = app.post_raw(&format!("{path}/key"), kind, "Digits=1").await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    assert_eq!(state(&app).await, "unanswered");
}

#[tokio::test]
async fn it_is_off_unless_wanted_and_never_for_the_desk() {
    let app = TestApp::new().await;
    let end = holding(&app).await;
    assert!(end.contains("E 1 0 0, 1") && !end.contains("<Dial"), "{end}");

    let open = house().await;
    open.pass("8h").await;
    let asked = caller(&open, "/hooks/twilio/voice/in/key", &[("Digits", "2")]).await;
    let token = asked.split_once("?r=").unwrap().1.split(['"', '<']).next().unwrap();
    let step = format!("/hooks/twilio/voice/in/number?r={token}");
    let end = caller(&open, &step, &[("Digits", "1")]).await;
    assert!(end.contains("The desk has it now") && !end.contains("<Dial"), "{end}");
}
