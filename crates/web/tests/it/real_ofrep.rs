//! The switch, read through the official `OpenFeature` provider, which nobody here wrote.

use std::{
    io::{BufRead, BufReader, Write},
    net::SocketAddr,
    path::Path,
    process::{Command, Stdio},
};

use axum::http::StatusCode;
use serde_json::json;
use tokio::{net::TcpListener, sync::oneshot};

use crate::{
    api::switch::put,
    app::{TestApp, secret_of},
};

/// A change must be seen so soon.
const SEEN_WITHIN_MS: u64 = 1_000;

#[tokio::test(flavor = "multi_thread")]
async fn real_ofrep_providers_see_a_change_within_a_second() {
    let app = TestApp::new().await;
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (stop, stopped) = oneshot::channel::<()>();
    let router = app.router.clone();
    let server = tokio::spawn(async move {
        let stopped = async { stopped.await.unwrap_or_default() };
        web::serve(listener, router, stopped).await.unwrap();
    });
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut provider = Command::new(root.join("target/venv/bin/python"))
        .arg(root.join("tests/api/ofrep.py"))
        .args([url.as_str(), &secret_of("acme-key"), "acme"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("bin/parts/set-up has made target/venv");
    let mut input = provider.stdin.take().unwrap();
    let lines = BufReader::new(provider.stdout.take().unwrap()).lines();
    let mut lines = lines.map(|line| line.expect("its error stands above"));
    let mut line = || tokio::task::block_in_place(|| lines.next().expect("a line"));
    assert_eq!(line(), "True STATIC enabled");
    assert_eq!(line(), "FLAG_NOT_FOUND True");
    assert_eq!(line(), "GENERAL False", "another organization's is not told");
    let off = json!({"state": "disabled", "reason": "Orders are lost"});
    assert_eq!(put(&app.as_token("ana"), "acme", &off).await.status, StatusCode::OK);
    writeln!(input).unwrap();
    let seen_after_ms: u64 = line().parse().unwrap();
    assert!(seen_after_ms < SEEN_WITHIN_MS, "{seen_after_ms} ms");
    assert!(tokio::task::block_in_place(|| provider.wait()).unwrap().success());
    stop.send(()).unwrap();
    server.await.unwrap();
}
