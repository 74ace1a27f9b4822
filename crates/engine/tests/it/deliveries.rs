//! What becomes of messages.

use channels::wall::Fault;
use domain::Input;
use jiff::SignedDuration;
use store::{DeliveryStatus, Lane};

use crate::app::{ANA, ANAS_PHONE, App, BEN, by, outage};

fn to<'a>(sent: &'a [String], address: &str) -> Vec<&'a String> {
    sent.iter().filter(|line| line.contains(&format!(" {address}: "))).collect()
}

#[tokio::test]
async fn a_dead_number_takes_the_next_method_at_once() {
    let mut app = App::start().await;
    app.break_address(ANA, Fault::Refused);
    let number = app.report().await;
    let sent = app.sent().await;
    assert_eq!(to(&sent, ANAS_PHONE).len(), 1, "{sent:?}");
    assert!(app.kinds(number).await.contains(&"page_failed"));
}

#[tokio::test]
async fn a_provider_that_is_down_is_tried_again_and_then_passed() {
    let mut app = App::start().await;
    app.break_address(ANA, Fault::Unavailable);
    app.break_address(ANAS_PHONE, Fault::Unavailable);
    app.report().await;
    app.advance(SignedDuration::from_secs(30)).await;
    let sent = app.sent().await;
    assert_eq!(to(&sent, BEN).len(), 1, "{sent:?}");
}

#[tokio::test]
async fn a_provider_that_asks_to_wait_is_given_the_time() {
    let mut app = App::start().await;
    app.break_address(ANA, Fault::Busy(20));
    app.report().await;
    app.advance(SignedDuration::from_secs(19)).await;
    app.wall.set_fault(ANA, None);
    assert_eq!(to(&app.sent().await, ANA).len(), 0);
    app.advance(SignedDuration::from_secs(2)).await;
    assert_eq!(to(&app.sent().await, ANA).len(), 1);
}

#[tokio::test]
async fn a_bounce_takes_the_requesters_other_address() {
    let mut app = App::start().await;
    app.break_address("ria@acme.example", Fault::Refused);
    let mut request = outage();
    request.requester.phone = Some("+15550109999".to_owned());
    let accepted = app.submit(request).await.unwrap();
    let number = crate::app::emergency(&accepted);
    let sent = app.sent().await;
    assert_eq!(to(&sent, "+15550109999").len(), 1, "{sent:?}");
    assert_eq!(app.kinds(number).await.iter().filter(|kind| **kind == "news_missed").count(), 1);
    app.apply(number, Input::Answer { by: by("ana"), take_over: false }).await;
    let sent = app.sent().await;
    assert_eq!(to(&sent, "+15550109999").len(), 1, "news follows: {sent:?}");
}

#[tokio::test]
async fn news_that_nobody_takes_for_minutes_goes_the_other_way_once() {
    let mut app = App::start().await;
    app.break_address("ria@acme.example", Fault::Unavailable);
    let mut request = outage();
    request.requester.phone = Some("+15550109999".to_owned());
    let number = crate::app::emergency(&app.submit(request).await.unwrap());
    app.advance(SignedDuration::from_secs(240)).await;
    assert!(to(&app.sent().await, "+15550109999").is_empty(), "a relay may be restarted");
    app.minutes(20).await;
    let sent = app.sent().await;
    let is_receipt = |line: &&&String| line.contains("report");
    assert_eq!(to(&sent, "+15550109999").iter().filter(is_receipt).count(), 1, "{sent:?}");
    let timeline = app.engine.store().timeline(number).await.unwrap();
    let missed = timeline.iter().find(|entry| entry.fact.happening.kind() == "news_missed");
    let fact = &missed.unwrap().fact;
    let told = words::timeline::sentence(fact, &words::Reader::default(), false);
    assert!(told.starts_with("Ria did not get the news by mail: "), "{told}");
    assert!(told.ends_with("It goes by text message instead."), "{told}");
    app.wall.set_fault("ria@acme.example", None);
    app.minutes(10).await;
    assert!(!to(&app.sent().await, "ria@acme.example").is_empty(), "the mail is tried on");
}

#[tokio::test]
async fn an_important_text_of_which_nothing_is_heard_goes_by_mail_as_well() {
    let mut app = App::start().await;
    app.break_address("ria@acme.example", Fault::Refused);
    let mut request = outage();
    request.requester.phone = Some("+15550109999".to_owned());
    let number = crate::app::emergency(&app.submit(request).await.unwrap());
    app.sent().await;
    app.wall.set_fault("ria@acme.example", None);
    app.apply(number, Input::Answer { by: by("ana"), take_over: false }).await;
    let sent = app.sent().await;
    assert_eq!(to(&sent, "+15550109999").len(), 1, "since the mail came back: {sent:?}");
    app.advance(SignedDuration::from_secs(299)).await;
    assert!(to(&app.sent().await, "ria@acme.example").is_empty(), "networks are slow");
    app.advance(SignedDuration::from_secs(2)).await;
    assert_eq!(to(&app.sent().await, "ria@acme.example").len(), 1);
    let timeline = app.engine.store().timeline(number).await.unwrap();
    let reader = words::Reader::default();
    let told = timeline.iter().map(|it| words::timeline::sentence(&it.fact, &reader, false));
    let missed = told.filter(|told| told.contains("no report that it arrived")).count();
    assert_eq!(missed, 1, "once, and not for the receipt that had gone both ways");
}

#[tokio::test]
async fn a_text_that_was_reported_in_time_is_left_alone() {
    let mut app = App::start().await;
    app.break_address("ria@acme.example", Fault::Refused);
    let mut request = outage();
    request.requester.phone = Some("+15550109999".to_owned());
    let number = crate::app::emergency(&app.submit(request).await.unwrap());
    app.apply(number, Input::Answer { by: by("ana"), take_over: false }).await;
    app.sent().await;
    app.wall.set_fault("ria@acme.example", None);
    for view in app.engine.store().deliveries_of(number).await.unwrap() {
        if view.lane == Lane::Sms {
            app.engine.delivery_reported(&view.id, Ok(())).await.unwrap();
        }
    }
    app.minutes(9).await;
    assert!(to(&app.sent().await, "ria@acme.example").is_empty());
}

#[tokio::test]
async fn both_addresses_dead_comes_to_rest() {
    let mut app = App::start().await;
    app.break_address("ria@acme.example", Fault::Refused);
    app.break_address("+15550109999", Fault::Refused);
    let mut request = outage();
    request.requester.phone = Some("+15550109999".to_owned());
    let accepted = app.submit(request).await.unwrap();
    app.sent().await;
    let number = crate::app::emergency(&accepted);
    let deliveries = app.engine.store().deliveries_of(number).await.unwrap();
    let failed = deliveries.iter().filter(|view| view.status == DeliveryStatus::Failed);
    assert_eq!(failed.count(), 2);
}

#[tokio::test]
async fn an_answered_page_is_not_sent_any_more() {
    let mut app = App::start().await;
    app.break_address(ANA, Fault::Unavailable);
    let number = app.report().await;
    app.engine.settle().await;
    app.apply(number, Input::Answer { by: by("ana"), take_over: false }).await;
    app.wall.set_fault(ANA, None);
    app.minutes(5).await;
    let sent = app.sent().await;
    assert!(to(&sent, ANAS_PHONE).is_empty(), "{sent:?}");
    assert!(!sent.iter().any(|line| line.contains("Reply 1 ok")), "{sent:?}");
}

#[tokio::test]
async fn reports_of_a_provider_count_once_and_in_any_order() {
    let mut app = App::start().await;
    let number = app.report().await;
    app.engine.settle().await;
    let views = app.engine.store().page_deliveries_of(number).await.unwrap();
    let page = views.iter().find(|view| view.lane == Lane::Sms).unwrap();
    assert_eq!(page.status, DeliveryStatus::Accepted, "the provider has it, no more is known");

    for _ in 0..2 {
        app.engine.delivery_reported(&page.id, Ok(())).await.unwrap();
    }
    app.engine.delivery_reported(&page.id, Err("late".to_owned())).await.unwrap();
    let kinds = app.kinds(number).await;
    assert_eq!(kinds.iter().filter(|kind| **kind == "page_delivered").count(), 1);
    assert!(!kinds.contains(&"page_failed"));
    let sent = app.sent().await;
    assert!(sent.contains(&"webhook page.delivered".to_owned()), "{sent:?}");
    let unknown = app.engine.delivery_reported("nothing", Ok(())).await;
    assert!(matches!(unknown, Err(engine::EngineError::NotFound)));
}

#[tokio::test]
async fn a_failed_text_message_calls_the_phone_at_once() {
    let mut app = App::start().await;
    let number = app.report().await;
    app.engine.settle().await;
    let views = app.engine.store().page_deliveries_of(number).await.unwrap();
    app.engine.delivery_reported(&views[0].id, Err("30003".to_owned())).await.unwrap();
    let sent = app.sent().await;
    assert_eq!(to(&sent, ANAS_PHONE).len(), 1, "{sent:?}");
}

#[tokio::test]
async fn a_page_that_is_taken_and_never_delivered_goes_to_the_next_method() {
    let mut settings = domain::Settings::default();
    settings.emergency.delivered_within = SignedDuration::from_secs(20);
    let mut app = App::with("", settings).await;
    let number = app.report().await;
    app.engine.settle().await;
    app.sent().await;
    app.advance(SignedDuration::from_secs(19)).await;
    assert_eq!(to(&app.sent().await, ANAS_PHONE).len(), 0);
    app.advance(SignedDuration::from_secs(2)).await;
    let sent = app.sent().await;
    assert_eq!(to(&sent, ANAS_PHONE).len(), 1, "not after a minute, as her rules say: {sent:?}");
    assert!(app.kinds(number).await.contains(&"page_failed"));

    let views = app.engine.store().page_deliveries_of(number).await.unwrap();
    let late = views.iter().find(|view| view.lane == Lane::Sms).unwrap();
    assert_eq!(late.status, DeliveryStatus::Failed);
    app.engine.delivery_reported(&late.id, Ok(())).await.unwrap();
    let sent = app.sent().await;
    assert!(sent.contains(&"webhook page.delivered".to_owned()), "late is not never: {sent:?}");
}

#[tokio::test]
async fn a_page_that_was_delivered_or_answered_in_time_is_left_alone() {
    let mut settings = domain::Settings::default();
    settings.emergency.delivered_within = SignedDuration::from_secs(20);
    let mut app = App::with("", settings).await;
    let number = app.report().await;
    app.engine.settle().await;
    let views = app.engine.store().page_deliveries_of(number).await.unwrap();
    app.engine.delivery_reported(&views[0].id, Ok(())).await.unwrap();
    app.advance(SignedDuration::from_secs(40)).await;
    assert_eq!(to(&app.sent().await, ANAS_PHONE).len(), 0);
    app.advance(SignedDuration::from_secs(25)).await;
    assert_eq!(to(&app.sent().await, ANAS_PHONE).len(), 1);
    app.apply(number, Input::Answer { by: by("ana"), take_over: false }).await;
    app.minutes(2).await;
    assert!(!app.kinds(number).await.contains(&"page_failed"));
}
