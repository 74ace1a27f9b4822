//! The switch through the running program: what goes out, and what stands in files.

use std::{
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use channels::{Secret, standard_webhooks};
use serde_json::{Value, json};

use crate::{
    directories::SOUND,
    folder::{Folder, PATIENCE, Service, ask, get, wait_until},
};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// A webhook that came: its headers by name, and its body.
struct Came {
    headers: Vec<(String, String)>,
    body: String,
}

impl Came {
    fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("a webhook is JSON")
    }
}

/// Takes every webhook, and hands it on.
fn sink() -> (SocketAddr, Receiver<Came>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it has an address");
    let (send, came) = channel();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let send = send.clone();
            thread::spawn(move || {
                let mut reader = BufReader::new(stream);
                while let Some(one) = read_one(&mut reader) {
                    reader.get_mut().write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")?;
                    let _ = send.send(one);
                }
                std::io::Result::Ok(())
            });
        }
    });
    (address, came)
}

fn read_one(reader: &mut impl BufRead) -> Option<Came> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line == "\r\n" {
            break;
        }
        lines.push(line);
    }
    let headers = lines.iter().filter_map(|line| line.split_once(": "));
    let headers = headers.map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()));
    let headers: Vec<_> = headers.collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let mut body = vec![0; length?.1.parse().ok()?];
    reader.read_exact(&mut body).ok()?;
    Some(Came { headers, body: String::from_utf8(body).ok()? })
}

/// Ana is paged by this webhook, and the vendor's software hears of everything there.
fn started(sink: SocketAddr, more: &str) -> (Folder, Service) {
    let folder = Folder::new();
    folder.write(
        "frontline.toml",
        &format!(
            "[server]\nlisten = \"127.0.0.1:0\"\n[[webhook]]\nname = \"software\"\n\
             url = \"http://{sink}/software\"\nsecret = \"{SECRET}\"\n{more}"
        ),
    );
    let rule = "services = [\"checkout\"]\nswitch = { may_disable = \"lead\", limit = \"4h\" }\n";
    let directory = SOUND.replace("127.0.0.1:9/hook", &format!("{sink}/page"));
    folder.write("directory.toml", &format!("{directory}{rule}"));
    let applied = folder.run("directory apply directory.toml --accept-holes");
    assert_eq!(applied.code, Some(0), "{applied:?}");
    let service = folder.serve();
    (folder, service)
}

fn address(service: &Service) -> SocketAddr {
    service.url.trim_start_matches("http://").parse().expect("an address")
}

/// The next webhook of which this holds.
fn next(came: &Receiver<Came>, holds: impl Fn(&Value) -> bool) -> Came {
    let begun = Instant::now();
    loop {
        let left = PATIENCE.saturating_sub(begun.elapsed());
        let one = came.recv_timeout(left).expect("it does not come");
        if holds(&one.json()) {
            return one;
        }
    }
}

fn put(service: &Service, token: &str, body: &Value) -> String {
    let body = body.to_string();
    let request = format!(
        "PUT /api/v1/organizations/acme/switch HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\
         authorization: Bearer {token}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    );
    ask(address(service), &request).expect("an answer")
}

#[test]
fn a_change_goes_out_as_a_signed_webhook() {
    let (sink, came) = sink();
    let (folder, service) = started(sink, "");
    let token = folder.run("token create --name ana --role lead").out;
    let off = json!({"state": "disabled", "reason": "Orders are lost"});
    let answer = put(&service, token.trim(), &off);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    for disabled in [true, false] {
        if !disabled {
            put(&service, token.trim(), &json!({"state": "enabled"}));
        }
        let one = next(&came, |body| body["type"] == "switch.changed");
        let at = one.header("webhook-timestamp").parse().expect("a moment");
        let id = one.header("webhook-id");
        let signed = standard_webhooks::sign(&Secret::new(SECRET), id, at, one.body.as_bytes())
            .expect("it is one");
        assert_eq!(one.header("webhook-signature"), signed);
        let data = &one.json()["data"];
        let state = if disabled { "disabled" } else { "enabled" };
        assert_eq!((&data["organization"], &data["state"]), (&json!("acme"), &json!(state)));
    }
}

#[test]
fn after_reasonable_time_the_responder_is_asked() {
    let (sink, came) = sink();
    let (folder, service) = started(sink, "[emergency]\nrestore_within = \"1s\"\n");
    let sent = folder.run(&format!(
        "request --url {} --summary \"Checkout is down\" --impact outage --organization acme",
        service.url
    ));
    assert_eq!(sent.code, Some(0), "{sent:?}");
    let asked = next(&came, |body| body.to_string().contains("should services be switched off"));
    let said = asked.json().to_string();
    for says in [
        "for Acme Stores?",
        "It would stop checkout, for at most 4 hours.",
        "/console/switches/acme",
    ] {
        assert!(said.contains(says), "{says}: {said}");
    }
}

#[test]
fn signed_documents_follow_each_change_and_a_failing_folder_is_said() {
    let (sink, _came) = sink();
    let (folder, service) = started(sink, "[switch]\ndocuments = \"published\"\n");
    let ready = || get(address(&service), "/readyz").expect("an answer");
    wait_until(|| ready().contains("signed documents of switches cannot be written"));
    let metrics = get(address(&service), "/metrics").expect("an answer");
    assert!(metrics.contains("frontline_switch_documents_written 0"), "{metrics}");
    std::fs::create_dir(folder.path("published")).expect("it is made");
    let verify = "switch verify published/acme.jws --keys published/keys.json";
    wait_until(|| folder.run(verify).out.contains("services-enabled: on"));
    assert!(!ready().contains("signed documents"), "it is mended by itself");

    let token = folder.run("token create --name ana --role lead").out;
    put(&service, token.trim(), &json!({"state": "disabled", "reason": "Orders are lost"}));
    let changed = Instant::now();
    let before = std::fs::read_to_string(folder.path("published/acme.jws")).expect("it is there");
    let text = || {
        std::fs::read_to_string(folder.path("published/acme.jws")).expect("never half, never gone")
    };
    wait_until(|| {
        text() != before || folder.run(verify).out.contains("services-enabled: off until")
    });
    assert!(changed.elapsed() < Duration::from_secs(5), "{:?}", changed.elapsed());
    wait_until(|| folder.run(verify).out.contains("services-enabled: off until"));
    let left = std::fs::read_dir(folder.path("published")).expect("it is a folder");
    let names: Vec<_> = left.flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(names.len(), 2, "nothing unfinished is left: {names:?}");
}
