//! The switch, read through the official `OpenFeature` providers, which nobody here wrote.

use std::{
    io::{BufRead, BufReader, Lines, Write},
    net::SocketAddr,
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use axum::http::StatusCode;
use domain::OrganizationId;
use engine::Link;
use serde_json::json;
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

use crate::{
    api::switch::put,
    app::{TestApp, secret_of},
};

/// A change must be seen so soon.
const SEEN_WITHIN_MS: u64 = 1_000;

/// The program on a port of its own, until it is stopped.
struct Served {
    app: TestApp,
    url: String,
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
}

impl Served {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        let router = app.router.clone();
        let server = tokio::spawn(async move {
            let stopped = async { stopped.await.unwrap_or_default() };
            web::serve(listener, router, stopped).await.unwrap();
        });
        Self { app, url, stop, server }
    }

    async fn stop(self) {
        self.stop.send(()).unwrap();
        self.server.await.unwrap();
    }

    async fn switch_off(&self) {
        let off = json!({"state": "disabled", "reason": "Orders are lost"});
        let answer = put(&self.app.as_token("ana"), "acme", &off).await;
        assert_eq!(answer.status, StatusCode::OK);
    }
}

/// A client that nobody here wrote, line by line.
struct Client {
    process: Child,
    input: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Client {
    fn start(program: &str, script: &str, arguments: &[&str]) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let program =
            if program == "python" { root.join("target/venv/bin/python") } else { program.into() };
        let mut process = Command::new(program)
            .arg(root.join("tests/api").join(script))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("bin/parts/set-up has installed it");
        let input = process.stdin.take().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        Self { process, input, lines }
    }

    fn line(&mut self) -> String {
        let next = tokio::task::block_in_place(|| self.lines.next());
        next.expect("a line: its error stands above").unwrap()
    }

    fn sees_it_in_time(&mut self) {
        let seen_after_ms: u64 = self.line().parse().unwrap();
        assert!(seen_after_ms < SEEN_WITHIN_MS, "{seen_after_ms} ms");
    }

    fn ends_well(mut self) {
        drop(self.input);
        assert!(tokio::task::block_in_place(|| self.process.wait()).unwrap().success());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn real_ofrep_providers_see_a_change_within_a_second() {
    let served = Served::new().await;
    let key = secret_of("acme-key");
    let mut python = Client::start("python", "ofrep.py", &[&served.url, &key, "acme"]);
    assert_eq!(python.line(), "True STATIC enabled");
    assert_eq!(python.line(), "FLAG_NOT_FOUND True");
    assert_eq!(python.line(), "GENERAL False", "another organization's is not told");
    let mut node = Client::start("node", "ofrep.mjs", &[&served.url, &key, "acme"]);
    assert_eq!(node.line(), "true STATIC enabled");
    assert_eq!(node.line(), "true STATIC enabled", "in browsers as well");
    assert_eq!(node.line(), "FLAG_NOT_FOUND true");
    served.switch_off().await;
    writeln!(python.input).unwrap();
    writeln!(node.input).unwrap();
    python.sees_it_in_time();
    node.sees_it_in_time();
    node.sees_it_in_time();
    python.ends_well();
    node.ends_well();
    served.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn real_verifiers_hold_the_signed_document_for_true() {
    let served = Served::new().await;
    let organization = OrganizationId::from("acme");
    let document = served.app.engine.link_token(&Link::Document(organization));
    let [document, keys] =
        [document.as_str(), "keys"].map(|it| format!("{}/switch/{it}", served.url));
    let says = || Client::start("node", "switch-document.mjs", &[&document, &keys]).line();
    assert_eq!(says(), "acme 0 true");
    served.switch_off().await;
    assert_eq!(says(), "acme 1 false");
    served.app.engine.rotate_switch_key().await.unwrap();
    assert_eq!(says(), "acme 1 false", "a new key signs, and is published");
    let keys = served.app.engine.switch_keys().await.unwrap();
    assert_eq!(keys["keys"].as_array().map(Vec::len), Some(2), "the one before is known, too");
    served.stop().await;
}
