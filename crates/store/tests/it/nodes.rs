//! Several nodes on one database, each a store of its own.

use std::time::Duration;

use domain::Number;
use jiff::SignedDuration;
use store::{GONE_AFTER, Heard, Lane, Lease, Store, StoreError, Unit};

use crate::sample::{Place, at, emergency, fact, open, page};

contract! {
    of_two_that_open_with_one_key_the_second_decides_again,
    what_is_not_held_by_this_node_may_not_be_sent,
}

async fn of_two_that_open_with_one_key_the_second_decides_again(place: Place) {
    let store = place.open().await;
    let mut numbers = Vec::new();
    for _ in 0..2 {
        numbers.push(store.next_number().await.unwrap());
    }
    let first = async |number, last| {
        let mut unit = Unit::new();
        unit.open_after(&emergency(number), "organization:acme", last, Some(at(60)));
        unit.append(number, &[fact(domain::Happening::Declined)]);
        store.commit(unit).await
    };
    first(numbers[0], None).await.unwrap();
    let second = first(numbers[1], None).await;
    assert!(matches!(second, Err(StoreError::Conflict)), "{second:?}");
    assert_eq!(store.emergency(numbers[1]).await.unwrap(), None);
    first(numbers[1], Some(numbers[0])).await.expect("it was looked at, and is another outage");
}

async fn what_is_not_held_by_this_node_may_not_be_sent(place: Place) {
    let store = place.open().await;
    let number = open(&store, 60).await.number;
    let lease = Lease { by: store.node().clone(), until: at(30) };
    let mut unit = Unit::new();
    unit.deliver(&page(number, "hot", "ana", 0), Some(&lease));
    unit.deliver(&page(number, "answered", "ben", 0), Some(&lease));
    unit.deliver(&page(number, "cold", "cho", 0), None);
    unit.hush(number, &"ben".into(), at(1));
    store.commit(unit).await.unwrap();
    assert!(store.may_send("hot").await.unwrap());
    for id in ["answered", "cold", "unknown"] {
        assert!(!store.may_send(id).await.unwrap(), "{id}");
    }
    store.claim(Lane::Sms, at(1), at(31), 9).await.unwrap();
    assert!(store.may_send("cold").await.unwrap());
}

async fn real_postgres_nodes() -> (Place, Store, Store) {
    let place = Place::on_postgres();
    let (one, other) = (place.open().await, place.open().await);
    (place, one, other)
}

async fn beat(store: &Store) -> store::Heartbeat {
    store.heartbeat("test", "0", at(5)).await.expect("it is heard")
}

#[tokio::test]
async fn real_postgres_what_a_node_held_that_is_gone_is_due_for_the_others() {
    let (_place, gone, stays) = real_postgres_nodes().await;
    beat(&gone).await;
    let number = open(&gone, 60).await.number;
    let lease = Lease { by: gone.node().clone(), until: at(600) };
    let mut unit = Unit::new();
    unit.deliver(&page(number, "hot", "ana", 0), Some(&lease));
    gone.commit(unit).await.unwrap();

    let first = beat(&stays).await;
    assert_eq!((first.gone.len(), first.freed), (0, 0), "it may still be there");
    assert_eq!(stays.nodes().await.unwrap().len(), 2);
    let silence = GONE_AFTER + SignedDuration::from_millis(50);
    tokio::time::sleep(Duration::try_from(silence).unwrap()).await;
    let second = beat(&stays).await;
    assert_eq!((second.gone.len(), second.freed), (1, 1));
    assert_eq!(stays.claim(Lane::Sms, at(5), at(35), 9).await.unwrap()[0].id, "hot");
    assert!(!gone.may_send("hot").await.unwrap(), "it was only frozen, and must not send it now");

    beat(&gone).await;
    assert_eq!(stays.nodes().await.unwrap().len(), 2, "it is back");
    gone.leave(at(6)).await.unwrap();
    assert_eq!(stays.nodes().await.unwrap().len(), 1);
}

#[tokio::test]
async fn real_postgres_who_was_frozen_does_not_take_a_lease_away_from_who_took_over() {
    let (_place, frozen, other) = real_postgres_nodes().await;
    let number = open(&frozen, 60).await.number;
    let lease = Lease { by: frozen.node().clone(), until: at(30) };
    let mut unit = Unit::new();
    unit.deliver(&page(number, "hot", "ana", 0), Some(&lease));
    frozen.commit(unit).await.unwrap();
    other.claim(Lane::Sms, at(31), at(61), 9).await.unwrap();
    // Its own attempt comes to an end only now.
    let mut unit = Unit::new();
    unit.retry("hot", frozen.node(), at(33), "no answer");
    frozen.commit(unit).await.unwrap();
    let mut unit = Unit::new();
    unit.release("hot", frozen.node(), at(33));
    frozen.commit(unit).await.unwrap();
    assert!(other.may_send("hot").await.unwrap());
    assert_eq!(other.earliest_due(Lane::Sms).await.unwrap(), Some(at(61)));
    let mut unit = Unit::new();
    unit.retry("hot", other.node(), at(40), "busy");
    other.commit(unit).await.unwrap();
    assert_eq!(other.earliest_due(Lane::Sms).await.unwrap(), Some(at(40)));
}

#[tokio::test]
async fn real_postgres_a_deadline_is_handled_by_one_node() {
    let (_place, one, other) = real_postgres_nodes().await;
    let mut expected = Vec::new();
    for _ in 0..20 {
        expected.push(open(&one, 0).await.number);
    }
    let (mine, theirs) =
        tokio::join!(one.claim_due(at(1), at(3), 64), other.claim_due(at(1), at(3), 64));
    let mut all: Vec<Number> = mine.unwrap().into_iter().chain(theirs.unwrap()).collect();
    all.sort_unstable();
    assert_eq!(all, expected);
    assert_eq!(one.claim_due(at(3), at(5), 64).await.unwrap().len(), 20, "whoever had them died");
}

#[tokio::test]
async fn real_postgres_units_of_two_nodes_that_touch_the_same_rows_do_not_wait_for_each_other() {
    let (_place, one, other) = real_postgres_nodes().await;
    let (first, second) = (open(&one, 60).await.number, open(&one, 60).await.number);
    let mut tasks = tokio::task::JoinSet::new();
    for index in 0..200 {
        let store = if index % 2 == 0 { one.clone() } else { other.clone() };
        let number = if index % 3 == 0 { first } else { second };
        tasks.spawn(async move {
            let mut unit = Unit::new();
            unit.joined(number, at(2)).append(number, &[fact(domain::Happening::Declined)]);
            store.commit(unit).await
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap().expect("nobody is turned away");
    }
    let entries =
        one.timeline(first).await.unwrap().len() + one.timeline(second).await.unwrap().len();
    assert_eq!(entries, 200);
}

/// Tells until it is heard: nobody promises that the others listen already.
async fn is_heard(teller: &Store, hearer: &Store, note: &str) -> Vec<Heard> {
    let mut hears = hearer.heard().expect("there may be others");
    let mut all = Vec::new();
    for _ in 0..100 {
        teller.tell(note.to_owned());
        while let Ok(heard) = tokio::time::timeout(Duration::from_millis(100), hears.recv()).await {
            all.push(heard.expect("it goes on"));
        }
        if all.contains(&Heard::Note(note.to_owned())) {
            return all;
        }
    }
    panic!("{note} is not heard, only {all:?}");
}

#[tokio::test]
async fn real_postgres_what_one_node_tells_the_others_hear_but_not_itself() {
    let (_place, one, other) = real_postgres_nodes().await;
    is_heard(&one, &other, "a").await;
    let mut its_own = one.heard().expect("there may be others");
    is_heard(&one, &other, "b").await;
    is_heard(&other, &one, "c").await;
    while let Ok(heard) = its_own.try_recv() {
        assert_ne!(heard, Heard::Note("b".to_owned()), "it told this itself");
    }
}
