//! The whole loop through an emulator of Twilio that nobody here wrote: our page goes out through
//! it, and what the responder does comes back as its signed webhooks.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use channels::{Channel, Secret, Twilio, twilio};
use domain::{Number, Settings};
use engine::{BridgeOptions, Clock, Engine, NewDirectory, Options};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use store::{DeliveryStatus, Lane, Store};
use tempfile::TempDir;
use tokio::net::TcpListener;
use web::{Site, Web};

use crate::app::START;

const SID: &str = "AC00000000000000000000000000000001";
const TOKEN: &str = "emulated-token";
const OURS: &str = "+15551234567";
const ANA: &str = "+15550100001";
const FIRST: Number = Number(1001);

struct House {
    engine: Engine,
    /// Where providers reach our doors.
    public_url: String,
    emulator_url: String,
    emulator: Child,
    client: Client,
    _folder: TempDir,
}

impl House {
    async fn new() -> Self {
        Self::with(Settings::default()).await
    }

    async fn with(settings: Settings) -> Self {
        // Somebody else in this process may have been faster, with the same one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = TempDir::new().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let public_url = format!("http://{}", listener.local_addr().unwrap());
        let (emulator, emulator_url) = start_emulator(folder.path(), &public_url);
        let engine = engine(folder.path(), &public_url, &emulator_url, settings).await;
        let site = Site {
            twilio_tokens: vec![Secret::new(TOKEN)],
            attachments: folder.path().join("attachments"),
            ..Site::at(public_url.parse().unwrap())
        };
        let router = web::router(Web::new(engine.clone(), site));
        tokio::spawn(web::serve(listener, router, std::future::pending()));
        let client = Client::new();
        Self { engine, public_url, emulator_url, emulator, client, _folder: folder }
    }

    async fn outage(&self) {
        let body = json!({
            "summary": "The checkout shows an empty page",
            "impact": "outage",
            "organization": "acme",
            "requester": {"name": "Jo Smith", "email": "jo@acme.example"},
        });
        let request = self.client.post(format!("{}/api/v1/requests", self.public_url));
        let request = request.header("content-type", "application/json").body(body.to_string());
        assert_eq!(request.send().await.unwrap().status(), StatusCode::CREATED);
        self.engine.settle().await;
    }

    async fn pass(&self, time: &str) {
        self.engine.clock().advance(domain::duration::parse(time).unwrap());
        self.engine.settle().await;
    }

    /// What the emulator keeps, the newest first: `Messages` or `Calls`.
    async fn kept(&self, what: &str) -> Vec<Value> {
        let url = format!("{}/2010-04-01/Accounts/{SID}/{what}.json", self.emulator_url);
        let answer = self.client.get(url).basic_auth(SID, Some(TOKEN)).send().await.unwrap();
        let mut answer: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
        serde_json::from_value(answer[what.to_lowercase()].take()).unwrap()
    }

    /// Makes something happen at the provider, which tells us before this comes back.
    async fn simulate(&self, what: &str, form: &[(&str, &str)]) {
        let url = format!("{}/_twilio/simulate/{what}", self.emulator_url);
        let request = self.client.post(url).basic_auth(SID, Some(TOKEN)).form(form);
        request.send().await.unwrap().error_for_status().unwrap();
        self.engine.settle().await;
    }

    async fn text(&self, from: &str, body: &str) {
        self.simulate("inbound-message", &[("To", OURS), ("From", from), ("Body", body)]).await;
    }

    /// What the provider does with the instructions of a call, which the emulator leaves out:
    /// asks an address of ours, signed with this token.
    async fn ask(&self, token: &str, url: &str, digits: Option<&str>) -> (StatusCode, String) {
        let mut form =
            vec![("To".to_owned(), ANA.to_owned()), ("From".to_owned(), OURS.to_owned())];
        form.extend(digits.map(|digits| ("Digits".to_owned(), digits.to_owned())));
        let signature = twilio::sign(token, url, &form);
        let request = self.client.post(url).header("x-twilio-signature", signature).form(&form);
        let answer = request.send().await.unwrap();
        (answer.status(), answer.text().await.unwrap())
    }

    async fn state(&self) -> String {
        let saved = self.engine.store().emergency(FIRST).await.unwrap().unwrap();
        saved.emergency.state_name().to_owned()
    }

    /// What is known of Ana's page on this lane.
    async fn page(&self, lane: Lane) -> (DeliveryStatus, Option<String>) {
        let pages = self.engine.store().page_deliveries_of(FIRST).await.unwrap();
        let page = pages.into_iter().find(|page| page.lane == lane).expect("Ana was paged");
        (page.status, page.problem)
    }
}

impl Drop for House {
    /// It has nothing to lose, and may have ended by itself.
    fn drop(&mut self) {
        let _ = self.emulator.kill();
        let _ = self.emulator.wait();
    }
}

#[tokio::test]
async fn real_emulator_carries_a_page_and_the_answer_by_text() {
    let house = House::new().await;
    house.outage().await;

    let messages = house.kept("Messages").await;
    assert_eq!((messages.len(), &messages[0]["to"]), (1, &json!(ANA)));
    let text = messages[0]["body"].as_str().unwrap();
    assert!(text.contains("Acme") && text.contains("ok"), "{text}");
    assert_eq!(house.page(Lane::Sms).await, (DeliveryStatus::Accepted, None));
    let sid = messages[0]["sid"].as_str().unwrap();
    house.simulate("message-status", &[("MessageSid", sid), ("Status", "delivered")]).await;
    assert_eq!(house.page(Lane::Sms).await, (DeliveryStatus::Delivered, None));

    house.text("+15559990000", "ok").await;
    assert_eq!(house.state().await, "unanswered", "a stranger answers nothing");
    house.text(ANA, "OK, on it!").await;
    assert_eq!(house.state().await, "answered");
    let messages = house.kept("Messages").await;
    let confirmation = &messages[0];
    assert_eq!(confirmation["to"], ANA);
    assert_eq!(confirmation["direction"], "outbound-api", "{confirmation}");
}

#[tokio::test]
async fn real_emulator_does_not_deliver_a_page_and_the_phone_rings_at_once() {
    let house = House::new().await;
    house.outage().await;
    assert_eq!(house.kept("Calls").await.len(), 0);
    let messages = house.kept("Messages").await;
    let sid = messages[0]["sid"].as_str().unwrap();
    house.simulate("message-status", &[("MessageSid", sid), ("Status", "undelivered")]).await;

    let (status, problem) = house.page(Lane::Sms).await;
    assert_eq!(status, DeliveryStatus::Failed);
    assert!(problem.unwrap().starts_with("the network did not deliver it"));
    let calls = house.kept("Calls").await;
    assert_eq!((calls.len(), &calls[0]["to"]), (1, &json!(ANA)), "not after a minute");
}

#[tokio::test]
async fn real_emulator_never_says_what_became_of_a_page_and_the_phone_rings() {
    let mut settings = Settings::default();
    settings.emergency.delivered_within = domain::duration::parse("20s").unwrap();
    let house = House::with(settings).await;
    house.outage().await;
    house.pass("19s").await;
    assert_eq!(house.kept("Calls").await.len(), 0);
    house.pass("2s").await;
    assert_eq!(house.kept("Calls").await.len(), 1, "a minute would be her own rule");
    let (status, problem) = house.page(Lane::Sms).await;
    assert_eq!(status, DeliveryStatus::Failed);
    assert_eq!(problem.as_deref(), Some("no report that it arrived came in time"));

    let sid = house.kept("Messages").await[0]["sid"].as_str().unwrap().to_owned();
    house.simulate("message-status", &[("MessageSid", &sid), ("Status", "delivered")]).await;
    assert_eq!(house.page(Lane::Sms).await.0, DeliveryStatus::Delivered, "late is not never");
}

#[tokio::test]
async fn real_emulator_places_the_call_into_a_conference() {
    let house = House::new().await;
    house.outage().await;
    house.text(ANA, "ok").await;
    house.text(ANA, "1 call").await;
    let calls = house.kept("Calls").await;
    assert_eq!((calls.len(), &calls[0]["to"]), (1, &json!(ANA)));
    let deliveries = house.engine.store().deliveries_of(FIRST).await.unwrap();
    let call = deliveries.iter().find(|one| one.lane == Lane::Voice).unwrap();
    let answer_url = format!("{}/hooks/twilio/voice/{}", house.public_url, call.id);
    let (_, asked) = house.ask(TOKEN, &answer_url, None).await;
    assert!(asked.contains("Press 1 to join it."), "{asked}");
    let (_, inside) = house.ask(TOKEN, &format!("{answer_url}/key"), Some("1")).await;
    assert!(inside.contains(">frontline-e-1001-"), "{inside}");

    let sid = calls[0]["sid"].as_str().unwrap();
    house.simulate("call-status", &[("CallSid", sid), ("Status", "busy")]).await;
    let timeline = house.engine.store().timeline(FIRST).await.unwrap();
    assert!(timeline.iter().any(|entry| entry.fact.happening.kind() == "not_dialled"));
}

#[tokio::test]
async fn real_emulator_rings_and_a_key_answers() {
    let house = House::new().await;
    house.outage().await;
    house.pass("1m").await;

    let calls = house.kept("Calls").await;
    assert_eq!((calls.len(), &calls[0]["to"]), (1, &json!(ANA)));
    let pages = house.engine.store().page_deliveries_of(FIRST).await.unwrap();
    let call = pages.iter().find(|page| page.lane == Lane::Voice).unwrap();
    let answer_url = format!("{}/hooks/twilio/voice/{}", house.public_url, call.id);
    let (status, _) = house.ask("a stranger's token", &answer_url, None).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (status, twiml) = house.ask(TOKEN, &answer_url, None).await;
    assert_eq!(status, StatusCode::OK);
    let action = twiml.split("action=\"").nth(1).unwrap().split('"').next().unwrap();
    let (status, _) = house.ask("a stranger's token", action, Some("1")).await;
    assert_eq!((status, house.state().await.as_str()), (StatusCode::FORBIDDEN, "unanswered"));
    let (status, twiml) = house.ask(TOKEN, action, Some("1")).await;
    assert_eq!((status, house.state().await.as_str()), (StatusCode::OK, "answered"), "{twiml}");
}

#[tokio::test]
async fn real_emulator_tells_that_nobody_took_the_call() {
    let house = House::new().await;
    house.outage().await;
    house.pass("1m").await;

    let calls = house.kept("Calls").await;
    let sid = calls[0]["sid"].as_str().unwrap();
    house.simulate("call-status", &[("CallSid", sid), ("Status", "no-answer")]).await;

    let (status, problem) = house.page(Lane::Voice).await;
    assert_eq!(status, DeliveryStatus::Failed);
    assert_eq!(problem.as_deref(), Some("nobody took the call"));
}

async fn engine(folder: &Path, public_url: &str, emulator_url: &str, rules: Settings) -> Engine {
    let url = format!("sqlite:{}", folder.join("frontline.db").display());
    let store = Store::open(&url).await.unwrap();
    let settings = twilio::Settings::new(emulator_url, SID, Secret::new(TOKEN), OURS);
    let twilio = Channel::Twilio(Twilio::new(&settings).unwrap());
    let voices = [Lane::Sms, Lane::Voice].map(|lane| (lane, vec![twilio.clone()]));
    let bridge = BridgeOptions {
        is_conference: true,
        dial_in: Some(OURS.to_owned()),
        ..BridgeOptions::default()
    };
    let public_url = public_url.to_owned();
    let options = Options { public_url, bridge, voices: voices.into(), ..Options::default() };
    let clock = Clock::manual(START.parse().unwrap());
    let engine = Engine::new(store, clock, rules, options).await.unwrap();
    let directory = toml::from_str(include_str!("directory.toml")).unwrap();
    let by = "tests".to_owned();
    let new = NewDirectory { directory, replaces: None, accept_holes: true, by };
    engine.replace_directory(new).await.unwrap();
    engine
}

/// The emulator, on a port of its own, and its address.
fn start_emulator(folder: &Path, public_url: &str) -> (Child, String) {
    let number = json!({"phone_number": OURS, "sms_url": format!("{public_url}/hooks/twilio/sms")});
    let account = json!({"sid": SID, "auth_token": TOKEN});
    let seed = json!({"twilio": {"account": account, "phone_numbers": [number]}});
    let seed_file = folder.join("emulator.json");
    std::fs::write(&seed_file, seed.to_string()).unwrap();
    let mut process = Command::new("node")
        .arg("-r")
        .arg(installed("crates/channels/tests/it/oracles/loopback.cjs"))
        .arg(installed("tests/node/node_modules/emulate/dist/index.js"))
        .args(["start", "--service", "twilio", "--seed"])
        .arg(seed_file)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node starts");
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let port = lines.find_map(|line| line.unwrap().strip_prefix("LISTENING ").map(str::to_owned));
    // It would die of a closed pipe.
    std::thread::spawn(move || lines.for_each(drop));
    (process, format!("http://127.0.0.1:{}", port.expect("the emulator says its port")))
}

#[track_caller]
fn installed(place: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(place);
    assert!(path.exists(), "{place} is missing: run bin/test, which installs what this test needs");
    path
}
