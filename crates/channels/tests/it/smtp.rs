use std::time::Duration;

use channels::{Smtp, To, smtp::Settings};

use crate::{
    assert_refused, assert_unavailable, install_tls, mail,
    mail_relay::{
        Answer::{Closes, Hangs, Says},
        FakeRelay, Script,
    },
    now, sms,
};

fn smtp(relay: &FakeRelay) -> Smtp {
    connected(&format!("smtp://127.0.0.1:{}", relay.port))
}

fn connected(url: &str) -> Smtp {
    install_tls();
    Smtp::new(&Settings::new(url, "Frontline <line@vendor.example>")).unwrap()
}

/// For answers that never come.
fn impatient(relay: &FakeRelay) -> Smtp {
    let url = format!("smtp://127.0.0.1:{}", relay.port);
    let settings = Settings::new(url, "Frontline <line@vendor.example>");
    Smtp::new(&Settings { timeout: Duration::from_secs(1), ..settings }).unwrap()
}

/// Sends one mail through a relay that follows the script.
async fn send(script: Script) -> Result<channels::Sent, channels::DeliveryError> {
    let relay = FakeRelay::start(script).await;
    smtp(&relay).send(&mail("ana@vendor.example", "1@x"), now()).await
}

#[tokio::test]
async fn mails_share_a_connection() {
    let relay = FakeRelay::start(|_| None).await;
    let smtp = smtp(&relay);
    for _ in 0..3 {
        let sent = smtp.send(&mail("ana@vendor.example", "1@x"), now()).await.unwrap();
        assert_eq!(sent.provider_id.as_deref(), Some("queued as ABC"));
        assert!(sent.is_final);
    }
    assert_eq!((relay.connections(), relay.mails().len()), (1, 3));
}

#[tokio::test]
async fn mails_at_once_take_no_more_connections_than_allowed() {
    let relay = FakeRelay::start(|_| None).await;
    let mut settings = Settings::new(format!("smtp://127.0.0.1:{}", relay.port), "a@b.example");
    settings.connections = 2;
    let smtp = Smtp::new(&settings).unwrap();
    let mut sends = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let smtp = smtp.clone();
        sends.spawn(async move { smtp.send(&mail("ana@vendor.example", "1@x"), now()).await });
    }
    for outcome in sends.join_all().await {
        outcome.unwrap();
    }
    assert_eq!(relay.mails().len(), 20);
    assert!(relay.connections() <= 2, "{}", relay.connections());
}

#[tokio::test]
async fn a_refused_address_keeps_the_connection() {
    let relay = FakeRelay::start(|line| {
        line.starts_with("RCPT TO:<gone").then_some(Says("550 5.1.1 no such user"))
    })
    .await;
    let smtp = smtp(&relay);
    let reason = assert_refused(smtp.send(&mail("gone@vendor.example", "1@x"), now()).await);
    assert!(reason.contains("5.1.1 no such user"), "{reason}");
    smtp.send(&mail("ana@vendor.example", "1@x"), now()).await.unwrap();
    assert_eq!(relay.connections(), 1);
}

#[tokio::test]
async fn a_relay_that_says_no_for_good_is_believed() {
    assert_refused(send(|l| l.starts_with("MAIL").then_some(Says("550 not from you"))).await);
    assert_refused(send(|l| l.starts_with("DATA").then_some(Says("554 no"))).await);
    assert_refused(send(|l| (l == ".").then_some(Says("552 too big"))).await);
}

#[tokio::test]
async fn a_passing_trouble_is_worth_another_try() {
    assert_unavailable(send(|l| l.starts_with("MAIL").then_some(Says("451 later"))).await);
    assert_unavailable(send(|l| l.starts_with("RCPT").then_some(Says("450 greylisted"))).await);
    assert_unavailable(send(|l| (l == ".").then_some(Says("452 full"))).await);
    assert_unavailable(send(|l| (l == "CONNECT").then_some(Says("421 busy"))).await);
    assert_unavailable(send(|l| (l == "CONNECT").then_some(Says("554 not now"))).await);
    assert_unavailable(send(|l| (l == "CONNECT").then_some(Says("HTTP/1.1 400 Bad"))).await);
    assert_unavailable(send(|l| l.starts_with("EHLO").then_some(Closes)).await);
    assert_unavailable(send(|l| l.starts_with("DATA").then_some(Closes)).await);
    assert_unavailable(send(|l| (l == ".").then_some(Closes)).await);
}

#[tokio::test]
async fn silence_ends_in_time_wherever_it_begins() {
    let scripts: [Script; 4] = [
        |line| (line == "CONNECT").then_some(Hangs),
        |line| line.starts_with("EHLO").then_some(Hangs),
        |line| line.starts_with("RCPT").then_some(Hangs),
        |line| (line == ".").then_some(Hangs),
    ];
    for script in scripts {
        let relay = FakeRelay::start(script).await;
        let smtp = impatient(&relay);
        let outcome = smtp.send(&mail("ana@vendor.example", "1@x"), now()).await;
        let reason = assert_unavailable(outcome);
        assert!(reason.ends_with("the relay did not answer within 1s"), "{reason}");
    }
}

#[tokio::test]
async fn a_connection_cut_off_in_the_middle_is_not_used_again() {
    let relay = FakeRelay::start(|line| line.starts_with("RCPT TO:<slow").then_some(Hangs)).await;
    let smtp = impatient(&relay);
    smtp.send(&mail("ana@vendor.example", "1@x"), now()).await.unwrap();
    assert_unavailable(smtp.send(&mail("slow@vendor.example", "1@x"), now()).await);
    smtp.send(&mail("ana@vendor.example", "1@x"), now()).await.unwrap();
    assert_eq!(relay.connections(), 2);
}

#[tokio::test]
async fn the_password_of_the_address_signs_in() {
    // printf '\0us er\0p@ss' | base64
    let script: Script = |line| match line.split(' ').next() {
        Some("AUTH") if line == "AUTH PLAIN AHVzIGVyAHBAc3M=" => None,
        Some("AUTH") => Some(Says("535 5.7.8 wrong")),
        _ => None,
    };
    let relay = FakeRelay::start(script).await;
    let url = format!("smtp://us%20er:p%40ss@127.0.0.1:{}", relay.port);
    connected(&url).check().await.unwrap();
    connected(&url).send(&mail("ana@vendor.example", "1@x"), now()).await.unwrap();

    let wrong = connected(&url.replace("p%40ss", "hunter2"));
    let reason = assert_refused(wrong.check().await);
    assert!(!reason.contains("hunter2"), "{reason}");
    assert!(!format!("{wrong:?}").contains("hunter2"));
}

#[tokio::test]
async fn without_encryption_a_relay_that_must_encrypt_gets_nothing() {
    let relay = FakeRelay::start(|_| None).await;
    let smtp = connected(&format!("starttls://127.0.0.1:{}", relay.port));
    assert_unavailable(smtp.send(&mail("ana@vendor.example", "1@x"), now()).await);
    assert!(relay.mails().is_empty());
}

#[tokio::test]
async fn nobody_listening_is_worth_another_try() {
    let smtp = connected("smtp://127.0.0.1:1");
    assert_unavailable(smtp.send(&mail("ana@vendor.example", "1@x"), now()).await);
    assert_unavailable(smtp.check().await);
    assert_refused(smtp.send(&sms("+1"), now()).await);
}

#[test]
fn bad_settings_are_named() {
    install_tls();
    let good = "a@b.example";
    let cases = [
        ("mail.example", good, "email.smtp_url is not an address"),
        ("http://mail.example", good, "write smtp://, starttls:// or smtps://"),
        ("smtp://", good, "email.smtp_url names no host"),
        ("smtp://mail.example", "Frontline", "email.from is not a mail address"),
        ("smtp://mail.example", "a@b\r\nBcc: c@d", "email.from is not a mail address"),
        ("smtp://%ff:x@mail.example", good, "must be UTF-8, percent-encoded"),
    ];
    for (url, from, expected) in cases {
        let error = Smtp::new(&Settings::new(url, from)).unwrap_err().to_string();
        assert!(error.contains(expected), "{url} {from}: {error}");
    }
}

/// Sends one mail that comes back to `path`; what the relay was told of where it comes from, in turn.
async fn sent_back_to(path: &str, script: Script) -> Vec<String> {
    let relay = FakeRelay::start(script).await;
    let smtp = smtp(&relay);
    for _ in 0..2 {
        let mut message = mail("ana@vendor.example", "1@x");
        let To::Mail { thread, .. } = &mut message.to else { unreachable!() };
        thread.return_path = Some(path.to_owned());
        smtp.send(&message, now()).await.unwrap();
    }
    assert_eq!(relay.mails().len(), 2);
    relay.said("MAIL")
}

#[tokio::test]
async fn a_mail_comes_back_to_an_address_of_its_own() {
    let said = sent_back_to("line+ab2@vendor.example", |_| None).await;
    assert_eq!(said, ["MAIL FROM:<line+ab2@vendor.example>"; 2]);
    let said = sent_back_to("line+ab2@elsewhere.example", |_| None).await;
    assert_eq!(said, ["MAIL FROM:<line@vendor.example>"; 2], "another domain is not ours to use");
}

#[tokio::test]
async fn a_relay_that_wants_the_sender_itself_gets_it() {
    let own = "MAIL FROM:<line+ab2@vendor.example>";
    let only = "MAIL FROM:<line@vendor.example>";
    let at_once: Script = |line| line.contains("+ab2").then_some(Says("550 not your address"));
    let said = sent_back_to("line+ab2@vendor.example", at_once).await;
    assert_eq!(said, [own, only, only], "it is asked once");
}
