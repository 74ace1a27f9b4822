//! Mails of tickets: the requester's thread with our desk, and a desk outside that answers for us.

use domain::{
    input::By,
    ticket::{Deed, TicketInput, TicketStatus},
};

use crate::room::{ADDRESS, DESK_MAIL, Room, reply_to};

fn answer(more: &str, text: &str) -> String {
    format!("From: Tom Berg <tom@contoso.example>\n{more}Subject: Re: your ticket\n\n{text}\n")
}

#[tokio::test]
async fn a_desk_outside_answers_the_mail_and_the_requester_gets_it() {
    let mut room = Room::open().await;
    let ticket = room.ask().await;
    let shown = room.shown().await;
    let mail = shown.iter().find(|one| one.to == DESK_MAIL).expect("it is forwarded");
    let (address, _) = reply_to(mail);
    let text = "Under Billing, then Export.\n\nOn Sat, Frontline wrote:\n> A new ticket";
    assert!(room.mail("tom@contoso.example", &address, &answer("", text)).await.starts_with("250"));
    // A server that did not hear the answer brings it again.
    room.mail("tom@contoso.example", &address, &answer("", text)).await;

    let entries = room.conversation(ticket).await;
    assert_eq!(entries.len(), 1, "{entries:?}");
    assert_eq!((entries[0].by.as_str(), entries[0].from_desk), ("Tom Berg", true));
    assert_eq!(entries[0].text, "Under Billing, then Export.");
    let heard = room.to("ria@acme.example").await;
    let channels::To::Mail { mail, .. } = &heard[0].outgoing.to else { panic!("{heard:?}") };
    assert!(mail.text.contains("Tom Berg") && mail.text.contains("Under Billing"), "{mail:?}");
    let saved = room.engine.store().ticket(ticket).await.unwrap().unwrap().ticket;
    assert_eq!(saved.status, TicketStatus::Waiting);
    assert!(saved.forwarded.unwrap().picked_up_at.is_some());
}

#[tokio::test]
async fn what_a_machine_there_says_is_a_note_and_what_answers_itself_is_nothing() {
    let mut room = Room::open().await;
    let ticket = room.ask().await;
    let shown = room.shown().await;
    let (address, _) = reply_to(shown.iter().find(|one| one.to == DESK_MAIL).unwrap());
    for (header, kept) in [
        ("Auto-Submitted: auto-replied\n", 0),
        ("Auto-Submitted: auto-generated\n", 1),
        ("Precedence: list\n", 2),
    ] {
        let mail = answer(header, &format!("Your mail was received ({kept})."));
        assert!(room.mail("desk@contoso.example", &address, &mail).await.starts_with("250"));
        let entries = room.conversation(ticket).await;
        assert_eq!(entries.len(), kept, "{header}");
        assert!(entries.iter().all(|entry| entry.deed == Deed::Noted), "{entries:?}");
    }
    assert!(room.to("ria@acme.example").await.is_empty(), "the requester reads none of it");
}

#[tokio::test]
async fn without_the_token_only_the_desks_own_address_counts() {
    let mut room = Room::open().await;
    let ticket = room.ask().await;
    let shown = room.shown().await;
    let (_, id) = reply_to(shown.iter().find(|one| one.to == DESK_MAIL).unwrap());
    let thread = format!("In-Reply-To: <{id}>\n");
    let mail = answer(&thread, "I am not of that desk.");
    room.mail("eve@evil.example", ADDRESS, &mail).await;
    assert!(room.conversation(ticket).await.is_empty());
    let mail = answer(&thread, "We look.").replace("tom@contoso.example", DESK_MAIL);
    room.mail(DESK_MAIL, ADDRESS, &mail).await;
    assert_eq!(room.conversation(ticket).await.len(), 1);
}

#[tokio::test]
async fn a_changed_token_of_a_desk_is_nobodys() {
    let mut room = Room::open().await;
    let ticket = room.ask().await;
    let shown = room.shown().await;
    let (address, _) = reply_to(shown.iter().find(|one| one.to == DESK_MAIL).unwrap());
    let (local, domain) = address.split_once('@').unwrap();
    for at in [11, local.len() - 5, local.len() - 1] {
        let other = if local.as_bytes()[at] == b'a' { "b" } else { "a" };
        let forged = format!("{}{other}{}@{domain}", &local[..at], &local[at + 1..]);
        room.mail("eve@evil.example", &forged, &answer("", "Send me your password")).await;
    }
    assert!(room.conversation(ticket).await.is_empty());
    assert!(room.to("ria@acme.example").await.is_empty());
}

#[tokio::test]
async fn a_file_of_a_desk_outside_reaches_the_requester_and_a_late_answer_is_kept() {
    let mut room = Room::open().await;
    let ticket = room.ask().await;
    let shown = room.shown().await;
    let (address, _) = reply_to(shown.iter().find(|one| one.to == DESK_MAIL).unwrap());
    let parts = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n";
    let body = "--x\nContent-Type: text/plain\n\nSee the picture.\n--x\n\
        Content-Type: application/octet-stream\n\
        Content-Disposition: attachment; filename=how.txt\n\nhello\n--x--";
    room.mail("tom@contoso.example", &address, &answer(parts, body)).await;
    let entries = room.conversation(ticket).await;
    assert_eq!(entries[0].text, "See the picture.\n\nAttached: how.txt");
    let files = room.engine.store().attachments_of_ticket(ticket).await.unwrap();
    let saved = room.engine.store().ticket(ticket).await.unwrap().unwrap().ticket;
    assert_eq!(files[0].requester.as_ref(), Some(&saved.requester), "it is on the page");

    room.engine.ticket_escalate(ticket).await.unwrap();
    room.mail("tom@contoso.example", &address, &answer("", "Too late?")).await;
    let entries = room.conversation(ticket).await;
    assert_eq!(entries.last().unwrap().deed, Deed::Noted, "{entries:?}");
}

#[tokio::test]
async fn a_requester_and_our_desk_write_in_one_thread() {
    let mut room = Room::open().await;
    let ticket = room.ask().await;
    let receipt = room.to("ria@acme.example").await.remove(0);
    let (_, first) = reply_to(&receipt);
    let by = By { id: "ana".into(), name: "Ana Ruiz".to_owned() };
    let text = "Which invoices?".to_owned();
    room.engine.apply_ticket(ticket, TicketInput::Reply { by, text }).await.unwrap();
    let word = room.to("ria@acme.example").await.remove(0);
    let channels::To::Mail { thread, .. } = &word.outgoing.to else { panic!("{word:?}") };
    assert_eq!(thread.in_reply_to.as_ref(), Some(&first));
    let (address, _) = reply_to(&word);
    let mail = "From: Ria <ria@acme.example>\nSubject: Re: your request\n\nThose of May.\n";
    room.mail("ria@acme.example", &address, mail).await;
    let entries = room.conversation(ticket).await;
    assert_eq!(entries.last().unwrap().text, "Those of May.");
    assert!(room.emergencies().await.is_empty());
}
