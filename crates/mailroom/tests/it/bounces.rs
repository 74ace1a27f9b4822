//! A mail of ours that comes back is a delivery that failed.

use crate::room::{ADDRESS, Room, reply_to};

fn bounce(id: &str, action: &str) -> String {
    format!(
        "From: Mail Delivery System <MAILER-DAEMON@mx.test>\nSubject: Undelivered Mail Returned to Sender\nAuto-Submitted: auto-replied\nMessage-ID: <b-{action}@mx.test>\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.test\n\nFinal-Recipient: rfc822; ana@vendor.example\nAction: {action}\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such\n  user here\n--b\nContent-Type: text/rfc822-headers\n\nFrom: {ADDRESS}\nMessage-ID: <{id}>\nSubject: page\n--b--\n"
    )
}

#[tokio::test]
async fn a_page_that_comes_back_has_failed_and_says_why() {
    let mut room = Room::open().await;
    let number = room.report().await;
    let page = room.to("ana@vendor.example").await.remove(0);
    let (_, id) = reply_to(&page);

    room.mail("", ADDRESS, &bounce(&id, "delayed")).await;
    assert!(!room.kinds(number).await.contains(&"page_failed"), "a delay is no failure");
    assert_eq!(room.mail("", ADDRESS, &bounce(&id, "failed")).await, "250 2.0.0 It is kept");
    assert!(room.kinds(number).await.contains(&"page_failed"), "{:?}", room.kinds(number).await);
    let deliveries = room.engine.store().page_deliveries_of(number).await.unwrap();
    let failed = deliveries.iter().find(|one| one.id == page.id).unwrap();
    assert_eq!(failed.problem.as_deref(), Some("smtp; 550 5.1.1 no such user here"));
    assert_eq!(room.emergencies().await.len(), 1, "a bounce is no request");
}

#[tokio::test]
async fn an_old_bounce_in_plain_words_is_understood() {
    let mut room = Room::open().await;
    let number = room.report().await;
    let (_, id) = reply_to(&room.to("ana@vendor.example").await.remove(0));
    let mail = format!(
        "From: MAILER-DAEMON@old.test\nSubject: failure notice\n\nHi. This is qmail. Sorry.\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <x>\nMessage-ID: <{id}>\nSubject: x\n\nbody\n"
    );
    room.mail("", ADDRESS, &mail).await;
    assert!(room.kinds(number).await.contains(&"page_failed"));
}

#[tokio::test]
async fn a_bounce_of_somebody_elses_mail_changes_nothing_and_is_kept() {
    let mut room = Room::open().await;
    room.report().await;
    room.shown().await;
    room.mail("", ADDRESS, &bounce("unknown@elsewhere", "failed")).await;
    assert_eq!(room.emergencies().await.len(), 1);
    assert_eq!(room.shown().await.len(), 0);
    assert_eq!(room.engine.store().unread_requests(9).await.unwrap().len(), 1);
}
