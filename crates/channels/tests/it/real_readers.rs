//! What we publish for ntfy and Gotify, as readers that others wrote get it. Their servers are not to
//! be had as packages: what stands between only passes on what their documentation allows.

use std::{
    io::{BufRead, BufReader, Lines},
    process::{Child, ChildStdout, Command, Stdio},
};

use channels::{Outgoing, Secret, Sent, To};
use serde_json::{Value, json};
use words::Note;

use crate::{installed, notes, now};

struct Reader {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    url: String,
}

impl Reader {
    fn start(of: &str) -> Self {
        let mut child = Command::new(installed("target/venv/bin/python"))
            .arg(installed("crates/channels/tests/it/oracles/push_readers.py"))
            .arg(of)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let url = lines.next().expect("where it listens").unwrap();
        Self { child, lines, url }
    }

    async fn publishes(&self, of: &str, address: String, note: Note) -> Sent {
        let secret = Some(Secret::new("token"));
        let message = Outgoing { id: "0205".to_owned(), to: To::Note { address, secret, note } };
        notes::channel(of, &self.url).send(&message, now()).await.unwrap()
    }

    fn reads(&mut self) -> Value {
        serde_json::from_str(&self.lines.next().expect("what was read").unwrap()).unwrap()
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn real_subscriber_of_ntfy_reads_title_urgency_and_button() {
    let mut reader = Reader::start("ntfy");
    let sent = reader.publishes("ntfy", format!("{}/ana-9f3k", reader.url), notes::page()).await;
    let read = reader.reads();
    assert_eq!(sent.provider_id.as_deref(), read["id"].as_str());
    assert_eq!(read["title"], notes::page().title.unwrap());
    assert_eq!(read["message"], notes::page().text);
    assert_eq!((&read["priority"], &read["tags"]), (&json!(5), &json!(["rotating_light"])));
    assert_eq!(read["click"], "https://line.example/a/x_y");
    let button = &read["actions"][0];
    assert_eq!((&button["action"], &button["label"]), (&json!("view"), &json!("Take it")));
    assert_eq!(button["url"], "https://line.example/a/x_y");
}

#[tokio::test]
async fn real_client_of_gotify_reads_title_urgency_and_link() {
    let mut reader = Reader::start("gotify");
    let sent = reader.publishes("gotify", reader.url.clone(), notes::page()).await;
    let read = reader.reads();
    assert_eq!(sent.provider_id, read["id"].as_u64().map(|id| id.to_string()));
    assert_eq!(read["title"], notes::page().title.unwrap());
    assert_eq!((&read["message"], &read["priority"]), (&json!(notes::page().text), &json!(10)));
    let link = &read["extras"]["client::notification"]["click"]["url"];
    assert_eq!(link, "https://line.example/a/x_y");
}
