use std::time::Duration;

use channels::{Guard, Outgoing, Secret, To, Webhook, standard_webhooks, webhook::Settings};
use serde_json::json;

use crate::{
    assert_busy, assert_refused, assert_unavailable,
    http_sink::{Reply, Sink},
    install_tls, now, sms,
};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

fn webhook(guard: Option<Guard>) -> Webhook {
    install_tls();
    Webhook::new(&Settings { guard, ..Settings::default() }).unwrap()
}

/// For answers that never come.
fn impatient() -> Webhook {
    install_tls();
    let timeout = Duration::from_secs(1);
    Webhook::new(&Settings { timeout, ..Settings::default() }).unwrap()
}

fn event(url: &str, secret: Option<&str>) -> Outgoing {
    let body = json!({"type": "emergency.received", "data": {"number": "E-1042", "summary": "ü"}});
    let to = To::Webhook { url: url.to_owned(), secret: secret.map(Secret::from), body };
    Outgoing { id: "msg_1".to_owned(), to }
}

fn answers(status: u16, headers: &'static str) -> Reply {
    Reply::Status(status, headers, "no\tthanks".to_owned())
}

#[tokio::test]
async fn exactly_the_signed_bytes_are_sent() {
    let sink = Sink::start(answers(204, "")).await;
    let url = format!("{}/hook?team=support", sink.url);

    let sent = webhook(None).send(&event(&url, Some(SECRET)), now()).await.unwrap();

    assert!(sent.is_final);
    assert_eq!(sent.provider_id, None);
    let seen = sink.only();
    assert_eq!(seen.line, "POST /hook?team=support HTTP/1.1");
    assert_eq!(seen.header("content-type"), "application/json");
    assert_eq!(seen.header("webhook-id"), "msg_1");
    assert_eq!(seen.header("webhook-timestamp"), now().as_second().to_string());
    let signature =
        standard_webhooks::sign(&SECRET.into(), "msg_1", now().as_second(), &seen.body).unwrap();
    assert_eq!(seen.header("webhook-signature"), signature);
    let body: serde_json::Value = serde_json::from_slice(&seen.body).unwrap();
    assert_eq!(body["data"]["number"], "E-1042");
}

#[tokio::test]
async fn without_a_secret_there_is_no_signature() {
    let sink = Sink::start(answers(200, "")).await;
    webhook(None).send(&event(&sink.url, None), now()).await.unwrap();
    assert_eq!(sink.only().header("webhook-signature"), "");
    assert_eq!(sink.only().header("webhook-id"), "msg_1");
}

#[tokio::test]
async fn a_secret_of_another_kind_is_refused_unsent() {
    let sink = Sink::start(answers(200, "")).await;
    let reason =
        assert_refused(webhook(None).send(&event(&sink.url, Some("hunter2!")), now()).await);
    assert!(reason.ends_with("must be whsec_ followed by a key in Base64"), "{reason}");
    assert!(sink.seen().is_empty());
}

#[tokio::test]
async fn each_status_leads_to_the_right_next_step() {
    for status in [500, 502, 503, 504, 408] {
        let sink = Sink::start(answers(status, "")).await;
        assert_unavailable(webhook(None).send(&event(&sink.url, None), now()).await);
    }
    for status in [400, 401, 403, 404, 410, 422] {
        let sink = Sink::start(answers(status, "")).await;
        let reason = assert_refused(webhook(None).send(&event(&sink.url, None), now()).await);
        assert!(reason.ends_with(": no thanks"), "{reason}");
    }
    let sink = Sink::start(answers(429, "Retry-After: 9\r\n")).await;
    assert_eq!(assert_busy(webhook(None).send(&event(&sink.url, None), now()).await), 9);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Sink::start(answers(200, "")).await;
    let headers: &'static str = format!("Location: {}\r\n", elsewhere.url).leak();
    let sink = Sink::start(answers(307, headers)).await;
    assert_refused(webhook(None).send(&event(&sink.url, None), now()).await);
    assert!(elsewhere.seen().is_empty());
}

#[tokio::test]
async fn silence_and_nonsense_are_worth_another_try() {
    for reply in [Reply::Hangs, Reply::Closes, Reply::Garbage] {
        let sink = Sink::start(reply).await;
        assert_unavailable(impatient().send(&event(&sink.url, None), now()).await);
    }
}

#[tokio::test]
async fn a_yes_counts_whatever_follows_it() {
    for reply in [Reply::Floods, Reply::NeverEnds] {
        let sink = Sink::start(reply).await;
        impatient().send(&event(&sink.url, None), now()).await.unwrap();
    }
}

#[tokio::test]
async fn an_error_does_not_tell_the_address() {
    let url = "http://127.0.0.1:1/services/T000/secret-path";
    let reason = assert_unavailable(webhook(None).send(&event(url, None), now()).await);
    assert!(!reason.contains("secret-path"), "{reason}");
}

#[tokio::test]
async fn what_is_no_address_of_http_is_refused() {
    for url in ["", "chat", "file:///etc/passwd", "mailto:a@example.com", "http://"] {
        assert_refused(webhook(None).send(&event(url, None), now()).await);
    }
    assert_refused(webhook(None).send(&sms("+15550100001"), now()).await);
}

#[tokio::test]
async fn a_guard_keeps_out_of_private_networks() {
    let sink = Sink::start(answers(200, "")).await;
    let port = sink.url.rsplit(':').next().unwrap();
    let hosts = ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"];
    for host in hosts {
        let url = format!("http://{host}:{port}/");
        let guarded = webhook(Some(Guard::default()));
        let reason = assert_refused(guarded.send(&event(&url, None), now()).await);
        assert!(reason.contains("is not a public address"), "{host}: {reason}");
    }
    assert!(sink.seen().is_empty());
}

#[tokio::test]
async fn a_guard_lets_named_exceptions_through() {
    let sink = Sink::start(answers(200, "")).await;
    let except = vec!["127.0.0.1".parse().unwrap()];
    webhook(Some(Guard { except })).send(&event(&sink.url, None), now()).await.unwrap();
    assert_eq!(sink.seen().len(), 1);
}
