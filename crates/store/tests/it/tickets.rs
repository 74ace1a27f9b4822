//! Tickets: the queue of the desk, its order and its search.

use domain::{
    Number, Request, TicketNumber,
    message::TicketReason,
    ticket::{Deed, Ticket, TicketReply, TicketStatus},
};
use store::{Store, StoreError, TicketFilter, TicketView, Unit};

use crate::sample::{Place, at, requester};

contract! {
    tickets_wait_are_answered_and_solved,
    the_queue_of_the_desk_is_in_order_and_can_be_searched,
    a_ticket_and_an_emergency_can_share_a_requester,
}

async fn tickets_wait_are_answered_and_solved(place: Place) {
    let store = place.open().await;
    let mut one = ticket(store.next_ticket_number().await.unwrap());
    let two = ticket(store.next_ticket_number().await.unwrap());
    commit(&store, |unit| {
        unit.open_ticket(&one).open_ticket(&two);
    })
    .await
    .unwrap();
    assert_eq!(store.due_tickets(at(900), 9).await.unwrap(), [one.number, two.number]);
    assert_eq!(store.due_tickets(at(899), 9).await.unwrap(), []);
    assert_eq!(store.earliest_wake().await.unwrap(), Some(at(900)));

    one.status = TicketStatus::Solved;
    let reply = TicketReply {
        at: at(5),
        by: "Desk".to_owned(),
        from_desk: true,
        text: "Done.".to_owned(),
        deed: Deed::Said,
    };
    let solve = |unit: &mut Unit| {
        unit.save_ticket(&one, 1);
        unit.ticket_reply(one.number, &reply).ticket_reply(one.number, &reply);
    };
    commit(&store, solve).await.unwrap();
    assert!(matches!(commit(&store, solve).await, Err(StoreError::Conflict)), "it is version 2");
    assert_eq!(store.ticket_replies(one.number).await.unwrap(), [reply.clone(), reply.clone()]);
    let saved = store.ticket(one.number).await.unwrap().unwrap();
    assert_eq!((saved.ticket, saved.version), (one.clone(), 2));
    assert_eq!(store.due_tickets(at(900), 9).await.unwrap(), [two.number]);

    let todo = store.tickets(&TicketFilter::default(), None, 9).await.unwrap();
    assert_eq!(todo.items.iter().map(|saved| &saved.ticket).collect::<Vec<_>>(), [&two]);
    let everything = TicketFilter { view: TicketView::All, ..TicketFilter::default() };
    let all = store.tickets(&everything, None, 1).await.unwrap();
    assert_eq!(all.items[0].ticket, two);
    let rest = store.tickets(&everything, all.next, 1).await.unwrap();
    assert_eq!(rest.items[0].ticket, one);
}

async fn the_queue_of_the_desk_is_in_order_and_can_be_searched(place: Place) {
    let store = place.open().await;
    let words = ["An invoice", "100% of the Ümlauts_", "Nothing", "An order"];
    let mut tickets = Vec::new();
    for (index, words) in words.into_iter().enumerate() {
        let mut ticket = ticket(store.next_ticket_number().await.unwrap());
        ticket.request.summary = words.to_owned();
        ticket.pick_up_by = None;
        // The later it came, the sooner its word is due.
        ticket.respond_by = Some(at(5_000 - 1_000 * i64::try_from(index).unwrap()));
        commit(&store, |unit| {
            unit.open_ticket(&ticket);
        })
        .await
        .unwrap();
        tickets.push(ticket);
    }
    tickets[1].status = TicketStatus::Open;
    tickets[1].assignee = Some("ana".into());
    tickets[2].status = TicketStatus::Waiting;
    tickets[2].respond_by = None;
    for ticket in &tickets[1..3] {
        commit(&store, |unit| {
            unit.save_ticket(ticket, 1);
        })
        .await
        .unwrap();
    }
    let found = async |view, assignee: Option<&str>, search: Option<&str>| {
        let assignee = assignee.map(Into::into);
        let filter = TicketFilter { view, assignee, search: search.map(str::to_owned) };
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = store.tickets(&filter, after, 1).await.unwrap();
            found
                .extend(page.items.iter().map(|saved| saved.ticket.number.0 - tickets[0].number.0));
            after = page.next;
            if after.is_none() {
                return found;
            }
        }
    };
    assert_eq!(found(TicketView::Todo, None, None).await, [3, 1, 0]);
    assert_eq!(found(TicketView::New, None, None).await, [3, 0]);
    assert_eq!(found(TicketView::Waiting, None, None).await, [2]);
    assert_eq!(found(TicketView::Unsolved, None, None).await, [3, 1, 0, 2]);
    assert_eq!(found(TicketView::All, None, None).await, [3, 2, 1, 0]);
    assert_eq!(found(TicketView::Solved, None, None).await, [0; 0]);
    assert_eq!(found(TicketView::All, Some("ana"), None).await, [1]);
    for (search, expected) in [
        ("AN ", vec![3, 0]),
        ("100%", vec![1]),
        ("ümlauts_", vec![1]),
        ("%", vec![1]),
        ("'", vec![]),
    ] {
        assert_eq!(found(TicketView::All, None, Some(search)).await, expected, "{search}");
    }
    let counts = store.ticket_counts(at(4_000)).await.unwrap();
    assert_eq!((counts.new, counts.open, counts.waiting, counts.overdue), (2, 1, 1, 2));
    let overdue = store.overdue_tickets(at(4_000), 9).await.unwrap();
    assert_eq!(overdue, [tickets[3].number, tickets[1].number]);
    assert_eq!(store.earliest_wake().await.unwrap(), Some(at(2_000)));
}

async fn a_ticket_and_an_emergency_can_share_a_requester(place: Place) {
    let store = place.open().await;
    let row = requester(Number(1001), 1);
    commit(&store, |unit| {
        unit.requester(&row);
        unit.follow_into_ticket(&row.id, TicketNumber(1005));
    })
    .await
    .unwrap();
    let stored = store.requester(&row.id).await.unwrap().unwrap();
    assert_eq!((stored.emergency, stored.ticket), (Some(Number(1001)), Some(TicketNumber(1005))));
    assert!(stored.in_ticket, "the ticket is what goes on");
    let nobody = commit(&store, |unit| {
        unit.follow_into_emergency(&"nobody".into(), Number(1001));
    });
    assert!(matches!(nobody.await, Err(StoreError::Conflict)));
}

pub(crate) fn ticket(number: TicketNumber) -> Ticket {
    Ticket {
        forwarded: None,
        number,
        requester: "rosa".into(),
        request: Request { summary: "A question".to_owned(), ..Request::default() },
        reason: TicketReason::RegularHours,
        status: TicketStatus::New,
        opened_at: at(0),
        pick_up_by: Some(at(900)),
        emergency: None,
        assignee: None,
        respond_by: Some(at(5_000)),
        overdue_told: false,
        confirmed: false,
    }
}

async fn commit(store: &Store, fill: impl FnOnce(&mut Unit)) -> Result<(), StoreError> {
    let mut unit = Unit::new();
    fill(&mut unit);
    store.commit(unit).await
}
