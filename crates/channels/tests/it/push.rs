//! Web Push: what goes to a push service, and what its answer means.

use channels::{
    Channel, DeliveryError, Guard, Outgoing, Sent, To, WebPush,
    push::{Device, Key, Push},
};
use data_encoding::BASE64URL_NOPAD;
use serde_json::Value;

use crate::{
    assert_busy, assert_refused, assert_unavailable,
    http_sink::{Reply, Sink},
    install_tls, notes, now, sms,
};

/// Those of the example in RFC 8291, 5.
const P256DH: &str =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";

pub(crate) fn key() -> Key {
    Key::read(&Key::make().unwrap(), "https://line.example").unwrap()
}

/// Goes to this machine too, where the tests' servers are.
pub(crate) fn channel() -> Channel {
    install_tls();
    let except = vec!["127.0.0.1".parse().unwrap()];
    Channel::Push(WebPush::new(Guard { except }).unwrap())
}

pub(crate) fn push_to(device: Device, key: Key, note: words::Note) -> Outgoing {
    let reply_url = Some("https://line.example/a/x_y/reply".to_owned());
    let push = Push { device, note, reply_url, key };
    Outgoing { id: "0203".to_owned(), to: To::Push(Box::new(push)) }
}

pub(crate) fn device(url: &str) -> Device {
    let endpoint = format!("{url}/push/secret-of-ana");
    Device { endpoint, p256dh: P256DH.to_owned(), auth: AUTH.to_owned() }
}

async fn send(sink: &Sink, note: words::Note) -> Result<Sent, DeliveryError> {
    channel().send(&push_to(device(&sink.url), key(), note), now()).await
}

#[tokio::test]
async fn a_page_is_urgent_encrypted_and_signed() {
    let sink = Sink::start(Reply::Status(201, "Location: /m/7\r\n", String::new())).await;
    let sent = send(&sink, notes::page()).await.unwrap();
    assert_eq!((sent.provider_id.as_deref(), sent.is_final), (Some("/m/7"), true));
    let seen = sink.only();
    assert_eq!(seen.line, "POST /push/secret-of-ana HTTP/1.1");
    assert_eq!((seen.header("ttl"), seen.header("urgency")), ("600", "high"));
    assert_eq!(seen.header("content-encoding"), "aes128gcm");
    assert!(!String::from_utf8_lossy(&seen.body).contains("Acme"), "nobody between can read it");
    let token = seen.header("authorization").strip_prefix("vapid t=").unwrap();
    let (token, _key) = token.split_once(", k=").unwrap();
    let claims = BASE64URL_NOPAD.decode(token.split('.').nth(1).unwrap().as_bytes()).unwrap();
    let claims: Value = serde_json::from_slice(&claims).unwrap();
    assert_eq!(
        (&claims["aud"], &claims["sub"]),
        (&sink.url.into(), &"https://line.example".into())
    );
    let lasts = claims["exp"].as_i64().unwrap() - now().as_second();
    assert!((3_600..=24 * 3_600).contains(&lasts), "{lasts} s");
}

#[tokio::test]
async fn a_device_that_is_gone_is_told_apart_from_a_service_that_fails() {
    for status in [404, 410] {
        let sink = Sink::start(Reply::Status(status, "", "gone".to_owned())).await;
        let error = send(&sink, notes::page()).await.unwrap_err();
        assert!(error.is_gone(), "{status}: {error:?}");
        assert!(!error.reason().contains("secret-of-ana"), "{}", error.reason());
    }
    for status in [400, 401, 403, 413] {
        let sink = Sink::start(Reply::Status(status, "", "no".to_owned())).await;
        let error = send(&sink, notes::page()).await;
        assert!(!error.as_ref().unwrap_err().is_gone());
        assert_refused(error);
    }
    for reply in [Reply::Status(500, "", String::new()), Reply::Closes, Reply::Garbage] {
        let reason = assert_unavailable(send(&Sink::start(reply).await, notes::page()).await);
        assert!(!reason.contains("secret-of-ana"), "{reason}");
    }
    let sink = Sink::start(Reply::Status(429, "Retry-After: 7\r\n", String::new())).await;
    assert_eq!(assert_busy(send(&sink, notes::page()).await), 7);
}

#[tokio::test]
async fn nothing_is_posted_into_a_private_network() {
    install_tls();
    let guarded = Channel::Push(WebPush::new(Guard::default()).unwrap());
    let sink = Sink::start(Reply::Status(201, "", String::new())).await;
    for url in [sink.url.clone(), "http://169.254.169.254".to_owned(), "http://[::1]".to_owned()] {
        let message = push_to(device(&url), key(), notes::page());
        let reason = assert_refused(guarded.send(&message, now()).await);
        assert!(reason.contains("public"), "{reason}");
    }
    assert!(sink.seen().is_empty());
}

#[tokio::test]
async fn a_long_text_still_fits_into_what_services_take() {
    let sink = Sink::start(Reply::Status(201, "", String::new())).await;
    for text in ["ä".repeat(20_000), "\u{1}".repeat(9_000), "🧀\"".repeat(3_000)] {
        send(&sink, words::Note { text, ..notes::page() }).await.unwrap();
    }
    for seen in sink.seen() {
        assert!((500..=4_096).contains(&seen.body.len()), "{} bytes", seen.body.len());
    }
    assert_refused(channel().send(&sms("+15550100001"), now()).await);
}

#[test]
fn only_what_can_be_a_device_is_taken_for_one() {
    let good = "https://push.example/x";
    let read = Device::read(good, &format!("{P256DH}="), AUTH).unwrap();
    assert_eq!((read.p256dh.as_str(), format!("{read:?}").as_str()), (P256DH, "Device"));
    let long = format!("https://push.example/{}", "x".repeat(2_000));
    for endpoint in
        ["", "x", "http://push.example/x", "file:///etc/passwd", "https://a:b@push.example/", &long]
    {
        assert!(Device::read(endpoint, P256DH, AUTH).is_err(), "{endpoint}");
    }
    for key in ["", "AAAA", AUTH, &P256DH[1..], &P256DH.replace("BC", "AC"), "äöü", "B C"] {
        assert!(Device::read(good, key, AUTH).is_err(), "{key}");
    }
    for secret in ["", "AAAA", P256DH, "<script>", "BTBZMqHH6r4Tts7J/aSIgg"] {
        assert!(Device::read(good, P256DH, secret).is_err(), "{secret}");
    }
}

#[tokio::test]
async fn a_key_that_is_no_point_of_the_curve_is_refused_unsent() {
    let sink = Sink::start(Reply::Status(201, "", String::new())).await;
    let mut bytes = [7; 65];
    bytes[0] = 4;
    let bent = Device { p256dh: BASE64URL_NOPAD.encode(&bytes), ..device(&sink.url) };
    let reason = assert_refused(channel().send(&push_to(bent, key(), notes::page()), now()).await);
    assert!(reason.contains("P-256"), "{reason}");
    assert!(sink.seen().is_empty());
    assert!(Key::read(b"damaged", "").is_err());
}
