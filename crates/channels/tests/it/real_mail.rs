//! Through a real relay (Postfix) into a real mailbox (Dovecot), read as mail programs do.

use std::time::Duration;

use channels::{Outgoing, Smtp, To, smtp::Settings};
use tokio::time::timeout;

use crate::{
    assert_refused, assert_unavailable, install_tls, mail, mail_fixture::MailServers, now,
};

const PATIENCE: Duration = Duration::from_secs(30);

fn smtp(url: &str, extra_root: Option<Vec<u8>>) -> Smtp {
    install_tls();
    let settings = Settings {
        extra_root,
        timeout: PATIENCE,
        ..Settings::new(url, "Frontline <line@vendor.example>")
    };
    Smtp::new(&settings).unwrap()
}

fn reply(message_id: &str, first: &str) -> Outgoing {
    let mut message = mail("ana@example.test", message_id);
    let To::Mail { thread, mail, .. } = &mut message.to else { unreachable!() };
    thread.in_reply_to = Some(first.to_owned());
    // A mail program that goes by subjects only would not find these together.
    mail.subject = format!("Another subject {message_id}");
    message
}

#[tokio::test]
async fn real_mail_of_one_emergency_is_one_conversation() {
    let servers = MailServers::start(false);
    let smtp = smtp(&format!("smtp://127.0.0.1:{}", servers.smtp_port), None);
    for message in [
        mail("ana@example.test", "e1042@vendor.example"),
        reply("e1042.2@vendor.example", "e1042@vendor.example"),
        reply("e1042.3@vendor.example", "e1042@vendor.example"),
        mail("ana@example.test", "e1043@vendor.example"),
    ] {
        let sent = smtp.send(&message, now()).await.unwrap();
        let answer = sent.provider_id.unwrap();
        assert!(answer.contains("queued as"), "{answer}");
    }
    assert_eq!(servers.log().matches(": connect from").count(), 1, "{}", servers.log());

    let mut mailbox = servers.mailbox("ana").await;
    timeout(PATIENCE, mailbox.wait_for(4)).await.expect("four mails in time");
    // Which of the mails is which depends on the order of their arrival.
    let ids = mailbox.command("FETCH 1:* BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]").await;
    let of = |id: &str| {
        let before = ids.split(&format!("<{id}@vendor.example>")).next().unwrap();
        before.matches(" FETCH (").count()
    };
    let (first, second, third) = (of("e1042"), of("e1042.2"), of("e1042.3"));
    let threads = mailbox.command("THREAD REFERENCES UTF-8 ALL").await;
    let expected = [(second, third), (third, second)].map(|(a, b)| format!("({first} ({a})({b}))"));
    assert!(expected.iter().any(|tree| threads.contains(tree)), "{threads}");
    assert!(threads.contains(&format!("({})", of("e1043"))), "{threads}");
}

#[tokio::test]
async fn real_mail_arrives_as_it_was_written() {
    let servers = MailServers::start(false);
    let smtp = smtp(&format!("smtp://127.0.0.1:{}", servers.smtp_port), None);
    let mut message = mail("Ana Ruiz <ana@example.test>", "e1042@vendor.example");
    let To::Mail { thread, .. } = &mut message.to else { unreachable!() };
    *thread = thread.clone().urgent();
    smtp.send(&message, now()).await.unwrap();

    let mut mailbox = servers.mailbox("ana").await;
    timeout(PATIENCE, mailbox.wait_for(1)).await.expect("the mail in time");
    let text = mailbox.command("FETCH 1 BINARY.PEEK[1]").await;
    assert!(
        text.contains("We have your report.\r\n.\r\nA dot alone ends nothing. Grüße"),
        "{text}"
    );
    let html = mailbox.command("FETCH 1 BINARY.PEEK[2]").await;
    assert!(html.contains("<p>We have your report. Grüße</p>"), "{html}");
    let structure = mailbox.command("FETCH 1 BODYSTRUCTURE").await;
    assert!(structure.contains(r#""alternative" ("boundary""#), "{structure}");
    let headers = mailbox.command("FETCH 1 BODY.PEEK[HEADER]").await;
    for line in [
        "Date: Mon, 23 Nov 2026 03:00:00 +0000\r\n",
        "From: Frontline <line@vendor.example>\r\n",
        "Auto-Submitted: auto-generated\r\n",
        "X-Priority: 1\r\n",
        "Importance: high\r\n",
        "Subject: E-1042: =?utf-8?b?",
    ] {
        assert!(headers.contains(line), "{line}: {headers}");
    }
    assert!(!headers.contains("Precedence"), "{headers}");
}

#[tokio::test]
async fn real_mail_is_encrypted_and_signed_in_where_the_relay_asks_for_it() {
    let servers = MailServers::start(true);
    let (plain, tls) = (servers.smtp_port, servers.smtps_port);
    let root = || Some(servers.root_certificate());
    let message = mail("ben@example.test", "e1042@vendor.example");

    for url in [
        format!("starttls://ben:test@localhost:{plain}"),
        format!("starttls://ben:test@127.0.0.1:{plain}"),
        format!("smtps://ben:test@localhost:{tls}"),
    ] {
        smtp(&url, root()).check().await.unwrap();
        smtp(&url, root()).send(&message, now()).await.unwrap();
    }
    let mut mailbox = servers.mailbox("ben").await;
    timeout(PATIENCE, mailbox.wait_for(3)).await.expect("three mails in time");
    let log = servers.log();
    assert!(log.matches("sasl_method=PLAIN, sasl_username=ben").count() == 3, "{log}");

    let stranger = smtp(&format!("starttls://ben:test@localhost:{plain}"), None);
    let reason = assert_unavailable(stranger.send(&message, now()).await);
    assert!(reason.contains("certificate"), "{reason}");
    let reason = assert_refused(
        smtp(&format!("starttls://ben:wrong@localhost:{plain}"), root()).check().await,
    );
    assert!(!reason.contains("wrong"), "{reason}");
    let nobody = smtp(&format!("starttls://localhost:{plain}"), root());
    assert_refused(nobody.send(&message, now()).await);
    // It offers to sign in only once the line is encrypted.
    let bare = smtp(&format!("smtp://ben:test@localhost:{plain}"), None);
    assert_unavailable(bare.send(&message, now()).await);
}

#[tokio::test]
async fn real_mail_to_nobody_is_refused() {
    let servers = MailServers::start(false);
    let smtp = smtp(&format!("smtp://127.0.0.1:{}", servers.smtp_port), None);
    let reason = assert_refused(smtp.send(&mail("gone@example.test", "1@x"), now()).await);
    assert!(reason.contains("User unknown"), "{reason}");
    smtp.send(&mail("ana@example.test", "2@x"), now()).await.unwrap();
    assert_eq!(servers.log().matches(": connect from").count(), 1, "{}", servers.log());
}
