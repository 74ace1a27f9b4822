//! The conference: who is called into it, who gets in, and what is written of it.

use std::sync::Arc;

use axum::http::StatusCode;
use channels::wall::{Fault, Kind, Shown};
use domain::{Number, emergency::Bridge};
use serde_json::json;

use super::twilio::signed;
use crate::{
    app::{Answer, PUBLIC_URL, TestApp},
    browser::Browser,
};

const OURS: &str = "+15550100000";
const ANA: &str = "+15550100001";
const JO: &str = "+15550100042";
const FIRST: Number = Number(1001);

/// An outage of Jo's, who left a number, and Ana has it.
async fn answered() -> TestApp {
    let app = TestApp::with_conference(OURS).await;
    let body = json!({
        "summary": "The checkout shows an empty page",
        "impact": "outage",
        "organization": "acme",
        "requester": {"name": "Jo Smith", "email": "jo@acme.example", "phone": JO},
    });
    let answer = app.post("/api/v1/requests", &body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    app.engine.settle().await;
    text(&app, "SM1", "ok").await;
    app
}

/// The same with a call that Ana has opened by text.
async fn opened() -> (TestApp, Bridge) {
    let app = answered().await;
    text(&app, "SM2", "1 call").await;
    let bridge = bridge(&app).await;
    (app, bridge)
}

async fn text(app: &TestApp, id: &str, body: &str) {
    let form = [("MessageSid", id), ("From", ANA), ("To", OURS), ("Body", body)];
    assert_eq!(signed(app, "/hooks/twilio/sms", &form).await.status, StatusCode::OK);
    app.engine.settle().await;
}

async fn bridge(app: &TestApp) -> Bridge {
    let saved = app.engine.store().emergency(FIRST).await.unwrap().unwrap();
    saved.emergency.bridge.expect("a call is open")
}

/// The calls that were placed to this number, the latest first.
fn calls(app: &TestApp, to: &str) -> Vec<Arc<Shown>> {
    let mut shown = app.wall.messages_since(0);
    shown.retain(|shown| shown.kind == Kind::Call && shown.to == to);
    shown.reverse();
    shown
}

fn last_text(app: &TestApp, to: &str) -> String {
    let shown = app.wall.messages_since(0);
    let found = shown.iter().rev().find(|shown| shown.kind == Kind::Sms && shown.to == to);
    found.expect("there is a text").text.clone()
}

/// What is heard after somebody picks up, or presses a key.
async fn on_call(app: &TestApp, call: &Shown, step: &str, more: &[(&str, &str)]) -> String {
    let url = call.answer_url.clone().expect("it can be taken");
    let path = url.strip_prefix(PUBLIC_URL).expect("it is ours").to_owned();
    let form = [&[("To", call.to.as_str()), ("From", OURS)], more].concat();
    let answer = signed(app, &format!("{path}{step}"), &form).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.text()
}

async fn told(app: &TestApp, room: &str, event: &str, call: &str) -> Answer {
    let form = [
        ("ConferenceSid", "CF1"),
        ("FriendlyName", room),
        ("StatusCallbackEvent", event),
        ("CallSid", call),
    ];
    signed(app, "/hooks/twilio/conference", &form).await
}

/// What the timeline says of the call, as the console shows it.
async fn timeline(app: &TestApp) -> Vec<String> {
    let kinds = [
        "came_to_call",
        "left_call",
        "call_ended",
        "not_dialled",
        "bridge_failed",
        "bridge_opened",
    ];
    let timeline = app.engine.store().timeline(FIRST).await.unwrap();
    let of_call = timeline.iter().filter(|it| kinds.contains(&it.fact.happening.kind()));
    let reader = words::Reader::default();
    of_call.map(|it| words::timeline::sentence(&it.fact, &reader, false)).collect()
}

#[tokio::test]
async fn whoever_opens_it_is_called_and_a_key_lets_them_in() {
    let (app, bridge) = opened().await;
    let (room, pin) = (bridge.conference.unwrap(), bridge.pin.unwrap());
    assert!(room.starts_with("frontline-e-1001-"), "{room}");
    assert_eq!((bridge.phone.as_deref(), pin.len()), (Some(OURS), 6));
    let confirmation = last_text(&app, ANA);
    assert!(confirmation.contains(OURS) && confirmation.contains(&pin), "{confirmation}");

    let call = calls(&app, ANA).remove(0);
    let asked = on_call(&app, &call, "", &[("CallSid", "CA1")]).await;
    assert!(asked.contains("Press 1 to join it.") && !asked.contains("<Conference"), "{asked}");
    let silent = on_call(&app, &call, "?turn=3", &[("CallSid", "CA1")]).await;
    assert!(silent.ends_with("<Hangup/></Response>"), "a mailbox does not get in: {silent}");
    let inside = on_call(&app, &call, "/key", &[("CallSid", "CA1"), ("Digits", "1")]).await;
    assert!(inside.contains(&format!(">{room}</Conference>")), "{inside}");
    assert!(inside.contains("startConferenceOnEnter=\"true\""), "{inside}");

    for event in ["participant-join", "participant-join", "participant-leave", "participant-leave"]
    {
        assert_eq!(told(&app, &room, event, "CA1").await.status, StatusCode::OK);
    }
    for _ in 0..2 {
        assert_eq!(told(&app, &room, "conference-end", "").await.status, StatusCode::OK);
    }
    let said = ["Ana Ruiz is in the call.", "Ana Ruiz left the call.", "The call is over."];
    assert_eq!(timeline(&app).await[1..], said);
}

#[tokio::test]
async fn what_the_provider_says_late_changes_nothing() {
    let (app, bridge) = opened().await;
    let room = bridge.conference.unwrap();
    told(&app, &room, "participant-leave", "CA9").await;
    told(&app, &room, "participant-join", "CA9").await;
    told(&app, &room, "conference-start", "CA9").await;
    assert_eq!(timeline(&app).await[1..], ["A caller left the call."]);
}

#[tokio::test]
async fn only_our_own_conferences_are_written_down() {
    let (app, bridge) = opened().await;
    let room = bridge.conference.unwrap();
    let huge = "A".repeat(5_000);
    for (room, call) in [
        ("somebody-elses", "CA1"),
        ("", "CA1"),
        (huge.as_str(), "CA1"),
        (room.as_str(), ""),
        (room.as_str(), "CA1'; --"),
        (room.as_str(), huge.as_str()),
    ] {
        for event in ["participant-join", "participant-leave"] {
            let answer = told(&app, room, event, call).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{room}, {call}");
        }
    }
    let body = format!("FriendlyName={room}&StatusCallbackEvent=participant-join&CallSid=CA1");
    for path in ["/hooks/twilio/conference", "/hooks/twilio/conference/pin"] {
        let forged = app.post_raw(path, "application/x-www-form-urlencoded", body.clone()).await;
        assert_eq!(forged.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(timeline(&app).await.len(), 1, "only that it was opened");
}

/// Somebody calls us and types a PIN.
async fn typed(app: &TestApp, from: &str, pin: &str, turn: u32) -> String {
    let form = [("CallSid", "CA7"), ("From", from), ("To", OURS), ("Digits", pin)];
    let answer = signed(app, &format!("/hooks/twilio/conference/pin?turn={turn}"), &form).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.text()
}

#[tokio::test]
async fn a_caller_with_the_pin_gets_in() {
    let (app, bridge) = opened().await;
    let (room, pin) = (bridge.conference.unwrap(), bridge.pin.unwrap());
    let form = [("CallSid", "CA7"), ("From", JO), ("To", OURS)];
    let greeting = signed(&app, "/hooks/twilio/voice", &form).await.text();
    assert!(greeting.contains("press 9"), "{greeting}");
    let nine = [&form[..], &[("Digits", "9")]].concat();
    let asked = signed(&app, "/hooks/twilio/voice/in/key", &nine).await.text();
    assert!(asked.contains("/hooks/twilio/conference/pin?turn=1"), "{asked}");
    assert!(app.engine.store().emergency(Number(1002)).await.unwrap().is_none(), "no request");

    let again = typed(&app, JO, "000000", 1).await;
    assert!(again.contains("pin?turn=2"), "{again}");
    let inside = typed(&app, JO, &pin, 2).await;
    assert!(inside.contains(&format!(">{room}</Conference>")), "{inside}");
    told(&app, &room, "participant-join", "CA7").await;
    assert_eq!(timeline(&app).await[1..], ["A caller is in the call."]);

    let ended = [&form[..], &[("CallStatus", "completed")]].concat();
    signed(&app, "/hooks/twilio/voice/in/ended", &ended).await;
    assert!(app.engine.store().emergency(Number(1002)).await.unwrap().is_none(), "nor after it");

    let close = json!({"resolution": "done"});
    app.as_token("ana").post("/api/v1/emergencies/E-1001/close", &close).await;
    let late = typed(&app, "+15550107777", &pin, 1).await;
    assert!(!late.contains("<Conference"), "{late}");
}

#[tokio::test]
async fn nobody_can_try_all_pins() {
    let (app, bridge) = opened().await;
    let pin = bridge.pin.unwrap();
    let last = typed(&app, JO, "000000", 3).await;
    assert!(last.ends_with("<Hangup/></Response>"), "three in a call: {last}");
    for _ in 0..5 {
        typed(&app, JO, "000000", 1).await;
    }
    assert!(!typed(&app, JO, &pin, 1).await.contains("<Conference"), "six a minute and number");
    for caller in 0..30 {
        typed(&app, &format!("+1555020{caller:04}"), "000000", 1).await;
    }
    let other = typed(&app, "+15550300001", &pin, 1).await;
    assert!(!other.contains("<Conference"), "and a limit for all together: {other}");
}

#[tokio::test]
async fn a_requester_is_called_on_the_number_that_they_gave() {
    let app = answered().await;
    let rows = app.engine.store().requesters_of(FIRST, 1).await.unwrap();
    let page =
        format!("/r/{}", app.engine.link_token(&engine::Link::Requester(rows[0].id.clone())));
    let call_me = format!("{page}/call-me");
    assert_eq!(app.post_raw(&call_me, "", "").await.status, StatusCode::NOT_FOUND);
    assert!(!app.get(&page).await.text().contains("call-me"));

    text(&app, "SM2", "1 call").await;
    let room = bridge(&app).await.conference.unwrap();
    assert!(app.get(&page).await.text().contains("Call me on +15550100042"));
    for _ in 0..2 {
        let answer = app.post_raw(&call_me, "", "").await;
        assert_eq!(answer.header("location"), format!("{page}?said=calling"));
    }
    app.engine.settle().await;
    let [call] = &calls(&app, JO)[..] else { panic!("pressed twice, called once") };
    let asked = on_call(&app, call, "", &[("CallSid", "CA2")]).await;
    assert!(asked.contains("Acme Stores"), "{asked}");
    let inside = on_call(&app, call, "/key", &[("CallSid", "CA2"), ("Digits", "1")]).await;
    assert!(inside.contains("<Conference"), "{inside}");
    told(&app, &room, "participant-join", "CA2").await;
    assert_eq!(timeline(&app).await[1..], ["Jo Smith is in the call."]);

    for _ in 0..4 {
        app.pass("1m").await;
        app.post_raw(&call_me, "", "").await;
    }
    app.pass("1m").await;
    let enough = app.post_raw(&call_me, "", "").await;
    assert_eq!(enough.header("location"), format!("{page}?said=called-enough"));
    app.engine.settle().await;
    assert_eq!(calls(&app, JO).len(), 5);
}

#[tokio::test]
async fn a_call_to_somebody_leads_nobody_else_in() {
    let (app, _) = opened().await;
    let call = calls(&app, ANA).remove(0);
    let path = call.answer_url.as_deref().unwrap().strip_prefix(PUBLIC_URL).unwrap().to_owned();
    let form = [("To", "+15559990000"), ("CallSid", "CA1"), ("Digits", "1")];
    for step in ["", "/key"] {
        let answer = signed(&app, &format!("{path}{step}"), &form).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn if_the_provider_calls_nobody_there_is_another_call_and_everybody_hears_it() {
    let app = answered().await;
    app.wall.set_fault(ANA, Some(Fault::Unavailable));
    text(&app, "SM2", "1 call").await;
    for _ in 0..6 {
        app.pass("5s").await;
    }
    app.wall.set_fault(ANA, None);
    let instead = bridge(&app).await;
    assert!(instead.link.starts_with("https://meet.jit.si/frontline-e-1001-"), "{instead:?}");
    assert_eq!((instead.pin, instead.conference), (None, None));
    let said = timeline(&app).await;
    assert!(said[1].starts_with("Ana Ruiz could not be called into the call:"), "{said:?}");
    assert!(said[2].contains("Everybody was told instead: https://meet.jit.si/"), "{said:?}");
    app.pass("5m").await;
    let notice = last_text(&app, ANA);
    assert!(notice.contains("could not be set up") && notice.contains("meet.jit.si"), "{notice}");
}

#[tokio::test]
async fn who_does_not_pick_up_does_not_end_the_call_for_others() {
    let (app, bridge) = opened().await;
    let call = calls(&app, ANA).remove(0);
    let path = call.status_url.as_deref().unwrap().strip_prefix(PUBLIC_URL).unwrap().to_owned();
    for _ in 0..2 {
        let form = [("CallSid", "CA1"), ("CallStatus", "no-answer"), ("To", ANA)];
        assert_eq!(signed(&app, &path, &form).await.status, StatusCode::OK);
    }
    let ours = "Ana Ruiz could not be called into the call: nobody took the call.";
    assert_eq!(timeline(&app).await[1..], [ours]);
    assert!(bridge.is_conference() && self::bridge(&app).await.is_conference());

    text(&app, "SM3", "1 call").await;
    assert_eq!(calls(&app, ANA).len(), 2, "she is called again, and nobody is told twice");
    assert!(last_text(&app, ANA).contains("calling you into the call"));
    assert_eq!(timeline(&app).await.len(), 2);
}

#[tokio::test]
async fn a_key_leads_from_the_page_into_the_call() {
    let (app, bridge) = opened().await;
    let body = json!({"targets": ["responder:ben"], "note": "please listen in"});
    app.as_token("ana").post("/api/v1/emergencies/E-1001/escalate", &body).await;
    app.engine.settle().await;
    let pages = app.engine.store().page_deliveries_of(FIRST).await.unwrap();
    let page = pages.iter().find(|page| page.lane == store::Lane::Sms).expect("a page");
    let this = format!("/hooks/twilio/voice/{}", page.id);
    let form = [("To", ANA), ("CallSid", "CA3"), ("Digits", "5")];
    let inside = signed(&app, &format!("{this}/key"), &form).await.text();
    assert!(inside.contains(&format!(">{}</Conference>", bridge.conference.unwrap())), "{inside}");
}

#[tokio::test]
async fn whoever_joins_hears_their_own_language() {
    let (app, _) = opened().await;
    app.ana_speaks("de").await;
    let call = calls(&app, ANA).remove(0);
    let asked = on_call(&app, &call, "", &[("CallSid", "CA1")]).await;
    assert!(asked.contains("<Say language=\"de-DE\">Dies ist die Konferenz zu E 1"), "{asked}");
    let inside = on_call(&app, &call, "/key", &[("CallSid", "CA1"), ("Digits", "1")]).await;
    assert!(inside.contains("Sie kommen jetzt in die Konferenz."), "{inside}");
    let place = "/hooks/twilio/conference/wait?l=de";
    assert!(inside.contains(&format!("waitUrl=\"{PUBLIC_URL}{place}\"")), "{inside}");
    let waiting = signed(&app, place, &[("CallSid", "CA1")]).await.text();
    assert!(waiting.contains("Bitte bleiben Sie dran.") && waiting.contains(place), "{waiting}");
    app.ana_speaks("en").await;
    let asked = on_call(&app, &call, "", &[("CallSid", "CA1")]).await;
    assert!(asked.contains("<Say language=\"en-US\">This is the call about"), "{asked}");
}

#[tokio::test]
async fn in_the_console_one_is_called_at_the_press_of_a_button() {
    let (app, _) = opened().await;
    let mut browser = Browser::signed_in(&app, "ana").await;
    browser.open("/console/emergencies/E-1001").await;
    browser.press("/console/emergencies/E-1001/call-me").await;
    app.engine.settle().await;
    assert_eq!(calls(&app, ANA).len(), 2);
    assert!(browser.page.text().contains("We are calling you now"));
}
