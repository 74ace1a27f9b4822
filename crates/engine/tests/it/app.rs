//! An engine to test: nothing happens but what the test asks for.

use std::{collections::BTreeMap, sync::Arc};

use channels::{
    Channel, Wall,
    wall::{Fault, Kind, Senders, Shown},
};
use domain::{Directory, Emergency, Impact, Input, Number, Request, Settings, input::By};
use engine::{
    Accepted, Clock, DeskAddress, Engine, EngineError, NewDirectory, Opened, Options, Submission,
    Subscriber,
};
use jiff::{SignedDuration, Timestamp};
use store::{Lane, Store};
use tempfile::TempDir;

pub(crate) const ANA: &str = "+15550100001";
pub(crate) const ANAS_PHONE: &str = "+15550100011";
pub(crate) const BEN: &str = "+15550100002";
/// A desk outside, which gets what the settings say.
pub(crate) const DESK: &str = "Contoso";
pub(crate) const DESK_HOOK: &str = "https://desk.contoso.example/hook";
pub(crate) const DESK_MAIL: &str = "desk@contoso.example";
pub(crate) const HOOK: &str = "https://software.vendor.example/hook";

pub(crate) const DIRECTORY: &str = r#"
responder = [
  { id = "ana", name = "Ana Ruiz", roles = ["responder", "admin"], contact = [
      { id = "sms", kind = "sms", address = "+15550100001" },
      { id = "voice", kind = "voice", address = "+15550100011" } ],
    rules = [{ via = "sms" }, { via = "voice", after = "1m" }] },
  { id = "ben", name = "Ben Okafor", contact = [{ id = "sms", kind = "sms", address = "+15550100002" }] },
  { id = "cho", name = "Cho Lin", contact = [{ id = "mail", kind = "email", address = "cho@vendor.example" }] },
]
team = [{ id = "support", name = "Support", members = ["ana", "ben", "cho"], lead = "cho" }]
organization = [{ id = "acme", name = "Acme Stores", domains = ["acme.example"] }]
policy = [{ id = "sev1", repeat_last_every = "5m", steps = [
  { page = ["responder:ana"], answer_within = "5m" },
  { page = ["responder:ben"], answer_within = "5m" },
  { page = ["team:support"], answer_within = "5m" },
] }]
"#;

/// Always open, for tests of regular hours.
pub(crate) const OPEN_DESK: &str = r#"
[[region]]
id = "here"
time_zone = "UTC"
hours = [{ days = "mon-sun" }]
"#;

pub(crate) struct App {
    pub(crate) engine: Engine,
    pub(crate) clock: Clock,
    pub(crate) wall: Wall,
    folder: Arc<TempDir>,
    settings: Settings,
    seen: u64,
}

impl App {
    pub(crate) async fn start() -> Self {
        Self::with("", Settings::default()).await
    }

    /// `more` is added to the directory.
    pub(crate) async fn with(more: &str, settings: Settings) -> Self {
        let clock = Clock::manual("2026-11-21T03:00:00Z".parse().expect("a time"));
        let folder = Arc::new(tempfile::tempdir().expect("a temporary folder"));
        let wall = Wall::new(Senders::default());
        let engine = engine(&folder, &clock, &wall, settings.clone()).await;
        let directory: Directory =
            toml::from_str(&format!("{DIRECTORY}\n{more}")).expect("the directory is right");
        let by = "test".to_owned();
        let new = NewDirectory { directory, replaces: None, accept_holes: true, by };
        engine.replace_directory(new).await.expect("the directory is applied");
        Self { engine, clock, wall, folder, settings, seen: 0 }
    }

    /// The process dies and starts again over the same file. What was under way in memory is gone.
    pub(crate) async fn crash(&mut self) {
        self.engine = engine(&self.folder, &self.clock, &self.wall, self.settings.clone()).await;
        self.engine.store().release_all_leases(self.clock.now()).await.expect("leases");
    }

    pub(crate) async fn submit(&self, request: Request) -> Result<Accepted, EngineError> {
        self.engine.submit(submission(request)).await
    }

    /// Ria at Acme reports an outage.
    pub(crate) async fn report(&self) -> Number {
        emergency(&self.submit(outage()).await.expect("it is taken"))
    }

    pub(crate) async fn apply(&self, number: Number, input: Input) -> Emergency {
        self.engine.apply(number, input).await.expect("it is applied")
    }

    /// Everything until then, deadline by deadline.
    pub(crate) async fn advance(&self, by: SignedDuration) {
        let until = self.clock.now() + by;
        self.engine.settle().await;
        while let Some(next) = self.next_event().await.filter(|next| *next <= until) {
            let wait = next.duration_since(self.clock.now()).max(SignedDuration::ZERO);
            self.clock.advance(wait);
            self.engine.settle().await;
        }
        self.clock.advance(until.duration_since(self.clock.now()));
        self.engine.settle().await;
    }

    async fn next_event(&self) -> Option<Timestamp> {
        let store = self.engine.store();
        let mut next = store.earliest_wake().await.expect("deadlines are read");
        for lane in Lane::ALL {
            let due = store.earliest_due(lane).await.expect("the outbox is read");
            next = next.into_iter().chain(due).min();
        }
        next
    }

    pub(crate) async fn minutes(&self, minutes: i64) {
        self.advance(SignedDuration::from_mins(minutes)).await;
    }

    /// What was sent since the last look, as `kind address: text`.
    pub(crate) async fn sent(&mut self) -> Vec<String> {
        self.shown().await.iter().map(|shown| line(shown)).collect()
    }

    pub(crate) async fn shown(&mut self) -> Vec<Arc<Shown>> {
        self.engine.settle().await;
        let shown = self.wall.messages_since(self.seen);
        self.seen = shown.last().map_or(self.seen, |last| last.sequence);
        shown
    }

    pub(crate) fn break_address(&self, address: &str, fault: Fault) {
        self.wall.set_fault(address, Some(fault));
    }

    pub(crate) async fn kinds(&self, number: Number) -> Vec<&'static str> {
        let timeline = self.engine.store().timeline(number).await.expect("the journal is read");
        for (index, entry) in timeline.iter().enumerate() {
            assert_eq!(entry.sequence, index as u64 + 1, "the journal has a gap");
        }
        timeline.iter().map(|entry| entry.fact.happening.kind()).collect()
    }
}

pub(crate) async fn engine(
    folder: &TempDir,
    clock: &Clock,
    wall: &Wall,
    settings: Settings,
) -> Engine {
    let path = folder.path().join("frontline.db");
    engine_at(&format!("sqlite:{}", path.display()), clock, wall, settings).await
}

pub(crate) async fn engine_at(url: &str, clock: &Clock, wall: &Wall, settings: Settings) -> Engine {
    engine_on(Store::open(url).await.expect("a store"), clock, wall, settings).await
}

pub(crate) async fn engine_on(
    store: Store,
    clock: &Clock,
    wall: &Wall,
    settings: Settings,
) -> Engine {
    Engine::new(store, clock.clone(), settings, options(wall)).await.expect("an engine")
}

pub(crate) fn options(wall: &Wall) -> Options {
    let voices: BTreeMap<_, _> =
        Lane::ALL.into_iter().map(|lane| (lane, vec![Channel::Wall(wall.clone())])).collect();
    let subscriber = Subscriber {
        name: "software".to_owned(),
        url: HOOK.to_owned(),
        secret: None,
        chat: None,
        events: Vec::new(),
    };
    Options {
        public_url: "https://emergency.vendor.example".to_owned(),
        phone: Some("+1 555 0100".to_owned()),
        voices,
        subscribers: vec![subscriber],
        outside_desks: vec![DeskAddress {
            name: DESK.to_owned(),
            url: Some(DESK_HOOK.to_owned()),
            secret: None,
            email: Some(DESK_MAIL.to_owned()),
        }],
        ..Options::default()
    }
}

pub(crate) fn outage() -> Request {
    let mut request = Request {
        summary: "Checkout is down".to_owned(),
        impact: Some(Impact::Outage),
        organization: Some("acme".to_owned()),
        ..Request::default()
    };
    request.requester.name = Some("Ria".to_owned());
    request.requester.email = Some("ria@acme.example".to_owned());
    request
}

pub(crate) fn submission(request: Request) -> Submission {
    Submission {
        request,
        raw: b"as it was sent".to_vec(),
        source: "192.0.2.1".to_owned(),
        idempotency_key: None,
    }
}

pub(crate) fn emergency(accepted: &Accepted) -> Number {
    match accepted.opened {
        Opened::Emergency { number, .. } => number,
        Opened::Ticket { .. } => panic!("a ticket: {accepted:?}"),
    }
}

pub(crate) fn by(name: &str) -> By {
    By { id: name.into(), name: name.to_owned() }
}

fn line(shown: &Shown) -> String {
    let kind = match shown.kind {
        Kind::Mail => "mail",
        Kind::Sms => "sms",
        Kind::Call => "call",
        Kind::Note => "note",
        Kind::Webhook => {
            let kind = serde_json::from_str::<serde_json::Value>(&shown.text).ok();
            let kind = kind.and_then(|body| body["type"].as_str().map(str::to_owned));
            return format!("webhook {}", kind.unwrap_or_default());
        }
    };
    let text = shown.subject.as_deref().unwrap_or(&shown.text);
    format!("{kind} {}: {text}", shown.to)
}
