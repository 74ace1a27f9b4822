//! Tickets, and how they become emergencies.

use domain::{
    Settings, TicketNumber,
    input::By,
    ticket::{Deed, TicketInput, TicketStatus},
};
use engine::{Case, Opened};
use jiff::SignedDuration;

use crate::app::{App, OPEN_DESK, outage};

async fn ticket_in_regular_hours() -> (App, TicketNumber) {
    let app = App::with(OPEN_DESK, Settings::default()).await;
    let accepted = app.submit(outage()).await.expect("it is taken");
    let Opened::Ticket { number, .. } = accepted.opened else { panic!("{accepted:?}") };
    (app, number)
}

#[tokio::test]
async fn an_urgent_ticket_that_nobody_picks_up_becomes_an_emergency() {
    let (mut app, number) = ticket_in_regular_hours().await;
    app.minutes(14).await;
    assert!(app.sent().await.iter().all(|line| !line.starts_with("sms")));
    app.minutes(2).await;
    let sent = app.sent().await;
    assert!(sent.iter().any(|line| line.starts_with("sms +15550100001")), "{sent:?}");
    let ticket = app.engine.store().ticket(number).await.unwrap().unwrap().ticket;
    assert_eq!(ticket.status, TicketStatus::Escalated);
    let requester = app.engine.store().requester(&ticket.requester).await.unwrap().unwrap();
    assert_eq!(requester.emergency, ticket.emergency, "the private page shows the emergency");
    app.minutes(60).await;
    let open = app.engine.store().due_tickets(app.engine.now(), 10).await.unwrap();
    assert!(open.is_empty());
}

#[tokio::test]
async fn one_that_is_picked_up_does_not() {
    let (mut app, number) = ticket_in_regular_hours().await;
    app.engine.apply_ticket(number, TicketInput::PickUp { by: cho() }).await.unwrap();
    app.minutes(60).await;
    let sent = app.sent().await;
    assert!(sent.iter().all(|line| !line.starts_with("sms")), "{sent:?}");
}

#[tokio::test]
async fn a_crash_does_not_lose_what_nobody_picked_up() {
    let (mut app, number) = ticket_in_regular_hours().await;
    app.minutes(14).await;
    app.crash().await;
    app.clock.advance(SignedDuration::from_mins(30));
    app.crash().await;
    app.minutes(0).await;
    let sent = app.sent().await;
    assert!(sent.iter().any(|line| line.starts_with("sms +15550100001")), "{sent:?}");
    let ticket = app.engine.store().ticket(number).await.unwrap().unwrap().ticket;
    assert_eq!(ticket.status, TicketStatus::Escalated);
    let entries = app.engine.store().ticket_replies(number).await.unwrap();
    let became = Deed::BecameEmergency { number: ticket.emergency.unwrap() };
    assert_eq!(entries.iter().filter(|entry| entry.deed == became).count(), 1, "{entries:?}");
}

#[tokio::test]
async fn the_desk_and_the_requester_talk() {
    let (mut app, number) = ticket_in_regular_hours().await;
    app.sent().await;
    let text = "Which till?".to_owned();
    let asked =
        app.engine.apply_ticket(number, TicketInput::Reply { by: cho(), text }).await.unwrap();
    assert_eq!(asked.status, TicketStatus::Waiting);
    assert_eq!(app.sent().await.len(), 1, "the requester hears the reply");
    app.engine.requester_said(number, Some("Ria".into()), "All".into()).await.unwrap();
    let sent = app.sent().await;
    assert!(sent.iter().any(|line| line.contains("cho@vendor.example")), "Cho has it: {sent:?}");
    app.engine.apply_ticket(number, TicketInput::Solve { by: cho() }).await.unwrap();
    assert_eq!(app.sent().await.len(), 1, "that it is solved");
    let entries = app.engine.store().ticket_replies(number).await.unwrap();
    let texts: Vec<_> = entries.iter().map(|entry| entry.text.as_str()).collect();
    assert_eq!(texts, ["Which till?", "All", ""]);
    app.engine.requester_said(number, Some("Ria".into()), "Thank you!".into()).await.unwrap();
    let ticket = app.engine.store().ticket(number).await.unwrap().unwrap().ticket;
    assert_eq!(ticket.status, TicketStatus::Solved, "kind words open nothing");
    app.engine.requester_said(number, Some("Ria".into()), "Not yet".into()).await.unwrap();
    let ticket = app.engine.store().ticket(number).await.unwrap().unwrap().ticket;
    assert_eq!(ticket.status, TicketStatus::Open, "a word opens it again");
}

#[tokio::test]
async fn the_lead_hears_once_of_a_word_that_is_overdue() {
    let (mut app, number) = ticket_in_regular_hours().await;
    let by = ana();
    app.engine.apply_ticket(number, TicketInput::PickUp { by }).await.unwrap();
    app.sent().await;
    app.minutes(24 * 60 - 1).await;
    assert!(app.sent().await.is_empty());
    app.minutes(2).await;
    app.crash().await;
    app.minutes(24 * 60).await;
    let sent = app.sent().await;
    let told = |to: &str| sent.iter().filter(|line| line.contains(to)).count();
    assert_eq!((told("cho@vendor.example"), told("+15550100001")), (1, 1), "{sent:?}");
    assert!(sent[0].contains("T-1001"), "{sent:?}");
}

#[tokio::test]
async fn what_is_no_emergency_goes_on_as_a_ticket_with_the_same_page() {
    let mut app = App::start().await;
    let accepted = app.submit(outage()).await.unwrap();
    let Opened::Emergency { number, .. } = accepted.opened else { panic!("{accepted:?}") };
    app.sent().await;
    let ticket = app.engine.make_ticket(number, ana(), None).await.unwrap();
    let sent = app.sent().await;
    assert!(sent.iter().any(|line| line.contains("ria@acme.example")), "Ria hears: {sent:?}");
    let row = app.engine.store().requester(&accepted.requester).await.unwrap().unwrap();
    assert_eq!(Case::of(&row), Some(Case::Ticket(ticket)), "the page and replies go there");
    app.engine.requester_wrote(&accepted.requester, "When then?").await.unwrap();
    let entries = app.engine.store().ticket_replies(ticket).await.unwrap();
    assert_eq!(entries.last().unwrap().text, "When then?");
    app.minutes(600).await;
    let sent = app.sent().await;
    assert!(sent.iter().all(|line| !line.starts_with("sms")), "nobody is paged: {sent:?}");
    app.engine.requester_wrote(&accepted.requester, "This is an emergency now").await.unwrap();
    let sent = app.sent().await;
    assert!(sent.iter().any(|line| line.starts_with("sms +15550100001")), "{sent:?}");
    let row = app.engine.store().requester(&accepted.requester).await.unwrap().unwrap();
    assert!(matches!(Case::of(&row), Some(Case::Emergency(again)) if again != number));
}

fn ana() -> By {
    By { id: "ana".into(), name: "Ana Ruiz".to_owned() }
}

fn cho() -> By {
    By { id: "cho".into(), name: "Cho Lin".to_owned() }
}

#[tokio::test]
async fn two_who_escalate_at_once_open_one_emergency() {
    let (app, number) = ticket_in_regular_hours().await;
    let (one, other) =
        tokio::join!(app.engine.ticket_escalate(number), app.engine.ticket_escalate(number));
    let numbers: Vec<_> = [one, other].into_iter().flatten().collect();
    assert!(!numbers.is_empty());
    assert!(numbers.iter().all(|found| *found == numbers[0]));
    assert_eq!(app.engine.ticket_escalate(number).await.unwrap(), numbers[0]);
    let next = domain::Number(numbers[0].0 + 1);
    let other = app.engine.store().emergency(next).await.unwrap();
    assert_eq!(other, None, "a second emergency was opened");
}
