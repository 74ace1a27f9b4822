//! Calendar feeds and their owners.

use store::{Feed, StoreError, Unit};

use crate::sample::{Place, at};

contract! {
    a_feed_is_its_owners_until_it_is_revoked,
}

async fn a_feed_is_its_owners_until_it_is_revoked(place: Place) {
    let store = place.open().await;
    let feed = |id: &str, responder: &str, second: i64| Feed {
        id: id.to_owned(),
        responder: responder.into(),
        target: "me".to_owned(),
        made_at: at(second),
        read_at: None,
    };
    let mut unit = Unit::new();
    unit.make_feed(&feed("two", "ana", 2)).make_feed(&feed("one", "ana", 1));
    unit.make_feed(&feed("three", "ben", 1));
    store.commit(unit).await.unwrap();
    let mut twin = Unit::new();
    twin.make_feed(&feed("one", "ben", 9));
    assert!(matches!(store.commit(twin).await, Err(StoreError::Taken)));
    let mut unit = Unit::new();
    unit.feed_read("one", at(7)).feed_read("gone", at(7));
    store.commit(unit).await.unwrap();
    let read = Feed { read_at: Some(at(7)), ..feed("one", "ana", 1) };
    assert_eq!(store.feeds_of(&"ana".into()).await.unwrap(), [read.clone(), feed("two", "ana", 2)]);
    assert_eq!(store.feed("one").await.unwrap(), Some(read));

    let revoke = |responder: &'static str| {
        let mut unit = Unit::new();
        unit.revoke_feed("one", &responder.into());
        store.commit(unit)
    };
    assert!(matches!(revoke("ben").await, Err(StoreError::Conflict)));
    revoke("ana").await.unwrap();
    assert!(matches!(revoke("ana").await, Err(StoreError::Conflict)));
    assert_eq!(store.feed("one").await.unwrap(), None);
}
