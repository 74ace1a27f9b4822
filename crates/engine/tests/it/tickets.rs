//! Tickets, and how they become emergencies.

use domain::{Settings, TicketNumber, ticket::TicketStatus};
use engine::Opened;

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
    app.engine.ticket_pick_up(number).await.unwrap();
    app.minutes(60).await;
    let sent = app.sent().await;
    assert!(sent.iter().all(|line| !line.starts_with("sms")), "{sent:?}");
}

#[tokio::test]
async fn the_desk_and_the_requester_talk() {
    let (mut app, number) = ticket_in_regular_hours().await;
    app.sent().await;
    app.engine.ticket_reply(number, "Cho".into(), true, "Which till?".into()).await.unwrap();
    app.engine.ticket_reply(number, "Ria".into(), false, "All".into()).await.unwrap();
    app.engine.ticket_solve(number).await.unwrap();
    let sent = app.sent().await;
    assert_eq!(sent.len(), 2, "the reply and that it is solved: {sent:?}");
    let replies = app.engine.store().ticket_replies(number).await.unwrap();
    let texts: Vec<_> = replies.iter().map(|reply| reply.text.as_str()).collect();
    assert_eq!(texts, ["Which till?", "All"]);
    app.engine.ticket_reply(number, "Ria".into(), false, "Not yet".into()).await.unwrap();
    let ticket = app.engine.store().ticket(number).await.unwrap().unwrap().ticket;
    assert_eq!(ticket.status, TicketStatus::Open, "a word opens it again");
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
