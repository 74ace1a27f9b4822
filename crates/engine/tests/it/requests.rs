//! Requests come in.

use std::collections::BTreeSet;

use domain::{Impact, Input, Phase};
use engine::{EngineError, Opened};
use store::DeliveryStatus;

use crate::app::{ANA, App, by, emergency, outage, submission};

#[tokio::test]
async fn a_request_is_on_disk_before_it_is_answered_and_then_pages() {
    let mut app = App::start().await;
    let accepted = app.submit(outage()).await.unwrap();
    let number = emergency(&accepted);

    let kept = app.engine.store().requests_of(number).await.unwrap();
    assert_eq!(kept[0].body, b"as it was sent");
    assert_eq!(kept[0].request.as_ref(), Some(&outage()));
    let sent = app.sent().await;
    assert!(
        sent.iter().any(|line| line.starts_with(&format!("sms {ANA}: Acme Stores"))),
        "{sent:?}"
    );
    assert!(
        sent.iter().any(|line| line.starts_with("mail ria@acme.example: [E-1001]")),
        "{sent:?}"
    );
    assert!(sent.contains(&"webhook emergency.received".to_owned()), "{sent:?}");
    assert_eq!(sent.len(), 3, "{sent:?}");
    let link = engine::Link::Requester(accepted.requester.clone());
    assert_eq!(accepted.status_url, app.engine.link_url(&link));
}

#[tokio::test]
async fn the_mails_of_one_emergency_are_one_conversation() {
    let mut app = App::start().await;
    let number = app.report().await;
    app.engine.settle().await;
    app.apply(number, Input::Answer { by: by("ana"), take_over: false }).await;
    app.apply(
        number,
        Input::Update { by: by("ana"), text: "It is the disk".into(), visible: true },
    )
    .await;

    let mails: Vec<_> = app.shown().await;
    let threads: Vec<_> = mails
        .iter()
        .filter_map(|shown| {
            let channels::To::Mail { address, thread, .. } = &shown.outgoing.to else {
                return None;
            };
            address.starts_with("ria").then_some(thread)
        })
        .collect();
    assert_eq!(threads.len(), 3);
    assert_eq!(threads[0].in_reply_to, None);
    for later in &threads[1..] {
        assert_eq!(later.in_reply_to.as_ref(), Some(&threads[0].message_id));
    }
    let ids: BTreeSet<_> = threads.iter().map(|thread| &thread.message_id).collect();
    assert_eq!(ids.len(), 3);
}

#[tokio::test]
async fn a_storm_of_reports_makes_one_emergency_one_page_and_a_receipt_each() {
    let mut app = App::start().await;
    let mut tasks = tokio::task::JoinSet::new();
    for index in 0..300 {
        let engine = app.engine.clone();
        let mut request = outage();
        request.requester.email = Some(format!("clerk{index}@acme.example"));
        request.requester.phone = Some("+15550108888".to_owned());
        tasks.spawn(async move { engine.submit(submission(request)).await });
    }
    let mut numbers = BTreeSet::new();
    let mut opened = 0;
    while let Some(result) = tasks.join_next().await {
        let accepted = result.unwrap().unwrap();
        numbers.insert(emergency(&accepted));
        opened += usize::from(matches!(accepted.opened, Opened::Emergency { joined: false, .. }));
    }
    assert_eq!((numbers.len(), opened), (1, 1));

    let number = *numbers.first().unwrap();
    let saved = app.engine.store().emergency(number).await.unwrap().unwrap();
    assert_eq!(saved.requesters, 300);
    let sent = app.sent().await;
    let receipts = sent.iter().filter(|line| line.starts_with("mail clerk")).count();
    let pages = sent
        .iter()
        .filter(|line| line.contains("CHECKOUT") || line.contains("Checkout is down. E-1001"))
        .count();
    assert_eq!(receipts, 300);
    assert_eq!(
        pages,
        1,
        "{:?}",
        sent.iter().filter(|line| line.starts_with("sms")).collect::<Vec<_>>()
    );
    let joined = app.kinds(number).await.iter().filter(|kind| **kind == "joined").count();
    assert_eq!(joined, 299);
}

#[tokio::test]
async fn the_same_person_reporting_twice_stays_one_requester() {
    let mut app = App::start().await;
    let first = app.submit(outage()).await.unwrap();
    let number = emergency(&first);
    let again = app.submit(outage()).await.unwrap();
    assert_ne!(again.status_url, first.status_url, "an address does not open another's page");
    assert_eq!(again.opened, Opened::Emergency { number, joined: true });
    let saved = app.engine.store().emergency(number).await.unwrap().unwrap();
    assert_eq!(saved.requesters, 1);
    assert_eq!(app.engine.store().requesters_of(number, 10).await.unwrap().len(), 1);
    let receipts = app.sent().await.iter().filter(|line| line.starts_with("mail ria")).count();
    assert_eq!(receipts, 2);
}

#[tokio::test]
async fn the_same_key_gives_the_same_answer_once() {
    let app = App::start().await;
    let with_key = |summary: &str| {
        let mut request = outage();
        request.organization = None;
        request.requester.email = None;
        request.summary = summary.to_owned();
        engine::Submission { idempotency_key: Some("k".to_owned()), ..submission(request) }
    };
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let engine = app.engine.clone();
        let submission = with_key("Down");
        tasks.spawn(async move { engine.submit(submission).await.unwrap() });
    }
    let answers = tasks.join_all().await;
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    let other = app.engine.submit(with_key("Something else")).await;
    assert!(matches!(other, Err(EngineError::KeyReused)), "{other:?}");
}

#[tokio::test]
async fn what_does_not_belong_together_stays_apart() {
    let app = App::start().await;
    let first = app.report().await;
    let mut other_service = outage();
    other_service.service = Some("search".to_owned());
    // A report that names no service joins; the first did not either, so "search" joins it.
    assert_eq!(emergency(&app.submit(other_service).await.unwrap()), first);
    let mut elsewhere = outage();
    elsewhere.organization = Some("Bolt".to_owned());
    elsewhere.requester.email = Some("x@bolt.example".to_owned());
    assert_ne!(emergency(&app.submit(elsewhere).await.unwrap()), first);
    app.minutes(31).await;
    assert_ne!(emergency(&app.submit(outage()).await.unwrap()), first, "too late to join");
}

#[tokio::test]
async fn a_deadline_is_no_emergency_unless_the_requester_says_so() {
    let mut app = App::start().await;
    let mut request = outage();
    request.impact = Some(Impact::Deadline);
    let accepted = app.submit(request.clone()).await.unwrap();
    assert!(matches!(accepted.opened, Opened::Ticket { .. }), "{accepted:?}");
    let sent = app.sent().await;
    assert_eq!(sent.len(), 1, "{sent:?}");
    request.still_an_emergency = true;
    let accepted = app.submit(request).await.unwrap();
    assert!(matches!(accepted.opened, Opened::Emergency { joined: false, .. }));
}

#[tokio::test]
async fn merging_brings_all_requesters_together() {
    let mut app = App::start().await;
    let first = app.report().await;
    let mut request = outage();
    request.organization = Some("Bolt".to_owned());
    request.requester.email = Some("bo@bolt.example".to_owned());
    let second = emergency(&app.submit(request).await.unwrap());
    app.sent().await;

    let target = app.engine.merge(second, first, by("ana")).await.unwrap();
    assert_eq!(target.number, first);
    let merged = app.engine.store().emergency(second).await.unwrap().unwrap();
    assert!(merged.emergency.is_closed());
    app.apply(first, Input::Answer { by: by("ana"), take_over: false }).await;
    let sent = app.sent().await;
    for requester in ["ria@acme.example", "bo@bolt.example"] {
        let heard =
            sent.iter().any(|line| line.starts_with(&format!("mail {requester}: [E-1001]")));
        assert!(heard, "{requester} heard nothing: {sent:?}");
    }
    let mails = sent.iter().filter(|line| line.starts_with("mail "));
    let leaks: Vec<_> = mails.filter(|line| line.contains("Acme Stores")).collect();
    assert!(leaks.is_empty(), "one customer learned of the other: {leaks:?}");
}

#[tokio::test]
async fn an_emergency_becomes_a_ticket_with_its_requester() {
    let app = App::start().await;
    let number = app.report().await;
    let ticket = app.engine.make_ticket(number, by("ana"), None).await.unwrap();
    let saved = app.engine.store().emergency(number).await.unwrap().unwrap();
    assert!(matches!(saved.emergency.phase, Phase::Closed { .. }));
    let kept = app.engine.store().ticket(ticket).await.unwrap().unwrap().ticket;
    assert_eq!(kept.request.summary, "Checkout is down");
    let requester = app.engine.store().requester(&kept.requester).await.unwrap().unwrap();
    assert_eq!(requester.ticket, Some(ticket));
}

#[tokio::test]
async fn after_a_crash_what_was_accepted_goes_on() {
    let mut app = App::start().await;
    let number = app.report().await;
    app.crash().await;
    let sent = app.sent().await;
    assert!(sent.iter().any(|line| line.starts_with("mail ria")), "{sent:?}");
    app.minutes(6).await;
    app.crash().await;
    let sent = app.sent().await;
    assert!(sent.iter().any(|line| line.starts_with("sms +15550100002")), "ben: {sent:?}");
    let deliveries = app.engine.store().deliveries_of(number).await.unwrap();
    assert!(deliveries.iter().all(|delivery| delivery.status != DeliveryStatus::Waiting));
}
