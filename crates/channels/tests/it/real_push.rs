//! Notifications beside a push service that nobody here wrote: it checks who we are, and decrypts
//! with a library of its own.

use channels::push::{Device, Key};
use serde_json::{Value, json};

use crate::{
    assert_refused,
    emulator::Emulated,
    notes, now,
    push::{channel, key, push_to},
};

/// A browser that subscribed to this key, and its name there.
async fn subscribed(service: &Emulated, key: &Key) -> (Device, String) {
    let wish = json!({ "userVisibleOnly": "true", "applicationServerKey": key.public() });
    let made = service.post("/subscribe", &wish).await;
    let text = |at: &str| made.pointer(at).and_then(Value::as_str).unwrap().to_owned();
    let name = text("/data/clientHash");
    let endpoint = format!("{}/notify/{name}", service.url);
    let (p256dh, auth) = (text("/data/keys/p256dh"), text("/data/keys/auth"));
    (Device { endpoint, p256dh, auth }, name)
}

#[tokio::test]
async fn real_push_service_decrypts_a_page_and_its_buttons() {
    let (service, key) = (Emulated::push_service(), key());
    let (device, name) = subscribed(&service, &key).await;
    for note in [notes::page(), notes::plain()] {
        channel().send(&push_to(device.clone(), key.clone(), note), now_there()).await.unwrap();
    }
    let kept = service.post("/get-notifications", &json!({ "clientHash": name })).await;
    let messages = kept.pointer("/data/messages").unwrap().as_array().unwrap();
    let page: Value = serde_json::from_str(messages[0].as_str().unwrap()).unwrap();
    assert_eq!(page["title"], notes::page().title.unwrap());
    assert_eq!(page["actions"][0], json!({ "action": "42 ok", "title": "I take it" }));
    assert_eq!(page["reply"], "https://line.example/a/x_y/reply");
    let plain: Value = serde_json::from_str(messages[1].as_str().unwrap()).unwrap();
    assert_eq!((&plain["title"], &plain["page"]), (&json!("Frontline"), &json!(false)));
}

#[tokio::test]
async fn real_push_service_knows_a_key_that_is_not_ours_and_a_device_that_is_gone() {
    let (service, ours) = (Emulated::push_service(), key());
    let (device, name) = subscribed(&service, &ours).await;
    let stranger = push_to(device.clone(), key(), notes::page());
    assert_refused(channel().send(&stranger, now_there()).await);
    service.post(&format!("/expire-subscription/{name}"), &json!({})).await;
    let sent = channel().send(&push_to(device, ours, notes::page()), now_there()).await;
    assert!(sent.unwrap_err().is_gone());
}

/// The service looks at its own clock.
fn now_there() -> jiff::Timestamp {
    now() + jiff::SignedDuration::from_hours(24 * 365 * 50)
}
