//! What a mail looks like on the wire, and what cannot be smuggled into it.

use channels::{Outgoing, Smtp, Thread, To, smtp::Settings};

use crate::{assert_refused, mail, mail_relay::FakeRelay, now};

/// The mail as the relay got it.
async fn sent(message: &Outgoing) -> String {
    let relay = FakeRelay::start(|_| None).await;
    let url = format!("smtp://127.0.0.1:{}", relay.port);
    let smtp = Smtp::new(&Settings::new(url, "Frontline <line@vendor.example>")).unwrap();
    smtp.send(message, now()).await.unwrap();
    relay.mails().remove(0)
}

async fn refused(message: &Outgoing) {
    let smtp = Smtp::new(&Settings::new("smtp://127.0.0.1:1", "line@vendor.example")).unwrap();
    assert_refused(smtp.send(message, now()).await);
}

fn header_lines(mail: &str) -> Vec<&str> {
    let (headers, _) = mail.split_once("\r\n\r\n").unwrap();
    headers.split("\r\n").filter(|line| !line.contains("boundary")).collect()
}

#[tokio::test]
async fn a_page_carries_all_that_a_mail_program_wants() {
    let mut message = mail("Ana Ruiz <ana@vendor.example>", "d2@vendor.example");
    let To::Mail { thread, .. } = &mut message.to else { unreachable!() };
    *thread = Thread {
        in_reply_to: Some("e1042@vendor.example".to_owned()),
        reply_to: Some("line+e1042@vendor.example".to_owned()),
        ..thread.clone()
    }
    .urgent();

    let mail = sent(&message).await;

    insta::assert_debug_snapshot!(header_lines(&mail), @r#"
    [
        "From: Frontline <line@vendor.example>",
        "To: \"Ana Ruiz\" <ana@vendor.example>",
        "Date: Mon, 23 Nov 2026 03:00:00 +0000",
        "Subject: E-1042: =?utf-8?b?S8Okc2U=?= is off =?utf-8?b?8J+ngA==?=",
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: All",
        "Message-ID: <d2@vendor.example>",
        "In-Reply-To: <e1042@vendor.example>",
        "References: <e1042@vendor.example>",
        "Reply-To: line+e1042@vendor.example",
        "Importance: high",
        "X-Priority: 1",
        "MIME-Version: 1.0",
        "Content-Type: multipart/alternative;",
    ]
    "#);
    assert!(mail.is_ascii());
    assert!(mail.contains("Content-Type: text/plain; charset=utf-8"), "{mail}");
    assert!(mail.contains("Content-Type: text/html; charset=utf-8"), "{mail}");
    assert!(mail.contains("Gr=C3=BC=C3=9Fe"), "{mail}");
    assert!(mail.contains("\r\n..\r\nA dot alone ends nothing."), "{mail}");
}

#[tokio::test]
async fn the_first_mail_of_a_conversation_refers_to_none() {
    let mail = sent(&mail("ana@vendor.example", "e1042@vendor.example")).await;
    assert!(mail.contains("Message-ID: <e1042@vendor.example>\r\n"), "{mail}");
    assert!(!mail.contains("In-Reply-To:") && !mail.contains("References:"), "{mail}");
}

#[tokio::test]
async fn no_field_can_add_a_header() {
    let evil = "x\r\nBcc: all@victim.example\r\n\r\nbody\nBcc: b@c.example\rBcc: d@e.example";
    let mut message = mail("ana@vendor.example", evil);
    let To::Mail { thread, mail, .. } = &mut message.to else { unreachable!() };
    mail.subject = format!("Acme{evil}");
    thread.in_reply_to = Some(evil.to_owned());
    thread.headers.insert("X-Frontline".to_owned(), evil.to_owned());

    let mail = sent(&message).await;

    let lines = header_lines(&mail);
    assert!(!lines.iter().any(|line| line.to_ascii_lowercase().starts_with("bcc")), "{lines:#?}");
    let one_line = "x  Bcc: all@victim.example    body Bcc: b@c.example Bcc: d@e.example";
    let unfolded = lines.join("\r\n").replace("\r\n ", " ");
    assert!(unfolded.contains(&format!("Subject: Acme{one_line}\r\n")), "{unfolded}");
    assert!(unfolded.contains(&format!("X-Frontline: {one_line}\r\n")), "{unfolded}");
    let id = one_line.replace(' ', "");
    assert!(unfolded.contains(&format!("Message-ID: <{id}>\r\n")), "{unfolded}");
    assert!(unfolded.contains(&format!("References: <{id}>\r\n")), "{unfolded}");
    assert!(mail.contains("Gr=C3=BC=C3=9Fe"), "the body is still the body: {mail}");
}

#[tokio::test]
async fn addresses_that_are_none_are_refused() {
    let evil = [
        "",
        "ana",
        "ana@",
        "@vendor.example",
        "ana@vendor.example\r\nBcc: b@c.example",
        "ana@vendor.example\nRCPT TO:<b@c.example>",
        "Ana\r\nBcc: b@c.example <ana@vendor.example>",
        "\"Ana\r\nBcc: b@c.example\" <ana@vendor.example>",
        "ana@vendor.example, ben@vendor.example",
        "ana@vendor.example>\u{0}",
        "änä@vendor.example",
    ];
    for address in evil {
        refused(&mail(address, "1@x")).await;
    }
    let mut message = mail("ana@vendor.example", "1@x");
    let To::Mail { thread, .. } = &mut message.to else { unreachable!() };
    thread.reply_to = Some("a@b.example\r\nBcc: b@c.example".to_owned());
    refused(&message).await;
}

#[tokio::test]
async fn names_of_headers_are_names() {
    for name in ["", "X: y", "X\r\nBcc", "X y", "ü"] {
        let mut message = mail("ana@vendor.example", "1@x");
        let To::Mail { thread, .. } = &mut message.to else { unreachable!() };
        thread.headers.insert(name.to_owned(), "1".to_owned());
        refused(&message).await;
    }
}

#[tokio::test]
async fn an_international_domain_is_written_in_ascii() {
    let mail = sent(&mail("Ünal <ana@käse.example>", "1@x")).await;
    assert!(mail.contains("<ana@xn--kse-qla.example>"), "{mail}");
}
