//! Mails and conversations bent by chance, over a real connection: nothing that was accepted is lost,
//! and the listener goes on.

use std::{collections::BTreeSet, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    mutation::Mutation,
    room::{ADDRESS, Client, Room},
};

/// The listener answers or hangs up within so long, whatever it is told.
const PATIENCE: Duration = Duration::from_secs(20);

const MAILS: [&str; 8] = [
    "From: Ria <ria@acme.example>\r\nSubject: Checkout is down\r\n\r\nNobody can pay.\r\n",
    "From: r@acme.example\r\nSubject: =?utf-8?B?w6TDtg==?=\r\nContent-Type: text/html; charset=latin1\r\n\r\n<p>down</p>\r\n",
    "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b\r\n\
     Content-Type: image/png; name=\"a.png\"\r\nContent-Disposition: attachment; filename*=utf-8''a%20b.png\r\n\
     Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n",
    "From: mailer-daemon@mx.test\r\nAuto-Submitted: auto-replied\r\nContent-Type: multipart/report; \
     report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nsorry\r\n--b\r\nContent-Type: \
     message/delivery-status\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n--b--\r\n",
    "From: a@b.example\r\nPrecedence: list\r\nList-Id: <x.example>\r\n\r\nnews\r\n",
    "Content-Type: message/rfc822\r\n\r\nContent-Type: message/rfc822\r\n\r\nSubject: deep\r\n\r\nx\r\n",
    "Content-Transfer-Encoding: quoted-printable\r\n\r\n=ZZ=\r\n=C3=28\r\n.\u{1F4A3}\r\n",
    "From: \"(a\\\" <<@>> , ;\r\nTo: ;;\r\nDate: Mon, 99 Foo 0000 99:99:99 +9999\r\n\r\n",
];

const CONVERSATION: &str = "EHLO mx.test\r\nMAIL FROM:<ria@acme.example> SIZE=100 BODY=8BITMIME\r\n\
    RCPT TO:<emergency@example.com>\r\nNOOP\r\nVRFY ria\r\nRSET\r\nMAIL FROM:<>\r\n\
    RCPT TO:<nobody@example.com>\r\nRCPT TO:<emergency@example.com>\r\nDATA\r\nSubject: x\r\n\r\ny\r\n.\r\nQUIT\r\n";

#[tokio::test]
async fn every_mail_that_is_accepted_is_kept() {
    let room = Room::open().await;
    let mut client = Client::connect(room.port).await;
    client.says("EHLO mx.test", "250").await;
    let mut kept = BTreeSet::new();
    let mut fuzz = Mutation::of("mails", &MAILS);
    while let Some(mail) = fuzz.text() {
        // Lines of a mail end so, and a point at their beginning is doubled (RFC 5321, 4.5.2).
        let mail = mail.replace("\r\n", "\n").replace('\r', "");
        let mail = mail.replace('\n', "\r\n");
        let doubled = format!("\r\n{mail}").replace("\r\n.", "\r\n..");
        client.says("MAIL FROM:<ria@acme.example>", "250").await;
        client.says(&format!("RCPT TO:<{ADDRESS}>"), "250").await;
        client.says("DATA", "354").await;
        let end = if mail.ends_with("\r\n") { ".\r\n" } else { "\r\n.\r\n" };
        // In one go: else the network waits for more before it sends the end.
        client.sends(&format!("{}{end}", &doubled[2..])).await;
        assert_eq!(client.hears().await, "250 2.0.0 It is kept");
        kept.insert(mail.trim_end().to_owned());
    }
    let database = rusqlite::Connection::open(room.database()).unwrap();
    let mut stored = database.prepare("SELECT body FROM requests").unwrap();
    let stored = stored.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap();
    let stored: BTreeSet<_> = stored
        .map(|body| String::from_utf8(body.unwrap()).unwrap().trim_end().to_owned())
        .collect();
    let lost: Vec<_> = kept.difference(&stored).collect();
    assert!(lost.is_empty(), "{} of {} are lost: {:?}", lost.len(), kept.len(), lost[0]);
}

#[tokio::test]
async fn no_conversation_stops_the_listener() {
    let room = Room::open().await;
    let mut fuzz = Mutation::of("mail listener", &[CONVERSATION]);
    while let Some(said) = fuzz.bytes() {
        let mut stream = TcpStream::connect(("127.0.0.1", room.port)).await.unwrap();
        let conversation = async {
            // It may hang up before it has heard everything.
            let _ = stream.write_all(&said).await;
            let _ = stream.shutdown().await;
            let mut heard = Vec::new();
            let _ = stream.read_to_end(&mut heard).await;
            heard
        };
        let heard = tokio::time::timeout(PATIENCE, conversation).await.expect("it answers");
        assert!(heard.starts_with(b"220 "), "{}", heard.escape_ascii());
    }
    room.report().await;
}
