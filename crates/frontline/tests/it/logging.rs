//! The log after a night on which everything is refused: it says what went wrong, and of nobody whom
//! it happened to.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    thread,
};

use serde_json::{Value, json};

use crate::folder::{Folder, ask, wait_until};

/// What only those may read who see the case.
const PRIVATE: [&str; 14] = [
    "Kim Larsen",
    "kim.larsen@acme.example",
    "+15550107777",
    "Acme Stores",
    "Checkout zebra",
    "orders of Mrs. Heron",
    "reset the walrus",
    "Ana Ruiz",
    "+15550100001",
    "ana@vendor.example",
    "secret-path-of-a-hook",
    "whsec_MTIz",
    "twilio-token-of-ours",
    "wrong-password-of-ana",
];

const DIRECTORY: &str = r#"
[[responder]]
id = "ana"
name = "Ana Ruiz"
roles = ["responder", "lead", "admin"]
contact = [
  { id = "sms", kind = "sms", address = "+15550100001" },
  { id = "mail", kind = "email", address = "ana@vendor.example" },
  { id = "hook", kind = "webhook", address = "http://127.0.0.1:9/secret-path-of-a-hook", secret = "whsec_MTIz" },
]

[[policy]]
id = "sev1"
default = true
steps = [{ page = ["responder:ana"], answer_within = "5m" }]
"#;

#[test]
fn a_night_leaves_no_name_address_text_or_token_in_the_log() {
    let refusing = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let provider = refusing.local_addr().expect("it has an address");
    thread::spawn(move || refuse_all(&refusing));
    let folder = Folder::new();
    let configuration = format!(
        "[server]\nlisten = \"127.0.0.1:0\"\n\
         [email]\nsmtp_url = \"smtp://127.0.0.1:9\"\nfrom = \"Vendor <line@vendor.example>\"\n\
         [twilio]\nbase_url = \"http://{provider}\"\naccount_sid = \"AC1\"\n\
         auth_token = \"twilio-token-of-ours\"\nfrom = \"+15550100000\"\n\
         [log]\nformat = \"json\"\n"
    );
    folder.write("frontline.toml", &configuration);
    folder.write("d.toml", DIRECTORY);
    let applied = folder.run("directory apply d.toml --accept-holes");
    assert_eq!(applied.code, Some(0), "{applied:?}");
    let token = folder.run("token create --name test --role admin").out.trim().to_owned();

    // Everything that our own crates could say.
    let all = ["domain", "engine", "store", "web", "words", "channels", "mailroom", "frontline"];
    let filter = all.map(|name| format!("{name}=trace")).join(",");
    let service = folder.serve_logging(&[("RUST_LOG", &format!("info,{filter}"))]);
    let address = service.url.trim_start_matches("http://").parse().expect("an address");
    spend_a_night(address, &token);
    wait_until(|| folder.read("log").contains("a delivery failed for good"));
    assert_eq!(service.stop(), Some(0));

    let log = folder.read("log");
    for line in log.lines() {
        let line: Value = serde_json::from_str(line).expect("each line is JSON");
        assert!(line["level"].is_string() && line["timestamp"].is_string(), "{line}");
    }
    assert!(log.contains("answered 400 Bad Request"), "it says what went wrong: {log}");
    for private in PRIVATE.into_iter().chain([token.as_str()]) {
        assert!(!log.contains(private), "\"{private}\" stands in the log:\n{log}");
    }
}

fn spend_a_night(address: SocketAddr, token: &str) {
    let report = json!({
        "summary": "Checkout zebra is down",
        "details": "It hits the orders of Mrs. Heron",
        "impact": "outage",
        "organization": "Acme Stores",
        "requester": {
            "name": "Kim Larsen", "email": "kim.larsen@acme.example", "phone": "+15550107777"
        },
    });
    let answer = post(address, "/api/v1/requests", token, &report.to_string());
    assert!(answer.contains(" 201 "), "{answer}");
    let milestone = json!({ "milestone": "investigating", "note": "We reset the walrus" });
    let case = "/api/v1/emergencies/E-1001";
    let answer = post(address, &format!("{case}/answer"), token, r#"{"as": "ana"}"#);
    assert!(answer.contains(" 200 "), "{answer}");
    let answer = post(address, &format!("{case}/milestones"), token, &milestone.to_string());
    assert!(answer.contains(" 20"), "{answer}");
    // What is refused is logged as little as what is taken.
    for (path, body) in [
        ("/api/v1/requests", r#"{"summary": "Checkout zebra"#),
        ("/hooks/twilio/sms", "From=%2B15550107777&Body=Checkout+zebra"),
        ("/console/sign-in", "name=ana&password=wrong-password-of-ana"),
        ("/r/kim.larsen@acme.example", "text=reset+the+walrus"),
    ] {
        let answer = post(address, path, "no-token", body);
        assert!(!answer.contains(" 500 "), "{path}: {answer}");
    }
}

fn post(address: SocketAddr, path: &str, token: &str, body: &str) -> String {
    let kind = if body.starts_with('{') { "json" } else { "x-www-form-urlencoded" };
    let length = body.len();
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\
         authorization: Bearer {token}\r\ncontent-type: application/{kind}\r\n\
         content-length: {length}\r\n\r\n{body}"
    );
    ask(address, &request).expect("it answers")
}

/// A provider that knows none of the numbers, and repeats them, as Twilio does (error 21211).
fn refuse_all(listener: &TcpListener) {
    while let Ok((stream, _)) = listener.accept() {
        // A caller that has gone away needs no answer.
        let _ = refuse(stream);
    }
}

fn refuse(stream: TcpStream) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let (mut line, mut length) = (String::new(), 0);
    while reader.read_line(&mut line)? > 2 {
        if let Some((_, value)) = line.to_lowercase().split_once("content-length: ") {
            length = value.trim().parse().unwrap_or(0);
        }
        line.clear();
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let body = String::from_utf8_lossy(&body);
    let to = if body.contains("15550107777") { "+15550107777" } else { "+15550100001" };
    let message = format!("The 'To' number {to} is not a valid phone number.");
    let said = json!({ "code": 21211, "message": message, "status": 400 }).to_string();
    let head = "HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-type: application/json";
    let length = said.len();
    let mut stream = reader.into_inner();
    stream.write_all(format!("{head}\r\ncontent-length: {length}\r\n\r\n{said}").as_bytes())
}
