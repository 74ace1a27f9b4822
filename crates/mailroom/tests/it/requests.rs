//! New mail opens a request.

use crate::room::{ADDRESS, Client, Room};

#[tokio::test]
async fn a_mail_opens_an_emergency_and_its_sender_gets_a_receipt_that_can_be_answered() {
    let mut room = Room::open().await;
    let number = room.report().await;

    let saved = room.emergencies().await.remove(0);
    assert_eq!(saved.emergency.summary, "Checkout is down");
    assert_eq!(saved.emergency.organization_name.as_deref(), Some("Acme Stores"));
    let raw = room.engine.store().requests_of(number).await.unwrap();
    assert!(String::from_utf8_lossy(&raw[0].body).starts_with("From: Ria <ria@acme.example>\r\n"));
    assert_eq!(raw[0].request.as_ref().unwrap().details, "Nobody can pay.");
    let receipts = room.to("ria@acme.example").await;
    assert_eq!(receipts.len(), 1);
    let (reply_to, _) = crate::room::reply_to(&receipts[0]);
    assert!(reply_to.starts_with("emergency+") && reply_to.ends_with("@example.com"), "{reply_to}");
}

#[tokio::test]
async fn the_same_mail_brought_twice_counts_once() {
    let room = Room::open().await;
    let number = room.report().await;
    room.report().await;

    assert_eq!(room.emergencies().await.len(), 1);
    assert_eq!(room.engine.store().requests_of(number).await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_same_words_an_hour_later_are_news() {
    let room = Room::open().await;
    for time in ["03:00", "04:00"] {
        let mail = format!(
            "From: ria@acme.example\nDate: Sat, 21 Nov 2026 {time}:00 +0000\nSubject: down\n\nx\n"
        );
        room.mail("ria@acme.example", ADDRESS, &mail).await;
    }
    let number = room.emergencies().await[0].emergency.number;
    assert_eq!(room.engine.store().requests_of(number).await.unwrap().len(), 2);
}

#[tokio::test]
async fn lmtp_answers_once_for_each_recipient() {
    let room = Room::open().await;
    let mut client = Client::connect(room.port).await;
    client.says("LHLO mx.test", "250").await;
    client.says("MAIL FROM:<ria@acme.example> SIZE=100 BODY=8BITMIME", "250").await;
    client.says(&format!("RCPT TO:<{ADDRESS}>"), "250").await;
    client.says("RCPT TO:<nobody@example.com>", "550").await;
    client.says("RCPT TO:<Emergency@EXAMPLE.com>", "250").await;
    client.says("DATA", "354").await;
    client.sends("From: ria@acme.example\r\nSubject: down\r\n\r\nx\r\n.\r\n").await;
    assert_eq!(client.hears().await, "250 2.0.0 It is kept");
    assert_eq!(client.hears().await, "250 2.0.0 It is kept");
    client.says("QUIT", "221").await;
    assert_eq!(room.emergencies().await.len(), 1);
}

#[tokio::test]
async fn everything_at_once_is_answered_in_order() {
    let room = Room::open().await;
    let mut client = Client::connect(room.port).await;
    let mail = "From: a@b.example\r\nSubject: one\r\n\r\n..dots\r\n.\r\n";
    client
        .sends(&format!(
            "EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<{ADDRESS}>\r\nDATA\r\n{mail}NOOP\r\nQUIT\r\n"
        ))
        .await;
    for expected in ["250", "250", "250", "354", "250 2.0.0 It is kept", "250", "221"] {
        let heard = client.hears().await;
        assert!(heard.starts_with(expected), "{heard} instead of {expected}");
    }
    let raw = room.engine.store().requests_of(room.emergencies().await[0].emergency.number);
    assert_eq!(raw.await.unwrap()[0].request.as_ref().unwrap().details, ".dots");
}

#[tokio::test]
async fn files_are_kept_with_the_case() {
    let room = Room::open().await;
    let mail = "From: Ria <ria@acme.example>\nSubject: See\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nDie Kasse geht nicht: äöü\n--b\nContent-Type: image/png; name=\"../../shot.png\"\nContent-Disposition: attachment; filename=\"../../shot.png\"\nContent-Transfer-Encoding: base64\n\niVBORw0KGgoAAAA=\n--b--\n";
    room.mail("ria@acme.example", ADDRESS, mail).await;

    let number = room.emergencies().await[0].emergency.number;
    let files = room.engine.store().attachments_of(number).await.unwrap();
    assert_eq!(files.len(), 1);
    assert_eq!(
        (files[0].file_name.as_str(), files[0].media_type.as_str()),
        ("shot.png", "image/png")
    );
    let kept = std::fs::read(room.attachments().join(&files[0].path)).unwrap();
    assert!(kept.starts_with(b"\x89PNG"));
    assert!(room.kinds(number).await.contains(&"attached"));
    let raw = room.engine.store().requests_of(number).await.unwrap();
    assert_eq!(raw[0].request.as_ref().unwrap().details, "Die Kasse geht nicht: äöü");
}
