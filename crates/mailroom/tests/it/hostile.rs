//! What comes from outside may be anything.

use std::time::Duration;

use crate::room::{ADDRESS, Client, Room};

#[tokio::test]
async fn a_hard_mail_is_taken_kept_whole_and_becomes_a_request() {
    let deep: String = (0..200)
        .map(|n| format!("--{n}\nContent-Type: multipart/mixed; boundary={}\n\n", n + 1))
        .collect();
    let long = format!("Subject: {}\n\n{}", "x".repeat(90_000), "y".repeat(200_000));
    let mails: [(&str, &str); 12] = [
        ("no head at all", "help us\n"),
        ("only a head", "Subject: down\n"),
        ("nothing", "\n"),
        ("no sender", "Subject: down\n\nx"),
        ("a sender that is none", "From: <<<@>>>, \"\nSubject: down\n\nx"),
        ("a boundary that never ends", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx"),
        ("an unknown alphabet", "Content-Type: text/plain; charset=klingon\n\nx"),
        ("broken base64", "Content-Transfer-Encoding: base64\n\n$$$$=\n"),
        ("a lie about its kind", "Content-Type: ;;;;=\"\n\nx"),
        ("zero bytes", "Subject: a\0b\n\nc\0d"),
        ("a nest", &deep),
        ("long lines", &long),
    ];
    for (name, mail) in mails {
        let room = Room::open().await;
        let answer = room.mail("ria@acme.example", ADDRESS, mail).await;
        assert_eq!(answer, "250 2.0.0 It is kept", "{name}");
        let open = room.emergencies().await;
        assert_eq!(open.len(), 1, "{name}");
        let raw = room.engine.store().requests_of(open[0].emergency.number).await.unwrap();
        let sent = mail.replace('\n', "\r\n");
        assert_eq!(String::from_utf8_lossy(&raw[0].body).trim_end(), sent.trim_end(), "{name}");
        assert!(!open[0].emergency.summary.is_empty(), "{name}");
    }
}

#[tokio::test]
async fn eight_bit_rubbish_is_kept_to_the_byte() {
    let room = Room::open().await;
    let mut client = Client::connect(room.port).await;
    client.says("EHLO x", "250").await;
    client.says("MAIL FROM:<a@b.example>", "250").await;
    client.says(&format!("RCPT TO:<{ADDRESS}>"), "250").await;
    client.says("DATA", "354").await;
    let rubbish: Vec<u8> = (0..=255).filter(|b| ![b'\r', b'\n'].contains(b)).collect();
    client.sends_bytes(&rubbish).await;
    client.sends_bytes(b"\r\n.\r\n").await;
    assert_eq!(client.hears().await, "250 2.0.0 It is kept");
    let number = room.emergencies().await[0].emergency.number;
    let raw = room.engine.store().requests_of(number).await.unwrap();
    assert!(raw[0].body.starts_with(&rubbish));
}

#[tokio::test]
async fn a_second_mail_cannot_be_smuggled_into_the_first() {
    for end in ["\n.\n", "\r.\r", "\n.\r\n", "\r\n.\n"] {
        let room = Room::open().await;
        let mut client = Client::connect(room.port).await;
        client.says("EHLO x", "250").await;
        client.says("MAIL FROM:<a@b.example>", "250").await;
        client.says(&format!("RCPT TO:<{ADDRESS}>"), "250").await;
        client.says("DATA", "354").await;
        let second = format!(
            "MAIL FROM:<ceo@acme.example>\r\nRCPT TO:<{ADDRESS}>\r\nDATA\r\nFrom: ceo@acme.example\r\n\r\nx"
        );
        client.sends(&format!("Subject: one\r\n\r\nx{end}{second}\r\n.\r\n")).await;
        assert_eq!(client.hears().await, "250 2.0.0 It is kept");
        assert_eq!(room.emergencies().await.len(), 1, "{end:?}");
    }
}

#[tokio::test]
async fn what_is_too_large_is_refused_and_the_connection_goes_on() {
    let room = Room::open().await;
    let mut client = Client::connect(room.port).await;
    client.says("EHLO x", "250").await;
    client.says("MAIL FROM:<a@b.example> SIZE=99999999", "552").await;
    client.says("MAIL FROM:<a@b.example>", "250").await;
    client.says(&format!("RCPT TO:<{ADDRESS}>"), "250").await;
    client.says("DATA", "354").await;
    let block = "x".repeat(1022) + "\r\n";
    for _ in 0..26 {
        client.sends(&block.repeat(1024)).await;
    }
    client.sends(".\r\n").await;
    assert!(client.hears().await.starts_with("552"));
    client.says("NOOP", "250").await;
    assert_eq!(room.emergencies().await.len(), 0);
}

#[tokio::test]
async fn who_goes_on_making_mistakes_is_hung_up_on() {
    let room = Room::open().await;
    let mut client = Client::connect(room.port).await;
    for line in
        ["DATA", "RCPT TO:<x@y.example>", "MAIL FROM:<a@b.example>", "GET / HTTP/1.1", "\0\0"]
    {
        client.says(line, "5").await;
    }
    client.sends(&format!("{}\r\n", "A".repeat(100_000))).await;
    client.sends(&"XYZZY\r\n".repeat(30)).await;
    let mut last = String::new();
    loop {
        let heard = tokio::time::timeout(Duration::from_secs(30), client.hears()).await.unwrap();
        if heard.is_empty() {
            break;
        }
        last = heard;
    }
    assert!(last.starts_with("421"), "{last}");
}

#[tokio::test]
async fn a_mail_that_goes_round_is_refused() {
    let room = Room::open().await;
    let hops = "Received: from a by b; Sat, 21 Nov 2026 03:00:00 +0000\n".repeat(60);
    let answer = room.mail("a@b.example", ADDRESS, &format!("{hops}Subject: x\n\nx")).await;
    assert_eq!(answer, "554 5.4.6 This mail goes round in circles");
}
