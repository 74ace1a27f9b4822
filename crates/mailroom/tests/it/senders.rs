//! Who sent a mail is shown as far as the mail server in front has found out.

use domain::request::Sender;

use crate::room::{ADDRESS, Room};

async fn sender_of(room: &Room, headers: &str) -> Sender {
    let mail = format!("{headers}\nFrom: ria@acme.example\nSubject: down\n\nx\n");
    room.mail("ria@acme.example", ADDRESS, &mail).await;
    let number = room.emergencies().await[0].emergency.number;
    let mut raw = room.engine.store().requests_of(number).await.unwrap();
    raw.remove(0).request.unwrap().sender.unwrap()
}

#[tokio::test]
async fn a_mail_that_fails_dmarc_opens_a_request_that_is_marked() {
    let room = Room::open().await;
    let header = "Authentication-Results: mx.vendor.example (really);\n spf=fail smtp.mailfrom=x;\n dkim=fail (bad; signature) header.d=a; dkim=pass header.d=b;\n dmarc=fail (p=reject)";
    let sender = sender_of(&room, header).await;
    assert_eq!(sender.checks, "spf=fail dkim=pass dmarc=fail");
    assert!(sender.unverified);
    assert!(words::letter::sender(&sender).contains("not verified"));
}

#[tokio::test]
async fn only_the_server_that_is_trusted_is_believed() {
    let room = Room::with(Some("mx.vendor.example")).await;
    let header = "Authentication-Results: mx.evil.example; dmarc=pass\nAuthentication-Results: mx.vendor.example; dmarc=fail";
    assert!(sender_of(&room, header).await.unverified);
    let room = Room::with(Some("mx.vendor.example")).await;
    let header = "Authentication-Results: mx.evil.example; dmarc=pass";
    assert_eq!(sender_of(&room, header).await, Sender::default());
}
