//! The call: the team's own, what a service opens, or the usual room.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use channels::Conference;
use domain::{Directory, Settings, directory::Target};
use engine::{BridgeOptions, Engine, NewDirectory, Options};
use store::Store;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use crate::app::{App, by, emergency, outage, submission};

/// A service that opens calls, and how often it was asked.
async fn service(answer: &'static str) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::SeqCst);
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    (url, asked)
}

/// The same house with a service for calls.
async fn with_service(app: &App, url: &str) -> (Engine, tempfile::TempDir) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir().expect("a folder");
    let database = format!("sqlite:{}", folder.path().join("frontline.db").display());
    let store = Store::open(&database).await.expect("a store");
    let service = Conference::new("bridge.url", url, None).expect("an address");
    let bridge = BridgeOptions { service: Some(service), ..BridgeOptions::default() };
    let options = Options { bridge, ..Options::default() };
    let engine = Engine::new(store, app.clock.clone(), Settings::default(), options);
    let engine = engine.await.expect("an engine");
    apply(&engine, app.engine.directory().1.clone()).await;
    (engine, folder)
}

async fn apply(engine: &Engine, directory: Directory) {
    let by = "test".to_owned();
    let new = NewDirectory { directory, replaces: None, accept_holes: true, by };
    engine.replace_directory(new).await.expect("it is applied");
}

#[tokio::test]
async fn a_service_opens_one_call_and_only_one() {
    let app = App::start().await;
    let body = r#"{"link":"https://meet.example.com/7","phone":"+15550100099","pin":"42"}"#;
    let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    let (url, asked) = service(answer.leak()).await;
    let (engine, _folder) = with_service(&app, &url).await;
    let number = emergency(&engine.submit(submission(outage())).await.unwrap());
    for host in [None, Some(Target::Responder("cho".into()))] {
        let opened = engine.open_bridge(number, by("ana"), host).await.unwrap();
        let bridge = opened.bridge.expect("it is open");
        assert_eq!(
            (bridge.link.as_str(), bridge.pin.as_deref()),
            ("https://meet.example.com/7", Some("42"))
        );
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1, "the same call, with somebody to host it");
}

#[tokio::test]
async fn whatever_the_service_does_there_is_a_call() {
    let app = App::start().await;
    for answer in [
        "HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 26\r\n\r\n{\"link\":\"javascript:one()\"}",
        "no HTTP at all",
        "",
    ] {
        let (url, _) = service(answer).await;
        let (engine, _folder) = with_service(&app, &url).await;
        let number = emergency(&engine.submit(submission(outage())).await.unwrap());
        let opened = engine.open_bridge(number, by("ana"), None).await.unwrap();
        let link = opened.bridge.expect("it is open").link;
        assert!(link.starts_with("https://meet.jit.si/frontline-e-1001-"), "{answer}: {link}");
    }
    let (engine, _folder) = with_service(&app, "http://127.0.0.1:9/").await;
    let number = emergency(&engine.submit(submission(outage())).await.unwrap());
    assert!(engine.open_bridge(number, by("ana"), None).await.unwrap().bridge.is_some());
}

#[tokio::test]
async fn a_team_has_its_own_call() {
    let app = App::start().await;
    let mut directory = app.engine.directory().1.clone();
    let team: domain::directory::Team = toml::from_str(
        "id = \"db\"\nname = \"Databases\"\nmembers = [\"cho\"]\n\
         bridge = { phone = \"+1 555 010 0098\", pin = \"4711\" }",
    )
    .unwrap();
    directory.teams.push(team);
    apply(&app.engine, directory).await;
    let bridge = |by: &'static str, host: Option<Target>| {
        let app = &app;
        async move {
            let number = emergency(&app.submit(outage_of(by, host.is_some())).await.unwrap());
            app.engine.open_bridge(number, crate::app::by(by), host).await.unwrap().bridge.unwrap()
        }
    };
    let of_cho = bridge("cho", None).await;
    assert_eq!(
        (of_cho.phone.as_deref(), of_cho.pin.as_deref()),
        (Some("+1 555 010 0098"), Some("4711"))
    );
    assert!(
        of_cho.link.starts_with("https://meet.jit.si/frontline-"),
        "what is left out is as usual"
    );
    assert_eq!(bridge("ana", None).await.phone, None, "she is in another team");
    let hosted = bridge("ana", Some(Target::Team("db".into()))).await;
    assert_eq!(hosted.pin.as_deref(), Some("4711"), "who hosts it brings the call");
}

/// Each in an emergency of its own.
fn outage_of(by: &str, hosted: bool) -> domain::Request {
    let mut request = outage();
    request.organization = Some(format!("{by} {hosted}"));
    request.requester.email = Some(format!("{by}-{hosted}@elsewhere.example"));
    request
}
