//! The conference of an emergency, and who was in it.

use domain::{Actor, Number};
use store::{SavedConference, StoreError, Unit};

use crate::sample::{Place, at};

contract! {
    an_emergency_has_one_conference,
    a_call_joins_once_and_leaves_once,
}

async fn an_emergency_has_one_conference(place: Place) {
    let store = place.open().await;
    let conference = |room: &str, pin: &str| SavedConference {
        emergency: Number(1001),
        room: room.to_owned(),
        pin: pin.to_owned(),
    };
    let first = conference("room-1", "471100");
    let mut unit = Unit::new();
    unit.open_conference(&first, at(0)).open_conference(&conference("room-2", "1"), at(1));
    store.commit(unit).await.unwrap();
    assert_eq!(store.conference(Number(1001)).await.unwrap().as_ref(), Some(&first));
    assert_eq!(store.conference_in("room-1").await.unwrap(), Some(first));
    assert_eq!(store.conference_in("room-2").await.unwrap(), None);
    assert_eq!(store.open_conferences().await.unwrap(), [], "there is no such emergency");
}

async fn a_call_joins_once_and_leaves_once(place: Place) {
    let store = place.open().await;
    let number = Number(1001);
    let ana = Actor::Responder { id: "ana".into(), name: "Ana".to_owned() };
    let join = |id: &str, time| {
        let mut unit = Unit::new();
        unit.expect_call(id, number, &Actor::System, at(time)).call_joined(id, at(time));
        store.commit(unit)
    };
    let leave = |id: &str, time| {
        let mut unit = Unit::new();
        unit.expect_call(id, number, &Actor::System, at(time)).call_left(id, at(time));
        store.commit(unit)
    };
    let mut unit = Unit::new();
    unit.expect_call("CA1", number, &ana, at(0));
    store.commit(unit).await.unwrap();
    assert!(!store.is_anybody_in_call(number).await.unwrap());
    join("CA1", 1).await.unwrap();
    assert!(store.is_anybody_in_call(number).await.unwrap());
    assert!(matches!(join("CA1", 2).await, Err(StoreError::Conflict)), "it is in already");
    leave("CA1", 3).await.unwrap();
    assert!(matches!(leave("CA1", 4).await, Err(StoreError::Conflict)), "it has left already");
    let call = store.conference_call("CA1").await.unwrap().unwrap();
    assert_eq!((call.who, call.joined_at, call.left_at), (ana, Some(at(1)), Some(at(3))));

    leave("CA2", 5).await.unwrap();
    assert!(matches!(join("CA2", 6).await, Err(StoreError::Conflict)), "it had left before");
    assert!(!store.is_anybody_in_call(number).await.unwrap());
    assert_eq!(store.conference_call("CA3").await.unwrap(), None);
}
