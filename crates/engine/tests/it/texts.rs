//! The whole emergency by text message.

use domain::{Milestone, Phase};

use crate::app::{ANA, App, BEN};

/// What was texted back to that number.
async fn reply(app: &mut App, from: &str, text: &str) -> String {
    app.sent().await;
    app.engine.text_received(from, text, "").await.expect("it is taken");
    let sent = app.sent().await;
    let back = sent.iter().filter(|line| line.starts_with(&format!("sms {from}: ")));
    let back: Vec<_> =
        back.filter_map(|line| line.split_once(": ")).map(|(_, text)| text.to_owned()).collect();
    assert!(!back.is_empty(), "{text} was not confirmed: {sent:?}");
    back.join(" | ")
}

#[tokio::test]
async fn a_night_by_text_message() {
    let mut app = App::start().await;
    let number = app.report().await;
    for (text, milestone) in [
        ("1 ok", Milestone::Answered),
        ("1 inv looking at the tills", Milestone::Investigating),
        ("rep", Milestone::Reproduced),
        ("1 rc a full disk", Milestone::RootCauseIdentified),
        ("FIX", Milestone::FixDeveloped),
        ("1 dep", Milestone::FixDeployed),
        ("res", Milestone::Restored),
    ] {
        reply(&mut app, ANA, text).await;
        let saved = app.engine.store().emergency(number).await.unwrap().unwrap();
        assert_eq!(saved.emergency.reached, milestone, "after {text}");
        assert_eq!(saved.emergency.responder().unwrap().id.as_str(), "ana");
    }
}

#[tokio::test]
async fn the_number_may_be_written_in_any_way() {
    let mut app = App::start().await;
    let number = app.report().await;
    reply(&mut app, "+1 (555) 010-0001", "ok").await;
    let saved = app.engine.store().emergency(number).await.unwrap().unwrap();
    assert!(matches!(saved.emergency.phase, Phase::Answered { .. }));
}

#[tokio::test]
async fn a_stranger_changes_nothing() {
    let mut app = App::start().await;
    let number = app.report().await;
    let before = app.engine.store().emergency(number).await.unwrap();
    reply(&mut app, "+4930123456", "1 ok").await;
    assert_eq!(app.engine.store().emergency(number).await.unwrap(), before);
}

#[tokio::test]
async fn whoever_texts_what_is_wrong_opens_a_request_and_talks_about_it() {
    let mut app = App::start().await;
    let ria = "+4930123456";
    let receipt = reply(&mut app, ria, "Checkout is down, no one can pay").await;
    assert!(receipt.contains("E-1001"), "{receipt}");
    let heard = reply(&mut app, ria, "It is all stores now").await;
    assert!(heard.starts_with("Thank you"), "{heard}");
    let open = app.engine.store().list(store::ListState::Open, None, 9).await.unwrap().items;
    assert_eq!(open.len(), 1, "it is one conversation");
    assert!(app.kinds(open[0].emergency.number).await.contains(&"requester_said"));
}

#[tokio::test]
async fn a_text_that_comes_twice_opens_one_request() {
    let mut app = App::start().await;
    for _ in 0..2 {
        app.engine.text_received("+4930123456", "Checkout is down", "SM1").await.unwrap();
    }
    let sent = app.sent().await;
    let receipts = sent.iter().filter(|line| line.starts_with("sms +4930123456"));
    assert_eq!(receipts.count(), 1, "{sent:?}");
}

#[tokio::test]
async fn a_strangers_command_opens_nothing() {
    let mut app = App::start().await;
    for text in ["7 ok", "ok", "help", "1 res", "7 up all is well", ""] {
        let answer = reply(&mut app, "+4930123456", text).await;
        assert!(answer.contains("/request"), "they learn where to report: {answer}");
    }
    app.engine.text_received("+4930123456", "STOP", "").await.unwrap();
    app.engine.text_received("72345", "Your parcel is here, click on it", "").await.unwrap();
    let open = app.engine.store().list(store::ListState::Open, None, 9).await.unwrap().items;
    assert_eq!(open.len(), 0);
}

#[tokio::test]
async fn who_texts_still_broken_opens_it_again() {
    let mut app = App::start().await;
    let ria = "+4930123456";
    reply(&mut app, ria, "Checkout is down").await;
    for text in ["1 ok", "1 inv", "1 res"] {
        reply(&mut app, ANA, text).await;
    }
    reply(&mut app, ria, "no, still broken").await;
    let saved = app.engine.store().emergency(domain::Number(1001)).await.unwrap().unwrap();
    assert!(matches!(saved.emergency.phase, Phase::Unanswered));
}

#[tokio::test]
async fn no_goes_on_to_the_next_person_at_once() {
    let mut app = App::start().await;
    app.report().await;
    app.sent().await;
    app.engine.text_received(ANA, "no", "").await.unwrap();
    let sent = app.sent().await;
    assert!(sent.iter().any(|line| line.starts_with(&format!("sms {BEN}: Acme"))), "{sent:?}");
}

#[tokio::test]
async fn of_several_it_asks_which_and_of_none_it_says_so() {
    let mut app = App::start().await;
    let nothing = reply(&mut app, ANA, "ok").await;
    let first = app.report().await;
    let mut other = crate::app::outage();
    other.organization = Some("Bolt".to_owned());
    other.requester.email = Some("bo@bolt.example".to_owned());
    app.submit(other).await.unwrap();
    let which = reply(&mut app, ANA, "ok").await;
    assert!(which.contains("Acme") && which.contains("Bolt"), "{which}");
    let saved = app.engine.store().emergency(first).await.unwrap().unwrap();
    assert_eq!(saved.emergency.phase, Phase::Unanswered, "in doubt nothing is answered");
    let unknown = reply(&mut app, ANA, "77 ok").await;
    assert!(unknown.contains("77"), "{unknown}");
    assert_ne!(nothing, which);
}

#[tokio::test]
async fn updates_calls_and_escalations_by_text() {
    let mut app = App::start().await;
    let number = app.report().await;
    reply(&mut app, ANA, "ok").await;
    reply(&mut app, ANA, "up we found the disk").await;
    reply(&mut app, ANA, "call").await;
    reply(&mut app, ANA, "esc ben please look").await;
    reply(&mut app, ANA, "esc nobody").await;
    reply(&mut app, ANA, "st").await;
    reply(&mut app, ANA, "help").await;
    let kinds = app.kinds(number).await;
    for kind in ["update", "bridge_opened", "more_called"] {
        assert!(kinds.contains(&kind), "{kind} is missing: {kinds:?}");
    }
    assert_eq!(kinds.iter().filter(|kind| **kind == "more_called").count(), 1);
    let taken = reply(&mut app, BEN, "1 st").await;
    assert!(taken.contains("E-1001"), "{taken}");
}
