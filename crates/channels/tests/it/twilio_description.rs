//! Our calls beside Twilio's own description of its API (OpenAPI), which is not part of the
//! project: the test runs where it is found.

use std::{env, fs, path::Path};

use channels::{Twilio, twilio::Settings};
use serde_json::Value;

use crate::{
    call,
    http_sink::{Reply, Seen, Sink},
    install_tls, now, sms,
};

const SID: &str = "AC00000000000000000000000000000001";

#[tokio::test]
async fn our_calls_fit_the_published_description_where_it_is_found() {
    let Some(description) = description() else {
        return say_that_it_was_left_out();
    };
    install_tls();
    let sink = Sink::start(Reply::Status(201, "", r#"{"sid": "X1"}"#.to_owned())).await;
    let twilio = Twilio::new(&Settings::new(&sink.url, SID, "t".into(), "+15550100000")).unwrap();
    let call = call("+15550100001", "https://l.example/v", Some("https://l.example/s"));
    twilio.send(&sms("+15550100001"), now()).await.unwrap();
    twilio.send(&call, now()).await.unwrap();

    for seen in sink.seen() {
        check(&description, &seen);
    }
}

/// Each field is known and of its kind, and none that is required is missing.
#[track_caller]
fn check(description: &Value, seen: &Seen) {
    let path = seen.line.split(' ').nth(1).unwrap().replace(SID, "{AccountSid}");
    let body = &description["paths"][&path]["post"]["requestBody"]["content"];
    let schema = &body["application/x-www-form-urlencoded"]["schema"];
    let form = seen.form();
    for required in schema["required"].as_array().unwrap() {
        assert!(form.iter().any(|(name, _)| name == required), "{path}: no {required}");
    }
    for (name, value) in &form {
        let field = &schema["properties"][name];
        let is_list = field["type"] == "array";
        assert!(is_list || field["type"] == "string", "{path}: {name} is {field}");
        let times = form.iter().filter(|(other, _)| other == name).count();
        assert!(is_list || times == 1, "{path}: {name} comes {times} times");
        match field["format"].as_str() {
            Some("uri") => assert!(url::Url::parse(value).is_ok(), "{path}: {name}={value}"),
            Some("phone-number" | "endpoint") => assert!(value.starts_with('+'), "{name}={value}"),
            other => assert_eq!(other, None, "{path}: {name}"),
        }
    }
}

fn description() -> Option<Value> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/specs");
    let folder = env::var_os("FRONTLINE_SPECS").map_or(beside, Into::into);
    let text = fs::read(folder.join("twilio_api_v2010.json")).ok()?;
    Some(serde_json::from_slice(&text).expect("the description is JSON"))
}

#[expect(clippy::print_stderr, reason = "what a run left out must be seen")]
fn say_that_it_was_left_out() {
    eprintln!("left out: twilio_api_v2010.json was not found; set FRONTLINE_SPECS to its folder");
}
