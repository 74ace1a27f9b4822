//! Clients that do not behave, over real connections: slow, lying about lengths, packing bombs.

use std::{net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::app::TestApp;

/// No single step of these takes longer on a working server.
const PATIENCE: Duration = Duration::from_secs(30);

async fn served(app: &TestApp) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = app.router.clone();
    tokio::spawn(web::serve(listener, router, std::future::pending()));
    address
}

/// Sends these bytes and hears everything until the server hangs up.
async fn said(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let heard = async {
        // It may have heard enough before everything was said.
        let _ = stream.write_all(bytes).await;
        let mut heard = Vec::new();
        let _ = stream.read_to_end(&mut heard).await;
        String::from_utf8_lossy(&heard).into_owned()
    };
    tokio::time::timeout(PATIENCE, heard).await.expect("it answers or hangs up")
}

fn post(head: &str, body: &str) -> Vec<u8> {
    format!("POST /api/v1/requests HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n{head}\r\n{body}")
        .into_bytes()
}

async fn open(app: &TestApp) -> u64 {
    app.engine.store().counts().await.unwrap().open
}

/// Two servers in a row must never disagree on where a request ends (RFC 9112, 6.3 and 11.2).
#[tokio::test]
async fn no_request_is_smuggled_in_another_one() {
    let app = TestApp::new().await;
    let address = served(&app).await;
    let inner = r#"{"summary":"smuggled","impact":"outage"}"#;
    let second = format!(
        "POST /api/v1/requests HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{inner}",
        inner.len()
    );
    for head in [
        "Content-Length: 3\r\nContent-Length: 5\r\n",
        "Content-Length: 3, 5\r\n",
        "Content-Length: +3\r\n",
        "Content-Length: -1\r\n",
        "Content-Length : 3\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: identity\r\nContent-Length: 3\r\n",
        "Transfer-Encoding:\x0bchunked\r\n",
        " Transfer-Encoding: chunked\r\n",
        "X: a\nContent-Length: 3\r\nContent-Length: 4\r\n",
    ] {
        let heard = said(address, &post(head, &format!("0\r\n\r\n{second}"))).await;
        let answers = heard.matches("HTTP/1.1 ").count();
        assert!(heard.starts_with("HTTP/1.1 400") && answers == 1, "{head:?}: {heard}");
    }
    assert_eq!(open(&app).await, 0);
}

#[tokio::test]
async fn a_length_beside_chunks_counts_for_nothing_and_ends_the_connection() {
    let app = TestApp::new().await;
    let address = served(&app).await;
    let body = "2\r\n{}\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";
    let head = "Content-Length: 6\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n";
    let heard = said(address, &post(head, body)).await;
    assert_eq!(heard.matches("HTTP/1.1 ").count(), 1, "{heard}");
}

#[tokio::test]
async fn whoever_sends_a_head_without_end_or_much_too_large_is_sent_away() {
    let app = TestApp::new().await;
    let address = served(&app).await;
    let many = (0..500).map(|n| format!("X-{n}: y\r\n")).collect::<String>();
    let heard = said(address, &post(&many, "")).await;
    assert!(heard.starts_with("HTTP/1.1 431"), "{heard}");
    let large = format!("X: {}\r\n", "y".repeat(2_000_000));
    let heard = said(address, &post(&large, "")).await;
    assert!(heard.is_empty() || heard.starts_with("HTTP/1.1 431"), "{heard}");
    let heard = said(address, b"GET / HTTP/1.1\r\nHost: a\r\nX: never").await;
    assert!(heard.is_empty() || heard.starts_with("HTTP/1.1 408"), "{heard}");
}

/// Slow ones hold a connection, and nobody else waits for it.
#[tokio::test]
async fn hundreds_of_slow_clients_hold_nobody_up() {
    let app = TestApp::new().await;
    let address = served(&app).await;
    let mut slow = Vec::new();
    for _ in 0..300 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"POST /api/v1/requests HTTP/1.1\r\nHost: a\r\nContent-").await.unwrap();
        slow.push(stream);
    }
    let body =
        r#"{"summary":"Checkout is down","impact":"outage","requester":{"email":"a@b.example"}}"#;
    let head = format!("Content-Length: {}\r\nConnection: close\r\n", body.len());
    let heard = said(address, &post(&head, body)).await;
    assert!(heard.starts_with("HTTP/1.1 201"), "{heard}");
    assert_eq!(open(&app).await, 1);
}

/// Nothing is unpacked: a bomb stays as small as it came.
#[tokio::test]
async fn a_packed_body_is_not_unpacked() {
    let app = TestApp::new().await;
    let address = served(&app).await;
    let bomb = "\x1f\u{8b}not unpacked";
    let head = format!(
        "Content-Encoding: gzip\r\nContent-Length: {}\r\nConnection: close\r\n",
        bomb.len()
    );
    let heard = said(address, &post(&head, bomb)).await;
    let status = heard.get(9..12).unwrap_or_default();
    assert!(["400", "415", "422"].contains(&status), "{heard}");
}

#[tokio::test]
async fn no_path_leads_out_of_the_house() {
    let app = TestApp::new().await;
    let address = served(&app).await;
    for path in [
        "/static/../Cargo.toml",
        "/static/..%2f..%2fetc/passwd",
        "/static/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/r/..%00",
        "/%c0%ae%c0%ae/",
        "http://other.example/console",
        "*",
    ] {
        let request = format!("GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        let heard = said(address, request.as_bytes()).await;
        let status = heard.get(9..12).unwrap_or_default();
        assert!(["303", "400", "404"].contains(&status), "{path}: {heard}");
        assert!(!heard.contains("root:") && !heard.contains("[workspace]"), "{path}: {heard}");
    }
}
