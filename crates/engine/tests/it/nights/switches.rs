//! Nights of one switch on the real store, by seed: people ask, confirm, extend and switch on while
//! commits are refused or go unheard and the process dies at any moment. After each step state, journal
//! and messages must agree. Each promise is held against a store that is broken on purpose.

use std::{collections::BTreeMap, future::poll_fn, pin::pin, task::Poll};

use channels::{Channel, Wall, wall::Senders};
use domain::{
    Directory, Happening, Milestone, Number, OrganizationId, Settings,
    message::{Announcement, Content, News},
    switch::{Asker, Authority, Scope, Switch, SwitchHappening, SwitchInput, Through, Wish},
};
use engine::{Clock, Engine, NewDirectory, Options, Subscriber};
use jiff::{SignedDuration, Timestamp};
use store::{Lane, Mishap, Mishaps, Store, Unit};

use super::place::Place;
use crate::app::{by, emergency, outage, submission};

const NIGHTS: u64 = 24;
const STEPS: u32 = 30;
const LIMIT: SignedDuration = SignedDuration::from_hours(4);
const DIRECTORY: &str = r#"
responder = [
  { id = "ana", name = "Ana Ruiz", contact = [{ id = "sms", kind = "sms", address = "+15550100001" }] },
  { id = "ben", name = "Ben Okafor", contact = [{ id = "sms", kind = "sms", address = "+15550100002" }] },
  { id = "cho", name = "Cho Lin", roles = ["lead"],
    contact = [{ id = "sms", kind = "sms", address = "+15550100003" }] },
]
policy = [{ id = "sev1", default = true, repeat_last_every = "30d", steps = [
  { page = ["responder:ana"], answer_within = "30d" },
] }]
[[organization]]
id = "acme"
name = "Acme Stores"
domains = ["acme.example"]
services = ["checkout"]
switch = { may_disable = "responder", limit = "4h" }
"#;

struct Night {
    random: fastrand::Rng,
    place: Place,
    clock: Clock,
    wall: Wall,
    mishaps: Mishaps,
    engine: Engine,
    settings: Settings,
    two_people: bool,
    number: Number,
    seen: usize,
}

impl Night {
    async fn begin(seed: u64) -> Self {
        let mut random = fastrand::Rng::with_seed(seed);
        let place = Place::file().await;
        let clock = Clock::manual("2026-11-21T03:00:00Z".parse().expect("a time"));
        let (wall, mishaps) = (Wall::new(Senders::default()), Mishaps::default());
        let mut settings = Settings::default();
        settings.emergency.cadence = SignedDuration::from_hours(720);
        settings.emergency.remind_before.clear();
        settings.emergency.restore_within = SignedDuration::from_hours(720);
        let engine = engine(&place, &clock, &wall, &mishaps, &settings).await;
        let two_people = random.bool();
        let mut text = DIRECTORY.to_owned();
        if two_people {
            text = text.replace("may_disable = \"responder\"", "may_disable = \"two_people\"");
        }
        let directory: Directory = toml::from_str(&text).expect("the directory is right");
        let by = "test".to_owned();
        let new = NewDirectory { directory, replaces: None, accept_holes: true, by };
        engine.replace_directory(new).await.expect("the directory is applied");
        let accepted = engine.submit(submission(outage())).await.expect("it is taken");
        engine.settle().await;
        let number = emergency(&accepted);
        Self { random, place, clock, wall, mishaps, engine, settings, two_people, number, seen: 0 }
    }

    /// The process dies, and starts again over the same file.
    async fn crash(&mut self) {
        self.mishaps.clear();
        // What was handed to the disk before it died is there when it starts, and not later.
        let mut last = Unit::new();
        last.set_flag("night", "last");
        self.engine.store().commit(last).await.expect("all goes well again");
        self.engine =
            engine(&self.place, &self.clock, &self.wall, &self.mishaps, &self.settings).await;
        self.engine.store().release_all_leases(self.clock.now()).await.expect("leases");
        self.engine.settle().await;
    }

    async fn step(&mut self) -> Result<(), String> {
        if self.random.u8(0..3) == 0 {
            self.clock.advance(SignedDuration::from_mins(self.random.i64(1..120)));
        }
        let engine = self.engine.clone();
        let input = self.input();
        let polls = self.random.u32(0..12);
        let organization = OrganizationId::from("acme");
        let mut work = pin!(async move {
            let _ = engine.switch(&organization, input).await;
            engine.settle().await;
        });
        match self.random.u8(0..4) {
            0 => work.await,
            1 => {
                let mishap = if self.random.bool() { Mishap::Refused } else { Mishap::Unheard };
                self.mishaps.plan(self.random.u32(0..2), "", mishap);
                work.await;
                self.crash().await;
            }
            // It dies in the middle of what it does.
            _ => {
                let mut left = polls;
                poll_fn(|context| {
                    if left == 0 || work.as_mut().poll(context).is_ready() {
                        return Poll::Ready(());
                    }
                    left -= 1;
                    Poll::Pending
                })
                .await;
                self.crash().await;
            }
        }
        self.engine.settle().await;
        self.check().await
    }

    fn input(&mut self) -> SwitchInput {
        let people = ["ana", "ben", "cho"];
        let id = people[self.random.usize(0..3)];
        let through = match self.random.u8(0..5) {
            0 => Through::Token("robot".to_owned()),
            1 => Through::Address("+1".to_owned()),
            _ => Through::Themselves,
        };
        let who = Asker { by: by(id), leads: id == "cho", through };
        let scope =
            if self.random.bool() { Scope::All } else { Scope::Service("checkout".to_owned()) };
        match self.random.u8(0..8) {
            0 => SwitchInput::Woken,
            1 => SwitchInput::Enable { by: by(id), scope, note: None },
            2 | 3 => SwitchInput::Confirm { who, scope, question: None, agreement: None },
            _ => {
                let until = SignedDuration::from_mins(self.random.i64(1..400));
                let until = self.random.bool().then(|| self.clock.now() + until);
                let reason = "Orders are lost".to_owned();
                let wish = Wish { reason, until, emergency: Some(self.number), agreement: None };
                SwitchInput::Disable { who, scope, wish }
            }
        }
    }

    async fn check(&mut self) -> Result<(), String> {
        let store = self.engine.store();
        let organization = OrganizationId::from("acme");
        let saved = store.switch(&organization).await.expect("it is read");
        let switch = saved.map_or_else(|| Switch::new(organization.clone()), |saved| saved.switch);
        let journal = store.switch_journal(&organization).await.expect("it is read");
        let mut off: BTreeMap<Scope, (Timestamp, Timestamp)> = BTreeMap::new();
        let (mut disabled, mut moved, mut enabled) = (0, 0, 0);
        for fact in &journal {
            match &fact.happening {
                SwitchHappening::Disabled { until, authority, .. } => {
                    disabled += 1;
                    if self.two_people != matches!(authority, Authority::TwoPeople { .. }) {
                        return Err(format!("off on another authority: {authority:?}"));
                    }
                    off.insert(fact.scope.clone(), (fact.at, *until));
                }
                SwitchHappening::Moved { until, .. } => {
                    moved += 1;
                    off.insert(fact.scope.clone(), (fact.at, *until));
                }
                SwitchHappening::Enabled { .. } | SwitchHappening::Expired => {
                    enabled += 1;
                    off.remove(&fact.scope);
                }
                SwitchHappening::Asked { .. }
                | SwitchHappening::Withdrawn
                | SwitchHappening::Lapsed
                | SwitchHappening::Warned { .. } => {}
            }
        }
        let now = self.clock.now();
        for (scope, (decided_at, until)) in &off {
            if *until > *decided_at + LIMIT || *until <= now {
                return Err(format!("{scope}: off beyond its limit"));
            }
        }
        let in_state = switch.positions.iter().filter_map(|(scope, position)| {
            position.off.as_ref().map(|off| (scope.clone(), off.until))
        });
        let in_journal = off.iter().map(|(scope, (_, until))| (scope.clone(), *until));
        let (in_state, in_journal): (BTreeMap<_, _>, BTreeMap<_, _>) =
            (in_state.collect(), in_journal.collect());
        if in_state != in_journal {
            return Err(format!("the state says {in_state:?}, and the journal {in_journal:?}"));
        }
        let in_memory = self.engine.switches();
        let in_memory = in_memory.of(&organization).map(|saved| saved.switch.is_anything_off());
        if in_memory.unwrap_or_default() == in_state.is_empty() {
            return Err("software is told another state than is stored".to_owned());
        }
        self.check_emergency(!in_state.is_empty(), [disabled, moved, enabled]).await?;
        self.seen = journal.len();
        Ok(())
    }

    /// The emergency and its messages, beside what the journal of the switch counts.
    async fn check_emergency(&self, is_off: bool, counted: [usize; 3]) -> Result<(), String> {
        let store = self.engine.store();
        let saved = store.emergency(self.number).await.expect("it is read").expect("it is there");
        if saved.emergency.switch_off != is_off {
            return Err("the emergency does not know how the switch stands".to_owned());
        }
        let timeline = store.timeline(self.number).await.expect("it is read");
        let count = |wanted: fn(&Happening) -> bool| {
            timeline.iter().filter(|entry| wanted(&entry.fact.happening)).count()
        };
        let in_timeline = [
            count(|it| milestone(it) == Some(Milestone::ServicesDisabled)),
            count(|it| matches!(it, Happening::SwitchMoved { .. })),
            count(|it| milestone(it) == Some(Milestone::ServicesEnabled)),
        ];
        if in_timeline != counted {
            return Err(format!("the timeline says {in_timeline:?}, the journal {counted:?}"));
        }
        let sent = store.deliveries_of(self.number).await.expect("they are read");
        let (mut announced, mut news) = (0, [0; 3]);
        for delivery in &sent {
            match &delivery.message.content {
                Content::Announcement(Announcement::SwitchChanged { .. }) => announced += 1,
                Content::News(News::ServicesOff { moved: false, .. }) => news[0] += 1,
                Content::News(News::ServicesOff { moved: true, .. }) => news[1] += 1,
                Content::News(News::Milestone {
                    milestone: Milestone::ServicesEnabled, ..
                }) => news[2] += 1,
                Content::Page(_)
                | Content::Drill { .. }
                | Content::Notice(_)
                | Content::News(_)
                | Content::Ticket(_)
                | Content::Forward(_)
                | Content::Announcement(_)
                | Content::JoinCall
                | Content::Reply(_) => {}
            }
        }
        if announced != counted.iter().sum::<usize>() || news != counted {
            return Err(format!(
                "the messages say {announced} and {news:?}, and the journal {counted:?}"
            ));
        }
        Ok(())
    }
}

fn milestone(happening: &Happening) -> Option<Milestone> {
    let Happening::Milestone { milestone, .. } = happening else { return None };
    Some(*milestone)
}

async fn engine(
    place: &Place,
    clock: &Clock,
    wall: &Wall,
    mishaps: &Mishaps,
    settings: &Settings,
) -> Engine {
    let store = Store::open(&place.url()).await.expect("the store opens");
    let store = store.with_mishaps(mishaps.clone());
    let voices: BTreeMap<_, _> =
        Lane::ALL.into_iter().map(|lane| (lane, vec![Channel::Wall(wall.clone())])).collect();
    let subscriber = Subscriber {
        name: "software".to_owned(),
        url: "https://software.vendor.example/hook".to_owned(),
        secret: None,
        chat: None,
        events: vec!["switch.changed".to_owned()],
    };
    let options = Options { voices, subscribers: vec![subscriber], ..Options::default() };
    Engine::new(store, clock.clone(), settings.clone(), options).await.expect("an engine")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_at_any_moment_leaves_state_journal_and_messages_in_agreement() {
    let mut entries = 0;
    for seed in 0..NIGHTS {
        let mut night = Night::begin(seed).await;
        for step in 0..STEPS {
            if let Err(broken) = night.step().await {
                panic!("seed {seed}, step {step}: {broken}");
            }
        }
        entries += night.seen;
    }
    assert!(entries > 100, "nights in which nothing happens prove nothing: {entries}");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_disagreement_is_noticed() {
    for (sql, promise) in [
        ("DELETE FROM deliveries WHERE lane = 'announcement'", "the messages say"),
        ("UPDATE switches SET state = replace(state, '\"off\":{', '\"of\":{')", "the state says"),
        (
            "UPDATE emergencies SET state = replace(replace(state, '\"switch_off\":true', \
             '\"switch_off\":0'), '\"switch_off\":0', '\"switch_off\":false')",
            "the emergency does not know",
        ),
    ] {
        let mut night = Night::begin(1).await;
        night.two_people = false;
        let is_off = async |night: &Night| {
            let saved = night.engine.store().switch(&"acme".into()).await.expect("it is read");
            saved.is_some_and(|saved| saved.switch.is_anything_off())
        };
        let who = |id: &str| Asker { by: by(id), leads: false, through: Through::Themselves };
        for id in ["ana", "ben"] {
            let reason = "Orders are lost".to_owned();
            let wish = Wish { reason, until: None, emergency: Some(night.number), agreement: None };
            let input = SwitchInput::Disable { who: who(id), scope: Scope::All, wish };
            night.engine.switch(&"acme".into(), input).await.expect("it may be");
        }
        assert!(is_off(&night).await);
        night.engine.settle().await;
        let journal =
            night.engine.store().switch_journal(&"acme".into()).await.expect("it is read");
        night.two_people =
            journal.iter().any(|fact| matches!(fact.happening, SwitchHappening::Asked { .. }));
        night.check().await.expect("all is well before");
        night.place.break_with(sql);
        let broken = night.check().await.expect_err("it is broken");
        assert!(broken.contains(promise), "{sql}: {broken}");
    }
}
