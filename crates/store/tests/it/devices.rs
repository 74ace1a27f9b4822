//! Browsers and phones that take notifications.

use store::{Device, Unit};

use crate::sample::{Place, at};

contract! {
    a_device_is_of_whoever_last_turned_it_on,
}

async fn a_device_is_of_whoever_last_turned_it_on(place: Place) {
    let store = place.open().await;
    let device = |id: &str, responder: &str, endpoint: &str, second: i64| Device {
        id: id.to_owned(),
        responder: responder.into(),
        name: "Firefox".to_owned(),
        endpoint: endpoint.to_owned(),
        p256dh: format!("key of {id}"),
        auth: "auth".to_owned(),
        made_at: at(second),
        taken_at: None,
    };
    let mut unit = Unit::new();
    unit.add_device(&device("one", "ana", "https://a", 1));
    unit.add_device(&device("two", "ana", "https://b", 2));
    unit.device_taken("one", at(5));
    store.commit(unit).await.unwrap();
    let one = Device { taken_at: Some(at(5)), ..device("one", "ana", "https://a", 1) };
    let two = device("two", "ana", "https://b", 2);
    assert_eq!(store.devices_of(&"ana".into()).await.unwrap(), [two.clone(), one.clone()]);

    let mut unit = Unit::new();
    unit.add_device(&device("three", "ben", "https://b", 3));
    unit.remove_device("one", &"ben".into()).forget_device("one", "https://b");
    store.commit(unit).await.unwrap();
    assert_eq!(store.devices_of(&"ana".into()).await.unwrap(), [one], "only its owner removes it");
    let bens =
        Device { id: two.id, made_at: two.made_at, ..device("three", "ben", "https://b", 3) };
    let of_ben = Device { p256dh: "key of three".to_owned(), ..bens };
    assert_eq!(store.devices_of(&"ben".into()).await.unwrap(), [of_ben]);

    let mut unit = Unit::new();
    unit.remove_device("one", &"ana".into()).forget_device("two", "https://b");
    store.commit(unit).await.unwrap();
    assert_eq!(store.devices_of(&"ana".into()).await.unwrap(), []);
    assert_eq!(store.devices_of(&"ben".into()).await.unwrap(), []);
}
