//! Machines are never answered, whatever arrives.

use crate::room::{ADDRESS, Room, reply_to};

/// Headers that machines put into mails which may report something.
const MACHINES: [&str; 7] = [
    "Auto-Submitted: auto-generated",
    "Precedence: bulk",
    "Precedence: list",
    "List-Id: <all.acme.example>",
    "List-Unsubscribe: <mailto:x@acme.example>",
    "X-Auto-Response-Suppress: All",
    "Auto-Submitted: auto-notified; owner=x",
];

/// What answers by itself.
const ANSWERS: [&str; 4] = [
    "Auto-Submitted: auto-replied (vacation)",
    "X-Autoreply: yes",
    "Precedence: auto_reply",
    "X-Autorespond: x",
];

#[tokio::test]
async fn a_machine_may_report_but_is_not_answered() {
    for header in MACHINES {
        let mut room = Room::open().await;
        let mail = format!("From: cron@acme.example\n{header}\nSubject: disk full\n\nx\n");
        room.mail("cron@acme.example", ADDRESS, &mail).await;
        assert_eq!(room.emergencies().await.len(), 1, "{header}");
        assert_eq!(room.to("cron@acme.example").await.len(), 0, "{header}");
    }
}

#[tokio::test]
async fn nobody_is_woken_by_an_answer_that_wrote_itself() {
    let mut room = Room::open().await;
    let number = room.report().await;
    let (requesters, _) = reply_to(&room.to("ria@acme.example").await.remove(0));
    let before = room.kinds(number).await;
    let headers = ANSWERS.map(|header| format!("{header}\nSubject: Re: x"));
    let subjects = ["Subject: Automatic reply: x", "Subject: Out of Office: x"];
    let mut id = 0;
    for header in headers.iter().map(String::as_str).chain(subjects) {
        for to in [ADDRESS, &requesters] {
            id += 1;
            let mail =
                format!("From: ria@acme.example\n{header}\nMessage-ID: <{id}@x>\n\nstill broken\n");
            assert!(room.mail("ria@acme.example", to, &mail).await.starts_with("250"));
        }
    }
    assert_eq!(room.kinds(number).await, before);
    assert_eq!(room.emergencies().await.len(), 1);
    assert_eq!(room.shown().await.len(), 0);
    let kept = room.engine.store().unread_requests(100).await.unwrap();
    assert_eq!(kept.len(), 12, "what was taken is kept");
}

#[tokio::test]
async fn a_page_is_not_answered_by_a_responders_machine() {
    let mut room = Room::open().await;
    let number = room.report().await;
    let (page, _) = reply_to(&room.to("ana@vendor.example").await.remove(0));
    for header in ANSWERS.iter().chain(&MACHINES) {
        let mail = format!("From: ana@vendor.example\n{header}\nSubject: Re: page\n\nok\n");
        room.mail("ana@vendor.example", &page, &mail).await;
    }
    let saved = room.engine.store().emergency(number).await.unwrap().unwrap();
    assert_eq!(saved.emergency.responder(), None);
}

#[tokio::test]
async fn two_machines_that_look_like_people_fall_silent() {
    let mut room = Room::open().await;
    let mut receipts = 0;
    for count in 0..50 {
        let mail = format!("From: desk@tickets.example\nSubject: Ticket received\n\n{count}\n");
        room.mail("desk@tickets.example", ADDRESS, &mail).await;
        receipts += room.to("desk@tickets.example").await.len();
    }
    assert!(receipts <= 10, "{receipts} answers in one hour");
}

#[tokio::test]
async fn our_own_mail_that_comes_back_is_no_request() {
    let mut room = Room::open().await;
    room.report().await;
    let (_, id) = reply_to(&room.to("ria@acme.example").await.remove(0));
    let mail = format!(
        "From: {ADDRESS}\nAuto-Submitted: auto-generated\nMessage-ID: <{id}>\nSubject: E-1000\n\nx\n"
    );
    room.mail("list@acme.example", ADDRESS, &mail).await;
    assert_eq!(room.emergencies().await.len(), 1);
    assert_eq!(room.shown().await.len(), 0);
}
