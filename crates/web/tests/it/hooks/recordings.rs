//! What a caller said: owed from the moment it lands, and fetched by whoever is there.

use std::sync::{Arc, Mutex};

use channels::{Channel, Secret, Twilio, twilio};
use domain::{Number, Settings};
use engine::{Engine, Options};
use store::{Lane, SavedRecording};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use super::twilio::signed;
use crate::{app::TestApp, browser::Browser};

const SID: &str = "AC00000000000000000000000000000001";
const FIRST: Number = Number(1001);

/// A provider that gives these answers, one a request, the last one again and again.
struct Provider {
    url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Provider {
    async fn start(answers: &'static [&'static str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let seen = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut request = vec![0; 4096];
                let length = stream.read(&mut request).await.unwrap_or_default();
                let request = String::from_utf8_lossy(&request[..length]).into_owned();
                let answer = {
                    let mut seen = seen.lock().unwrap();
                    seen.push(request);
                    answers[(seen.len() - 1).min(answers.len() - 1)]
                };
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        Self { url, asked }
    }

    fn voices(&self) -> Vec<Channel> {
        let settings = twilio::Settings::new(&self.url, SID, Secret::new("t"), "+15550100000");
        vec![Channel::Twilio(Twilio::new(&settings).unwrap())]
    }

    fn recording(&self) -> String {
        format!("{}/2010-04-01/Accounts/{SID}/Recordings/RE1", self.url)
    }

    /// How often something was fetched; calls are placed here, too.
    fn asked(&self) -> usize {
        self.asked.lock().unwrap().iter().filter(|request| request.starts_with("GET ")).count()
    }
}

const NOT_YET: &str = "HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
const HERE: &str = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 8\r\n\r\nRIFF----";
const ELSEWHERE: &str = "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/\r\n\
                         connection: close\r\ncontent-length: 0\r\n\r\n";

async fn house(provider: &Provider) -> TestApp {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let voices = provider.voices();
    TestApp::set_up(Settings::default(), |options| {
        options.voices.insert(Lane::Voice, voices);
    })
    .await
}

/// Somebody calls, presses 1 and says something, of which the provider says that it is there.
async fn call(app: &TestApp, recording: &str) {
    let form = [("CallSid", "CA1"), ("From", "+4930123456"), ("To", "+15550100000")];
    let pressed = [&form[..], &[("Digits", "1")]].concat();
    let asked = signed(app, "/hooks/twilio/voice/in/key", &pressed).await.text();
    let token = asked.split_once("?r=").unwrap().1.split(['"', '<']).next().unwrap().to_owned();
    let said = [
        &form[..],
        &[("RecordingUrl", recording), ("RecordingSid", "RE1"), ("RecordingDuration", "12")],
    ];
    for _ in 0..2 {
        signed(app, &format!("/hooks/twilio/voice/in/said?r={token}"), &said.concat()).await;
    }
}

async fn recording(app: &TestApp) -> SavedRecording {
    let mut known = app.engine.store().recordings_of(FIRST).await.unwrap();
    assert_eq!(known.len(), 1, "sent twice, owed once");
    known.remove(0)
}

#[tokio::test]
async fn another_node_fetches_what_this_one_left() {
    let provider = Provider::start(&[NOT_YET, HERE]).await;
    let app = house(&provider).await;
    call(&app, &provider.recording()).await;
    app.engine.settle().await;
    assert_eq!(provider.asked(), 0, "it is never ready at once");
    app.pass("2s").await;
    let owed = recording(&app).await;
    assert!(owed.problem.as_deref().is_some_and(|it| it.ends_with("answered 404 Not Found")));

    let mut browser = Browser::signed_in(&app, "ana").await;
    let page = browser.open("/console/emergencies/E-1001").await;
    assert!(page.text().contains("not yet fetched from the provider"), "{}", page.text());

    let options = Options {
        voices: [(Lane::Voice, provider.voices())].into(),
        attachments: app.attachments(),
        ..Options::default()
    };
    let (store, clock) = (app.engine.store().clone(), app.engine.clock().clone());
    let other = Engine::new(store, clock, Settings::default(), options).await.unwrap();
    other.clock().advance(jiff::SignedDuration::from_secs(5));
    other.settle().await;
    assert!(recording(&app).await.kept_at.is_some());
    let kept = app.engine.store().attachments_of(FIRST).await.unwrap();
    assert_eq!((kept.len(), kept[0].size_bytes), (1, 8));
    let page = browser.open("/console/emergencies/E-1001").await;
    assert!(page.text().contains("kept here"), "{}", page.text());
    let file = browser.ask(axum::http::Method::GET, "/console/files/recording-RE1", None).await;
    assert_eq!(file.body.as_ref(), b"RIFF----");
    app.pass("24h").await;
    assert_eq!(provider.asked(), 2, "and it is not fetched again");
}

#[tokio::test]
async fn what_is_not_at_our_provider_is_never_fetched() {
    let provider = Provider::start(&[HERE]).await;
    let port = provider.url.rsplit_once(':').unwrap().1.to_owned();
    let places = [
        format!("http://localhost:{port}/2010-04-01/Accounts/{SID}/Recordings/RE1"),
        format!("{}/2010-04-01/Accounts/{SID}/../AC2/Recordings/RE1", provider.url),
        format!("{}/2010-04-01/Accounts/{SID}%2f../Recordings/RE1", provider.url),
        format!("{}/latest/meta-data", provider.url),
        "http://169.254.169.254/latest/meta-data".to_owned(),
        "file:///etc/passwd".to_owned(),
        "javascript:alert(1)".to_owned(),
        "A".repeat(5_000),
    ];
    for place in places {
        let app = house(&provider).await;
        call(&app, &place).await;
        app.pass("2s").await;
        let given_up = recording(&app).await;
        assert_eq!((given_up.due_at, given_up.kept_at), (None, None), "{place}");
        assert!(given_up.url.len() <= 1_000 && given_up.problem.is_some(), "{place}");
        let mut browser = Browser::signed_in(&app, "ana").await;
        let page = browser.open("/console/emergencies/E-1001").await;
        assert!(page.text().contains("could not be fetched"), "{}", page.text());
    }
    assert_eq!(provider.asked(), 0);
}

#[tokio::test]
async fn a_provider_that_sends_us_elsewhere_is_not_followed_and_is_given_up_in_the_end() {
    let provider = Provider::start(&[ELSEWHERE]).await;
    let app = house(&provider).await;
    call(&app, &provider.recording()).await;
    for _ in 0..14 {
        app.pass("13h").await;
    }
    let given_up = recording(&app).await;
    assert_eq!((given_up.due_at, given_up.attempts), (None, 13));
    assert!(given_up.problem.as_deref().is_some_and(|it| it.ends_with("answered 302 Found")));
}
