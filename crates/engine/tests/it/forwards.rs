//! Tickets that go to a desk outside, and what happens if they do not get there.

use channels::{To, wall::Fault};
use domain::{
    Impact, Request, Settings, TicketNumber,
    forward::{OutsideDesk, Way},
    ticket::{Deed, Ticket, TicketInput, TicketStatus},
};
use engine::{Link, Opened};
use jiff::SignedDuration;

use crate::app::{App, DESK, DESK_HOOK, DESK_MAIL, OPEN_DESK, by, outage};

fn settings(ways: &[Way]) -> Settings {
    let desk = OutsideDesk {
        name: DESK.to_owned(),
        ways: ways.iter().copied().collect(),
        organizations: Vec::new(),
    };
    Settings { outside_desks: vec![desk], ..Settings::default() }
}

async fn forwarded(ways: &[Way], request: Request) -> (App, TicketNumber) {
    let app = App::with(OPEN_DESK, settings(ways)).await;
    let accepted = app.submit(request).await.expect("it is taken");
    let Opened::Ticket { number, .. } = accepted.opened else { panic!("{accepted:?}") };
    (app, number)
}

async fn ticket(app: &App, number: TicketNumber) -> Ticket {
    let saved = app.engine.store().ticket(number).await.expect("tickets are read");
    saved.expect("it is there").ticket
}

#[tokio::test]
async fn a_ticket_goes_out_by_webhook_and_mail_with_a_private_link() {
    let (mut app, number) = forwarded(&[Way::Webhook, Way::Email], outage()).await;
    let shown = app.shown().await;
    let link = app.engine.link_url(&Link::Desk { ticket: number, desk: DESK.to_owned() });
    let hook = shown.iter().find(|one| one.to == DESK_HOOK).expect("the webhook went");
    let To::Webhook { body, .. } = &hook.outgoing.to else { panic!("{hook:?}") };
    assert_eq!(
        (body["type"].as_str(), body["data"]["link"].as_str()),
        (Some("ticket.new"), Some(&*link))
    );
    assert_eq!(body["data"]["email"], "ria@acme.example");
    assert_eq!(body["data"]["pick_up_by"], "2026-11-21T03:15:00Z");
    let mail = shown.iter().find(|one| one.to == DESK_MAIL).expect("the mail went");
    let To::Mail { mail: letter, thread, .. } = &mail.outgoing.to else { panic!("{mail:?}") };
    assert!(letter.text.contains(&link) && letter.text.contains("Checkout is down"), "{letter:?}");
    assert_eq!(thread.in_reply_to, None);
    let first = thread.message_id.clone();

    app.engine.requester_said(number, Some("Ria".into()), "All tills".into()).await.unwrap();
    let shown = app.shown().await;
    let mail = shown.iter().find(|one| one.to == DESK_MAIL).expect("the word is forwarded");
    let To::Mail { mail: letter, thread, .. } = &mail.outgoing.to else { panic!("{mail:?}") };
    assert!(letter.text.contains("> All tills"), "{letter:?}");
    assert_eq!(thread.in_reply_to, Some(first), "one thread");
    assert!(shown.iter().any(|one| one.to == DESK_HOOK));
}

#[tokio::test]
async fn who_picks_it_up_outside_stops_the_clock() {
    let (mut app, number) = forwarded(&[Way::Webhook], outage()).await;
    let found = app.engine.outside_person(number, DESK, Some("Tom")).await.unwrap();
    let (_, tom) = found.expect("it is theirs");
    app.engine.apply_ticket(number, TicketInput::PickUp { by: tom }).await.unwrap();
    app.minutes(60).await;
    assert!(app.sent().await.iter().all(|line| !line.starts_with("sms")), "nobody is paged");
    let ticket = ticket(&app, number).await;
    assert!(ticket.forwarded.unwrap().picked_up_at.is_some());
    assert_eq!(ticket.status, TicketStatus::Open);
    assert!(app.engine.outside_person(number, "Somebody else", None).await.unwrap().is_none());
}

#[tokio::test]
async fn what_cannot_be_forwarded_is_told_and_tried_again() {
    let (mut app, number) = forwarded(&[Way::Webhook], question()).await;
    app.break_address(DESK_HOOK, Fault::Unavailable);
    app.minutes(2).await;
    let sent = app.sent().await;
    let told = sent.iter().filter(|line| line.contains("cho@vendor.example")).count();
    assert_eq!(told, 1, "the lead hears once: {sent:?}");
    assert!(ticket(&app, number).await.is_undelivered());
    let counts = app.engine.store().ticket_counts(app.engine.now()).await.unwrap();
    assert_eq!((counts.not_forwarded, counts.new), (1, 1), "it stays in our queue");
    // The process dies meanwhile.
    app.crash().await;
    app.wall.set_fault(DESK_HOOK, None);
    app.minutes(10).await;
    assert!(app.sent().await.contains(&"webhook ticket.new".to_owned()));
    assert!(!ticket(&app, number).await.is_undelivered());
    let counts = app.engine.store().ticket_counts(app.engine.now()).await.unwrap();
    assert_eq!(counts.not_forwarded, 0);
    let entries = app.engine.store().ticket_replies(number).await.unwrap();
    let deeds: Vec<_> = entries.into_iter().map(|entry| entry.deed).collect();
    let desk = || DESK.to_owned();
    assert_eq!(deeds, [Deed::NotForwarded { desk: desk() }, Deed::ForwardedAgain { desk: desk() }]);
}

#[tokio::test]
async fn what_is_refused_is_told_at_once_and_the_other_way_still_works() {
    let app = App::with(OPEN_DESK, settings(&[Way::Webhook, Way::Email])).await;
    app.break_address(DESK_HOOK, Fault::Refused);
    let accepted = app.submit(outage()).await.expect("it is taken");
    let Opened::Ticket { number, .. } = accepted.opened else { panic!("{accepted:?}") };
    app.engine.settle().await;
    let forwarded = ticket(&app, number).await.forwarded.unwrap();
    assert_eq!(forwarded.undelivered.keys().collect::<Vec<_>>(), [&Way::Webhook]);
    let sent = app.wall.messages_since(0);
    assert!(sent.iter().any(|one| one.to == DESK_MAIL), "{sent:?}");
}

#[tokio::test]
async fn a_mail_that_comes_back_counts_as_not_forwarded() {
    let (mut app, number) = forwarded(&[Way::Email], question()).await;
    app.shown().await;
    let id = format!("{number}.outside");
    app.engine.mail_bounced(&id, "550 no such mailbox".to_owned()).await.unwrap();
    assert!(ticket(&app, number).await.is_undelivered());
    app.engine.mail_bounced(&id, "550 no such mailbox".to_owned()).await.unwrap();
    let entries = app.engine.store().ticket_replies(number).await.unwrap();
    assert_eq!(entries.len(), 1, "once");
}

#[tokio::test]
async fn a_desk_outside_hears_that_it_became_an_emergency_and_gets_what_was_none() {
    let (mut app, number) = forwarded(&[Way::Webhook], outage()).await;
    app.sent().await;
    app.minutes(16).await;
    let sent = app.sent().await;
    assert!(sent.contains(&"webhook ticket.became_emergency".to_owned()), "{sent:?}");
    let emergency = ticket(&app, number).await.emergency.expect("it pages");
    app.clock.advance(SignedDuration::from_secs(1));
    app.engine.make_ticket(emergency, by("ana"), None).await.unwrap();
    let sent = app.sent().await;
    assert!(sent.contains(&"webhook ticket.new".to_owned()), "{sent:?}");
}

fn question() -> Request {
    Request { impact: Some(Impact::Question), ..outage() }
}
