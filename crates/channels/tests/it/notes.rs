//! Chats and push servers: one note, six forms, and what each answer means.

use channels::{
    Channel, DeliveryError, Gotify, Mattermost, Ntfy, Outgoing, Secret, Sent, Slack, Teams,
    Telegram, To, slack, telegram,
};
use serde_json::{Value, json};
use words::{Choice, Note, NoteLink};

use crate::{
    assert_busy, assert_refused, assert_unavailable,
    http_sink::{Reply, Sink},
    install_tls, now,
};

const TOKEN: &str = "123:very-secret";

pub(crate) fn page() -> Note {
    Note {
        title: Some("[E-1042] Acme <Stores>: OUTAGE. *checkout* is down".to_owned()),
        text: "Acme <Stores>: OUTAGE. *checkout* & @all.\n\nCustomer: Acme\nImpact: outage"
            .to_owned(),
        link: Some(NoteLink { label: "Take it", url: "https://line.example/a/x_y".to_owned() }),
        choices: vec![
            Choice { label: "I take it", reply: "42 ok".to_owned() },
            Choice { label: "I cannot", reply: "42 no".to_owned() },
        ],
        is_page: true,
    }
}

/// The confirmation of a reply.
pub(crate) fn plain() -> Note {
    Note { text: "E-1042 is yours.".to_owned(), ..Note::default() }
}

pub(crate) fn channel(name: &str, base_url: &str) -> Channel {
    install_tls();
    let (base_url, bot_token) = (base_url.to_owned(), Secret::new(TOKEN));
    match name {
        "slack" => Channel::Slack(Slack::new(&slack::Settings { base_url, bot_token }).unwrap()),
        "teams" => Channel::Teams(Teams::new().unwrap()),
        "mattermost" => Channel::Mattermost(Mattermost::new().unwrap()),
        "telegram" => {
            let settings = telegram::Settings { base_url, bot_token };
            Channel::Telegram(Telegram::new(&settings).unwrap())
        }
        "ntfy" => Channel::Ntfy(Ntfy::new().unwrap()),
        "gotify" => Channel::Gotify(Gotify::new().unwrap()),
        other => panic!("there is no channel {other}"),
    }
}

/// A contact's address of this kind at that server.
fn address(name: &str, base_url: &str) -> String {
    match name {
        "slack" => "U024BE7LH".to_owned(),
        "telegram" => "123456789".to_owned(),
        "ntfy" => format!("{base_url}/sub/ana-9f3k"),
        "gotify" => base_url.to_owned(),
        _ => format!("{base_url}/hooks/a?sig=b"),
    }
}

pub(crate) fn note_at(name: &str, base_url: &str, note: Note) -> Outgoing {
    let (address, secret) = (address(name, base_url), Some(Secret::new(TOKEN)));
    Outgoing { id: "0202".to_owned(), to: To::Note { address, secret, note } }
}

async fn send(name: &str, sink: &Sink, note: Note) -> Result<Sent, DeliveryError> {
    channel(name, &sink.url).send(&note_at(name, &sink.url, note), now()).await
}

/// What each of them answers when all is well.
fn thanks(name: &str) -> Reply {
    let body = match name {
        "slack" => r#"{"ok": true, "channel": "D1", "ts": "1503435956.000247"}"#,
        "telegram" => r#"{"ok": true, "result": {"message_id": 7}}"#,
        "ntfy" => r#"{"id": "hwQ2YpKdmg", "event": "message"}"#,
        "gotify" => r#"{"id": 25, "appid": 5}"#,
        _ => "ok",
    };
    Reply::Status(if name == "teams" { 202 } else { 200 }, "", body.to_owned())
}

async fn sent(name: &str, note: Note) -> (Option<String>, crate::http_sink::Seen, Value) {
    let sink = Sink::start(thanks(name)).await;
    let sent = send(name, &sink, note).await.unwrap();
    assert!(sent.is_final, "{name}");
    let seen = sink.only();
    assert_eq!(seen.header("content-type"), "application/json; charset=utf-8");
    let body = serde_json::from_slice(&seen.body).unwrap();
    (sent.provider_id, seen, body)
}

#[tokio::test]
async fn slack_gets_plain_text_and_buttons_that_reply() {
    let (id, seen, body) = sent("slack", page()).await;
    assert_eq!(id.as_deref(), Some("1503435956.000247"));
    assert_eq!(seen.line, "POST /api/chat.postMessage HTTP/1.1");
    assert_eq!(seen.header("authorization"), format!("Bearer {TOKEN}"));
    assert_eq!(body["channel"], "U024BE7LH");
    assert!(body["text"].as_str().unwrap().contains("Acme &lt;Stores&gt;"), "{body}");
    let blocks = body["blocks"].as_array().unwrap();
    assert_eq!(blocks[1]["text"]["type"], "plain_text");
    let buttons = blocks[2]["elements"].as_array().unwrap();
    assert_eq!((&buttons[0]["value"], &buttons[1]["value"]), (&json!("42 ok"), &json!("42 no")));
    assert_eq!(buttons[2]["url"], "https://line.example/a/x_y");
    let (_, _, confirmation) = sent("slack", plain()).await;
    assert_eq!(confirmation["blocks"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn telegram_gets_plain_text_and_buttons_that_reply() {
    let (id, seen, body) = sent("telegram", page()).await;
    assert_eq!(id.as_deref(), Some("7"));
    assert_eq!(seen.line, format!("POST /bot{TOKEN}/sendMessage HTTP/1.1"));
    assert_eq!(body["chat_id"], 123_456_789);
    assert_eq!(body["parse_mode"], Value::Null);
    let rows = &body["reply_markup"]["inline_keyboard"];
    assert_eq!(rows[0][0], json!({"text": "I take it", "callback_data": "42 ok"}));
    assert_eq!(rows[1][0], json!({"text": "Take it", "url": "https://line.example/a/x_y"}));
    let link = NoteLink { label: "Take it", url: "http://127.0.0.1:8080/a/x".to_owned() };
    let (_, _, at_home) = sent("telegram", Note { link: Some(link), ..plain() }).await;
    assert_eq!(at_home["reply_markup"], Value::Null, "Telegram refuses buttons to such a link");
    assert!(at_home["text"].as_str().unwrap().ends_with("http://127.0.0.1:8080/a/x"));
}

#[tokio::test]
async fn ntfy_is_told_the_topic_and_that_it_is_urgent() {
    let (id, seen, body) = sent("ntfy", page()).await;
    assert_eq!(id.as_deref(), Some("hwQ2YpKdmg"));
    assert_eq!(seen.line, "POST /sub/ HTTP/1.1");
    assert_eq!(seen.header("authorization"), format!("Bearer {TOKEN}"));
    assert_eq!((&body["topic"], &body["priority"]), (&json!("ana-9f3k"), &json!(5)));
    assert_eq!(body["click"], "https://line.example/a/x_y");
    let (_, _, confirmation) = sent("ntfy", plain()).await;
    assert_eq!((&confirmation["priority"], &confirmation["title"]), (&json!(3), &Value::Null));
}

#[tokio::test]
async fn gotify_is_shown_its_token_and_that_it_is_urgent() {
    let (id, seen, body) = sent("gotify", page()).await;
    assert_eq!(id.as_deref(), Some("25"));
    assert_eq!(seen.line, "POST /message HTTP/1.1");
    assert_eq!(seen.header("x-gotify-key"), TOKEN);
    assert_eq!(body["priority"], 10);
    assert_eq!(
        body["extras"]["client::notification"]["click"]["url"],
        "https://line.example/a/x_y"
    );
}

#[tokio::test]
async fn teams_and_mattermost_get_a_link_and_no_markup_of_strangers() {
    let (_, seen, body) = sent("teams", page()).await;
    assert_eq!(seen.line, "POST /hooks/a?sig=b HTTP/1.1");
    assert_eq!(seen.header("authorization"), "", "the address is the secret");
    let card = &body["attachments"][0]["content"];
    assert_eq!(card["actions"][0]["url"], "https://line.example/a/x_y");
    let title = card["body"][0]["text"].as_str().unwrap();
    assert!(title.contains(r"\*checkout\*") && title.contains(r"\[E\-1042\]"), "{title}");

    let (_, _, body) = sent("mattermost", page()).await;
    assert_eq!(body["priority"]["priority"], "urgent");
    let text = body["attachments"][0]["text"].as_str().unwrap();
    assert!(text.contains(r"\*checkout\*") && !text.contains("@all"), "{text}");
    assert!(text.ends_with("[Take it](https://line.example/a/x_y)"), "{text}");
}

#[tokio::test]
async fn a_success_that_says_no_is_none() {
    for (name, body, is_final) in [
        ("slack", r#"{"ok": false, "error": "channel_not_found"}"#, true),
        ("slack", r#"{"ok": false, "error": "internal_error"}"#, false),
        ("slack", "<html>Sign in</html>", false),
        ("telegram", r#"{"ok": false}"#, false),
        ("telegram", "<html>Sign in</html>", false),
    ] {
        let sink = Sink::start(Reply::Status(200, "", body.to_owned())).await;
        let outcome = send(name, &sink, page()).await;
        if is_final {
            assert_refused(outcome)
        } else {
            assert_unavailable(outcome)
        };
    }
    let slow =
        r#"{"ok": false, "description": "Too Many Requests", "parameters": {"retry_after": 9}}"#;
    let sink = Sink::start(Reply::Status(429, "", slow.to_owned())).await;
    assert_eq!(assert_busy(send("telegram", &sink, page()).await), 9);
    let blocked = r#"{"ok": false, "description": "Forbidden: bot was blocked by the user"}"#;
    let sink = Sink::start(Reply::Status(403, "", blocked.to_owned())).await;
    let reason = assert_refused(send("telegram", &sink, page()).await);
    assert!(reason.contains("blocked by the user"), "{reason}");
}

#[test]
fn the_example_of_slack_has_the_signature_that_it_says() {
    let secret = "8f742231b10e8888abcd99yyyzzz85a5";
    let body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&\
                channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&\
                command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2F\
                commands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&\
                trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
    let signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    let at = |second: i64| jiff::Timestamp::from_second(second).unwrap();
    let verify = |timestamp: &str, body: &str, now| {
        slack::verify(secret, timestamp, body.as_bytes(), signature, now)
    };
    assert!(verify("1531420618", body, at(1_531_420_618)));
    assert!(verify("1531420618", body, at(1_531_420_618 + 299)));
    assert!(!verify("1531420618", body, at(1_531_420_618 + 301)), "a recording");
    assert!(!verify("1531420619", body, at(1_531_420_618)));
    assert!(!verify("1531420618", "text=1+ok", at(1_531_420_618)));
    for timestamp in ["", "-1", "+1531420618", "99999999999999999999", "1531420618 ", "x"] {
        assert!(!verify(timestamp, body, at(1_531_420_618)), "{timestamp}");
    }
}
