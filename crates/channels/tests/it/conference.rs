use std::time::Instant;

use channels::{Conference, Room, Secret, standard_webhooks};
use serde_json::json;

use crate::{
    assert_refused, assert_unavailable,
    http_sink::{Reply, Sink},
    install_tls, now,
};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

fn conference(url: &str) -> Conference {
    install_tls();
    Conference::new("bridge.url", url, Some(Secret::from(SECRET))).unwrap()
}

async fn opened(reply: Reply) -> Result<Room, channels::DeliveryError> {
    let sink = Sink::start(reply).await;
    conference(&sink.url).open("bridge-E-1042", &json!({"number": "E-1042"}), now()).await
}

fn says(text: &str) -> Reply {
    Reply::Status(200, "", text.to_owned())
}

#[tokio::test]
async fn the_service_is_asked_with_a_signature_and_says_how_to_join() {
    let answer =
        r#"{"link": "https://meet.example.com/j/1", "phone": "+15550100099", "pin": "4711"}"#;
    let sink = Sink::start(says(answer)).await;
    let body = json!({"type": "bridge.requested", "data": {"number": "E-1042"}});
    let room = conference(&sink.url).open("bridge-E-1042", &body, now()).await.unwrap();
    assert_eq!(room.link, "https://meet.example.com/j/1");
    assert_eq!((room.phone.as_deref(), room.pin.as_deref()), (Some("+15550100099"), Some("4711")));
    let seen = sink.only();
    let at = seen.header("webhook-timestamp").parse().unwrap();
    let signed = standard_webhooks::sign(&SECRET.into(), "bridge-E-1042", at, &seen.body).unwrap();
    assert_eq!(seen.header("webhook-signature"), signed);
}

#[tokio::test]
async fn what_is_no_way_to_join_is_refused() {
    let long = format!(r#"{{"link": "https://meet.example.com/{}"}}"#, "x".repeat(600));
    for answer in [
        "",
        "https://meet.example.com/1",
        "[]",
        r#"{"link": ""}"#,
        r#"{"link": "javascript:alert(1)"}"#,
        r#"{"link": "file:///etc/passwd"}"#,
        r#"{"link": "https://meet.example.com/1\nX: y"}"#,
        r#"{"link": "https://meet.example.com/1", "pin": "1\n2"}"#,
        r#"{"link": "https://meet.example.com/1", "phone": 5}"#,
        &long,
    ] {
        let refused = opened(says(answer)).await;
        assert!(refused.is_err(), "{answer}: {refused:?}");
    }
    assert_unavailable(opened(Reply::Status(503, "", String::new())).await);
    let moved = Reply::Status(302, "Location: http://127.0.0.1:9/\r\n", String::new());
    let said = assert_refused(opened(moved).await);
    assert!(said.contains("redirects are not followed"), "{said}");
}

#[tokio::test]
async fn a_service_that_says_nothing_is_not_waited_for() {
    let begin = Instant::now();
    assert!(opened(Reply::Hangs).await.is_err());
    assert!(begin.elapsed().as_secs() < 8, "{:?}", begin.elapsed());
}
