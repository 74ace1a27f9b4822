//! The room of an emergency, in an emulator of Slack that nobody here wrote.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use axum::{
    body::Body,
    http::{Method, Request, StatusCode},
};
use channels::{Channel, Secret, Slack, Wall, slack};
use domain::{
    Directory, Input, Milestone, Number, Settings,
    directory::{Contact, ContactKind},
    input::By,
};
use engine::{Clock, Engine, NewDirectory, Options, Submission};
use serde_json::{Value, json};
use store::{DeliveryStatus, Lane, Store};
use tempfile::TempDir;
use tower::ServiceExt;
use web::{Site, Web};

use crate::app::{PUBLIC_URL, SLACK_SECRET, START};

const TOKEN: &str = "xoxb-ours";
const FIRST: Number = Number(1001);

struct House {
    engine: Engine,
    router: axum::Router,
    emulator: Child,
    slack_url: String,
    ana: String,
    _folder: TempDir,
}

impl House {
    async fn new() -> Self {
        // Somebody else in this process may have been faster, with the same one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = TempDir::new().unwrap();
        let (emulator, slack_url) = start_emulator(folder.path());
        let users = asked(&slack_url, "users.list", &[]).await;
        let ana = users["members"].as_array().unwrap().iter().find(|user| user["name"] == "ana");
        let ana = ana.unwrap()["id"].as_str().unwrap().to_owned();
        let engine = engine(folder.path(), &slack_url, &ana).await;
        let site = Site {
            slack_secret: Some(Secret::new(SLACK_SECRET)),
            ..Site::at(PUBLIC_URL.parse().unwrap())
        };
        let router = web::router(Web::new(engine.clone(), site));
        Self { engine, router, emulator, slack_url, ana, _folder: folder }
    }

    async fn outage(&self) {
        let request = domain::Request {
            summary: "The checkout <!channel> is empty".to_owned(),
            impact: Some(domain::Impact::Outage),
            organization: Some("acme".to_owned()),
            ..domain::Request::default()
        };
        let source = "tests".to_owned();
        let submission = Submission { request, raw: Vec::new(), source, idempotency_key: None };
        self.engine.submit(submission).await.unwrap();
        self.engine.settle().await;
    }

    async fn apply(&self, input: Input) {
        self.engine.apply(FIRST, input).await.unwrap();
        self.pass("1s").await;
    }

    async fn pass(&self, time: &str) {
        self.engine.clock().advance(domain::duration::parse(time).unwrap());
        self.engine.settle().await;
    }

    async fn room(&self) -> Value {
        let list = asked(&self.slack_url, "conversations.list", &[]).await;
        let rooms = list["channels"].as_array().unwrap();
        let room = rooms.iter().find(|room| room["name"].as_str().unwrap().starts_with("e-1001"));
        room.expect("the room is there").clone()
    }

    async fn posts(&self) -> Vec<Value> {
        let channel = self.room().await["id"].as_str().unwrap().to_owned();
        let kept = asked(&self.slack_url, "conversations.history", &[("channel", &channel)]).await;
        let mut posts: Vec<Value> = kept["messages"].as_array().unwrap().clone();
        posts.retain(|post| !post["blocks"].is_null());
        posts.reverse();
        posts
    }

    /// What Slack sends when something happens, signed with this secret.
    async fn tell(&self, path: &str, body: String, secret: &str) -> (StatusCode, String) {
        let at = self.engine.now().as_second();
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header("content-type", "application/json")
            .header("x-slack-request-timestamp", at.to_string())
            .header("x-slack-signature", slack::sign(secret, at, body.as_bytes()))
            .body(Body::from(body))
            .unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let status = answer.status();
        let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        self.engine.settle().await;
        (status, String::from_utf8_lossy(&body).into_owned())
    }

    async fn says(&self, id: &str, event: Value, secret: &str) -> StatusCode {
        let body = json!({ "type": "event_callback", "event_id": id, "event": event });
        self.tell("/hooks/slack/events", body.to_string(), secret).await.0
    }

    async fn timeline(&self) -> Vec<String> {
        let entries = self.engine.store().timeline(FIRST).await.unwrap();
        let reader = words::Reader::default();
        let sentence =
            |entry: &store::records::Entry| words::timeline::sentence(&entry.fact, &reader, false);
        entries.iter().map(sentence).collect()
    }
}

impl Drop for House {
    /// It has nothing to lose, and may have ended by itself.
    fn drop(&mut self) {
        let _ = self.emulator.kill();
        let _ = self.emulator.wait();
    }
}

fn by() -> By {
    By { id: "ana".into(), name: "Ana Ruiz".to_owned() }
}

#[tokio::test]
async fn real_slack_gets_a_room_for_each_emergency_and_puts_it_away() {
    let house = House::new().await;
    house.outage().await;
    let room = house.room().await;
    assert_eq!(room["name"], "e-1001");
    let topic = room["topic"]["value"].as_str().unwrap();
    assert!(topic.contains("nobody has it yet") && !topic.contains("<!channel>"), "{topic}");
    let id = room["id"].as_str().unwrap();
    let members = asked(&house.slack_url, "conversations.members", &[("channel", id)]).await;
    assert!(members["members"].as_array().unwrap().contains(&json!(house.ana)), "{members}");

    house.apply(Input::Answer { by: by(), take_over: false }).await;
    let (milestone, note) = (Milestone::Investigating, Some("Looking at it.".to_owned()));
    house.apply(Input::Milestone { by: by(), milestone, note }).await;
    let posts = house.posts().await;
    let said = serde_json::to_string(&posts).unwrap();
    for part in ["E-1001 was received.", "All requesters were just told:", "Looking at it."] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let topic = house.room().await["topic"]["value"].as_str().unwrap().to_owned();
    assert!(topic.contains("investigating, Ana Ruiz has it"), "{topic}");

    let note = None;
    house.apply(Input::Milestone { by: by(), milestone: Milestone::Restored, note }).await;
    let resolution = "resolved".to_owned();
    house.apply(Input::Close { by: by(), resolution, note: None }).await;
    house.pass("31s").await;
    let channel = [("channel", id)];
    let after = asked(&house.slack_url, "conversations.info", &channel).await;
    assert_eq!(after["channel"]["is_archived"], true, "{after}");
    let all = house.engine.store().deliveries_of(FIRST).await.unwrap();
    let rooms: Vec<_> = all.iter().filter(|one| one.lane == Lane::Room).collect();
    assert!(rooms.len() >= 4, "{}", rooms.len());
    assert!(rooms.iter().all(|one| one.status == DeliveryStatus::Delivered), "{rooms:?}");
}

#[tokio::test]
async fn real_slack_words_of_the_room_stand_in_the_timeline_and_commands_know_it() {
    let house = House::new().await;
    house.outage().await;
    let channel = house.room().await["id"].clone();
    let challenge = json!({ "type": "url_verification", "challenge": "3eZb" }).to_string();
    let (status, answer) = house.tell("/hooks/slack/events", challenge.clone(), SLACK_SECRET).await;
    assert_eq!((status, answer.as_str()), (StatusCode::OK, r#"{"challenge":"3eZb"}"#));
    let (status, _) = house.tell("/hooks/slack/events", challenge, "another").await;
    assert_eq!(status, StatusCode::FORBIDDEN);

    let said = |user: &str, text: &str| json!({ "type": "message", "channel": channel, "user": user, "text": text, "ts": "1.2" });
    for _ in 0..2 {
        let ana = said(&house.ana, "It is the gateway");
        assert_eq!(house.says("Ev1", ana, SLACK_SECRET).await, StatusCode::OK);
    }
    house.says("Ev2", said("U0STRANGER", "Since the deploy at 02:00"), SLACK_SECRET).await;
    house.says("Ev3", said(&house.ana, "forged"), "another").await;
    let mut elsewhere = said(&house.ana, "lunch?");
    elsewhere["channel"] = json!("C0LUNCH");
    house.says("Ev4", elsewhere, SLACK_SECRET).await;
    let mut ours = said("U0BOT", "from a bot");
    ours["bot_id"] = json!("B1");
    house.says("Ev5", ours, SLACK_SECRET).await;
    for hostile in [json!({}), json!({ "type": "message", "channel": 7 }), said(&house.ana, "  ")] {
        assert_eq!(house.says("Ev6", hostile, SLACK_SECRET).await, StatusCode::OK);
    }
    let timeline = house.timeline().await.join("\n");
    let notes = timeline.lines().filter(|line| line.contains("noted, for us only")).count();
    assert_eq!(notes, 2, "{timeline}");
    assert!(timeline.contains("It is the gateway"), "{timeline}");
    assert!(timeline.contains("Since the deploy at 02:00"), "{timeline}");

    let form = format!(
        "command=%2Ffrontline&text=inv&user_id={}&channel_id={}&trigger_id=t1",
        house.ana,
        channel.as_str().unwrap()
    );
    house.tell("/hooks/slack/commands", form, SLACK_SECRET).await;
    let saved = house.engine.store().emergency(FIRST).await.unwrap().unwrap();
    assert_eq!(saved.emergency.state_name(), "investigating");
}

#[tokio::test]
async fn real_slack_that_is_gone_keeps_nobody_from_being_paged() {
    let mut house = House::new().await;
    house.emulator.kill().unwrap();
    house.emulator.wait().unwrap();
    house.outage().await;
    let all = house.engine.store().deliveries_of(FIRST).await.unwrap();
    let status = |lane: Lane| all.iter().find(|one| one.lane == lane).map(|one| one.status);
    assert_eq!(status(Lane::Sms), Some(DeliveryStatus::Accepted), "Ana is paged");
    assert_eq!(status(Lane::Room), Some(DeliveryStatus::Waiting), "and the room is tried again");
}

async fn engine(folder: &Path, slack_url: &str, ana: &str) -> Engine {
    let store = Store::open(&format!("sqlite:{}", folder.join("frontline.db").display())).await;
    let wall = Channel::Wall(Wall::default());
    let mut voices: std::collections::BTreeMap<_, _> =
        Lane::ALL.into_iter().map(|lane| (lane, vec![wall.clone()])).collect();
    let settings =
        slack::Settings { base_url: slack_url.to_owned(), bot_token: Secret::new(TOKEN) };
    voices.insert(Lane::Room, vec![Channel::Slack(Slack::new(&settings).unwrap())]);
    let options = Options { public_url: PUBLIC_URL.to_owned(), voices, ..Options::default() };
    let clock = Clock::manual(START.parse().unwrap());
    let engine = Engine::new(store.unwrap(), clock, Settings::default(), options).await.unwrap();
    let mut directory: Directory = toml::from_str(include_str!("directory.toml")).unwrap();
    let kind = ContactKind::Slack;
    let contact = Contact { id: "slack".into(), kind, address: ana.to_owned(), secret: None };
    directory.responders[0].contact.push(contact);
    let by = "tests".to_owned();
    let new = NewDirectory { directory, replaces: None, accept_holes: true, by };
    engine.replace_directory(new).await.unwrap();
    engine
}

async fn asked(url: &str, method: &str, form: &[(&str, &str)]) -> Value {
    let request = reqwest::Client::new().post(format!("{url}/api/{method}"));
    let answer = request.bearer_auth(TOKEN).form(form).send().await.unwrap();
    let answer: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    assert_eq!(answer["ok"], true, "{method}: {answer}");
    answer
}

fn start_emulator(folder: &Path) -> (Child, String) {
    let scopes =
        ["chat:write", "channels:manage", "channels:read", "channels:history", "users:read"];
    let seed = json!({
        "tokens": { TOKEN: { "login": "frontline", "scopes": scopes } },
        "slack": { "users": [{ "name": "frontline" }, { "name": "ana" }], "channels": [] },
    });
    let seed_file = folder.join("emulator.json");
    std::fs::write(&seed_file, seed.to_string()).unwrap();
    let mut process = Command::new("node")
        .arg("-r")
        .arg(installed("crates/channels/tests/it/oracles/loopback.cjs"))
        .arg(installed("tests/node/node_modules/emulate/dist/index.js"))
        .args(["start", "--service", "slack", "--seed"])
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
fn installed(place: &str) -> std::path::PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(place);
    assert!(path.exists(), "{place} is missing: run bin/test, which installs what this test needs");
    path
}
