//! Our signatures and documents beside those of the libraries that our counterparts use.

use channels::{
    standard_webhooks,
    twilio::{sign, verify},
    twiml::{self, Conference, Dial, Gather, Otherwise, Record},
};
use serde::Deserialize;

use crate::oracle::ask;

#[derive(Deserialize)]
struct Signed {
    calls: Vec<Call>,
    webhooks: Vec<Webhook>,
}

#[derive(Debug, Deserialize)]
struct Call {
    token: String,
    url: String,
    params: Vec<(String, String)>,
    signature: String,
}

#[derive(Debug, Deserialize)]
struct Webhook {
    secret: String,
    id: String,
    at: i64,
    body: String,
    signature: String,
}

#[test]
fn real_libraries_sign_as_we_do() {
    for seed in ["1", "2"] {
        let signed: Signed = serde_json::from_str(&ask("signatures.py", &[seed], "")).unwrap();
        assert!(!signed.calls.is_empty() && !signed.webhooks.is_empty());
        for call in &signed.calls {
            assert_eq!(sign(&call.token, &call.url, &call.params), call.signature, "{call:?}");
            assert!(verify(&call.token, &call.url, &call.params, &call.signature), "{call:?}");
        }
        for hook in &signed.webhooks {
            let secret = hook.secret.as_str().into();
            let ours = standard_webhooks::sign(&secret, &hook.id, hook.at, hook.body.as_bytes());
            assert_eq!(ours.unwrap(), hook.signature, "{hook:?}");
        }
    }
}

#[test]
fn real_classes_of_twilio_know_all_that_we_write() {
    let gather = |otherwise| Gather {
        text: "Emergency 1042. Press 1 & wait.",
        language: "en-US",
        action: "https://l.example/?a=1&b=2",
        timeout_secs: 8,
        otherwise,
    };
    let documents = [
        twiml::empty(),
        twiml::message("7: yours <now>"),
        twiml::say("en-US", "Good night."),
        twiml::say_then("en-US", "Again.", "https://l.example/?a=1&b=2"),
        twiml::gather(&gather(Otherwise::Hangup)),
        twiml::ask_number(&gather(Otherwise::Hangup)),
        twiml::gather_offering(
            &[
                ("de-DE", "Für Deutsch drücken Sie die 3.".to_owned()),
                ("ja-JP", "日本語をご希望の場合は4を押してください。".to_owned()),
            ],
            &gather(Otherwise::Hangup),
        ),
        twiml::record(&Record {
            text: "After the tone.",
            language: "en-US",
            action: "https://l.example/said?r=1",
            transcribed: "https://l.example/transcribed?r=1",
            max_secs: 180,
        }),
        twiml::gather(&gather(Otherwise::Redirect("https://l.example/?a=1&b=2"))),
        twiml::conference(&Conference {
            text: "You are joining the call.",
            language: "en-US",
            room: "frontline-e-1001-abc",
            wait_url: "https://l.example/wait?a=1&b=2",
            status_url: "https://l.example/conference",
        }),
        twiml::dial(&Dial {
            text: "Please hold.",
            language: "en-US",
            number: "+15550100001",
            from: "+15550100000",
            whisper_url: "https://l.example/connect/0199",
            action: "https://l.example/connect?r=1&turn=2",
            rings_secs: 25,
        }),
        twiml::wait("en-US", "You are the first.", 20, "https://l.example/wait"),
    ];
    assert_eq!(ask("twiml.py", &[], &serde_json::to_string(&documents).unwrap()), "");

    let wrong = ["<Response><Say loudness=\"1\"/><Gather><Hangup/></Gather></Response>"];
    let found = ask("twiml.py", &[], &serde_json::to_string(&wrong).unwrap());
    assert_eq!(found.lines().count(), 2, "the check itself works: {found}");
}
