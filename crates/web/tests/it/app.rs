//! The whole house behind its doors, in a temporary folder.

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use channels::{Channel, Secret, Wall, wall::Senders};
use domain::{Directory, Settings};
use engine::{Clock, DeskAddress, Engine, NewDirectory, Options, OwnSpare, SpareOptions};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use sha2::{Digest, Sha256};
use store::{Lane, Store, Token, Unit};
use tempfile::TempDir;
use tower::ServiceExt;
use web::{Site, Web};

use crate::wire::Wire;

/// A Monday, 02:10 at night in New York.
pub(crate) const START: &str = "2026-11-23T07:10:00Z";
pub(crate) const PUBLIC_URL: &str = "https://emergency.example.com";
/// A desk outside, for settings that forward to it.
pub(crate) const DESK: &str = "Contoso";
pub(crate) const DESK_HOOK: &str = "https://desk.contoso.example/hook";
pub(crate) const TWILIO_TOKEN: &str = "12345";
pub(crate) const SECOND_TWILIO_TOKEN: &str = "67890";
pub(crate) const SLACK_SECRET: &str = "8f742231b10e8888";
pub(crate) const TELEGRAM_SECRET: &str = "hook-secret";

const DIRECTORY: &str = include_str!("directory.toml");

fn options(wall: &Wall) -> Options {
    let channel = Channel::Wall(wall.clone());
    Options {
        public_url: PUBLIC_URL.to_owned(),
        voices: Lane::ALL.into_iter().map(|lane| (lane, vec![channel.clone()])).collect(),
        outside_desks: vec![DeskAddress {
            name: DESK.to_owned(),
            url: Some(DESK_HOOK.to_owned()),
            ..DeskAddress::default()
        }],
        ..Options::default()
    }
}

/// People, rules and tokens.
async fn furnish(engine: &Engine) {
    let directory: Directory = toml::from_str(DIRECTORY).expect("the directory is one");
    let by = "tests".to_owned();
    let new = NewDirectory { directory, replaces: None, accept_holes: true, by };
    engine.replace_directory(new).await.expect("the directory makes sense");
    make_tokens(engine).await;
}

pub(crate) struct TestApp {
    pub(crate) engine: Engine,
    pub(crate) wall: Wall,
    pub(crate) router: Router,
    /// `Authorization` of what is sent; nobody's, if empty.
    token: String,
    _folder: std::sync::Arc<TempDir>,
}

impl TestApp {
    /// Ana is on call, then Ben, then the team with Cho; every token is there.
    pub(crate) async fn new() -> Self {
        Self::with(Settings::default()).await
    }

    pub(crate) async fn with(settings: Settings) -> Self {
        Self::set_up(settings, |_| {}).await
    }

    /// A call is a conference, for which one dials this number.
    pub(crate) async fn with_conference(dial_in: &str) -> Self {
        Self::set_up(Settings::default(), |options| {
            options.bridge.is_conference = true;
            options.bridge.dial_in = Some(dial_in.to_owned());
        })
        .await
    }

    pub(crate) async fn set_up(settings: Settings, set: impl FnOnce(&mut Options)) -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let url = format!("sqlite:{}", folder.path().join("frontline.db").display());
        let store = Store::open(&url).await.expect("a new database opens");
        let wall = Wall::new(Senders::default());
        let clock = Clock::manual(START.parse().expect("the start is a moment"));
        let mut options = options(&wall);
        set(&mut options);
        let engine = Engine::new(store, clock, settings, options).await;
        let engine = engine.expect("an engine starts");
        furnish(&engine).await;
        Self::around(engine, wall, folder)
    }

    /// A house on a database behind a wire, with a spare beside it.
    pub(crate) async fn beside_a_spare(wire: &Wire) -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let wall = Wall::new(Senders::default());
        let clock = Clock::manual(START.parse().expect("the start is a moment"));
        let store = Store::open(&wire.url).await.expect("the database is there");
        let first = Engine::new(store.clone(), clock.clone(), Settings::default(), options(&wall));
        furnish(&first.await.expect("an engine starts")).await;
        let spare = SpareOptions {
            file: folder.path().join("spare.db"),
            page_alone_after: SignedDuration::from_secs(10),
        };
        let spare = OwnSpare::take(spare).expect("nobody else has it");
        let engine = Engine::with_spare(store, clock, Settings::default(), options(&wall), spare);
        Self::around(engine.await.expect("an engine starts"), wall, folder)
    }

    pub(crate) async fn ana_speaks(&self, language: &str) {
        let mut directory = self.engine.directory().1.clone();
        directory.responders[0].language = Some(language.to_owned());
        let by = "tests".to_owned();
        let new = NewDirectory { directory, replaces: None, accept_holes: true, by };
        self.engine.replace_directory(new).await.expect("the directory makes sense");
    }

    /// The same house with other settings.
    pub(crate) async fn with_site(change: impl FnOnce(&mut Site)) -> Self {
        let mut app = Self::new().await;
        let mut site = site(app._folder.path());
        change(&mut site);
        app.router = web::router(Web::new(app.engine.clone(), site));
        app
    }

    fn around(engine: Engine, wall: Wall, folder: TempDir) -> Self {
        let site = site(folder.path());
        let router = web::router(Web::new(engine.clone(), site));
        Self { engine, wall, router, token: String::new(), _folder: folder.into() }
    }

    /// The same house, asked with this token: `ana`, `ben`, `robot` (a responder in nobody's name),
    /// `admin`, `monitor`, or the organizations' `acme-key` and `bolt-key`.
    pub(crate) fn as_token(&self, name: &str) -> Self {
        Self {
            engine: self.engine.clone(),
            wall: self.wall.clone(),
            router: self.router.clone(),
            token: format!("Bearer {}", secret_of(name)),
            _folder: self._folder.clone(),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.post_raw(path, "application/json", body.to_string()).await
    }

    pub(crate) async fn post_raw(
        &self,
        path: &str,
        content_type: &str,
        body: impl Into<Body>,
    ) -> Answer {
        let request = self.request(Method::POST, path).header(header::CONTENT_TYPE, content_type);
        self.send(request.body(body.into()).unwrap()).await
    }

    /// The beginning of a request, with the token of this app.
    pub(crate) fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let request = Request::builder().method(method).uri(path);
        if self.token.is_empty() {
            return request;
        }
        request.header(header::AUTHORIZATION, &self.token)
    }

    /// The answer while it is still being sent.
    pub(crate) async fn open(&self, request: Request<Body>) -> axum::response::Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Where files of requesters lie.
    pub(crate) fn attachments(&self) -> std::path::PathBuf {
        self._folder.path().join("attachments")
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.open(request).await;
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// Lets time pass, and everything happen that is due then.
    pub(crate) async fn pass(&self, time: &str) {
        let time: SignedDuration = domain::duration::parse(time).unwrap();
        self.engine.clock().advance(time);
        self.engine.settle().await;
    }

    /// Sends a request for an outage of Acme; its number.
    pub(crate) async fn outage(&self) -> String {
        let body = serde_json::json!({
            "summary": "The checkout shows an empty page",
            "impact": "outage",
            "organization": "acme",
            "requester": {"name": "Jo Smith", "email": "jo@acme.example"},
        });
        let answer = self.post("/api/v1/requests", &body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        self.engine.settle().await;
        answer.json()["number"].as_str().unwrap().to_owned()
    }
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The same without these fields.
    pub(crate) fn without(self, fields: &[&str]) -> Self {
        self.keep(|field| !fields.contains(&field))
    }

    /// The same with only these fields.
    pub(crate) fn only(self, fields: &[&str]) -> Self {
        self.keep(|field| fields.contains(&field))
    }

    fn keep(self, wanted: impl Fn(&str) -> bool) -> Self {
        let mut json = self.json();
        json.as_object_mut().unwrap().retain(|field, _| wanted(field));
        Self { body: json.to_string().into(), ..self }
    }

    /// Status and JSON, without what differs from run to run.
    pub(crate) fn shown(&self) -> String {
        let mut json = self.json();
        hide(&mut json);
        let kind = self.header("content-type");
        let pretty = serde_json::to_string_pretty(&json).unwrap();
        format!("{} {kind}\n{pretty}", self.status.as_u16())
    }
}

/// Puts names in the place of ids and links that are new in every run.
fn hide(value: &mut Value) {
    match value {
        Value::String(text) => {
            let is_id = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
            if is_id {
                "[id]".clone_into(text);
            } else if let Some((before, _)) = text.split_once("/r/") {
                *text = format!("{before}/r/[token]");
            }
        }
        Value::Array(values) => values.iter_mut().for_each(hide),
        Value::Object(fields) => fields.values_mut().for_each(hide),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

pub(crate) fn secret_of(name: &str) -> String {
    format!("fl_{name}_secret")
}

async fn make_tokens(engine: &Engine) {
    let mut unit = Unit::default();
    let made_at: Timestamp = engine.now();
    for (name, role, organization) in [
        ("ana", "responder", None),
        ("ben", "responder", None),
        ("robot", "responder", None),
        ("admin", "admin", None),
        ("monitor", "monitoring", None),
        ("acme-key", "organization", Some("acme")),
        ("bolt-key", "organization", Some("bolt")),
    ] {
        unit.make_token(&Token {
            token_hash: Sha256::digest(secret_of(name)).into(),
            name: name.to_owned(),
            role: role.to_owned(),
            organization: organization.map(str::to_owned),
            made_at,
            last_used_at: None,
        });
    }
    engine.store().commit(unit).await.expect("the tokens are new");
}

fn site(folder: &std::path::Path) -> Site {
    Site {
        attachments: folder.join("attachments"),
        twilio_tokens: [TWILIO_TOKEN, SECOND_TWILIO_TOKEN].map(Secret::new).into(),
        slack_secret: Some(Secret::new(SLACK_SECRET)),
        telegram_secret: Some(Secret::new(TELEGRAM_SECRET)),
        ..Site::at(PUBLIC_URL.parse().expect("the address is one"))
    }
}
