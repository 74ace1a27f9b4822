//! The chat room of an emergency.

use domain::Number;
use store::{ChatRoom, Unit};

use crate::sample::Place;

contract! {
    an_emergency_has_one_room,
}

async fn an_emergency_has_one_room(place: Place) {
    let store = place.open().await;
    let (first, second) = (Number(1001), Number(1002));
    let mut unit = Unit::new();
    unit.open_room(first, "C1").open_room(first, "C2").open_room(second, "C3");
    let invited = ["U1".to_owned()].into();
    let room = ChatRoom { channel: "C1".to_owned(), topic: "E-1001".to_owned(), invited };
    unit.tend_room(first, &room);
    store.commit(unit).await.unwrap();
    assert_eq!(store.room(first).await.unwrap(), Some(room));
    assert_eq!(store.room(Number(1003)).await.unwrap(), None);
    assert_eq!(store.emergency_of_room("C3").await.unwrap(), Some(second));
    assert_eq!(store.emergency_of_room("C2").await.unwrap(), None);
}
