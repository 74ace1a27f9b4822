use std::time::Duration;

use channels::{Secret, Twilio, twilio::Settings};

use crate::{
    assert_busy, assert_refused, assert_unavailable, call,
    http_sink::{Reply, Sink},
    install_tls, mail, now, sms,
};

const SID: &str = "AC00000000000000000000000000000001";
const TOKEN: &str = "a-very-secret-token";

fn twilio(sink: &Sink) -> Twilio {
    install_tls();
    Twilio::new(&Settings::new(&sink.url, SID, Secret::new(TOKEN), "+15550100000")).unwrap()
}

/// For answers that never come.
fn impatient(sink: &Sink) -> Twilio {
    install_tls();
    let settings = Settings::new(&sink.url, SID, Secret::new(TOKEN), "+15550100000");
    Twilio::new(&Settings { timeout: Duration::from_millis(300), ..settings }).unwrap()
}

fn created() -> Reply {
    Reply::Status(201, "", r#"{"sid": "SM123", "status": "queued"}"#.to_owned())
}

#[tokio::test]
async fn a_text_message_is_one_form() {
    let sink = Sink::start(created()).await;

    let sent = twilio(&sink).send(&sms("+15550100001"), now()).await.unwrap();

    assert_eq!(sent.provider_id.as_deref(), Some("SM123"));
    assert!(!sent.is_final);
    let seen = sink.only();
    assert_eq!(seen.line, format!("POST /2010-04-01/Accounts/{SID}/Messages.json HTTP/1.1"));
    assert_eq!(seen.header("content-type"), "application/x-www-form-urlencoded");
    // printf 'AC00000000000000000000000000000001:a-very-secret-token' | base64
    assert_eq!(
        seen.header("authorization"),
        "Basic QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMTphLXZlcnktc2VjcmV0LXRva2Vu"
    );
    insta::assert_debug_snapshot!(seen.form(), @r#"
    [
        (
            "To",
            "+15550100001",
        ),
        (
            "From",
            "+15550100000",
        ),
        (
            "Body",
            "7: Acme Stores: checkout is down & nobody can pay. Reply 7 ok",
        ),
        (
            "StatusCallback",
            "https://line.example/hooks/twilio/status/0199?a=1&b=2",
        ),
    ]
    "#);
}

#[tokio::test]
async fn a_call_asks_for_its_words_and_reports_how_it_went() {
    let sink = Sink::start(created()).await;
    let call = call("+15550100001", "https://line.example/v", Some("https://line.example/s"));

    let sent = twilio(&sink).send(&call, now()).await.unwrap();

    assert!(!sent.is_final);
    let seen = sink.only();
    assert_eq!(seen.line, format!("POST /2010-04-01/Accounts/{SID}/Calls.json HTTP/1.1"));
    assert_eq!(
        String::from_utf8(seen.body).unwrap(),
        "To=%2B15550100001&From=%2B15550100000&Url=https%3A%2F%2Fline.example%2Fv\
         &StatusCallback=https%3A%2F%2Fline.example%2Fs\
         &StatusCallbackEvent=answered&StatusCallbackEvent=completed"
    );
}

#[tokio::test]
async fn without_a_report_the_acceptance_is_all_there_is() {
    let sink = Sink::start(created()).await;
    let sent = twilio(&sink).send(&call("+15550100001", "https://l.example", None), now()).await;
    assert!(sent.unwrap().is_final);
}

#[tokio::test]
async fn connections_are_used_again() {
    let sink = Sink::start(created()).await;
    let twilio = twilio(&sink);
    for _ in 0..20 {
        twilio.send(&sms("+15550100001"), now()).await.unwrap();
    }
    assert!(sink.seen().iter().all(|seen| seen.connection == 1));
}

#[tokio::test]
async fn a_refusal_says_why_and_hides_the_token() {
    let body = r#"{"code": 21211, "message": "The 'To' number +1555 is not valid", "status": 400}"#;
    let sink = Sink::start(Reply::Status(400, "", body.to_owned())).await;
    let twilio = twilio(&sink);

    let reason = assert_refused(twilio.send(&sms("+1555"), now()).await);

    assert_eq!(
        reason,
        "the channel refused the message: answered 400 Bad Request: \
         The 'To' number +1555 is not valid (code 21211)"
    );
    let printed = format!("{twilio:?} {:?}", Settings::new("", SID, TOKEN.into(), ""));
    assert!(!printed.contains("secret-token"), "{printed}");
    assert!(!printed.contains("Basic"), "{printed}");
}

#[tokio::test]
async fn each_status_leads_to_the_right_next_step() {
    let cases: [(u16, &str, &str); 9] = [
        (400, "", "refused"),
        (401, "", "refused"),
        (404, "", "refused"),
        (408, "", "unavailable"),
        (500, "", "unavailable"),
        (503, "", "unavailable"),
        (503, "Retry-After: 7\r\n", "busy 7"),
        (429, "", "busy 1"),
        (429, "Retry-After: 20\r\n", "busy 20"),
    ];
    for (status, headers, expected) in cases {
        let sink = Sink::start(Reply::Status(status, headers, String::new())).await;
        let outcome = twilio(&sink).send(&sms("+15550100001"), now()).await;
        let step = match outcome.unwrap_err() {
            channels::DeliveryError::Unavailable(_) => "unavailable".to_owned(),
            channels::DeliveryError::Busy(secs) => format!("busy {secs}"),
            channels::DeliveryError::Refused(_) => "refused".to_owned(),
        };
        assert_eq!(step, expected, "{status} {headers}");
    }
}

#[tokio::test]
async fn a_wait_can_be_a_date_and_has_a_limit() {
    let cases = [
        ("Retry-After: Mon, 23 Nov 2026 03:00:42 GMT\r\n", 42),
        ("Retry-After: Mon, 23 Nov 2026 02:00:00 GMT\r\n", 1),
        ("Retry-After: 0\r\n", 1),
        ("Retry-After: 999999999\r\n", 300),
        ("Retry-After: 99999999999999999999999\r\n", 1),
        ("Retry-After: soon\r\n", 1),
    ];
    for (headers, expected) in cases {
        let sink = Sink::start(Reply::Status(429, headers, String::new())).await;
        let secs = assert_busy(twilio(&sink).send(&sms("+15550100001"), now()).await);
        assert_eq!(secs, expected, "{headers}");
    }
}

#[tokio::test]
async fn odd_answers_are_worth_another_try() {
    let odd = [
        Reply::Hangs,
        Reply::Closes,
        Reply::Garbage,
        Reply::NeverEnds,
        Reply::Floods,
        Reply::Status(200, "", "<html>Please sign in to the hotel's network</html>".to_owned()),
        Reply::Status(201, "", r#"{"sid": ""}"#.to_owned()),
    ];
    for reply in odd {
        let sink = Sink::start(reply.clone()).await;
        let reason = assert_unavailable(impatient(&sink).send(&sms("+15550100001"), now()).await);
        assert!(!reason.contains(TOKEN), "{reply:?}: {reason}");
    }
}

#[tokio::test]
async fn nobody_listening_is_worth_another_try() {
    let mut sink = Sink::start(Reply::Hangs).await;
    sink.url = "http://127.0.0.1:1".to_owned();
    assert_unavailable(twilio(&sink).send(&sms("+15550100001"), now()).await);
}

#[tokio::test]
async fn a_mail_is_not_for_twilio() {
    let sink = Sink::start(created()).await;
    assert_refused(twilio(&sink).send(&mail("a@example.com", "1@x"), now()).await);
    assert!(sink.seen().is_empty());
}

#[tokio::test]
async fn a_check_asks_for_the_account_and_sends_nothing() {
    let sink = Sink::start(created()).await;
    twilio(&sink).check(now()).await.unwrap();
    assert_eq!(sink.only().line, format!("GET /2010-04-01/Accounts/{SID}.json HTTP/1.1"));
}

#[test]
fn bad_settings_are_named() {
    install_tls();
    let cases = [
        (
            Settings::new("https://api.example", "AC/../x", TOKEN.into(), "+1"),
            "twilio.account_sid must be letters and digits only, as in the provider's console",
        ),
        (
            Settings::new("ftp://api.example", SID, TOKEN.into(), "+1"),
            "twilio.base_url must begin with https:// or http://",
        ),
        (
            Settings::new("api.example", SID, TOKEN.into(), "+1"),
            "twilio.base_url is not an address: relative URL without a base",
        ),
    ];
    for (settings, expected) in cases {
        assert_eq!(Twilio::new(&settings).unwrap_err().to_string(), expected);
    }
}
