//! Chats beside what others wrote: Slack's library and an emulator of its API; the descriptions of
//! Telegram's API and of Adaptive Cards, where they are found.

use std::{env, fs, path::Path};

use channels::{Channel, Outgoing, To, slack};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    assert_refused,
    emulator::Emulated,
    http_sink::{Reply, Sink},
    notes::{channel, page, plain},
    now,
    oracle::ask,
};

#[derive(Debug, Deserialize)]
struct Signed {
    secret: String,
    at: i64,
    body: String,
    signature: String,
}

#[test]
fn real_library_of_slack_signs_as_we_do() {
    let signed: Vec<Signed> = serde_json::from_str(&ask("slack.py", &["sign", "1"], "")).unwrap();
    assert!(signed.len() > 100);
    for one in signed {
        let ours = slack::sign(&one.secret, one.at, one.body.as_bytes());
        assert_eq!(ours, one.signature, "{one:?}");
    }
}

#[tokio::test]
async fn real_library_of_slack_finds_our_blocks_valid() {
    for note in [page(), plain()] {
        let body = posted("slack", r#"{"ok": true}"#, note).await;
        assert_eq!(ask("slack.py", &["blocks"], &body["blocks"].to_string()), "valid\n");
    }
}

#[tokio::test]
async fn real_emulator_of_slack_shows_a_page() {
    let seed = serde_json::json!({
        "tokens": { "123:very-secret": { "login": "ana", "scopes": ["chat:write"] } },
        "slack": { "users": [{ "name": "ana" }], "channels": [{ "name": "sev1" }] },
    });
    let emulator = Emulated::start("slack", &seed);
    let slack = channel("slack", &emulator.url);
    slack.check(now()).await.unwrap();
    let general = emulator.slack_channel("sev1").await;
    let sent = slack.send(&note_to(&general, page()), now()).await.unwrap();
    let kept = emulator.slack("conversations.history", &[("channel", general.as_str())]).await;
    let message = &kept["messages"][0];
    assert_eq!(message["ts"].as_str(), sent.provider_id.as_deref());
    assert_eq!(message["blocks"][2]["elements"][0]["value"], "42 ok");
    let reason = assert_refused(slack.send(&note_to("C0NOWHERE", page()), now()).await);
    assert!(reason.contains("channel_not_found"), "{reason}");
}

#[tokio::test]
async fn our_call_fits_the_description_of_telegram_where_it_is_found() {
    let Some(description) = description("telegram_bot_api.json") else { return };
    let fields = description["methods"]["sendMessage"]["fields"].as_array().unwrap();
    for note in [page(), plain()] {
        let body = posted("telegram", r#"{"ok": true}"#, note).await;
        for name in body.as_object().unwrap().keys() {
            assert!(fields.iter().any(|field| field["name"] == name.as_str()), "{name}");
        }
        for field in fields.iter().filter(|field| field["required"] == true) {
            assert!(!body[field["name"].as_str().unwrap()].is_null(), "{field}");
        }
    }
}

#[tokio::test]
async fn real_validator_accepts_our_cards_where_their_schema_is_found() {
    let Some(_) = description("adaptive_card_1.5.json") else { return };
    for note in [page(), plain()] {
        let body = posted("teams", "", note).await;
        let card = &body["attachments"][0]["content"];
        let schema = folder().join("adaptive_card_1.5.json");
        let answer = ask("card.py", &[schema.to_str().unwrap()], &card.to_string());
        assert_eq!(answer, "valid\n", "{card:#}");
    }
}

/// What a channel posts for a note.
async fn posted(name: &str, answer: &str, note: words::Note) -> Value {
    let sink = Sink::start(Reply::Status(200, "", answer.to_owned())).await;
    let address = match name {
        "slack" => "U024BE7LH".to_owned(),
        "telegram" => "1".to_owned(),
        _ => sink.url.clone(),
    };
    let channel: Channel = channel(name, &sink.url);
    channel.send(&note_to(&address, note), now()).await.unwrap();
    serde_json::from_slice(&sink.only().body).unwrap()
}

fn note_to(address: &str, note: words::Note) -> Outgoing {
    let to = To::Note { address: address.to_owned(), secret: None, note };
    Outgoing { id: "0202".to_owned(), to }
}

fn folder() -> std::path::PathBuf {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/specs");
    env::var_os("FRONTLINE_SPECS").map_or(beside, Into::into)
}

#[expect(clippy::print_stderr, reason = "what a run left out must be seen")]
fn description(name: &str) -> Option<Value> {
    let Ok(text) = fs::read(folder().join(name)) else {
        eprintln!("left out: {name} was not found; set FRONTLINE_SPECS to its folder");
        return None;
    };
    Some(serde_json::from_slice(&text).expect("the description is JSON"))
}
