//! The emulator of providers that nobody here wrote, as a process of its own.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use serde_json::Value;
use tempfile::NamedTempFile;

use crate::{install_tls, installed};

/// One service of it; it ends with this.
pub(crate) struct Emulated {
    pub(crate) url: String,
    process: Child,
}

impl Emulated {
    pub(crate) fn start(service: &str, seeded: &Value) -> Self {
        install_tls();
        let seed = NamedTempFile::with_suffix(".json").unwrap();
        std::fs::write(seed.path(), seeded.to_string()).unwrap();
        let seeded = seed.path().to_str().unwrap();
        let arguments = ["start", "--service", service, "--seed", seeded];
        Self::run("emulate/dist/index.js", &arguments)
    }

    /// A push service that decrypts what it takes.
    pub(crate) fn push_service() -> Self {
        install_tls();
        Self::run("web-push-testing/src/bin/server.js", &["1"])
    }

    fn run(script: &str, arguments: &[&str]) -> Self {
        let mut process = Command::new("node")
            .arg("-r")
            .arg(installed("crates/channels/tests/it/oracles/loopback.cjs"))
            .arg(installed(&format!("tests/node/node_modules/{script}")))
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node starts");
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let port =
            lines.find_map(|line| line.unwrap().strip_prefix("LISTENING ").map(str::to_owned));
        let url = format!("http://127.0.0.1:{}", port.expect("the emulator says its port"));
        // It would die of a closed pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Self { url, process }
    }

    /// Posts a document and reads one.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Value {
        let request = reqwest::Client::new().post(format!("{}{path}", self.url)).json(body);
        let body = request.send().await.unwrap().error_for_status().unwrap().bytes().await.unwrap();
        serde_json::from_slice(&body).unwrap_or_default()
    }

    /// Asks the emulated Slack something.
    pub(crate) async fn slack(&self, method: &str, form: &[(&str, &str)]) -> Value {
        let url = format!("{}/api/{method}", self.url);
        let request = reqwest::Client::new().post(url).bearer_auth("123:very-secret").form(form);
        let body = request.send().await.unwrap().error_for_status().unwrap().bytes().await.unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    /// The id of a channel of the emulated Slack.
    pub(crate) async fn slack_channel(&self, name: &str) -> String {
        let list = self.slack("conversations.list", &[]).await;
        let channels = list["channels"].as_array().unwrap();
        let found = channels.iter().find(|channel| channel["name"] == name);
        found.unwrap()["id"].as_str().unwrap().to_owned()
    }
}

impl Drop for Emulated {
    /// It has nothing to lose, and may have ended by itself.
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
